"""名场面: who replied and reacted, counted by hand."""

import pytest

from groupscope.model import Kind, Message, Reaction, Segment
from groupscope.report import HEADLINE_LENGTH, NothingSaidError
from groupscope.reports.quotes import GreatMoments, NothingLovedError
from tests.reports.kit import FRIDAY, LONG_PERIODS, THURSDAY, Group
from tests.store.kit import BING, GROUP, JIA, NAPCAT, YI, recalled, said

NOON = FRIDAY + 12 * 3600
DING, WU = 30004, 30005


def line(number: int, by: int, words: str, after: int = 0, **more) -> Message:
    """The n-th message of the day."""
    return said(by, words, NOON + number + after, id=number, number=number, **more)


def puts(
    by: int | None, emoji: str, on: int, *, after: int = 100, off: bool = False, **more
) -> Reaction:
    """Somebody puts an emoji on the n-th message, or takes it off."""
    return Reaction(
        self_id=NAPCAT,
        group_id=GROUP,
        reacted_at=NOON + after,
        emoji=emoji,
        is_added=not off,
        message_id=on,
        user_id=by,
        **more,
    )


async def told(group: Group, *args, **more) -> list[tuple[str, int]]:
    """The quotes, each with how many people turned to it."""
    report = await group.ask(GreatMoments, *args, **more)
    return [(row.text, int(row.note.removesuffix(" 人"))) for row in report.card().marks[0].rows]


async def test_most_different_people_come_first(group):
    await group.tell(
        line(1, JIA, "早八取消了"),
        line(2, YI, "真的？", reply_to=1),
        line(3, YI, "真的真的？", reply_to=1),
        line(4, BING, "我不信"),
        puts(JIA, "76", 4),
        puts(DING, "128514", 4),
    )
    assert await told(group) == [("我不信", 2), ("早八取消了", 1)]


async def test_who_replies_and_reacts_counts_once(group):
    await group.tell(
        line(1, JIA, "早八取消了"),
        line(2, YI, "好耶", reply_to=1),
        puts(YI, "76", 1),
        puts(YI, "66", 1),
        puts(BING, "76", 1),
    )
    report = await group.ask(GreatMoments)
    [quote] = report.card().marks[0].rows
    assert quote.note == "2 人"
    assert [(cheer.emoji, cheer.count) for cheer in quote.cheers] == [
        ("💬", 1),
        ("👍", 2),
        ("❤️", 1),
    ]
    assert report.headline() == "今天名场面：甲「早八取消了」2 人接"


async def test_one_does_not_applaud_oneself(group):
    await group.tell(
        line(1, JIA, "我说完了"),
        line(2, JIA, "真的", reply_to=1),
        puts(JIA, "76", 1),
    )
    with pytest.raises(NothingLovedError, match=r"今天还没有被回复或贴表情的消息。.*名场面 近7天"):
        await group.ask(GreatMoments)


async def test_what_is_taken_off_again_does_not_count(group):
    await group.tell(
        line(1, JIA, "早"),
        puts(YI, "76", 1),
        puts(YI, "76", 1, after=200, off=True),
        puts(BING, "76", 1),
    )
    assert await told(group) == [("早", 1)]
    await group.tell(puts(YI, "76", 1, after=300))
    assert await told(group) == [("早", 2)]


async def test_of_reactions_by_nobody_known_the_last_number_counts(group):
    await group.tell(
        line(1, JIA, "早"),
        puts(None, "76", 1, count=1),
        puts(None, "76", 1, after=101, count=2),
        puts(None, "66", 1, after=102, count=1),
        line(2, YI, "早", reply_to=1),
    )
    assert await told(group) == [("早", 3)]


async def test_recalled_messages_are_never_quoted_nor_are_commands_and_robots(group):
    await group.tell(
        line(1, JIA, "说漏嘴了"),
        line(2, JIA, "/rank", is_command=True),
        line(3, 2854196310, "签到成功", is_bot=True),
        line(4, NAPCAT, "今天 3 条", is_own=True),
        line(5, JIA, "留下的"),
        *(puts(YI, "76", number) for number in range(1, 6)),
        recalled(1, NOON + 300),
    )
    assert await told(group) == [("留下的", 1)]


async def test_a_reply_that_was_recalled_and_a_robots_applause_do_not_count(group):
    await group.tell(
        line(1, JIA, "早"),
        line(2, YI, "早啊", reply_to=1),
        line(3, BING, "早安", reply_to=1),
        puts(2854196310, "76", 1),
        recalled(2, NOON + 300),
    )
    assert await told(group) == [("早", 1)]


async def test_equal_ones_stand_by_all_they_were_given_then_the_later_first(group):
    await group.tell(
        line(1, JIA, "一"),
        line(2, JIA, "二"),
        line(3, JIA, "三"),
        puts(YI, "76", 1),
        puts(YI, "66", 1),
        puts(YI, "76", 2),
        puts(YI, "76", 3),
    )
    assert [text for text, _ in await told(group)] == ["一", "三", "二"]


async def test_only_messages_of_the_period_are_quoted_with_what_came_after_it(group):
    late = THURSDAY + 86_390
    await group.tell(
        said(JIA, "昨晚的话", late, id=1, number=1),
        line(2, YI, "才看到", reply_to=1),
        line(3, BING, "今天的话"),
        puts(JIA, "76", 3),
    )
    assert await told(group, "昨天") == [("昨晚的话", 1)]
    assert await told(group, "今天") == [("今天的话", 1)]
    await group.seal()
    assert await told(group, "昨天") == [("昨晚的话", 1)]


async def test_a_member_is_quoted_alone(group):
    await group.tell(
        line(1, JIA, "甲的话"),
        line(2, YI, "乙的话", reply_to=1),
        puts(BING, "76", 2),
        puts(JIA, "76", 2),
    )
    assert await told(group, "今天", JIA) == [("甲的话", 1)]
    assert await told(group, "今天", YI) == [("乙的话", 2)]
    with pytest.raises(NothingLovedError, match="^丙 今天还没有"):
        await group.ask(GreatMoments, "今天", BING)


async def test_at_most_ten_are_quoted_the_best_of_many(group):
    for number in range(1, 131):
        await group.tell(line(number, JIA, f"第 {number} 句"), puts(YI, "76", number))
    await group.tell(puts(BING, "76", 7))
    found = await told(group)
    assert found[0] == ("第 7 句", 2)
    assert [text for text, _ in found[1:]] == [f"第 {number} 句" for number in range(130, 121, -1)]


async def test_replies_and_reactions_are_put_together(group):
    await group.tell(
        *(line(number, JIA, f"第 {number} 句") for number in (1, 2, 3)),
        puts(YI, "76", 1),
        puts(BING, "76", 1),
        puts(YI, "76", 2),
        *(line(number, by, "嗯", reply_to=2) for number, by in ((6, BING), (7, DING))),
        line(8, BING, "哦", reply_to=3),
    )
    assert await told(group) == [("第 2 句", 3), ("第 1 句", 2), ("第 3 句", 1)]


async def test_what_is_no_words_is_named(group):
    face = Segment("face", {"id": "178"})
    sticker = Segment("image", {"summary": "[摸头]", "sub_type": 1})
    program = Segment(
        "json",
        {"data": '{"app":"com.tencent.miniapp_01","meta":{"detail_1":{"title":"哔哩哔哩"}}}'},
    )
    photo = Segment("image", {"sub_type": 0})
    await group.tell(
        line(1, JIA, "", kind=Kind.IMAGE, media=("image:0A",), segments=(photo,)),
        line(2, JIA, "", kind=Kind.CARD, segments=(program,)),
        line(3, JIA, "好", segments=(Segment("text", {"text": "好"}), face, sticker)),
        *(puts(YI, "76", number) for number in (1, 2, 3)),
    )
    assert [text for text, _ in await told(group)] == ["好😏[摸头]", "[B站卡片]", "[图片]"]


async def test_an_empty_group_and_a_silent_one_are_told_apart(group):
    with pytest.raises(NothingSaidError):
        await group.ask(GreatMoments)
    await group.tell(line(1, JIA, "有人吗"))
    with pytest.raises(NothingLovedError):
        await group.ask(GreatMoments, "今天")


@pytest.mark.parametrize("words", LONG_PERIODS)
async def test_the_one_line_fits(group, words):
    await group.tell(line(1, JIA, "一句很长的话，" * 30), puts(YI, "76", 1))
    headline = (await group.ask(GreatMoments, words)).headline()
    assert len(headline) <= HEADLINE_LENGTH
    assert "1 人接" in headline


async def test_the_words_tell_everything(group):
    await group.tell(line(1, JIA, "早八取消了"), puts(YI, "128514", 1), puts(BING, "9", 1))
    assert (await group.ask(GreatMoments, "近7天")).text().splitlines() == [
        "近7天名场面 · 群 20001",
        "1. 甲（11-20 12:00）：早八取消了 —— 2 人（😂1 😭1）",
        "近7天 11-14–11-20 · 11-19 00:00 起有记录 · 1 条 · 无中断",
    ]
