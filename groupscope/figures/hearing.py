"""Which days and hours somebody was there to hear, so that absence is never taken for silence."""

from collections.abc import Collection
from datetime import UTC, datetime, tzinfo

import numpy as np
from numpy.typing import NDArray

from groupscope.periods.wall import resolve
from groupscope.store.coverage import Coverage, Stretch
from groupscope.store.days import SECONDS_A_DAY

AN_HOUR, HOURS = 3600, 24


def moment_of(wall: int, zone: tzinfo) -> int:
    """Return the epoch second at which a zone's clock shows ``wall``.

    ``wall`` are seconds since 1970-01-01 00:00 of the same clock, as local days are counted.
    """
    return int(resolve(datetime.fromtimestamp(wall, UTC).replace(tzinfo=None), zone).timestamp())


def wall_of(moment: int, zone: tzinfo) -> int:
    """Return what a zone's clock shows at an epoch second, in seconds since 1970-01-01 00:00."""
    shown = datetime.fromtimestamp(moment, zone)
    return int(shown.replace(tzinfo=UTC).timestamp())


def heard(edges: NDArray[np.int64], coverage: Coverage) -> NDArray[np.int64]:
    """Return how many seconds were heard between each two of ``edges`` (epoch seconds, ascending).

    All of them, where messages are there and nothing tells of hearing: those were brought in.
    """
    recorded = coverage.recorded
    if recorded is None:
        return np.diff(edges) if coverage.messages else np.zeros(len(edges) - 1, np.int64)
    turns, lengths = [recorded.since], [0]
    for gap in (*coverage.gaps, Stretch(recorded.until, recorded.until)):
        before_it = lengths[-1] + gap.since - turns[-1]
        turns += [gap.since, gap.until]
        lengths += [before_it, before_it]
    # In between, hearing grows by a second a second, or in a gap not at all; outside it stands.
    return np.diff(np.interp(edges, turns, lengths).round().astype(np.int64))


def unheard_days(
    first: int, last: int, zone: tzinfo, coverage: Coverage, said: Collection[int]
) -> frozenset[int]:
    """Return the local days from ``first`` to ``last`` on which nobody was there, not a second.

    Days with messages (``said``) are never among them: somebody has told of those.
    """
    edges = day_edges(first, last, zone)
    silent = np.flatnonzero(heard(edges, coverage) == 0) + first
    return frozenset(silent.tolist()) - frozenset(said)


def day_edges(first: int, last: int, zone: tzinfo) -> NDArray[np.int64]:
    """Return when the local days ``first`` to ``last`` begin, and when the last of them ends."""
    days = range(first, last + 2)
    return np.array([moment_of(day * SECONDS_A_DAY, zone) for day in days], np.int64)


def heard_hours(first: int, last: int, zone: tzinfo, coverage: Coverage) -> NDArray[np.int64]:
    """Return how many seconds of each hour of the local days were heard, of shape (days, 24).

    Where clocks change, the hours of that day are counted from its midnight on.
    """
    starts = day_edges(first, last, zone)[:-1, np.newaxis]
    edges = starts + np.arange(HOURS + 1, dtype=np.int64) * AN_HOUR
    flat = heard(edges.ravel(), coverage).tolist()
    # The step from one day's last edge to the next day's first is none of the day's hours.
    padded = np.array([*flat, 0], np.int64).reshape(-1, HOURS + 1)
    return padded[:, :HOURS]
