from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from groupscope.charts import Peak, TimeBar, TimeLine
from groupscope.charts.parts.pin import MOST, Pin, lanes, placed
from groupscope.charts.theme import LIGHT
from tests.charts.conftest import near, pixels, sheet

# Where things are on a card that holds only this mark, in pixels: the plot of 300 ends at 690.
PLOT, BELOW = slice(392, 690), slice(692, 800)


def line(*counts: int | None, **facts: object) -> TimeLine:
    """One bucket a count, in order; None is a gap."""
    bars = tuple(
        TimeBar(n / len(counts), f"{n}", count or 0, is_gap=count is None)
        for n, count in enumerate(counts)
    )
    return TimeLine("📈 走势", "", bars, ("0 点", "24 点"), **facts)


def heights(mark: TimeLine) -> list[int]:
    """How high each bar of four is, in pixels, in whatever colour."""
    image = pixels(sheet(mark))[PLOT, 118:1000]
    is_filled = image.max(axis=-1) - image.min(axis=-1) > 90
    return [int(part.sum(axis=0).max()) for part in np.array_split(is_filled, 4, axis=1)]


def test_bars_are_as_high_as_their_counts():
    found = heights(line(100, 400, 200, 0))
    assert [round(height / 300, 2) for height in found] == [0.25, 0.99, 0.5, 0]


def test_the_highest_bar_alone_is_warm():
    image = pixels(sheet(line(100, 400, 200, 50)))[PLOT, 118:1000]
    quarters = np.array_split(image, 4, axis=1)
    warm = [near("#F2705A", part, 40) for part in quarters]
    assert warm[1] > 500
    assert warm[0] == warm[2] == warm[3] == 0


def test_a_gap_is_hatched_and_named_and_silence_is_neither():
    silent, gap = (pixels(sheet(line(100, count, 200, 50))) for count in (0, None))
    second = slice(350, 540)
    assert near(LIGHT.even, gap[PLOT, second], 3) > near(LIGHT.line, silent[PLOT, second], 3) + 500
    assert gap.shape[0] > silent.shape[0]


def test_many_buckets_are_a_line_that_breaks_at_gaps():
    counts = [100] * 40
    whole, torn = (
        pixels(sheet(line(*found)))[PLOT]
        for found in (counts, counts[:18] + [None] * 5 + counts[23:])
    )
    middle = slice(550, 570)
    assert (whole[:, middle].max(axis=-1) - whole[:, middle].min(axis=-1) > 120).any()
    assert not (torn[:, middle].max(axis=-1) - torn[:, middle].min(axis=-1) > 120).any()


def test_the_stretch_before_is_dashed_and_named():
    alone = line(100, 400, 200, 50)
    compared = replace(alone, earlier=(300, 300, 300, 300), before="上周")
    image = pixels(sheet(compared))
    assert near(LIGHT.ink3, image[PLOT, 130:990], 8) > near(
        LIGHT.ink3, pixels(sheet(alone))[PLOT, 130:990], 8
    )
    assert image.shape[0] > pixels(sheet(alone)).shape[0]


def test_speakers_hang_below_the_axis():
    bars = tuple(TimeBar(n / 4, "", 10, speakers) for n, speakers in enumerate((1, 4, 0, 2)))
    image = pixels(sheet(TimeLine("📈", "", bars, ("0", "24"))))[BELOW, 132:1000]
    quarters = np.array_split(image, 4, axis=1)
    depths = [
        max(near(LIGHT.second, column[:, None], 2) for column in part.swapaxes(0, 1))
        for part in quarters
    ]
    assert depths[2] == 0
    assert abs(depths[1] - 4 * depths[0]) <= 4
    assert abs(depths[1] - 2 * depths[3]) <= 4


def test_labels_of_every_bar_stand_below_their_bars():
    spread = line(10, 10, 10)
    named = replace(spread, labels=("一", "二", "三"))
    image = pixels(sheet(named))[700:740, 118:1000]
    inked = (image.max(axis=-1) < 160).any(axis=0)
    thirds = np.array_split(np.flatnonzero(inked), 1)[0]
    assert [bool(((thirds > at - 20) & (thirds < at + 20)).any()) for at in (147, 441, 735)] == [
        True
    ] * 3


def test_peaks_are_said_above_the_plot_and_only_where_there_is_such_a_bar():
    alone = pixels(sheet(line(100, 400, 200, 50)))
    said = pixels(sheet(line(100, 400, 200, 50, peaks=(Peak(1, "番茄牛腩"),))))
    unknown = pixels(sheet(line(100, 400, 200, 50, peaks=(Peak(9, "番茄牛腩"),))))
    assert said.shape[0] > alone.shape[0] == unknown.shape[0]
    assert near(LIGHT.down, said[330:460]) > 3_000


labels = st.sampled_from(["短", "中等长度", "很长很长很长很长的标签"])
places = st.lists(st.tuples(st.floats(0, 1), labels), max_size=5)


@given(places, st.integers(250, 860))
def test_pills_meet_no_other_and_stay_in_the_plot(pins, room):
    found = placed([Pin(at * room, label, "#000000") for at, label in pins], room)
    assert len(found) == min(len(pins), MOST)
    assert lanes(found) <= MOST
    for each in found:
        assert 0 <= each.left <= each.right <= room
        others = [other for other in found if other is not each and other.lane == each.lane]
        assert all(each.right < other.left or other.right < each.left for other in others)


def test_a_stem_crosses_no_pill_where_that_can_be_avoided():
    said = {12.5: "12 点 · 外卖", 20.5: "20 点 · 原神启动", 21.5: "21 点 · 番茄牛腩"}
    pins = [Pin(hour / 24 * 860, label, "#000000") for hour, label in said.items()]
    found = placed(pins, 860)
    assert lanes(found) == 2
    assert not any(lower.hides(upper) for lower in found for upper in found)


def test_a_low_line_is_lower_by_its_plot_and_its_strip():
    bars = tuple(TimeBar(n / 4, f"{n}", 5, speakers=2) for n in range(4))
    usual, low = (
        pixels(sheet(TimeLine("📈", "", bars, ("0", "4"), is_low=is_low)))
        for is_low in (False, True)
    )
    assert usual.shape[0] - low.shape[0] == (300 - 176) + (88 - 52)


def test_names_of_stretches_stand_in_their_middles():
    """Of two stretches the names stand at a quarter and at three quarters of the axis."""
    bars = tuple(TimeBar(n / 40, f"{n}", 5) for n in range(40))
    places, stretches = (
        pixels(sheet(TimeLine("📈", "", bars, ("11-14", "11-15"), are_stretches=are_stretches)))
        for are_stretches in (False, True)
    )
    below, quarter = slice(696, 726), slice(260, 420)
    assert near(LIGHT.ink3, stretches[below, quarter], 40) > 50
    assert near(LIGHT.ink3, places[below, quarter], 40) == 0
