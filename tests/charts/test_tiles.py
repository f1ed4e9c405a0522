import numpy as np
import pytest

from groupscope.charts import Pair, Tile, Tiles
from groupscope.charts.theme import DARK, LIGHT
from tests.charts.conftest import PLATE_TOP, near, pixels, sheet


def tiles(count: int, **facts: object) -> Tiles:
    return Tiles((Tile(**{"icon": "💬", "label": "消息", "value": "128", **facts}),) * count)


def plates_in(image: np.ndarray, y: int) -> int:
    """How many plates a line of pixels crosses."""
    ground = (image[y] == [12, 15, 29]).all(axis=-1)
    return int((ground[:-1] & ~ground[1:]).sum())


@pytest.mark.parametrize(
    ("count", "rows"),
    [(1, [1]), (2, [2]), (3, [3]), (4, [4]), (5, [3, 2]), (6, [3, 3]), (7, [4, 3]), (8, [4, 4])],
)
def test_rows_are_as_even_as_they_can_be(count, rows):
    assert DARK.ground == "#0C0F1D"
    image = pixels(sheet(tiles(count)), theme="dark")
    high = (pixels(sheet(tiles(1)), theme="dark").shape[0] - PLATE_TOP - 126) + 28
    found = [plates_in(image, PLATE_TOP + 30 + n * high) for n in range(len(rows))]
    assert found == rows


def test_more_and_less_are_told_by_an_arrow_and_not_judged():
    up, down, neither = (
        pixels(sheet(tiles(1, note="比昨天", direction=direction)))
        for direction in ("up", "down", None)
    )
    assert near(LIGHT.more, up, 0) > 100
    assert near(LIGHT.less, down, 0) > 100
    assert near(LIGHT.more, neither, 0) == near(LIGHT.less, neither, 0) == 0
    for judging in (LIGHT.up, LIGHT.down, LIGHT.good, LIGHT.bad):
        assert near(judging, up, 0) == near(judging, down, 0) == 0


def test_all_figures_have_the_same_size_in_which_the_longest_fits():
    short = tiles(2)
    mixed = Tiles((short.tiles[0], Tile("", "消息", "1,234,567,890,123,456")))
    left = slice(40, 520)
    assert near(LIGHT.ink, pixels(sheet(mixed))[:, left], 0) < near(
        LIGHT.ink, pixels(sheet(short))[:, left], 0
    )


def test_at_half_width_there_are_two_in_a_row():
    image = pixels(sheet(Pair(tiles(4), tiles(2))), theme="dark")
    assert plates_in(image, PLATE_TOP + 30) == 4
