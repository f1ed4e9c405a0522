"""夜猫子: days that end at five, shares of the night, last words on the clock, nights in a row."""

import pytest
from sqlalchemy import insert

from groupscope.access import Act
from groupscope.model import Member
from groupscope.report import HEADLINE_LENGTH, NothingSaidError
from groupscope.reports.night import NoOwlsError, Owls, TooFewMessagesError
from groupscope.store.erasing import freeze_before
from groupscope.store.names import Seen
from groupscope.store.tables import filled
from tests.reports.kit import FRIDAY, LONG_PERIODS, THURSDAY, Group
from tests.store.kit import BING, GROUP, JIA, NAPCAT, YI, at, recalled, said

A_DAY, AN_HOUR = 86_400, 3600


async def heard(group: Group, since: int, until: int) -> None:
    row = {"group_id": GROUP, "since_at": since, "until_at": until, "source": "backfill"}
    async with group.writer.transaction() as connection:
        await connection.execute(insert(filled), row)


async def speaks(group: Group, who: int, *moments: str) -> None:
    """``speaks(group, JIA, "18 23:30", "19 00:30")``: a line at each of these, in November."""
    for moment in moments:
        await group.says(who, "嗨", since=at(f"2026-11-{moment}"))


async def chats(group: Group, who: int, times: int, day: int = 19) -> None:
    """Let a member say so much at noon, to have said enough."""
    await group.says(who, "午", since=at(f"2026-11-{day} 12:00"), times=times)


def shares(owls: Owls) -> list[tuple]:
    board = owls.card().marks[1]
    return [(row.place, row.name, row.value) for row in board.rows]


def notes(owls: Owls) -> dict[str, str]:
    return {row.name: row.note for row in owls.card().marks[1].rows}


def bedtimes(owls: Owls) -> list[tuple[str, str]]:
    boards = [mark for mark in owls.card().marks if "收工" in getattr(mark, "title", "")]
    return [(row.name, row.value) for board in boards for row in board.rows]


async def test_the_night_goes_from_midnight_to_five(group):
    await chats(group, JIA, 18)
    await speaks(group, JIA, "18 23:59", "19 00:00", "20 04:59", "20 05:00")
    await chats(group, YI, 19)
    await speaks(group, YI, "19 02:00")
    owls = await group.ask(Owls, "近30天")
    assert shares(owls) == [(1, "甲", "9%"), (2, "乙", "5%")]
    assert owls.headline() == "近30天 甲 9% 的话在 0–5 点说，最高"  # of two nights there is no mean
    assert owls.card().marks[0].tiles[0].value == "7%"  # 3 of 42


async def test_five_nights_over_midnight_are_five_in_a_row(group):
    """23:30 and 00:30 of the same night; the mean of the last words is 00:30, not 04:20."""
    await heard(group, at("2026-11-10 00:00"), THURSDAY)
    for day in range(13, 18):
        await speaks(group, JIA, f"{day} 23:30", f"{day + 1} 00:30")
    await chats(group, JIA, 20)
    owls = await group.ask(Owls, "近30天")
    assert notes(owls) == {"甲": "夜里 5 条 · 平均 00:30 收工 · 最多连着 5 晚"}


async def test_last_words_have_a_mean_around_the_clock(group):
    """Nights that end at 23:40, 00:00 and 00:20 end at midnight; an afternoon ends no night."""
    await chats(group, JIA, 20, day=15)
    await speaks(group, JIA, "11 23:40", "13 00:00", "14 00:20", "16 17:59")
    await chats(group, YI, 20, day=15)
    await speaks(group, YI, "11 01:00", "12 01:00")
    owls = await group.ask(Owls, "近30天")
    assert bedtimes(owls) == [("甲", "00:00")]
    await speaks(group, YI, "13 01:01")
    assert bedtimes(await group.ask(Owls, "近30天")) == [("乙", "01:00"), ("甲", "00:00")]


async def test_tonight_is_not_over(group):
    """It is nine in the evening: what was said at eight need not be the last word."""
    await chats(group, JIA, 20)
    await speaks(group, JIA, "17 01:00", "18 01:00", "19 01:00", "20 20:00")
    owls = await group.ask(Owls, "近30天")
    assert bedtimes(owls) == [("甲", "01:00")]


async def test_nights_go_on_until_the_last_one_that_is_over(group):
    await heard(group, at("2026-11-10 00:00"), THURSDAY)
    for who in (JIA, YI):
        await chats(group, who, 20)
    await speaks(group, JIA, "18 01:00", "19 01:00", "20 01:00")
    await speaks(group, YI, "17 01:00", "18 01:00", "19 01:00")
    told = notes(await group.ask(Owls, "近30天"))
    assert told["甲"].endswith("连着 3 晚")
    assert told["乙"].endswith("最多连着 3 晚")


async def test_a_night_that_nobody_heard_breaks_nothing(group):
    """The night after the 17th was heard up to midnight only."""
    await heard(group, at("2026-11-10 00:00"), at("2026-11-18 00:00"))
    await chats(group, JIA, 20)
    await speaks(group, JIA, "16 01:00", "17 01:00", "19 01:00", "20 01:00")
    assert notes(await group.ask(Owls, "近30天"))["甲"].endswith("连着 4 晚")
    await heard(group, at("2026-11-18 04:00"), at("2026-11-18 05:00"))
    assert notes(await group.ask(Owls, "近30天"))["甲"].endswith("连着 2 晚")


async def test_yesterday_ends_at_five_today(group):
    await chats(group, JIA, 20)
    await speaks(group, JIA, "19 03:00", "20 03:00", "20 06:00")
    owls = await group.ask(Owls, "昨天")
    assert [(owl.messages, owl.late) for owl in owls.owls] == [(21, 1)]
    assert owls.card().foot == "昨天 11-19 05:00–11-20 05:00 · 21 条 · 无中断"


async def test_below_twenty_messages_nobody_is_an_owl(group):
    await chats(group, JIA, 18)
    await speaks(group, JIA, "19 01:00")
    with pytest.raises(
        NoOwlsError, match=r"^近7天没有夜猫子：说满 20 条的人里，没人在 0–5 点说过话。"
    ):
        await group.ask(Owls, "近7天")
    await chats(group, JIA, 1, day=20)
    assert shares(await group.ask(Owls, "近7天")) == [(1, "甲", "5%")]


async def test_equal_shares_stand_by_messages_then_by_numbers(group):
    for who, times in ((BING, 19), (YI, 19), (JIA, 38)):
        await chats(group, who, times)
    await speaks(group, BING, "19 01:00")
    await speaks(group, YI, "19 02:00")
    await speaks(group, JIA, "19 03:00", "19 03:01")
    owls = await group.ask(Owls, "近30天")
    assert [row[1] for row in shares(owls)] == ["甲", "乙", "丙"]


async def test_the_latest_word_of_all_is_told(group):
    await chats(group, JIA, 20)
    await speaks(group, JIA, "18 02:00", "19 03:30")
    await speaks(group, YI, "17 04:10")
    owls = await group.ask(Owls, "近30天")
    assert "最晚的一句：乙，11-17 04:10" in owls.text()
    tile = owls.card().marks[0].tiles[1]
    assert (tile.value, tile.note) == ("04:10", "11-17 乙")


async def test_a_member_is_told_their_own(group):
    await chats(group, JIA, 24)
    await speaks(group, JIA, "18 01:00")
    await chats(group, YI, 19)
    await speaks(group, YI, "18 01:00")
    await chats(group, BING, 25)
    owls = await group.ask(Owls, "近30天", JIA)
    assert owls.headline() == "甲 近30天 4% 的话在 0–5 点说，第 2 名"
    assert [row.is_marked for row in owls.card().marks[1].rows] == [False, True]
    never = await group.ask(Owls, "近30天", BING)
    assert never.headline() == "丙 近30天 0% 的话在 0–5 点说"


async def test_a_member_who_said_too_little_is_told_so(group):
    await chats(group, YI, 20)
    await chats(group, JIA, 19)
    with pytest.raises(TooFewMessagesError, match="^甲 近30天只有 19 条消息，不到 20 条，"):
        await group.ask(Owls, "近30天", JIA)
    with pytest.raises(TooFewMessagesError, match="^丙 近30天只有 0 条消息"):
        await group.ask(Owls, "近30天", BING)


def test_others_nights_are_for_those_who_may():
    assert Owls.about_others is Act.SEE_CLOCK_OF_OTHERS


async def test_what_does_not_count_keeps_nobody_up(group):
    night = at("2026-11-19 01:00")
    await chats(group, JIA, 20)
    await speaks(group, JIA, "19 00:30")
    await group.tell(
        said(JIA, "/rank", night, is_command=True),
        said(YI, "我是机器人", night + 1, is_bot=True),
        said(NAPCAT, "今天 3 条", night + 2, is_own=True),
        said(JIA, "撤回", night + 3, id=7),
        recalled(7, night + 60),
    )
    [owl] = (await group.ask(Owls, "近30天")).owls
    assert (owl.messages, owl.late) == (21, 1)


async def test_sealed_days_say_the_same(group):
    await heard(group, at("2026-11-10 00:00"), THURSDAY)
    for who in (JIA, YI):
        await chats(group, who, 20, day=12)
        await speaks(group, who, "13 23:30", "14 01:30", "15 00:10", "15 23:00", "20 01:00")
    asked = ["近30天", "昨天", "上周", "全部"]
    before = [(await group.ask(Owls, words, JIA)).text() for words in asked[::2]]
    await group.seal()
    assert [(await group.ask(Owls, words, JIA)).text() for words in asked[::2]] == before


async def test_days_without_names_have_no_owls(group):
    await chats(group, JIA, 20, day=12)
    number = (at("2026-11-13 00:00") + 8 * AN_HOUR) // A_DAY
    await freeze_before(group.writer, group.store.sealer, GROUP, number)
    with pytest.raises(NothingSaidError, match="没有留下是谁说的"):
        await group.ask(Owls, "2026-11-12")


async def test_nothing_said_is_told_with_the_reason(group):
    with pytest.raises(NothingSaidError, match="^近30天还没有人说话。$"):
        await group.ask(Owls, "近30天")


@pytest.mark.parametrize("words", LONG_PERIODS[1:])
@pytest.mark.parametrize("member", [None, JIA])
async def test_the_one_line_fits(group, words, member):
    name = "🌸" + "很长的名字" * 30
    group.writer.put_seen(Seen(GROUP, FRIDAY, Member(JIA, nickname=name)))
    await group.says(JIA, "夜", since=FRIDAY + AN_HOUR, times=30)
    assert len((await group.ask(Owls, words, member)).headline()) <= HEADLINE_LENGTH
