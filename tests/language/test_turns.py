"""Turns of speech that tell a feeling without naming one."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groupscope.language.lists import entries
from groupscope.language.turns import hinted


@pytest.mark.parametrize(
    "line",
    [
        *("排队排了两小时", "等了一周还没发货", "高铁晚点四十分钟", "一个都没考", "被扣了五百"),
        *("你怎么老是这样", "手机摔碎了", "这天气太闷了", "越想越气", "热水又停了", "我睡不着"),
    ],
)
def test_complaints_hint_at_sorrow(line: str):
    assert hinted(line) <= -0.3


@pytest.mark.parametrize(
    "line",
    [
        *("放假啦", "服务态度真好", "唱得真好", "瘦了五斤", "这次不用补考了", "越看越喜欢"),
        *("还是家里好", "老板请大家喝奶茶", "出了出了", "还是妈妈做的香"),
    ],
)
def test_good_turns_hint_at_joy(line: str):
    assert hinted(line) >= 0.3


@pytest.mark.parametrize(
    "line",
    [
        *("排在第三排", "等我十分钟", "晚点到", "一个人去", "被子收了", "手机放桌上", "还没到"),
        *("不用带伞", "唱得好吗", "瘦身操", "一点都不难吗", "对不起", ""),
    ],
)
def test_talk_hints_at_nothing(line: str):
    assert abs(hinted(line)) < 0.2


def test_who_asks_hints_at_less():
    assert hinted("排队排了两小时吗") == pytest.approx(0.3 * hinted("排队排了两小时"))


def test_many_turns_of_one_line_weigh_no_more_than_two():
    assert hinted("热水又停了，" * 9) == -0.7
    assert hinted("放假啦，" * 9) == 0.7


def test_every_turn_has_a_weight_characters_to_begin_with_and_an_expression():
    for entry in entries("lexicon_turns"):
        weight, begins, rest = entry.split("\t")
        assert -1 < float(weight) < 1
        assert len(set(begins)) == len(begins)
        assert re.compile(rest).groups == 0
        assert "*" not in rest.replace("]*$", "")  # a line of one word a thousand times has an end


def test_what_is_said_over_and_over_takes_time_in_proportion():
    for again in ("还是", "是真", "太", "都也真", "一", "，", "又没", "了"):
        line = (again * 2000)[:2000]
        start = time.process_time()
        for first in ("就", "运气", "怎么", "天天", "等", "能"):
            hinted(first + line)
        assert time.process_time() - start < 2


@given(st.text(max_size=200))
def test_any_line_is_weighed(line: str):
    assert -0.7 <= hinted(line) <= 0.7
