"""What a typed line does in the sample group, without a bot."""

from datetime import UTC

import pytest

from groupscope.model import Segment
from groupscope.playground.outbox import Sent
from groupscope.playground.sample import ACCOUNT, sample_world
from groupscope.playground.screen import Screen
from groupscope.playground.stage import Stage


@pytest.fixture
def stage(tmp_path):
    world, room = sample_world(UTC)
    screen = Screen(room, ACCOUNT, tmp_path)
    world.listen(screen.hear)
    return Stage(room, screen, room.find("甲"))


@pytest.fixture
def typed(stage, capsys):
    """What the screen shows after these lines."""

    async def typed(*lines):
        for line in lines:
            assert await stage.take(line)
        return capsys.readouterr().out

    return typed


async def test_a_line_without_a_name_is_said_by_the_last_speaker(typed):
    assert (
        await typed("早", "乙: 早", "吃了吗") == "[1] 甲：早\n[2] 🌸乙酱：早\n[3] 🌸乙酱：吃了吗\n"
    )


async def test_a_quotation_shows_the_quoted_line(typed):
    assert await typed("早", "乙: >1 早呀") == "[1] 甲：早\n[2] 🌸乙酱：「甲：早」\n    早呀\n"


async def test_only_commands_are_waited_for(stage, typed):
    await typed("/rank", "／词云", "早")
    assert [said.text for said in stage.questions] == ["/rank", "／词云"]


@pytest.mark.parametrize(
    ("order", "told"),
    [
        (":poke 乙", "  · 甲 戳了戳 🌸乙酱\n"),
        (":join 戊", "  · 戊 加入了群聊\n"),
        (":join 乙", "乙 已经在群里了。\n"),
        (":leave 丁", "  · 丁 离开了群聊\n"),
        (":leave 子", "群里没有「子」这个人。\n"),
        (":recall", "还没有人说过话。\n"),
        (":recall 7", "没有编号为 7 的消息。\n"),
        (">7 早", "没有编号为 7 的消息。\n"),
    ],
)
async def test_orders_tell_what_came_of_them(typed, order, told):
    assert await typed(order) == told


@pytest.mark.parametrize("order", [":help", ":", ":nonsense", ":poke", ":join"])
async def test_an_order_that_is_not_understood_shows_the_help(typed, order):
    assert ":recall [3]" in await typed(order)


async def test_a_message_is_recalled_by_its_number(stage, typed):
    assert "甲 撤回了「错了」" in await typed("错了", "对了", ":recall 1")
    assert stage.room.recalled == {stage.room.history[-2].sequence}


async def test_nobody_speaks_for_the_bot(typed):
    assert await typed("群镜: 我是真人") == "[1] 甲：群镜: 我是真人\n"


async def test_quitting(stage):
    assert [await stage.take(line) for line in (":quit", "：退出", ":q")] == [False] * 3


async def test_a_forward_shows_its_pages_and_pictures_get_free_numbers(stage, tmp_path, capsys):
    (tmp_path / "play-0001.png").touch()
    pages = tuple((Segment("text", {"text": words}),) for words in ("第一页", "第二页"))
    forward = Sent(action="", message_id=1, segments=(), user_id=10011, nodes=pages)
    picture = Segment("image", {"file": "base64://R0lGODlh"})
    await stage.screen.show_sent(forward)
    await stage.screen.show_sent(Sent(action="", message_id=2, segments=(picture,), user_id=1))
    assert capsys.readouterr().out == (
        f"[私聊 → 10011] 第一页\n    第二页\n[私聊 → 1] [图片 已保存：{tmp_path}/play-0002.gif]\n"
    )
