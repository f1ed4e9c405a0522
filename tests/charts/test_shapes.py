import numpy as np
import pytest

from groupscope.charts.canvas import Canvas
from groupscope.charts.shapes import Box, shadow_around
from groupscope.charts.theme import Shadow

GROUND, PLATE = "#FFFFFF", "#4466AA"


def painted(box: Box, shadow: Shadow, radius: int = 30) -> np.ndarray:
    """How dark each pixel is of a plate with a black shadow on white."""
    canvas = Canvas((400, 400), GROUND)
    canvas.shadow(box, radius, shadow)
    canvas.shape(box, radius, PLATE)
    return 255 - np.asarray(canvas.image)[:, :, 0].astype(int)


@pytest.mark.parametrize(
    "box", [Box(100, 100, 200, 200), Box(97, 103, 201, 61), Box(60, 60, 70, 9)]
)
def test_a_shadow_fades_away_from_its_shape_without_a_seam(box):
    dark = painted(box, Shadow("#000000", 0.5, 20, 0))
    outside = np.ones(dark.shape, bool)
    outside[box.y : box.bottom, box.x : box.right] = False
    steps = np.abs(np.diff(dark, axis=1))[outside[:, 1:] & outside[:, :-1]]
    assert dark[outside].max() > 5
    assert steps.max() <= 6
    assert not dark[:20].any()


def test_a_shadow_is_the_same_across_and_down_and_falls():
    box = Box(100, 100, 200, 200)
    even, fallen = (painted(box, Shadow("#000000", 0.5, 20, fall)) for fall in (0, 10))
    assert np.abs(even - even.T).max() <= 1
    assert (fallen[310:] == even[300:-10]).all()


def test_nothing_is_painted_where_the_shape_hides_it():
    strips = list(shadow_around(Box(100, 100, 200, 200), 30, Shadow("#000000", 1, 20, 0)))
    assert all(mask.size == part.size for part, mask in strips)
    assert sum(part.width * part.height for part, _ in strips) == 280 * 280 - 140 * 140
