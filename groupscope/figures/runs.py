"""Days in a row."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Run:
    """Days in a row: the first and the last, and how many of them there were.

    Days on which nobody was there to hear may lie between; they are not among ``days``.
    """

    first: int
    last: int
    days: int


@dataclass(frozen=True, slots=True)
class Streaks:
    """A member's longest run (the latest of equal ones), and the one that still goes on."""

    best: Run
    current: Run | None


def streaks(
    members: Column, days: Column, unheard: Collection[int], until: int
) -> dict[int, Streaks]:
    """Return each member's streaks, given who was there on which day (pairs, in any order).

    Days on which nobody was there to hear (``unheard``) break no run. A run goes on if nothing but
    such days lies between its last day and ``until``.
    """
    if not len(members):
        return {}
    whose, day = _pairs(members, days)
    away = np.array(sorted(unheard), np.int64)
    counted = day - np.searchsorted(away, day)
    end = until - int(np.searchsorted(away, until))
    is_first = np.append(True, (np.diff(whose) != 0) | (np.diff(counted) != 1))
    starts = np.flatnonzero(is_first)
    stops = np.append(starts, len(day))[1:] - 1
    runs = np.stack([day[starts], day[stops], stops - starts + 1], axis=1)
    # Of each member's runs, which follow each other, the longest and the last one.
    firsts = np.flatnonzero(np.append(True, np.diff(whose[starts]) != 0))
    order = np.arange(len(runs))
    best = np.maximum.reduceat(runs[:, 2] * len(runs) + order, firsts) % len(runs)
    latest = np.append(firsts, len(runs))[1:] - 1
    goes_on = counted[stops[latest]] >= end - 1
    return {
        member: Streaks(Run(*runs[longest].tolist()), Run(*runs[last].tolist()) if on else None)
        for member, longest, last, on in zip(
            whose[starts[firsts]].tolist(), best, latest, goes_on, strict=True
        )
    }


def _pairs(members: Column, days: Column) -> tuple[Column, Column]:
    """Return each pair of member and day once, in order."""
    known, numbers = np.unique(members, return_inverse=True)
    width = int(days.max()) + 1
    keys = np.sort(numbers * width + days)
    keys = keys[np.append(True, np.diff(keys) != 0)]
    return known[keys // width], keys % width
