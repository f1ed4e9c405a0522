from groupscope.charts.canvas import Canvas
from groupscope.charts.layout import Column, Drawing, Plate, Row, Text, space
from groupscope.charts.shapes import Box
from groupscope.charts.theme import Font

BODY = Font(30, 400)


def painted(node, width: int) -> list[Box]:
    """Paint a node, and see which boxes its leaves got."""
    node.paint(Canvas((width, 400), "#000000"), Box(0, 0, width, node.height(width)))
    return boxes.copy()


boxes: list[Box] = []


def leaf(wide: int = 0, high: int = 10, grow: float = 0) -> Drawing:
    boxes.clear()
    return Drawing(lambda _canvas, box: boxes.append(box), wide, high, grow)


def test_a_column_stacks_its_children_with_gaps():
    assert painted(Column((leaf(high=10), leaf(high=20)), gap=5), 100) == [
        Box(0, 0, 100, 10),
        Box(0, 15, 100, 20),
    ]


def test_a_row_gives_spare_width_to_those_that_grow():
    assert painted(Row((leaf(20), leaf(grow=1), leaf(grow=2), leaf(20)), gap=10), 100) == [
        Box(0, 0, 20, 10),
        Box(30, 0, 10, 10),
        Box(50, 0, 20, 10),
        Box(80, 0, 20, 10),
    ]


def test_a_row_never_outgrows_its_width():
    assert painted(Row((leaf(80), leaf(80), leaf(80), leaf(grow=1))), 100) == [
        Box(0, 0, 80, 10),
        Box(80, 0, 20, 10),
        Box(100, 0, 0, 10),
        Box(100, 0, 0, 10),
    ]


def test_a_row_aligns_low_children_to_the_top_the_middle_or_the_bottom():
    for align, y in (("top", 0), ("middle", 10), ("bottom", 20)):
        row = Row((leaf(10, 30), leaf(10, 10)), align=align)
        assert [box.y for box in painted(row, 100)] == [0, y]


def test_a_plate_keeps_its_padding():
    plate = Plate(leaf(), lambda _canvas, _box: None, pad=(8, 4))
    assert painted(plate, 100) == [Box(8, 4, 84, 10)]
    assert plate.height(100) == 18


def test_a_text_is_as_high_as_its_lines():
    assert Text("甲", BODY, "#FFFFFF").height(60) == 43
    assert Text("甲乙丙丁", BODY, "#FFFFFF", lines=3).height(60) == 86


def test_a_text_asks_for_no_more_than_its_limit():
    assert Text("甲乙丙", BODY, "#FFFFFF", limit=70).natural() == 70
    assert Text("甲乙", BODY, "#FFFFFF", limit=70).natural() == 61


def test_nothing_takes_no_room():
    assert (Column(()).height(100), Row(()).height(100), space(7).height(100)) == (0, 0, 7)
