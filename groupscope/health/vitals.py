"""What the running parts of the bot tell of themselves, as it is now.

Durations are taken from a clock that nobody sets, so that a jump of the wall clock alarms nobody.
"""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from groupscope.store.writer import Writer
from groupscope.workers import Worker


@dataclass(frozen=True, slots=True)
class AccountLive:
    """One of our accounts as it is now; durations in seconds, None where there is nothing yet."""

    self_id: int
    is_connected: bool
    is_online: bool
    """Whether QQ has it logged in, as far as the implementation tells."""
    standing: float
    """For how long it has been as it is: connected, logged out or gone."""
    silent: float | None = None
    """Since the last frame of this connection, or since it began."""
    speechless: float | None = None
    """Since the last message that it brought, or since the connection began."""
    heartbeat: float | None = None
    """How often it says that it is there."""
    message_at: float | None = None
    """When it last brought a message, in epoch seconds."""


@dataclass(frozen=True, slots=True)
class Live:
    """The running bot as it is now; moments in epoch seconds, durations in seconds."""

    at: float
    pid: int
    version: str
    uptime: float
    accounts: tuple[AccountLive, ...] = ()
    frames: int = 0
    unreadable: int = 0
    queue: int = 0
    queue_limit: int = 0
    recorded: int = 0
    repeated: int = 0
    lost: int = 0
    put_aside: int = 0
    written_at: float | None = None
    write_seconds: float = 0.0
    slow_write_seconds: float = 0.0
    """Nineteen of twenty batches were written faster, of the latest hundred."""
    refused_since: float | None = None
    refusal: str = ""
    worker: str = "off"
    worker_deaths: int = 0
    worker_failures: int = 0
    """Jobs that came to nothing one after the other, because their process died or overran."""
    worker_died_ago: float | None = None
    clock_ago: float | None = None
    """Since it was last looked which digests are due; None where nobody looks."""
    backup_failure: str = ""
    """Why the last nightly backup was not made; empty where it was."""


@dataclass(slots=True)
class _Account:
    """Moments of the monotonic clock, but for ``message_at``."""

    changed: float
    is_connected: bool = False
    is_online: bool = True
    frame: float = 0.0
    message: float = 0.0
    heartbeat: float | None = None
    message_at: float | None = None


class Vitals:
    """Where the parts of the bot note signs of life; a note costs less than a microsecond."""

    def __init__(
        self,
        clock: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._monotonic = monotonic
        self._began = monotonic()
        self._accounts: dict[int, _Account] = {}
        self._looked: float | None = None
        self.on_change: Callable[[], None] = lambda: None
        """Called when an account comes, goes, or is logged out or in."""
        self.frames = 0
        self.unreadable: Counter[str] = Counter()
        """Frames that nothing could be made of, by reason."""
        self.backup_failure = ""

    def expect(self, self_ids: Iterable[int]) -> None:
        """Take accounts that were there lately for gone until they come."""
        for self_id in self_ids:
            self._accounts.setdefault(self_id, _Account(self._monotonic()))

    def connected(self, self_id: int) -> None:
        """Note that an account has connected."""
        now = self._monotonic()
        self._accounts[self_id] = _Account(now, is_connected=True, frame=now, message=now)
        self.on_change()

    def disconnected(self, self_id: int) -> None:
        """Note that an account's connection has ended."""
        account = self._accounts.get(self_id)
        if account and account.is_connected:
            account.is_connected, account.changed = False, self._monotonic()
            self.on_change()

    def turned(self, self_id: int, *, online: bool) -> None:
        """Note that QQ has logged an account out, or in again."""
        account = self._accounts.get(self_id)
        if account and account.is_online != online:
            account.is_online, account.changed = online, self._monotonic()
            self.on_change()

    def heard(self, self_id: int | None, post_type: object, interval: object = None) -> None:
        """Note a frame of an account; a heartbeat tells its ``interval`` in milliseconds."""
        self.frames += 1
        account = self._accounts.get(self_id or 0)
        if account is None:
            return
        account.frame = self._monotonic()
        if post_type == "message":
            account.message, account.message_at = account.frame, self._clock()
        elif isinstance(interval, int) and interval > 0:
            account.heartbeat = interval / 1000

    def looked(self) -> None:
        """Note that it was looked which digests are due."""
        self._looked = self._monotonic()

    def backed_up(self, failure: str) -> None:
        """Note that the nightly backup was made, or why not."""
        self.backup_failure = failure

    def is_online(self, self_id: int) -> bool:
        """Tell whether an account can send."""
        account = self._accounts.get(self_id)
        return account is not None and account.is_connected and account.is_online

    def live(self, writer: Writer, worker: Worker, queue_limit: int) -> Live:
        """Return how the bot is now."""
        now, health = self._monotonic(), writer.health
        return Live(
            at=self._clock(),
            pid=os.getpid(),
            version=our_version(),
            uptime=now - self._began,
            accounts=tuple(
                self._account(self_id, one, now) for self_id, one in sorted(self._accounts.items())
            ),
            frames=self.frames,
            unreadable=self.unreadable.total(),
            queue=writer.waiting,
            queue_limit=queue_limit,
            recorded=health.recorded,
            repeated=health.repeated,
            lost=health.lost,
            put_aside=health.put_aside,
            written_at=health.written_at,
            write_seconds=health.write_seconds,
            slow_write_seconds=health.slow_write_seconds,
            refused_since=health.refused_since,
            refusal=health.refusal,
            worker=worker.state,
            worker_deaths=worker.deaths,
            worker_failures=worker.failures,
            worker_died_ago=worker.died_ago,
            clock_ago=None if self._looked is None else now - self._looked,
            backup_failure=self.backup_failure,
        )

    def _account(self, self_id: int, account: _Account, now: float) -> AccountLive:
        is_there = account.is_connected
        return AccountLive(
            self_id,
            account.is_connected,
            account.is_online,
            now - account.changed,
            now - account.frame if is_there else None,
            now - account.message if is_there else None,
            account.heartbeat,
            account.message_at,
        )


def our_version() -> str:
    """Return the version of this program; ``?`` where it was merely copied."""
    try:
        return version("groupscope")
    except PackageNotFoundError:
        return "?"
