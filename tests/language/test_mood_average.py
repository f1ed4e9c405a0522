import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groupscope.language.mood_average import MoodAverage, average


def averaged(scores: list[float]) -> MoodAverage:
    return average(len(scores), math.fsum(scores), math.fsum(score**2 for score in scores))


def test_few_lines_are_not_extreme():
    assert averaged([1.0]).mean == pytest.approx(1 / 21)
    assert averaged([1.0] * 20).mean == pytest.approx(0.5)
    assert averaged([1.0] * 180).mean == pytest.approx(0.9)


def test_nothing_said_is_neutral_and_uncertain():
    # 1.96 · sqrt(0.09 / 20) = 0.1315
    assert averaged([]) == pytest.approx((0.0, -0.1315, 0.1315, 0), abs=1e-4)


def test_an_interval_by_hand():
    # 20 lines, half 0.5, half 0.1: mean 6 / 40 = 0.15
    # squares 10 · 0.35² + 10 · 0.05² = 1.25; prior 20 · (0.09 + 0.15²) = 2.25; v = 3.5 / 40
    # 1.96 · sqrt(0.0875 / 40) = 0.0917
    found = averaged([0.5] * 10 + [0.1] * 10)
    assert found == pytest.approx((0.15, 0.0583, 0.2417, 20), abs=1e-4)


def test_more_lines_are_more_certain():
    few, many = averaged([0.4, -0.2] * 10), averaged([0.4, -0.2] * 1000)
    assert many.high - many.low < (few.high - few.low) / 5


@given(st.lists(st.floats(-1, 1), max_size=200))
def test_the_mean_lies_in_its_interval_and_both_in_range(scores: list[float]):
    mean, low, high, n = averaged(scores)
    assert -1 <= low <= mean <= high <= 1
    assert n == len(scores)
