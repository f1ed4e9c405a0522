"""Pictures that come once more: how often they had been posted, when first and by whom."""

from dataclasses import dataclass

import numpy as np

from groupscope.store.packing import Table


@dataclass(frozen=True, slots=True)
class Repost:
    """A picture's latest posting in a period, when it had been posted before.

    ``times`` counts all of its postings until then, this one too.
    """

    posted_at: int
    posted_by: int
    times: int
    first_at: int
    first_by: int


def reposts_in(cells: Table, since: int, by: int | None = None) -> list[Repost]:
    """Return pictures that were posted again from ``since`` on, most often posted first.

    ``cells`` are all postings until the end of the period, as ``summaries.pictures`` has them; with
    ``by``, only pictures that this member posted again. Of each picture the latest posting stands
    there; among equals the later one comes first.
    """
    ordered = cells[np.lexsort((cells[:, 2], cells[:, 1], cells[:, 0]))]
    _, starts = np.unique(ordered[:, 0], return_index=True)
    first = np.repeat(starts, np.diff(np.append(starts, len(ordered))))
    times = np.arange(len(ordered)) - first + 1
    again = (times > 1) & (ordered[:, 1] >= since)
    if by is not None:
        again &= ordered[:, 3] == by
    places = np.flatnonzero(again)
    latest = dict(zip(ordered[places, 0].tolist(), places.tolist(), strict=True))
    found = [
        Repost(
            posted_at=int(ordered[place, 1]),
            posted_by=int(ordered[place, 3]),
            times=int(times[place]),
            first_at=int(ordered[first[place], 1]),
            first_by=int(ordered[first[place], 3]),
        )
        for place in latest.values()
    ]
    return sorted(found, key=lambda one: (-one.times, -one.posted_at, one.posted_by))
