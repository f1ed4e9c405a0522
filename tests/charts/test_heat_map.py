from groupscope.charts import HeatMap
from groupscope.charts.theme import DARK, LIGHT
from tests.charts.conftest import near, pixels, sheet

WEEK = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
CELLS = slice(350, 775)


def heat(*rows: tuple[int | None, ...], ring: tuple[int, int] | None = None) -> HeatMap:
    return HeatMap("⏰ 作息", "", rows, WEEK[: len(rows)], ("0", "12", "24"), ring)


def full(count: int | None = 10) -> list[tuple[int | None, ...]]:
    return [(count,) * 24 for _ in range(7)]


def test_the_most_is_warm_and_nothing_is_cold():
    rows = full(0)
    rows[2] = (*[0] * 23, 99)
    image = pixels(sheet(heat(*rows)))[CELLS]
    assert near(LIGHT.heat[-1], image, 0) > 700
    assert near(LIGHT.heat[0], image, 0) > 100_000
    assert near(LIGHT.heat[3], image, 0) == 0


def test_what_was_never_heard_is_hatched_and_named():
    rows = full(0)
    heard = pixels(sheet(heat(*rows)), theme="dark")
    rows[1] = (None,) * 24
    torn = pixels(sheet(heat(*rows)), theme="dark")
    assert near(DARK.ink3, torn[400:480, 180:880], 30) > 1_000
    assert near(DARK.ink3, heard[400:480, 180:880], 30) == 0
    legend = slice(835, 880), slice(470, 700)
    assert near(DARK.ink2, torn[legend], 60) > 50
    assert near(DARK.ink2, heard[legend], 60) == 0


def test_the_ring_is_where_it_should_be_and_nowhere_else():
    plain, ringed, beyond = (
        pixels(sheet(heat(*full(), ring=ring))) for ring in (None, (6, 12), (7, 3))
    )
    assert (plain == beyond).all()
    rows, columns = (plain != ringed).any(axis=-1).nonzero()
    assert 700 < rows.min() < rows.max() < 795
    assert 500 < columns.min() < columns.max() < 560


def test_each_row_has_its_sum():
    one, two = (heat(*full()[:1]), heat(*full()[:2]))
    sums = slice(905, 1000)
    assert near(LIGHT.ink2, pixels(sheet(one))[350:400, sums], 40) == 0
    assert near(LIGHT.ink2, pixels(sheet(two))[350:400, sums], 40) > 50


def test_a_row_that_nobody_heard_has_no_sum():
    """A dash is wider and flatter than the zero of a silent row."""
    heard, unheard = (pixels(sheet(heat(*full()[:2], (count,) * 24))) for count in (0, None))
    place = slice(500, 530), slice(960, 1001)
    zero, dash = (near(LIGHT.ink2, image[place], 60) for image in (heard, unheard))
    assert zero > 60 > dash > 10


def test_many_rows_are_lower_so_that_the_card_stays_short():
    assert pixels(sheet(heat(*full() * 4))).shape[0] < 1_600


def test_rows_may_differ_in_length_and_none_may_be_empty():
    assert pixels(sheet(heat((1, 2, 3), (), (4,)))).shape[1] == 1080
