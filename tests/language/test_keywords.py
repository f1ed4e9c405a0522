"""What is special about a bag of words."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groupscope.language.keywords import keywords

USUAL = {"吃饭": 900, "作业": 600, "游戏": 450, "番茄牛腩": 3, "下雨": 1047}


def test_what_is_said_more_than_usual_comes_first():
    today = {"番茄牛腩": 182, "吃饭": 60, "作业": 40, "游戏": 18}
    found = keywords(today, USUAL)
    assert [one.word for one in found] == ["番茄牛腩"]
    assert found[0].count == 182
    assert found[0].usual == pytest.approx(3 * 300 / 3000)
    assert found[0].z > 5


def test_the_formula_counted_by_hand():
    """Two bags of 100; 甲 is said 60 times here, 10 there: its prior is 7 of 20."""
    (found,) = keywords({"甲": 60, "乙": 40}, {"甲": 10, "乙": 90}, at_least=60)
    prior = 7
    here = math.log((60 + prior) / (100 + 20 - 60 - prior))
    there = math.log((10 + prior) / (100 + 20 - 10 - prior))
    z = (here - there) / math.sqrt(1 / (60 + prior) + 1 / (10 + prior))
    assert found.z == pytest.approx(z)
    assert found.usual == 10


def test_what_is_said_as_usual_is_not_special():
    assert keywords({word: count // 10 for word, count in USUAL.items()}, USUAL) == ()


def test_a_new_word_is_special_only_when_it_is_said_often_enough():
    today = {word: count // 10 for word, count in USUAL.items()}
    assert keywords({**today, "绝区零": 2}, USUAL) == ()
    assert [one.word for one in keywords({**today, "绝区零": 20}, USUAL)] == ["绝区零"]


def test_a_quiet_group_has_its_topic_too():
    """Three hundred messages a week with a topic, and one week before it."""
    week = {f"词{number}": 1 + 40 // number for number in range(1, 200)}
    topic = {"露营": 15, "帐篷": 9}
    assert [one.word for one in keywords({**week, **topic}, week)] == ["露营", "帐篷"]
    assert keywords(week, week) == ()


def test_how_much_was_said_does_not_change_what_is_special():
    """The same talk ten times over: as special at least, and nothing else is."""
    week = {f"词{number}": 5 + 40 // number for number in range(1, 200)}
    loud = {word: 10 * count for word, count in week.items()}
    found = keywords({**loud, "露营": 150, "帐篷": 90}, loud)
    assert [one.word for one in found] == ["露营", "帐篷"]


def test_nothing_is_special_where_nothing_was_said():
    assert keywords({}, USUAL) == keywords({"吃饭": 5}, {}) == ()


def test_no_more_than_asked_for():
    today = {f"词{number}": 50 + number for number in range(20)}
    found = keywords(today, USUAL, limit=3)
    assert [one.word for one in found] == ["词19", "词18", "词17"]


BAGS = st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 10**6), max_size=20)


@given(BAGS, BAGS)
def test_any_two_bags_can_be_compared(here: dict[str, int], there: dict[str, int]):
    found = keywords(here, there)
    assert [one.z for one in found] == sorted((one.z for one in found), reverse=True)
    assert all(math.isfinite(one.z) and one.usual >= 0 for one in found)
