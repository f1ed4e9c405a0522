from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groupscope.charts import MoodLine, MoodPoint, draw
from groupscope.charts.parts.mood_scale import gaps, reach_of, signed
from groupscope.charts.theme import DARK, LIGHT
from tests.charts.conftest import hostile, near, pixels, sheet, stays_within

# Where things are on a card that holds only this mark, in pixels.
PLOT = slice(430, 700)
SHARES = 920
FIRST_POINT, LAST_POINT = 182, 989


def point(at: float, mean: float, count: int = 30) -> MoodPoint:
    return MoodPoint(at, mean, mean - 0.1, mean + 0.1, count)


def mood(*points: MoodPoint, **facts: object) -> MoodLine:
    told = {"positive": 0.5, "neutral": 0.25, "negative": 0.25, "baseline": None, **facts}
    return MoodLine("💗 心情", "412 条", points, ("0 点", "12 点", "24 点"), **told)


WHOLE = tuple(point(n / 10, (n % 4) / 10) for n in range(11))
TORN = tuple(replace(each, count=0) if n in (4, 5, 6) else each for n, each in enumerate(WHOLE))


def line_in(image: np.ndarray, at: float) -> int:
    """How many pixels of a column of the plot are as strongly blue or green as the line."""
    column = image[PLOT, round(FIRST_POINT + (LAST_POINT - FIRST_POINT) * at)]
    return int((column.max(axis=-1) - column.min(axis=-1) > 120).sum())


def test_gaps_are_where_nothing_was_said():
    assert list(gaps(WHOLE)) == []
    assert list(gaps(TORN)) == [(0.3, 0.7)]
    assert list(gaps((point(0.2, 0, 0), point(0.4, 0), point(0.9, 0, 0)))) == [(0, 0.4), (0.4, 1)]
    assert list(gaps(())) == list(gaps((point(0.5, 0, 0),))) == [(0, 1)]


def test_a_gap_is_hatched_and_not_bridged():
    whole, torn = pixels(sheet(mood(*WHOLE))), pixels(sheet(mood(*TORN)))
    assert line_in(whole, 0.5) >= 4
    assert line_in(torn, 0.5) == 0
    assert line_in(torn, 0.15) >= 4
    middle = slice(500, 640)
    assert near(LIGHT.even, whole[PLOT, middle], 3) < near(LIGHT.line, torn[PLOT, middle], 3)


def test_a_point_between_gaps_is_still_seen():
    alone = mood(point(0.4, 0, 0), point(0.5, 0.2), point(0.6, 0, 0))
    assert near(LIGHT.up, pixels(sheet(alone))[PLOT, 560:610]) > 100


def test_peak_and_trough_carry_their_values():
    image = pixels(sheet(mood(point(0, 0.0), point(0.5, 0.4), point(1, -0.3))))
    peak, trough = image[330:520, 500:680], image[600:760, 780:1000]
    assert near(LIGHT.up, peak) > 3_000
    assert near(LIGHT.down, trough) > 3_000


def test_where_all_is_equal_one_value_is_enough():
    image = pixels(sheet(mood(*(point(at, 0.2) for at in (0.0, 0.5, 1.0)))))
    chart = image[330:760]
    assert near(LIGHT.up, chart) > 3_000
    assert near(LIGHT.down, chart) == 0


def test_the_usual_mood_is_a_dashed_line():
    without, dashed = (pixels(sheet(mood(*WHOLE, baseline=base))) for base in (None, -0.2))
    right = slice(900, 1000)
    changed = (without[PLOT, right] != dashed[PLOT, right]).any(axis=(1, 2))
    row = dashed[PLOT, right][changed]
    assert 1 <= changed.sum() <= 4
    assert 30 < near(LIGHT.ink3, row[1:2], 4) < 80


def test_shares_are_as_wide_as_they_say():
    image = pixels(sheet(mood(*WHOLE)))
    widest = [
        max(near(colour, line[None], 2) for line in image[800:])
        for colour in (LIGHT.good, LIGHT.even, LIGHT.bad)
    ]
    # 920 pixels without two seams of 6 are 908.
    assert [abs(wide - told) <= 2 for wide, told in zip(widest, (454, 227, 227), strict=True)] == [
        True
    ] * 3


def test_a_low_line_is_lower_and_has_no_bar_of_shares():
    whole, low = (pixels(sheet(replace(mood(*WHOLE), is_low=is_low))) for is_low in (False, True))
    assert whole.shape[0] - low.shape[0] > 500 - 316
    assert near(LIGHT.bad, whole[800:], 2) > 0 == near(LIGHT.bad, low[600:], 2)


def test_a_share_of_nothing_is_not_drawn():
    image = pixels(sheet(mood(*WHOLE, positive=1.0, neutral=0.0, negative=0.0)))
    assert near(LIGHT.even, image[800:], 2) == near(LIGHT.bad, image[800:], 2) == 0
    nothing = pixels(sheet(mood(positive=0.0, neutral=0.0, negative=0.0)))
    assert near(LIGHT.track, nothing[800:], 0) > 10_000


@pytest.mark.parametrize(
    ("value", "told"),
    [(0.424, "+42"), (-0.18, "−18"), (0.0, "0"), (-0.001, "0"), (1.0, "+100")],
)
def test_moods_are_read_from_minus_to_plus_a_hundred(value, told):
    assert signed(value) == told


def test_the_scale_fits_what_is_shown():
    assert reach_of(mood(point(0, 0.05))) == 0.2
    assert reach_of(mood(point(0, 0.4))) == 0.5
    assert reach_of(mood(point(0, 0.1), baseline=-0.5)) == 0.6
    assert reach_of(mood(point(0, 1.0))) == 1.0
    assert reach_of(mood()) == 0.2


numbers = st.floats(allow_nan=False)
points = st.lists(st.builds(MoodPoint, numbers, numbers, numbers, numbers, st.integers(-1, 3)))


@settings(max_examples=25, deadline=None)
@given(points, hostile, st.lists(hostile, max_size=9), st.none() | numbers)
def test_no_value_or_label_is_drawn_beyond_the_plate(found, text, labels, baseline):
    mark = MoodLine(text, text, tuple(found), tuple(labels), 0.1, 0.2, 0.7, baseline)
    assert stays_within(mark)


def test_a_year_of_days_is_drawn_and_the_same_each_time():
    days = tuple(point(n / 365, ((n * 37) % 100 - 50) / 100, n % 9) for n in range(366))
    card = sheet(mood(*days, baseline=0.1))
    assert draw(card) == draw(card)
    assert (pixels(card, theme="dark")[2, 2] == pixels(sheet(), theme="dark")[2, 2]).all()
    assert near(DARK.up, pixels(card, theme="dark")[330:760]) > 3_000
