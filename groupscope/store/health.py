"""How the writer is."""

from dataclasses import dataclass


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
