"""Podiums, reigns, ties: members among each other."""

import numpy as np
import pytest

from groupscope.charts import BoardRow, Podium, Reign, Reigns, Tie, Ties
from groupscope.charts.marks.reigns import length
from groupscope.charts.theme import LIGHT, MEDAL_INKS
from tests.charts.conftest import near, pixels, sheet


def podium(count: int) -> Podium:
    rows = (BoardRow(place, place, "甲", f"{40 - place} 天") for place in range(1, count + 1))
    return Podium("🏆 龙王", "", tuple(rows))


def step_top(image: np.ndarray, left: int) -> int:
    """Where a step begins whose left edge is there; 0 where there is none."""
    is_step = (image[375:-170, left + 20 : left + 50] != 255).any(axis=-1).all(axis=1)
    return int(is_step.argmax())


LEFT, MIDDLE, RIGHT = 80, 393, 706


def test_the_best_stands_highest_and_in_the_middle():
    image = pixels(sheet(podium(3)))
    assert 0 < step_top(image, MIDDLE) < step_top(image, LEFT) < step_top(image, RIGHT)
    assert near(MEDAL_INKS[0], image[600:, 480:600], 10) > 100
    assert near(MEDAL_INKS[0], image[600:, 40:380], 10) == 0


def test_with_fewer_members_there_are_fewer_steps():
    two, one = (pixels(sheet(podium(count))) for count in (2, 1))
    assert 0 < step_top(two, 546) < step_top(two, 236)
    assert step_top(two, 830) == 0
    assert step_top(one, MIDDLE) > 0
    assert step_top(one, LEFT) == step_top(one, RIGHT) == 0


def test_only_three_stand_on_it():
    assert (pixels(sheet(podium(9))) == pixels(sheet(podium(3)))).all()


def reign(days: int = 4, **facts: object) -> Reign:
    told = {"member_id": 1, "name": "甲", "days": days, "when": "11-17 – 11-20", "value": "418 条"}
    return Reign(**{**told, **facts})


@pytest.mark.parametrize(("days", "told"), [(1, "1 天"), (4, "连任 4 天"), (1200, "连任 1,200 天")])
def test_a_reign_is_as_long_as_its_days(days, told):
    assert length(days) == told


def test_the_newest_reign_is_the_largest_and_stands_out():
    one, two, three = (pixels(sheet(Reigns("📜", "", (reign(),) * n))) for n in (1, 2, 3))
    assert near(LIGHT.marked, one, 0) == near(LIGHT.marked, three, 0) > 60_000
    newest, older = one.shape[0], three.shape[0] - two.shape[0]
    assert older < newest - 400


def tie(there: int, back: int) -> Tie:
    return Tie(1, "甲", 2, "乙", there, back)


def arrows(*rows: Tie) -> list[tuple[int, int]]:
    """How many pixels the arrows of each pair have, there and back."""
    image = pixels(sheet(Ties("🤝 互动", "", rows)))[375:, 420:660]
    found = []
    for place in range(len(rows)):
        pair = image[place * 110 : place * 110 + 88]
        found.append(
            (near(LIGHT.bar.stops[0], pair[:44], 2), near(LIGHT.bar.stops[1], pair[44:], 2))
        )
    return found


def test_each_direction_has_its_own_arrow_the_thicker_the_more():
    [(there, back)] = arrows(tie(100, 4))
    assert there > back > 300


def test_who_never_turned_back_has_a_pale_arrow():
    [(there, back)] = arrows(tie(31, 0))
    assert there > 300
    assert back == 0


def test_arrows_are_compared_over_all_pairs():
    (strong, _), (weak, _) = arrows(tie(400, 1), tie(4, 1))
    assert strong > 1.3 * weak
