"""Things over time: moods, counts, heat maps, clocks."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MoodPoint:
    """The mood of one stretch of time.

    ``at`` is its place on the axis (0 … 1), ``mean`` the mood (−1 … 1), ``low`` and ``high`` its
    95 % interval. ``count`` messages are behind it; with none it is a gap. ``label`` says what it
    was about ("20 点 · 番茄牛腩"), and is written where it is the highest or the lowest.
    """

    at: float
    mean: float
    low: float
    high: float
    count: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class MoodLine:
    """Mood over time, and how many messages were positive, neutral and negative (0 … 1 each).

    ``labels`` are spread evenly along the axis, from its beginning to its end. ``baseline`` is the
    usual mood of the group; None where it is not known. ``is_low`` is for a line that is one mark
    of many: a lower plot, one line of legend, and no bar of shares.
    """

    title: str
    hint: str
    points: tuple[MoodPoint, ...]
    labels: tuple[str, ...]
    positive: float
    neutral: float
    negative: float
    baseline: float | None
    is_low: bool = False


@dataclass(frozen=True, slots=True)
class TimeBar:
    """One bucket of time: ``count`` messages by ``speakers`` members.

    ``at`` is its beginning on the axis (0 … 1). ``label`` names it ("11-19", "21:10").
    ``is_gap``: nobody was there to hear; it is hatched, not drawn as silence.
    """

    at: float
    label: str
    count: int
    speakers: int = 0
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class Peak:
    """A bucket that stands out: its position among the bars, and the words that say why."""

    bar: int
    label: str


@dataclass(frozen=True, slots=True)
class TimeLine:
    """Counts over time, as a line where there are many buckets and as bars where there are few.

    ``labels`` are spread evenly along the axis, from its beginning to its end; with
    ``are_stretches`` they name equal stretches of it instead, such as its days. ``earlier`` are the
    counts of the same stretch before, bucket by bucket, and ``before`` is its name ("上周"); None
    where there is nothing to compare with. ``is_low`` is for a line that is one mark of many.
    """

    title: str
    hint: str
    bars: tuple[TimeBar, ...]
    labels: tuple[str, ...]
    peaks: tuple[Peak, ...] = ()
    earlier: tuple[int, ...] | None = None
    before: str | None = None
    are_stretches: bool = False
    is_low: bool = False


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Counts, or means, by row and column; None is a gap, hatched.

    ``rows`` are named by ``row_labels``; ``column_labels`` are spread evenly, from the left edge to
    the right. ``ring`` is the (row, column) to be ringed. ``sums_label`` says what the sum of a row
    is; of means it is the mean of a whole day.
    """

    title: str
    hint: str
    rows: tuple[tuple[float | None, ...], ...]
    row_labels: tuple[str, ...]
    column_labels: tuple[str, ...]
    ring: tuple[int, int] | None = None
    sums_label: str = "合计"


@dataclass(frozen=True, slots=True)
class Clock:
    """Messages by hour of the day (24 of them), midnight at the top; the busiest is marked."""

    title: str
    hint: str
    hours: tuple[int, ...]
