"""The help is made of the commands themselves: what exists is told, and what is told exists."""

import pytest

from groupscope.access import Role
from groupscope.charts import CommandList, Pills
from groupscope.commands import COMMANDS, find, standing
from groupscope.help import NoSuchCommandError, examples, help_for, main_commands, shown_name
from groupscope.report import REPORTS
from groupscope.reports import discover

discover()
COMMANDS_OF_CHAT = sorted(COMMANDS)


def told(words: str) -> str:
    return help_for(words.split()).text


def test_the_main_commands_come_first_in_their_order_and_the_rest_is_one_step_away():
    main = main_commands()
    places = [command.place for command in main]
    assert places == sorted(set(places))
    found = help_for([])
    assert found.text.splitlines()[1].startswith("🏆 /排行  谁说得最多")
    assert found.line.splitlines() == [
        " ".join(map(shown_name, main)),
        f"其余 {len(COMMANDS) - len(main)} 条：/帮助 全部 · 讲一条：/帮助 排行",
    ]
    listed, periods, people = found.card.marks
    assert [row.name for row in listed.rows] == [shown_name(command) for command in main]
    assert isinstance(periods, Pills)
    assert isinstance(people, Pills)


@pytest.mark.parametrize("word", ["全部", "所有", "all"])
def test_every_command_is_in_the_whole_help(word):
    whole = told(word)
    assert [name for name in map(shown_name, COMMANDS.values()) if f" {name}  " not in whole] == []
    main, rest = help_for([word]).card.marks
    assert isinstance(main, Pills)
    assert isinstance(rest, CommandList)
    named = {pill.text.split()[-1] for pill in main.pills} | {row.name for row in rest.rows}
    assert named == set(map(shown_name, COMMANDS.values()))


@pytest.mark.parametrize("key", COMMANDS_OF_CHAT)
def test_every_command_is_explained_by_any_of_its_names(key):
    command = COMMANDS[key]
    found = help_for([command.names[-1]])
    assert found.text.startswith(f"{shown_name(command)}：{command.summary}")
    assert all(f"{what}：{how}" in found.text for what, how in command.details)
    assert all(name in found.text for name in command.names)
    assert command.summary in found.card.subtitle


@pytest.mark.parametrize("key", COMMANDS_OF_CHAT)
def test_every_example_calls_its_command(key):
    from groupscope.commands import recognise
    from groupscope.model import Segment

    for example in examples(COMMANDS[key]):
        called = recognise([Segment("text", {"text": example})], self_id=1)
        assert called is not None, example
        assert called.command.key.startswith(key) or key.endswith(called.command.key), example


def test_one_is_explained_with_period_member_and_options():
    lines = told("mood").splitlines()
    assert lines[1] == "例如：/心情 近7天　/我的心情 本月"
    assert lines[2].startswith("时间：不写就看今天；可写 今天 昨晚 ")
    assert lines[3].endswith("；别人的只有群主和管理员能看")
    assert lines[-1] == "也叫：mood、心情"


def test_what_has_neither_period_nor_member_says_nothing_of_them():
    assert "时间：" not in told("群镜")
    assert "看谁：" not in told("群镜")


def test_who_may_ask_is_told_where_that_is_not_everybody():
    discover()
    for report in REPORTS.values():
        least = report.act.least
        assert ("谁能问：" in told(report.command.key)) is (least is not Role.MEMBER)


@pytest.mark.parametrize("name", ["/rank", "／排行", "RANK", "ｒａｎｋ"])
def test_a_name_may_be_typed_as_in_a_command(name):
    assert told(name).startswith("/排行：")


def test_a_name_that_is_nearly_right_is_put_right():
    with pytest.raises(NoSuchCommandError, match="没有「排行傍」这个命令。是不是 /排行？"):
        help_for(["排行傍"])
    with pytest.raises(NoSuchCommandError, match="^没有「不存在」这个命令。发 /帮助 全部"):
        help_for(["不存在"])


def test_standing_commands_have_their_icons():
    assert find("群镜") is standing.GROUPSCOPE
    assert [one.key for one in COMMANDS.values() if not one.icon] == []
