"""What is stored follows what a group sets: its zone, other bots, what recalled lines said."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from groupscope.settings import IGNORED, RECALLED, RETENTION, ZONE
from groupscope.store import rewriting as rewriting_module
from groupscope.store.days import local_day
from groupscope.store.erasing import freeze_before
from groupscope.store.identity import Place
from groupscope.store.rewriting import OVERLAP, SETTLING
from groupscope.store.tables import day, member, message, rewriting
from tests.store.kit import BING, GROUP, JIA, NOON, OTHER_GROUP, YI, at, recalled, said

HAVANA = ZoneInfo("America/Havana")
SUMMER, WINTER = at("2026-07-01 12:30"), at("2026-11-10 12:30")
"""Half past noon in Shanghai; in Havana half past midnight that day, and eleven at night before."""


async def set_to(chat, one, value, *, group: int = GROUP, when: int = NOON) -> int:
    """Set something; how many messages followed?"""
    async with chat.writer.transaction() as connection:
        await chat.store.settings.change(connection, group, one, value, JIA, when * 1000)
    return await chat.store.rewriting.catch_up([GROUP, OTHER_GROUP])


async def follow(chat) -> int:
    return await chat.store.rewriting.catch_up([GROUP])


# Time zones


async def test_a_new_zone_moves_messages_in_summer_and_in_winter_by_what_holds_then(chat):
    await chat.tell(said(JIA, "夏", SUMMER), said(YI, "冬", WINTER))
    await chat.seal()
    assert await set_to(chat, ZONE, "America/Havana") == 2
    assert [row.utc_offset for row in await chat.rows()] == [-240, -300]
    await chat.seal()
    june, july = (at(f"2026-{date} 00:00", HAVANA) for date in ("06-30", "07-01"))
    ninth, tenth = (at(f"2026-11-{date} 00:00", HAVANA) for date in ("09", "10"))
    assert await chat.counts(june, july) == {}
    assert await chat.counts(july, july + 86_400) == {JIA: 1}
    assert await chat.counts(ninth, tenth) == {YI: 1}
    assert await chat.counts(tenth, tenth + 86_400) == {}


async def test_the_hour_that_comes_twice_stays_apart_by_its_offset(chat):
    """In Havana 2026-11-01 00:30 came twice: at 04:30 UTC and at 05:30 UTC."""
    first = at("2026-11-01 04:30", ZoneInfo("UTC"))
    await chat.tell(said(JIA, "先", first), said(JIA, "后", first + 3600))
    await set_to(chat, ZONE, "America/Havana")
    rows = await chat.rows()
    assert [row.utc_offset for row in rows] == [-240, -300]
    assert {local_day(row.sent_at, row.utc_offset) for row in rows} == {local_day(first, 0)}


async def test_both_the_old_day_and_the_new_one_are_counted_anew(chat):
    await chat.tell(said(JIA, "冬", WINTER))
    await chat.seal()
    before = {row.day: row.changed for row in await chat.rows(day)}
    assert before == {local_day(WINTER, 480): 1}
    await set_to(chat, ZONE, "America/Havana")
    dirty = {row.day for row in await chat.rows(day) if row.changed != row.built}
    assert dirty == {local_day(WINTER, 480), local_day(WINTER, -300)}
    assert await chat.seal() == 2


async def test_there_and_back_is_as_if_nothing_had_been(chat):
    await chat.tell(said(JIA, "夏", SUMMER), said(YI, "冬", WINTER))
    before = await chat.rows()
    await set_to(chat, ZONE, "America/Havana")
    assert await set_to(chat, ZONE, None, when=NOON + 1) == 2
    assert await chat.rows() == before


async def test_other_groups_keep_their_time(chat):
    await chat.tell(said(JIA, "冬", WINTER), said(JIA, "冬", WINTER, group=OTHER_GROUP))
    assert await set_to(chat, ZONE, "America/Havana") == 1
    assert [row.utc_offset for row in await chat.rows()] == [-300, 480]


async def test_what_would_come_into_a_frozen_day_stays_where_it_can_be_erased(chat):
    early = at("2026-11-10 00:30")
    await chat.tell(
        said(JIA, "前", early - 86_400), said(JIA, "早", early), said(JIA, "晚", early + 60_000)
    )
    await chat.writer.flush()
    await freeze_before(chat.writer, chat.store.sealer, GROUP, local_day(early, 480))
    assert await set_to(chat, ZONE, "Europe/London") == 1
    assert [(row.text, row.utc_offset) for row in await chat.rows()] == [("早", 480), ("晚", 0)]


async def test_long_histories_are_walked_in_slices_and_go_on_after_a_restart(
    chat, restarted, monkeypatch
):
    monkeypatch.setattr(rewriting_module, "SLICE", 7)
    await chat.tell(*(said(JIA, f"第 {n} 句", WINTER + n // 2) for n in range(30)))
    async with chat.writer.transaction() as connection:
        await chat.store.settings.change(
            connection, GROUP, ZONE, "America/Havana", JIA, NOON * 1000
        )
    revision = chat.store.settings.revision(GROUP)
    rows = await chat.rows()
    async with chat.writer.transaction() as connection:  # as far as it came before it was stopped
        await rewriting_module.WALK.note(
            connection,
            GROUP,
            revision,
            replace(
                await rewriting_module.WALK.reached(connection, GROUP, revision),
                place=Place(rows[9].sent_at, rows[9].message_key),
            ),
        )
    again = await restarted()
    assert await follow(again) == 20
    assert await follow(again) == 0
    assert [row.utc_offset for row in await again.rows()] == [480] * 10 + [-300] * 20


async def test_what_comes_later_comes_in_the_new_zone_and_is_not_walked_over_again(chat):
    await chat.tell(said(JIA, "冬", WINTER))
    await set_to(chat, ZONE, "America/Havana")
    await chat.tell(said(JIA, "又", WINTER + 60))
    assert [row.utc_offset for row in await chat.rows()] == [-300, -300]
    assert await follow(chat) == 0


async def test_a_shared_database_is_looked_at_again_until_every_process_knows(chat, clock, backend):
    """Another process may write in the old zone for up to a minute."""
    await chat.tell(said(JIA, "冬", WINTER), said(JIA, "刚才", clock.now - OVERLAP))
    await set_to(chat, ZONE, "America/Havana", when=clock.now)
    await chat.tell(said(YI, "旧", clock.now))
    async with chat.writer.transaction() as connection:
        await connection.execute(
            update(message).where(message.c.text == "旧").values(utc_offset=480)
        )
    clock.now += SETTLING + 1
    assert await follow(chat) == (0 if backend == "sqlite" else 1)
    assert (await chat.rows(rewriting))[0].is_finished == 1
    assert await follow(chat) == 0


# Other bots


async def test_whoever_is_called_another_bot_counts_no_more_and_says_nothing(chat):
    await chat.tell(said(JIA, "火锅太棒了", WINTER), said(YI, "我是机器人吗？", WINTER + 1))
    await chat.seal()
    assert await set_to(chat, IGNORED, frozenset({YI})) == 1
    rows = await chat.rows()
    assert [(row.sender_id, row.is_bot) for row in rows] == [(JIA, 0), (YI, 1)]
    assert (rows[1].words, rows[1].mood, rows[1].is_question) == (None, None, 0)
    assert rows[1].text == "我是机器人吗？"
    assert await chat.counts(WINTER, WINTER + 60) == {JIA: 1}


async def test_whoever_is_called_so_no_more_is_read_and_counted_again(chat):
    await chat.tell(said(JIA, "火锅太棒了", WINTER), said(YI, "我是机器人吗？", WINTER + 1))
    before = await chat.rows()
    await set_to(chat, IGNORED, frozenset({YI}))
    assert await set_to(chat, IGNORED, frozenset(), when=NOON + 1) == 1
    assert await chat.rows() == before
    assert await chat.counts(WINTER, WINTER + 60) == {JIA: 1, YI: 1}


async def test_who_is_a_bot_for_other_reasons_stays_one(chat):
    official = 2854196306
    await chat.tell(
        said(official, "我是小冰", WINTER, is_bot=True),
        said(YI, "我也是", WINTER + 1, is_bot=True),
        said(BING, "我被误认过", WINTER + 2, is_bot=True),
    )
    async with chat.writer.transaction() as connection:
        row = {"group_id": GROUP, "user_id": YI, "is_robot": 1}
        await connection.execute(member.insert(), row)
    everybody = frozenset({official, YI, BING})
    assert await set_to(chat, IGNORED, everybody) == 0
    assert await set_to(chat, IGNORED, frozenset(), when=NOON + 1) == 1
    assert [row.is_bot for row in await chat.rows()] == [1, 1, 0]


async def test_what_was_marked_without_anybody_asking_stays(chat):
    await chat.tell(said(YI, "进口来的", WINTER, is_bot=True))
    await set_to(chat, IGNORED, frozenset({JIA}))
    assert [row.is_bot for row in await chat.rows()] == [1]


# Recalled messages


@pytest.mark.parametrize("settings", [{"recalled": "keep"}])
async def test_what_recalled_messages_said_goes_when_it_is_not_kept_any_longer(chat):
    await chat.tell(
        said(JIA, "火锅", WINTER, id=1), said(YI, "奶茶", WINTER + 1, id=2), recalled(1, WINTER + 9)
    )
    assert await chat.texts() == ["火锅", "奶茶"]
    assert await set_to(chat, RECALLED, "drop") == 1
    first, second = await chat.rows()
    assert (first.text, first.words, first.recalled_at) == ("", None, WINTER + 9)
    assert second.text == "奶茶"
    assert await set_to(chat, RECALLED, "drop", when=NOON + 1) == 0
    await chat.tell(recalled(2, WINTER + 10))
    assert await chat.texts() == ["", ""]


async def test_a_group_may_keep_what_others_drop(chat):
    await set_to(chat, RECALLED, "keep")
    for group in (GROUP, OTHER_GROUP):
        await chat.tell(
            said(JIA, "火锅", WINTER, id=group, group=group),
            recalled(group, WINTER + 9, group=group),
        )
    assert await chat.texts() == ["火锅", ""]


async def test_what_touches_nothing_stored_starts_no_walk(chat):
    await chat.tell(said(JIA, "冬", WINTER))
    assert await set_to(chat, RETENTION, 30) == 0
    assert await chat.rows(rewriting) == []
