"""What goes through the pipes: a length of eight bytes, then that many bytes of pickle.

Both ends are ours and of one version, which is what makes pickle safe here.
"""

import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from struct import Struct
from typing import Any

LENGTH = Struct("!Q")
READY = b"ready"
"""The first thing a worker says, when it can take a job."""


@dataclass(frozen=True, slots=True)
class Job:
    """A function that the worker can import, and what to call it with."""

    function: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Done:
    """What a job returned."""

    value: Any


@dataclass(frozen=True, slots=True)
class Failed:
    """What a job raised: the name of the error, its message, and where it came from.

    ``sentence`` is the message of an error that speaks to people, None for all others.
    """

    name: str
    message: str
    trace: str
    sentence: str | None


def frame(content: bytes) -> bytes:
    """Put the length before the content."""
    return LENGTH.pack(len(content)) + content


def packed(value: Job | Done | Failed) -> bytes:
    """Make the frame of a value. Raises what pickle raises for what cannot be sent."""
    return frame(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
