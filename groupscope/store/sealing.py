"""Sealing stretches of days at once, in whatever process: what the sealer does, day by day.

For SQLite alone, where reading a day is a matter of the processor; ``sealing_beside`` deals the
stretches out.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, Select, bindparam, select, update

from groupscope.store.days import MOST_KEYS, in_local_days
from groupscope.store.engine import WRITES, insert_new, insert_or_update, open_sqlite
from groupscope.store.summaries import KINDS, SummaryKind
from groupscope.store.tables import day, day_summary, word

Values = Mapping[SummaryKind[Any], Any]
"""A day's value of each kind."""


class Summarised(NamedTuple):
    """A day as it was at a moment: how often it had changed, and what it comes to."""

    number: int
    changed: int
    values: Values


@cache
def queries() -> Sequence[tuple[Select[*tuple[Any, ...]], Sequence[SummaryKind[Any]]]]:
    """Return what is asked of a day, and the kinds that take the answer: some ask the same."""
    asked: list[tuple[Select[*tuple[Any, ...]], list[SummaryKind[Any]]]] = []
    for kind in KINDS:
        query = kind.query()
        same = next((kinds for other, kinds in asked if query.compare(other)), None)
        if same is None:
            asked.append((query, [kind]))
        else:
            same.append(kind)
    return asked


def words_in(values: Values) -> set[str]:
    """Return the words of a day that want numbers."""
    return {text for kind, value in values.items() for text in kind.words_in(value)}


def rows_of(
    group_id: int, number: int, values: Values, ids: Mapping[str, int]
) -> list[dict[str, Any]]:
    """Return the rows that hold a day's summaries; ``ids`` are the numbers of its words."""
    return [
        {
            "group_id": group_id,
            "day": number,
            "kind": kind.name,
            "version": kind.version,
            "names_members": int(kind.names_members),
            "blob": kind.pack(value, ids),
        }
        for kind, value in values.items()
    ]


def seal_stretch(file: Path, group_id: int, days: Sequence[int]) -> int:
    """Make the summaries of a group's days anew, in one transaction; return of how many.

    A day that changes meanwhile, or is frozen, is left as it is: nothing of what was erased in
    these moments comes back with a summary.
    """
    engine = _opened(file)
    made = [_summarised(engine, group_id, number) for number in days]
    with engine.connect() as connection:
        connection.execution_options(**{WRITES: True})
        with connection.begin():
            still = [one for one in made if _is_sealed(connection, group_id, one)]
            ids = _numbered(connection, {text for one in still for text in words_in(one.values)})
            rows = [row for one in still for row in rows_of(group_id, one.number, one.values, ids)]
            if rows:
                changes = ["version", "names_members", "blob"]
                connection.execute(insert_or_update(day_summary, "sqlite", changes), rows)
    return len(still)


@cache
def _opened(file: Path) -> Engine:
    return open_sqlite(file)


@cache
def _asked() -> Sequence[tuple[Select[*tuple[Any, ...]], Sequence[SummaryKind[Any]]]]:
    """Return the questions about any day of any group."""
    group: Any = bindparam("which_group")
    number: Any = bindparam("which_day")
    here = in_local_days(group, number, number)
    return [(query.where(here), kinds) for query, kinds in queries()]


def _summarised(engine: Engine, group_id: int, number: int) -> Summarised:
    """Summarise a day; ``changed`` is of the same moment as its messages."""
    where = {"which_group": group_id, "which_day": number}
    with engine.connect() as connection:
        changed = connection.scalar(
            select(day.c.changed).where(day.c.group_id == group_id, day.c.day == number)
        )
        values: dict[SummaryKind[Any], Any] = {}
        for query, kinds in _asked():
            rows = connection.execute(query, where).all()
            values |= {kind: kind.summarise(rows) for kind in kinds}
    return Summarised(number, changed or 0, {kind: values[kind] for kind in KINDS})


def _is_sealed(connection: Connection, group_id: int, one: Summarised) -> bool:
    """Note that a day is sealed, unless it has changed since it was read."""
    is_it = (day.c.group_id == group_id) & (day.c.day == one.number)
    is_as_read = (day.c.changed == one.changed) & (day.c.frozen == 0)
    sealed = connection.execute(update(day).where(is_it, is_as_read).values(built=one.changed))
    return sealed.rowcount > 0


def _numbered(connection: Connection, words: set[str]) -> dict[str, int]:
    """Return the numbers of words, giving new ones.

    Nothing is remembered from one time to the next: another process may delete words.
    """
    known = _known(connection, words)
    new = sorted(words - known.keys())
    if new:
        connection.execute(insert_new(word, "sqlite"), [{"word": text} for text in new])
        known |= _known(connection, new)
    return known


def _known(connection: Connection, words: Sequence[str] | set[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in _some(words):
        asked = select(word).where(word.c.word.in_(some))
        found |= {row.word: row.word_id for row in connection.execute(asked)}
    return found


def _some(words: Sequence[str] | set[str]) -> Iterator[list[str]]:
    rest = iter(words)
    while some := list(islice(rest, MOST_KEYS)):
        yield some
