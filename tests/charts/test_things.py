"""Faces, steps, dots, clocks, pills, commands: what is counted and is no member."""

import numpy as np
import pytest

from groupscope.charts import (
    Clock,
    CommandList,
    CommandRow,
    Dot,
    Face,
    Faces,
    Pair,
    Pill,
    Pills,
    Scatter,
    Step,
    Steps,
)
from groupscope.charts.theme import LIGHT
from tests.charts.conftest import near, pixels, sheet


def height(mark: object) -> int:
    return pixels(sheet(mark)).shape[0]


def faces(*found: Face) -> Faces:
    return Faces("😂 表情", "", found)


def test_five_faces_stand_in_a_row_and_three_at_half_width():
    one = Face("😂", "", 3)
    assert height(faces(*[one] * 5)) == height(faces(one)) < height(faces(*[one] * 6))

    def half(count: int) -> int:
        return height(Pair(faces(*[one] * count), faces(one)))

    assert half(3) == half(1) < half(4)


def test_an_emoji_is_drawn_and_what_has_none_is_named():
    drawn, named, nameless = (
        pixels(sheet(faces(face)))[345:480, 80:260]
        for face in (Face("❤️", "", 3), Face(None, "震惊", 3), Face(None, "\u200b", 3))
    )
    assert near("#DD2E44", drawn) > 800
    assert near("#DD2E44", named) == near("#DD2E44", nameless) == 0
    assert near(LIGHT.ink2, named) > 200
    assert near(LIGHT.ink2, nameless) > 200


def test_the_most_used_face_is_framed():
    image = pixels(sheet(faces(Face("😂", "", 9), Face("👍", "", 8))))[340:560]
    assert near("#F2705A", image[:, 70:250], 30) > 100
    assert near("#F2705A", image[:, 258:450], 30) < 20


def test_no_step_is_drawn_longer_than_its_share():
    rows = (Step("进群", 40, 1.0), Step("说过话", 20, 0.5), Step("还在", 0, 0.0))
    image = pixels(sheet(Steps("🌱 新人", "", rows)))[345:]
    tracks = [near(LIGHT.track, line[None], 0) for line in image]
    assert abs(max(tracks) - 920) <= 4
    assert sum(440 < track < 476 for track in tracks) > 15


def scatter(*dots: Dot) -> np.ndarray:
    return pixels(sheet(Scatter("🫧 群", "", "成员", "消息", dots)))


def test_the_mood_of_a_dot_is_told_by_its_form_and_named():
    glad, sad, unknown = (
        scatter(Dot("", 5, 5, 1, mood), Dot("", 1, 1, 1, mood)) for mood in (0.5, -0.5, None)
    )
    assert near(LIGHT.good, glad, 2) > near(LIGHT.bad, sad, 2) > 2_000  # a sad one is a ring
    assert near(LIGHT.good, unknown, 2) == near(LIGHT.bad, unknown, 2) == 0
    assert glad.shape[0] == sad.shape[0] > unknown.shape[0]


def test_the_area_of_a_dot_grows_with_its_size():
    large, small = (
        near(LIGHT.good, scatter(Dot("", 5, 5, 100, 0), Dot("", 1, 1, size, 1.0))[300:860], 2)
        for size in (100, 10)
    )
    assert 0.08 < small / large < 0.2


def test_names_stand_where_they_cover_nothing():
    crowd = [Dot("很长的群名字", 10, 10, 5)] * 40
    alone, crowded = scatter(crowd[0]), scatter(*crowd)
    inked = [near(LIGHT.ink, image[390:900, 150:1000], 60) for image in (alone, crowded)]
    assert 0 < inked[0] <= inked[1] <= 4 * inked[0] + 400


def clock(*hours: int) -> np.ndarray:
    return pixels(sheet(Clock("🕰️ 时钟", "", (*hours, *[0] * (24 - len(hours))))))


ABOVE = slice(390, 560), slice(310, 400)
BESIDE = slice(560, 640), slice(330, 480)
BELOW = slice(640, 800), slice(250, 320)


@pytest.mark.parametrize(("hour", "part"), [(0, ABOVE), (6, BESIDE), (12, BELOW)])
def test_the_busiest_hour_stands_out_at_its_place_with_midnight_on_top(hour, part):
    image = clock(*[1] * hour, 9)
    assert near(LIGHT.bad, image[part], 4) > 400
    assert near(LIGHT.bad, image, 4) < 1.6 * near(LIGHT.bad, image[part], 4)


def test_beside_a_clock_stand_the_quarters_of_the_day():
    image = clock(*[10] * 6, *[30] * 6)
    tracks = sorted(
        (near(LIGHT.track, line[None], 0) for line in image[390:830, 560:]), reverse=True
    )
    # Two quarters without a message, one of a third of the most: 416 pixels each.
    assert 400 < tracks[0] < 440


def test_pills_are_set_in_as_many_rows_as_they_need():
    def pills(count: int) -> int:
        return height(Pills("🗣️ 口头禅", "", (Pill("番茄牛腩", "×3"),) * count))

    assert pills(1) == pills(4) < pills(5) == pills(8)


def test_a_pill_of_which_nothing_can_be_drawn_is_left_out():
    assert height(Pills("🗣️", "", (Pill("\u200b", "3"),))) == height(Pills("🗣️", "", ()))


def test_a_command_has_a_sign_a_name_a_summary_and_an_example():
    rows = CommandRow("🏆", "/排行", "谁说得最多", "/排行 上周"), CommandRow("", "/排行", "", "")
    with_all, bare = (pixels(sheet(CommandList("📖 命令", "", (row,)))) for row in rows)
    name = slice(390, 450), slice(180, 300)
    assert near(LIGHT.brand, with_all[name], 60) > 300
    assert near(LIGHT.brand, bare[name], 60) > 300
    assert near(LIGHT.bubble, with_all[380:450, 700:], 0) > 3_000
    assert near(LIGHT.bubble, bare[380:450, 700:], 0) == 0


def test_twelve_commands_stay_on_one_card():
    rows = (CommandRow("🏆", "/排行", "很长的说明" * 30, "/排行 上周"),) * 12
    assert height(CommandList("📖 命令", "", rows)) <= 2_400


def test_dense_commands_stand_in_two_columns_without_examples():
    rows = tuple(CommandRow("🏆", f"/排行{n}", "谁说得最多", "/排行 上周") for n in range(7))
    wide, dense = (
        CommandList("📖 命令", "", rows, is_dense=is_dense) for is_dense in (False, True)
    )
    assert height(dense) < height(wide) - 250
    image = pixels(sheet(dense))
    assert near(LIGHT.brand, image[380:460, 160:500], 60) > 300
    assert near(LIGHT.brand, image[380:460, 620:960], 60) > 300
