"""Who turned to whom: replies and mentions, each once, and nothing that is merely near."""

from groupscope.model import Message
from groupscope.scope import Scope
from groupscope.store.erasing import erase_member, freeze_before
from groupscope.store.summaries.turns import TURNS
from tests.store.kit import BING, GROUP, JIA, NAPCAT, YI, Chat, at, history, period, said

MONDAY, FRIDAY = at("2026-11-16 00:00"), at("2026-11-20 00:00")
ROBOT = 2854196310
"""One of QQ's own numbers."""


async def turns(chat: Chat) -> list[tuple[int, int]]:
    """(who, whom) of all time, in the order of time."""
    return [(who, whom) for _, who, whom, _, _ in await cells(chat)]


async def cells(chat: Chat) -> list[list[int]]:
    await chat.writer.flush()
    async with chat.store.snapshot() as db:
        value = await db.summary(TURNS, Scope(GROUP, period(MONDAY, FRIDAY + 86_400)))
    return sorted(value.cells.tolist())


def asks() -> Message:
    return said(JIA, "谁去？", MONDAY, id=1, number=1)


async def test_a_reply_and_a_mention_turn_to_somebody(chat):
    await chat.tell(
        asks(),
        said(YI, "我去", MONDAY + 10, id=2, number=2, reply_to=1),
        said(BING, "@甲 我也", MONDAY + 20, id=3, number=3, mentions=(JIA,)),
        said(BING, "好", MONDAY + 30, id=4, number=4),
    )
    expected = [[MONDAY + 10, YI, JIA, MONDAY, 1], [MONDAY + 20, BING, JIA, 0, 0]]
    assert await cells(chat) == expected
    await chat.seal()
    assert await cells(chat) == expected


async def test_the_mention_that_a_reply_brings_along_is_no_second_time(chat):
    await chat.tell(
        asks(),
        said(YI, "我和 @丙", MONDAY + 1, id=2, reply_to=1, mentions=(JIA, BING, BING)),
        said(YI, "@甲 @甲", MONDAY + 2, id=3, mentions=(JIA, JIA)),
    )
    assert await turns(chat) == [(YI, JIA), (YI, BING), (YI, JIA)]


async def test_nobody_turns_to_themselves_to_everybody_or_to_a_robot(chat):
    await chat.tell(
        asks(),
        said(JIA, "没人？", MONDAY + 1, id=2, reply_to=1, mentions=(JIA, 0)),
        said(ROBOT, "欢迎", MONDAY + 2, id=3, is_bot=True),
        said(NAPCAT, "今天 3 条", MONDAY + 3, id=4, is_own=True),
        said(YI, "谢谢", MONDAY + 4, id=5, reply_to=3, mentions=(ROBOT,)),
        said(YI, "谢谢", MONDAY + 5, id=6, reply_to=4, mentions=(NAPCAT,)),
    )
    assert await turns(chat) == []


async def test_what_does_not_count_turns_to_nobody(chat):
    await chat.tell(
        asks(),
        said(YI, "/rank @甲", MONDAY + 1, id=2, mentions=(JIA,), is_command=True),
        said(ROBOT, "@甲 签到成功", MONDAY + 2, id=3, mentions=(JIA,), is_bot=True),
    )
    assert await turns(chat) == []


async def test_a_reply_to_what_is_unknown_turns_to_whom_it_mentions(chat):
    await chat.tell(said(YI, "我去", MONDAY + 10, id=2, reply_to=77, mentions=(JIA,)))
    assert await turns(chat) == [(YI, JIA)]


async def test_a_reply_over_midnight_finds_whom_it_quotes(chat):
    await chat.tell(
        said(JIA, "晚安", MONDAY + 86_399, id=1),
        said(YI, "晚安", MONDAY + 86_401, id=2, reply_to=1),
    )
    await chat.seal()
    assert await turns(chat) == [(YI, JIA)]


async def test_what_is_quoted_may_come_later_than_its_reply_also_on_another_day(chat):
    """The reply's day is sealed when history brings what it quotes, on the day before."""
    await chat.tell(said(YI, "晚安", MONDAY + 86_401, id=2, reply_to=1))
    await chat.seal()
    assert await turns(chat) == []
    await chat.fetch(history(JIA, "晚安", MONDAY + 86_399, id=1))
    await chat.seal()
    await chat.seal()
    assert await turns(chat) == [(YI, JIA)]


async def test_no_summary_tells_of_whom_an_erased_member_was_answered_by(chat):
    """The reply stands on the day after what it quotes."""
    await chat.tell(
        said(JIA, "晚安", MONDAY + 86_399, id=1),
        said(YI, "晚安", MONDAY + 86_401, id=2, reply_to=1),
    )
    await chat.seal()
    await erase_member(chat.writer, chat.store.tombstones, GROUP, JIA, FRIDAY)
    assert await turns(chat) == []
    await chat.seal()
    assert await turns(chat) == []


async def test_a_reply_to_what_is_frozen_turns_to_nobody_any_more(chat):
    await chat.tell(
        said(JIA, "晚安", MONDAY + 86_399, id=1),
        said(YI, "晚安", MONDAY + 86_401, id=2, reply_to=1),
    )
    await chat.seal()
    tuesday = (MONDAY + 8 * 3600) // 86_400 + 1
    await freeze_before(chat.writer, chat.store.sealer, GROUP, tuesday)
    assert await turns(chat) == []
    await chat.seal()
    assert await turns(chat) == []
