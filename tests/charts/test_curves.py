from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from groupscope.charts.curves import STEPS, bounds, filled, smooth, stroked
from groupscope.charts.shapes import Box

ways = st.lists(st.tuples(st.floats(0.5, 500), st.floats(-400, 400)), min_size=1, max_size=40).map(
    lambda found: [(sum(step for step, _ in found[: n + 1]), y) for n, (_, y) in enumerate(found)]
)


@given(ways)
def test_a_curve_goes_through_its_points_and_never_beyond_them(points):
    curve = smooth(points)
    assert np.allclose([curve[n * STEPS] for n in range(len(points))], points)
    for n, (start, end) in enumerate(pairwise(points)):
        between = curve[n * STEPS : (n + 1) * STEPS + 1]
        low, high = sorted((start[1], end[1]))
        assert all(low <= y <= high for _, y in between)
        assert all(one[0] < other[0] for one, other in pairwise(between))


@given(ways)
def test_a_curve_rises_and_falls_only_where_its_points_do(points):
    curve = smooth(points)
    for n, (start, end) in enumerate(pairwise(points)):
        heights = [y for _, y in curve[n * STEPS : (n + 1) * STEPS + 1]]
        steps = [after - before for before, after in pairwise(heights)]
        turn = 1 if end[1] >= start[1] else -1
        assert all(step * turn >= -1e-9 for step in steps)


def test_a_curve_of_nothing_is_nothing():
    assert smooth([]) == []


def test_a_polygon_and_a_line_cover_what_they_should():
    square = [(10.0, 10.0), (30.0, 10.0), (30.0, 30.0), (10.0, 30.0)]
    assert bounds(square) == Box(10, 10, 21, 21)
    mask = filled(square, bounds(square), 0.5)
    assert mask.getpixel((10, 10)) == 128
    line = stroked([(5.0, 10.0), (35.0, 10.0)], 6, Box(0, 0, 40, 20))
    assert line.getpixel((20, 10)) == 255
    assert line.getpixel((20, 16)) == line.getpixel((0, 10)) == 0
