from itertools import pairwise

import pytest

from groupscope.charts import Board, BoardRow, Pair
from groupscope.charts.theme import LIGHT, MEDALS
from tests.charts.conftest import near, pixels, sheet

FIRST_LINE = slice(345, 470)


def listed(*rows: BoardRow) -> Board:
    return Board("🔥 连续冒泡", "近 30 天", rows)


def line(place: int | None = 1, member: int | None = 1, **facts: object) -> BoardRow:
    return BoardRow(
        **{"place": place, "member_id": member, "name": "甲", "value": "17 天", **facts}
    )


def bar_of(row: BoardRow) -> int:
    """How long the track of a line is, in pixels."""
    image = pixels(sheet(listed(row)))[FIRST_LINE]
    return max(near(LIGHT.track, each[None], 0) for each in image)


def test_lines_use_the_room_that_places_and_faces_leave_them():
    # 920 pixels without a place (48), without a face (88), and the gaps of 24 after them.
    assert bar_of(line(share=0.0)) == 736
    assert bar_of(line(None, share=0.0)) == 808
    assert bar_of(line(None, None, share=0.0)) == 920
    assert bar_of(line(None, None, share=0.0, icon="📺")) == 808


def test_without_a_share_there_is_no_bar_and_with_half_of_it_half_a_bar():
    assert bar_of(line(place=4)) == 0
    assert abs(bar_of(line(place=4, share=0.5)) - 368) < 12


def test_notes_make_lines_higher_and_have_at_most_two_lines():
    heights = [
        pixels(sheet(listed(line(None, None, note=note)))).shape[0]
        for note in ("", "一行", "两行" * 40, "很多行" * 400)
    ]
    assert heights[0] < heights[1] < heights[2] == heights[3]


def test_places_left_out_are_a_gap_and_without_places_there_is_none():
    def height(*places: int | None) -> int:
        return pixels(sheet(listed(*(line(place) for place in places)))).shape[0]

    assert height(1, 7) == height(1, 2) + 48
    assert height(None, None) == height(1, None) == height(1, 2)


def test_tied_members_may_share_a_place():
    assert pixels(sheet(listed(line(1), line(1), line(3)))).shape[1] == 1080


def test_members_have_rings_and_sites_have_their_sign():
    def golden(row: BoardRow) -> int:
        return near(MEDALS[0].stops[0], pixels(sheet(listed(row)))[FIRST_LINE, 140:240], 30)

    assert golden(line(1)) > 150
    assert golden(line(4)) == golden(line(1, None, icon="📺")) == 0


@pytest.mark.parametrize("value", ["1,234,567 条", "12 小时 34 分", "23:48"])
def test_figures_are_never_cut_off_not_even_at_half_width(value):
    board = listed(line(name="很长的名字" * 9, value=value, share=0.3))
    rest = listed(line(name="很长的名字" * 9, value=f"{value}{'很长' * 40}", share=0.3))
    for whole, cut in (
        (sheet(board), sheet(rest)),
        (sheet(Pair(board, board)), sheet(Pair(rest, rest))),
    ):
        assert (pixels(whole) != pixels(cut)).any()


def test_a_marked_line_stands_out():
    plain, marked = (pixels(sheet(listed(line(is_marked=each)))) for each in (False, True))
    assert near(LIGHT.marked, marked, 0) > 40_000 > near(LIGHT.marked, plain, 0)


def test_one_line_alone_is_a_whole_board():
    heights = [
        pixels(sheet(listed(*(line(place) for place in range(1, count + 1))))).shape[0]
        for count in (1, 2, 3)
    ]
    assert len({after - before for before, after in pairwise(heights)}) == 1
