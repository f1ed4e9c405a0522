"""What a format is: how a file of it begins, takes page after page, and ends."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from groupscope.store.outgoing import AnyRow, Page


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before all messages: which group, which stretch, who is known in it.

    Times are epoch seconds.
    """

    group_id: int
    group_name: str
    since: int
    until: int
    exported_at: int
    members: Sequence[AnyRow]


class Sink(ABC):
    """A file of some format while it is written."""

    @abstractmethod
    def take(self, page: Page) -> None:
        """Write a page; pages come in order of time."""

    def close(self) -> None:  # noqa: B027  most formats need no end
        """Write what stands at the end."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format: ``key`` is what one asks for, ``suffix`` how its files are called."""

    key: str
    name: str
    suffix: str
    open: Callable[[BinaryIO, Head], Sink]
    """Begins a file; ExportError where something is missing for that."""
