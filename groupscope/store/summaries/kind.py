"""What a kind of day summary consists of."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy import ColumnElement, Row, Select, and_

from groupscope.store.tables import message

T = TypeVar("T")
NO_IDS: Mapping[str, int] = {}


@cache
def counted() -> ColumnElement[bool]:
    """Return the condition that a message counts in statistics.

    Commands, our own posts, other bots, anonymous and recalled messages do not, nor what those have
    said who take no part.
    """
    return and_(heard(), message.c.is_withheld == 0)


def heard() -> ColumnElement[bool]:
    """Return the condition that a message counts where nobody is named: in totals alone.

    Beside those that are counted, that is what members have said who take no part.
    """
    columns = message.c
    return and_(
        columns.is_command == 0,
        columns.is_bot == 0,
        columns.is_own == 0,
        columns.is_anonymous == 0,
        columns.recalled_at.is_(None),
    )


class SummaryKind(ABC, Generic[T]):
    """A kind of day summary, of values of type T."""

    name: ClassVar[str]
    version: ClassVar[int]
    """Raised when the bytes or their meaning change; older summaries are made anew.

    Not those of frozen days: a kind that names no members goes on merging the bytes of all its
    versions, and tells them apart by the bytes.
    """
    names_members: ClassVar[bool]
    """Whether a summary tells who said something: such ones go when a day is frozen."""

    @abstractmethod
    def query(self) -> Select[*tuple[Any, ...]]:
        """Return a query over ``message``; the caller adds which group and which stretch."""

    @abstractmethod
    def summarise(self, rows: Sequence[Row[*tuple[Any, ...]]]) -> T:
        """Return the value of a query's rows."""

    def words_in(self, value: T) -> Collection[str]:
        """Return the words that ``pack`` wants numbers for; most kinds have none."""
        del value
        return ()

    @abstractmethod
    def pack(self, value: T, ids: Mapping[str, int] = NO_IDS) -> bytes:
        """Return a value as bytes; ``ids`` are the numbers of its words."""

    @abstractmethod
    def merge(self, packed: Sequence[bytes], loose: Sequence[T]) -> T:
        """Return the value of packed days and loose values together."""
