"""How the writer is."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from loguru import logger

from groupscope.store.refusals import reason_of

LATEST = 100
"""Batches by which it is told how long writing takes."""


@dataclass(slots=True)
class WriterHealth:
    """What the writer can tell of itself; times are epoch seconds."""

    recorded: int = 0
    repeated: int = 0
    put_aside: int = 0
    lost: int = 0
    not_understood: int = 0
    written_at: float | None = None
    refused_since: float | None = None
    refusal: str = ""
    write_seconds: float = 0.0
    latest_writes: deque[float] = field(
        default_factory=lambda: deque[float](maxlen=LATEST), repr=False
    )
    watchers: list[Callable[["WriterHealth"], None]] = field(
        default_factory=list[Callable[["WriterHealth"], None]], repr=False
    )
    """Called when the database begins to refuse, and when that is over."""

    @property
    def slow_write_seconds(self) -> float:
        """How long writing a batch takes when it is slow: nineteen of twenty were faster."""
        ordered = sorted(self.latest_writes)
        return ordered[len(ordered) * 19 // 20] if ordered else 0.0

    def wrote(self, seconds: float) -> None:
        """Note how long a batch took."""
        self.write_seconds = seconds
        self.latest_writes.append(seconds)

    def refused(self, error: Exception, at: float, limit: int) -> None:
        """Note that nothing can be written for now; up to ``limit`` items wait in memory."""
        if self.refused_since is None:
            self.refused_since, self.refusal = at, reason_of(error)
            logger.error(
                "The database refuses ({}): messages wait in memory, up to {}", self.refusal, limit
            )
            self._tell()

    def accepted(self, count: int, at: float) -> None:
        """Note that items were written."""
        self.recorded += count
        self.written_at = at
        if self.refused_since is not None:
            self.refused_since = None
            logger.info("The database writes again")
            self._tell()

    def _tell(self) -> None:
        for watcher in self.watchers:
            watcher(self)
