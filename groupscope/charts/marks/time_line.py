"""Counts over time: bars where there are few buckets, a line where there are many."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

from groupscope.charts.canvas import Canvas
from groupscope.charts.curves import bounds, dashed, smooth, stroked_all
from groupscope.charts.layout import Column, Drawing, Node, space
from groupscope.charts.look import Look
from groupscope.charts.parts import axis as axes
from groupscope.charts.parts.figures import compact
from groupscope.charts.parts.panel import panel
from groupscope.charts.parts.pin import LANE, MOST, Pin, Placed, draw_pins, lanes, placed
from groupscope.charts.parts.plot import TICK_GAP, Plot, hairlines, scale_of, scale_width
from groupscope.charts.parts.stripes import stripes
from groupscope.charts.shapes import Box
from groupscope.charts.text import width
from groupscope.charts.theme import NOTE, Theme
from groupscope.charts.values import TimeBar, TimeLine

MOST_BARS = 31
"""More buckets than these are drawn as a line."""
HEIGHT, STRIP = 300, 88
"""Pixels of the plot, and of the strip of speakers below it …"""
LOW, LOW_STRIP = 176, 52
"""… and of those that are kept low."""
AIR, SEAM = 16, 12
"""Pixels above the plot where nothing is pinned, and between plot and strip."""
FILLED, WIDEST = 0.68, 56
"""How much of its bucket a bar takes, and how many pixels at most."""
THICK, DASH_THICK, HALO = 6, 4, 9
FINE_DASH = 3
"""How thick the dashes are beside a line, which must stay the stronger of the two."""
AREA = 0.2


@dataclass(frozen=True, slots=True)
class Chart:
    """A time line with what its painting needs to know: buckets, scales, pins."""

    mark: TimeLine
    ends: Sequence[float]
    scale: Sequence[int]
    strip: Sequence[int] | None
    left: int
    pins: Sequence[Placed]

    @property
    def above(self) -> int:
        """Pixels that the pins take above the plot."""
        return lanes(self.pins) * LANE + AIR + (14 if self.pins else 0)

    @property
    def high(self) -> int:
        """Pixels of the plot."""
        return LOW if self.mark.is_low else HEIGHT

    @property
    def hanging(self) -> int:
        """Pixels of the strip of speakers."""
        return LOW_STRIP if self.mark.is_low else STRIP

    @property
    def deep(self) -> int:
        """Pixels from the top of the plot to the bottom of the strip."""
        return self.high + (SEAM + self.hanging if self.strip else 0)

    @property
    def height(self) -> int:
        """Pixels of the whole chart."""
        return self.above + self.deep + axes.HEIGHT

    @property
    def is_line(self) -> bool:
        """Whether there are too many buckets for bars."""
        return len(self.mark.bars) > MOST_BARS

    def middle(self, number: int) -> float:
        """Find the middle of a bucket on the axis (0 … 1)."""
        return (self.mark.bars[number].at + self.ends[number]) / 2


def time_line(mark: TimeLine, look: Look) -> Node:
    """Lay out the chart and its legend on their panel."""
    mark = replace(mark, bars=tuple(_sound(mark.bars)))
    if not mark.bars:
        return panel(mark.title, mark.hint, None, look)
    chart = _chart(mark, look)
    painter = partial(_paint, chart=chart, theme=look.theme)
    body: list[Node] = [Drawing(painter, high=chart.height, grow=1)]
    if entries := list(_legend(chart, look.theme)):
        body += [space(14), axes.legend(entries)]
    return panel(mark.title, mark.hint, Column(tuple(body)), look)


def _sound(bars: Sequence[TimeBar]) -> Iterator[TimeBar]:
    """Give the buckets from left to right, one for each place, with values that can be drawn."""
    last = -1.0
    for bar in sorted(bars, key=lambda bar: bar.at):
        if 0 <= bar.at < 1 and bar.at > last:
            yield replace(bar, count=max(bar.count, 0), speakers=max(bar.speakers, 0))
            last = bar.at


def _ends(bars: Sequence[TimeBar]) -> Iterator[float]:
    """Give where each bucket ends: the last one, before the axis does, is as long as the others."""
    yield from (bar.at for bar in bars[1:])
    length = bars[-1].at - bars[-2].at if len(bars) > 1 else 1.0
    yield min(bars[-1].at + length, 1.0)


def _chart(mark: TimeLine, look: Look) -> Chart:
    """Choose the scales, and the places of the pins."""
    counts = [bar.count for bar in mark.bars] + list(mark.earlier or ())
    scale = scale_of(counts, 3 if mark.is_low else 4)
    speakers = max(bar.speakers for bar in mark.bars)
    strip = scale_of([speakers], 2) if speakers else None
    persons = round(width(f"{compact(strip[-1])} 人", NOTE)) + TICK_GAP if strip else 0
    left = max(scale_width(scale), persons)
    chart = Chart(mark, list(_ends(mark.bars)), scale, strip, left, ())
    return replace(chart, pins=placed(list(_pins(chart, look)), look.inner - left))


def _pins(chart: Chart, look: Look) -> Iterator[Pin]:
    """Give what is said of the peaks; the highest one stands out."""
    bars, room = chart.mark.bars, look.inner - chart.left
    peaks = [peak for peak in chart.mark.peaks if 0 <= peak.bar < len(bars)][:MOST]
    highest = max((bars[peak.bar].count for peak in peaks), default=0)
    for peak in peaks:
        tone = look.theme.down if bars[peak.bar].count == highest else look.theme.more
        yield Pin(chart.middle(peak.bar) * room, peak.label, tone)


def _legend(chart: Chart, theme: Theme) -> Iterator[Node]:
    """Name whatever is drawn beside the messages."""
    mark = chart.mark
    has_gaps = any(bar.is_gap for bar in mark.bars)
    if not (chart.strip or mark.earlier or has_gaps):
        return
    yield axes.sample(lambda canvas, box: canvas.shape(box, 6, theme.bar), "消息", theme)
    if chart.strip:
        yield axes.sample(lambda canvas, box: canvas.shape(box, 6, theme.second), "冒泡人数", theme)
    if mark.earlier:
        yield axes.of_dashes(mark.before or "之前", theme)
    if has_gaps:
        yield axes.of_gaps("不在线", theme)


def _paint(canvas: Canvas, box: Box, *, chart: Chart, theme: Theme) -> None:
    area = Box(box.x + chart.left, box.y + chart.above, box.width - chart.left, chart.high)
    plot = Plot(area, chart.scale)
    hairlines(canvas, plot, theme)
    for start, end in _gaps(chart):
        left, right = round(plot.x(start)), round(plot.x(end))
        axes.hatch(canvas, Box(left, area.y, right - left, chart.deep), theme.even)
    if chart.is_line:
        _earlier(canvas, plot, chart, theme)
        _line(canvas, plot, chart, theme)
    else:
        _bars(canvas, plot, chart, theme)
        _earlier(canvas, plot, chart, theme)
    if chart.strip:
        _strip(canvas, area, chart, theme)
    tops = [(each, _top(each, plot, chart)) for each in chart.pins]
    draw_pins(canvas, tops, area, theme)
    labels = Box(area.x, box.y + chart.height - axes.HEIGHT, area.width, axes.HEIGHT)
    if middles := _middles(chart):
        axes.labels_below(canvas, labels, chart.mark.labels, middles, theme.ink3)
    else:
        axes.axis(canvas, labels, chart.mark.labels, theme.ink3)


def _middles(chart: Chart) -> Sequence[float]:
    """Find the middles of what the labels name, where that is each bar, or stretches."""
    count = len(chart.mark.labels)
    if chart.mark.are_stretches:
        return [(number + 0.5) / count for number in range(count)]
    is_each = not chart.is_line and count == len(chart.mark.bars)
    return [chart.middle(number) for number in range(count)] if is_each else ()


def _gaps(chart: Chart) -> Iterator[tuple[float, float]]:
    """Tell from where to where on the axis nobody was there to hear."""
    numbered = groupby(range(len(chart.mark.bars)), key=lambda n: chart.mark.bars[n].is_gap)
    for is_gap, group in numbered:
        if is_gap:
            numbers = list(group)
            yield chart.mark.bars[numbers[0]].at, chart.ends[numbers[-1]]


def _top(each: Placed, plot: Plot, chart: Chart) -> int:
    """Find the height of the bucket that a pin belongs to."""
    at = each.pin.x / plot.box.width
    nearest = min(range(len(chart.mark.bars)), key=lambda n: abs(chart.middle(n) - at))
    return round(plot.y(chart.mark.bars[nearest].count))


def _columns(plot: Plot, chart: Chart) -> Iterator[tuple[int, int]]:
    """Give the left edge and the width of every bar."""
    for bar, end in zip(chart.mark.bars, chart.ends, strict=True):
        room = plot.box.width * (end - bar.at)
        wide = max(min(round(room * FILLED), WIDEST), 2)
        yield round(plot.x((bar.at + end) / 2) - wide / 2), wide


def _bars(canvas: Canvas, plot: Plot, chart: Chart, theme: Theme) -> None:
    marked = {peak.bar for peak in chart.mark.peaks}
    highest = max(bar.count for bar in chart.mark.bars)
    plain: list[Box] = []
    for number, (left, wide) in enumerate(_columns(plot, chart)):
        count = chart.mark.bars[number].count
        if not count:
            continue
        top = min(round(plot.y(count)), plot.box.bottom - min(wide, 8))
        box = Box(left, top, wide, plot.box.bottom - top)
        if count == highest and (number in marked or not marked):
            stripes(canvas, [box], box, theme.leader)
        else:
            plain.append(box)
    stripes(canvas, plain, plot.box, theme.bar)


def _line(canvas: Canvas, plot: Plot, chart: Chart, theme: Theme) -> None:
    """Draw the stretches between gaps, each with its area."""
    numbered = groupby(range(len(chart.mark.bars)), key=lambda n: chart.mark.bars[n].is_gap)
    for is_gap, group in numbered:
        points = [(plot.x(chart.middle(n)), plot.y(chart.mark.bars[n].count)) for n in group]
        if is_gap:
            continue
        if len(points) == 1:
            [(x, y)] = points
            canvas.disc((round(x), round(y)), THICK, theme.more)
            continue
        way, floor = smooth(points), float(plot.box.bottom)
        canvas.area([*way, (way[-1][0], floor), (way[0][0], floor)], theme.bar, AREA)
        canvas.stroke(way, THICK, theme.bar)


def _earlier(canvas: Canvas, plot: Plot, chart: Chart, theme: Theme) -> None:
    """Draw the stretch before as a dashed line, which stays visible before bars."""
    earlier = (chart.mark.earlier or ())[: len(chart.mark.bars)]
    points = [(plot.x(chart.middle(n)), plot.y(count)) for n, count in enumerate(earlier)]
    way = smooth(points) if chart.is_line else points
    pieces = dashed(way, 14, 12)
    if not pieces:
        return
    box = bounds(way).grown(HALO)
    if not chart.is_line:
        canvas.stamp(box, theme.plate, stroked_all(pieces, HALO, box))
    thick = FINE_DASH if chart.is_line else DASH_THICK
    canvas.stamp(box, theme.ink3, stroked_all(pieces, thick, box))


def _strip(canvas: Canvas, area: Box, chart: Chart, theme: Theme) -> None:
    """Draw the speakers of each bucket as a bar that hangs from the axis."""
    strip = Box(area.x, area.bottom + SEAM, area.width, chart.hanging)
    most = (chart.strip or (1,))[-1]
    canvas.shape(Box(strip.x, strip.bottom - 1, strip.width, 2), 0, theme.line)
    figure = (strip.x - TICK_GAP, strip.bottom - 2)
    canvas.line(f"{compact(most)} 人", figure, NOTE, theme.ink3, "right")
    columns = _columns(Plot(area, chart.scale), chart)
    hanging = [
        Box(left, strip.y, wide, max(round(strip.height * bar.speakers / most), 3))
        for bar, (left, wide) in zip(chart.mark.bars, columns, strict=True)
        if bar.speakers
    ]
    stripes(canvas, hanging, strip, theme.second)
