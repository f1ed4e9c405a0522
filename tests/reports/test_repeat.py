"""复读: chains, counted by hand."""

from itertools import count

import pytest

from groupscope.model import Kind, Member
from groupscope.report import HEADLINE_LENGTH, NothingSaidError
from groupscope.reports.repeat import NobodyRepeatedError, Repeats
from groupscope.store.names import Seen
from tests.reports.kit import FRIDAY, LONG_PERIODS, THURSDAY, Group
from tests.store.kit import BING, GROUP, JIA, NAPCAT, YI, recalled, said

NOON = FRIDAY + 12 * 3600
DING = 30004


async def talk(group: Group, *lines: tuple, since: int = NOON, step: int = 5) -> None:
    """(who, words) and maybe more of each line, five seconds apart."""
    number = count(since % 100_000 * 100)
    for place, (by, words, *more) in enumerate(lines):
        key = next(number)
        fields = {"id": key, "number": key, **(more[0] if more else {})}
        await group.tell(said(by, words, since + place * step, **fields))


async def found(group: Group, *args, **more) -> list[tuple]:
    """(what, people, began, broke) of each chain."""
    report = await group.ask(Repeats, *args, **more)
    return [
        (chain.text, chain.people, chain.run.began, chain.run.broken_by) for chain in report.chains
    ]


async def test_three_people_who_say_the_same_make_a_chain(group):
    await talk(group, (JIA, "好耶"), (YI, "好耶"), (BING, "好耶"), (DING, "你们在干嘛"))
    assert await found(group) == [("好耶", 3, JIA, DING)]
    report = await group.ask(Repeats)
    assert report.headline() == "今天复读 1 次，最长 3 人「好耶」，甲 带头，…0004 打断"


async def test_two_people_or_one_who_repeats_themselves_do_not(group):
    await talk(group, (JIA, "好耶"), (JIA, "好耶"), (YI, "好耶"), (JIA, "好耶"), (BING, "嗯"))
    with pytest.raises(NobodyRepeatedError, match="^今天没有复读（3 人接连说一样的才算）。"):
        await group.ask(Repeats)


async def test_case_width_and_white_space_do_not_matter(group):
    await talk(
        group, (JIA, "Hello 世界"), (YI, "ｈｅｌｌｏ世界"), (BING, " HELLO  世界\n"), (JIA, "?")
    )
    assert await found(group) == [("Hello 世界", 3, JIA, JIA)]


async def test_the_same_person_twice_is_one_person_and_breaks_nothing(group):
    await talk(group, (JIA, "+1"), (YI, "+1"), (YI, "+1"), (JIA, "+1"), (BING, "+1"))
    report = await group.ask(Repeats)
    assert await found(group) == [("+1", 3, JIA, None)]
    assert report.messages == 5


async def test_commands_robots_and_what_was_recalled_are_as_if_not_there(group):
    await talk(
        group,
        (JIA, "+1", {"id": 1}),
        (YI, "/rank", {"is_command": True}),
        (YI, "+1"),
        (NAPCAT, "今天 3 条", {"is_own": True}),
        (2854196310, "+1", {"is_bot": True}),
        (DING, "说错了", {"id": 7}),
        (BING, "+1"),
    )
    await group.tell(recalled(7, NOON + 99))
    assert await found(group) == [("+1", 3, JIA, None)]
    await group.tell(recalled(1, NOON + 100))
    with pytest.raises(NobodyRepeatedError):
        await group.ask(Repeats)


async def test_stickers_and_pictures_are_told_by_their_identity(group):
    sticker = {"kind": Kind.STICKER, "media": ("image:0A",)}
    other = {"kind": Kind.STICKER, "media": ("image:0B",)}
    unknown = {"kind": Kind.IMAGE, "media": ("image:",)}
    voice = {"kind": Kind.VOICE, "media": ("voice:",)}
    await talk(
        group,
        *((by, "", sticker) for by in (JIA, YI, BING)),
        (JIA, "", other),
        *((by, "", unknown) for by in (JIA, YI, BING)),
        *((by, "", voice) for by in (JIA, YI, BING)),
    )
    assert await found(group) == [("[表情]", 3, JIA, JIA)]


async def test_words_with_different_pictures_are_different(group):
    a, b = {"media": ("image:0A",)}, {"media": ("image:0B",)}
    await talk(group, (JIA, "看", a), (YI, "看", a), (BING, "看", b), (DING, "看", b))
    with pytest.raises(NobodyRepeatedError):
        await group.ask(Repeats)


async def test_what_comes_after_ten_minutes_no_longer_belongs_to_it(group):
    await talk(group, (JIA, "早"), (YI, "早"), (BING, "早"))
    await talk(group, (DING, "早"), since=NOON + 10 + 600)
    assert await found(group) == [("早", 4, JIA, None)]
    await talk(group, (JIA, "晚"), (YI, "晚"), (BING, "晚"), since=NOON + 3600)
    await talk(group, (DING, "晚"), since=NOON + 3610 + 601)
    assert await found(group) == [("早", 4, JIA, None), ("晚", 3, JIA, None)]


async def test_a_chain_goes_on_over_midnight_sealed_or_not(group):
    await talk(group, (JIA, "新年快乐"), (YI, "新年快乐"), since=FRIDAY - 8)
    await talk(group, (BING, "新年快乐"), (DING, "新年快乐"), (JIA, "睡了"), since=FRIDAY + 1)
    expected = [("新年快乐", 4, JIA, JIA)]
    assert await found(group, "本周") == expected
    await group.seal()
    assert await found(group, "本周") == expected
    for day in ("昨天", "今天"):
        with pytest.raises(NobodyRepeatedError):
            await group.ask(Repeats, day)


async def test_who_breaks_it_after_midnight_is_known(group):
    await talk(group, (JIA, "好"), (YI, "好"), (BING, "好"), since=FRIDAY - 20)
    await talk(group, (DING, "不好"), since=FRIDAY + 5)
    await group.seal()
    assert await found(group, "本周") == [("好", 3, JIA, DING)]
    assert await found(group, "昨天") == [("好", 3, JIA, None)]


async def test_the_longest_and_the_fastest_are_told(group):
    await talk(group, (JIA, "慢"), (YI, "慢"), (BING, "慢"), (DING, "慢"), (JIA, "停"), step=40)
    await talk(group, (YI, "快"), (JIA, "快"), (BING, "快"), since=NOON + 600, step=2)
    report = await group.ask(Repeats)
    assert [tile.value for tile in report.card().marks[0].tiles] == ["2 次", "4 人", "4 秒"]
    assert report.chains[0].text == "慢"
    assert report.swift.text == "快"
    assert "最快：「快」4 秒内 3 人" in report.text()


async def test_each_members_part_is_counted(group):
    await talk(group, (JIA, "一"), (YI, "一"), (BING, "一"), (DING, "停"))
    await talk(group, (JIA, "二"), (YI, "二"), (DING, "二"), (BING, "停"), since=NOON + 900)
    board = (await group.ask(Repeats)).card().marks[2]
    assert [(row.name, row.value, row.note) for row in board.rows] == [
        ("甲", "2 次", "带头 2 次"),
        ("乙", "2 次", ""),
        ("丙", "1 次", "打断 1 次"),
        ("…0004", "1 次", "打断 1 次"),
    ]


async def test_a_member_sees_the_chains_they_had_a_part_in(group):
    await talk(group, (JIA, "一"), (YI, "一"), (BING, "一"), (DING, "停"))
    await talk(group, (JIA, "二"), (YI, "二"), (BING, "二"), since=NOON + 900)
    assert await found(group, "今天", DING) == [("一", 3, JIA, DING)]
    report = await group.ask(Repeats, "今天", DING)
    assert [tile.value for tile in report.card().marks[0].tiles] == ["0 次", "0 次", "1 次"]
    with pytest.raises(NobodyRepeatedError, match="^…0006 今天没有参与或打断过复读"):
        await group.ask(Repeats, "今天", 30006)


async def test_an_empty_group_and_one_message(group):
    with pytest.raises(NothingSaidError):
        await group.ask(Repeats)
    await talk(group, (JIA, "早"))
    with pytest.raises(NobodyRepeatedError):
        await group.ask(Repeats, "今天", JIA)


@pytest.mark.parametrize("words", LONG_PERIODS)
@pytest.mark.parametrize("member", [None, JIA])
async def test_the_one_line_fits(group, words, member):
    for number in (JIA, YI):
        group.writer.put_seen(Seen(GROUP, FRIDAY, Member(number, nickname="很长的名字" * 30)))
    same = "很长的一句话" * 20
    await talk(group, (JIA, same), (BING, same), (DING, same), (YI, "停"), since=THURSDAY + 80_000)
    await talk(group, (JIA, same), (BING, same), (DING, same), (YI, "停"))
    headline = (await group.ask(Repeats, words, member)).headline()
    assert len(headline) <= HEADLINE_LENGTH
    assert "3 人" in headline
