"""What was shared most, and messages by their kind."""

from typing import NamedTuple

import numpy as np

from groupscope.model import Kind
from groupscope.store.identity import Place
from groupscope.store.packing import Table
from groupscope.store.summaries.shares import Sort


class Shared(NamedTuple):
    """A site, a card's application or a file: how often it was shared, and by whom most.

    ``latest`` is the latest message with it.
    """

    sort: Sort
    number: int
    messages: int
    sharer: int
    latest: Place


def kinds_of(cells: Table, messages: int) -> tuple[tuple[int, int], ...]:
    """Return messages by kind, most first; all that is no other kind is text."""
    rows = cells[cells[:, 0] == Sort.KIND]
    kinds: dict[int, int] = {}
    for told, count in rows[:, [1, 3]].tolist():
        kind = int(Kind.OTHER) if told == Kind.EMPTY else told
        kinds[kind] = kinds.get(kind, 0) + count
    kinds[int(Kind.TEXT)] = messages - sum(kinds.values())
    ranked = sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple((kind, count) for kind, count in ranked if count)


def most_shared(cells: Table, sort: Sort) -> list[Shared]:
    """Return what was shared of a sort: most first, then the latest; files the latest first."""
    rows = cells[cells[:, 0] == sort]
    is_by_time = sort is Sort.FILE
    order = np.lexsort((rows[:, 2], -rows[:, 4] if is_by_time else -rows[:, 3]))
    found: dict[int, Shared] = {}
    for _, number, member, messages, sent_at, key in rows[order].tolist():
        latest = Place(sent_at, key)
        before = found.get(number, Shared(sort, number, 0, member, latest))
        found[number] = before._replace(
            messages=before.messages + messages, latest=max(before.latest, latest)
        )
    return sorted(
        found.values(),
        key=lambda one: (0 if is_by_time else one.messages, one.latest),
        reverse=True,
    )
