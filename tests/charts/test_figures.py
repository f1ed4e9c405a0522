from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groupscope.charts.parts.figures import compact, ticks
from groupscope.charts.parts.heat import mixed, warmth
from groupscope.charts.parts.measure import figure, measure


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (0, "0"),
        (9_876, "9,876"),
        (10_000, "1万"),
        (12_345, "1.2万"),
        (1_234_567, "123万"),
        (123_456_789, "1.2亿"),
        (0.4, "0.4"),
    ],
)
def test_a_count_is_told_in_few_characters(count, told):
    assert compact(count) == told


@given(st.integers(0, 10**12), st.integers(1, 6))
def test_a_scale_is_even_round_and_reaches_the_most(most, lines):
    scale = ticks(most, lines)
    steps = {after - before for before, after in pairwise(scale)}
    assert scale[0] == 0
    assert most <= scale[-1]
    assert len(scale) <= lines + 1
    [step] = steps
    assert str(step).rstrip("0") in ("1", "2", "5")
    assert scale[-1] - step < max(most, 1)


def test_what_spans_more_than_two_powers_of_ten_is_measured_by_powers():
    assert measure([1, 100]).is_logarithmic is False
    wide = measure([3, 500])
    assert wide.is_logarithmic
    assert wide.marks == (1, 10, 100, 1000)
    assert [round(wide.at(value), 2) for value in (1, 10, 1000, 0, 10**9)] == [0, 0.33, 1, 0, 1]


@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), max_size=6))
def test_every_value_has_a_place_on_its_axis(values):
    axis = measure(values)
    assert all(0 <= axis.at(value) <= 1 for value in values if value == value)  # noqa: PLR0124  nan
    assert 1 <= len(axis.marks) <= 30
    assert all(map(figure, axis.marks))


def test_warmth_goes_from_the_first_colour_to_the_last():
    ramp = ("#000000", "#808080", "#FFFFFF")
    assert (warmth(0, ramp), warmth(1, ramp), warmth(7, ramp)) == ("#000000", "#FFFFFF", "#FFFFFF")
    assert mixed("#000000", "#FFFFFF", 0.5) == "#808080"
