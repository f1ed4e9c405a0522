"""Day summaries: made of closed days, made anew when a day changes, frozen for good."""

from sqlalchemy import select, update

from groupscope.config import Config
from groupscope.model import Member
from groupscope.scope import Scope
from groupscope.store import Store
from groupscope.store.days import mark_changed
from groupscope.store.erasing import erase_member, freeze_before
from groupscope.store.names import Seen
from groupscope.store.summaries import KINDS, TOTALS
from groupscope.store.tables import day, day_summary, member, name_history, notice, tombstone
from tests.store.kit import (
    GROUP,
    JIA,
    LAGRANGE,
    YI,
    Chat,
    at,
    history,
    period,
    poked,
    recalled,
    said,
)

MONDAY, TUESDAY, FRIDAY = (at(f"2026-11-{number} 00:00") for number in (16, 17, 20))
MONDAYS_NUMBER = (MONDAY + 8 * 3600) // 86_400


async def test_a_closed_day_is_sealed_once_and_the_open_one_never(chat):
    await chat.tell(said(JIA, "周一", MONDAY, id=1), said(YI, "今天", FRIDAY + 60, id=2))
    assert await chat.seal() == 1
    assert await chat.seal() == 0
    assert {row.day for row in await chat.rows(day_summary)} == {MONDAYS_NUMBER}
    assert await chat.counts(MONDAY, FRIDAY + 86_400) == {JIA: 1, YI: 1}


async def test_what_comes_late_makes_its_day_anew(chat):
    await chat.tell(said(JIA, "一", MONDAY, id=1))
    await chat.seal()
    await chat.fetch(history(YI, "二", MONDAY + 1, id=2))
    assert await chat.counts(MONDAY, TUESDAY) == {JIA: 1, YI: 1}
    assert await chat.seal() == 1
    assert await chat.counts(MONDAY, TUESDAY) == {JIA: 1, YI: 1}


async def test_what_comes_while_a_day_is_being_sealed_is_not_lost(chat, monkeypatch):
    """The rows are read, then a message comes, then the summary is written."""
    await chat.tell(said(JIA, "一", MONDAY, id=1))
    write = chat.store.sealer._write

    async def write_late(connection, *rest) -> object:
        await mark_changed(connection, [(GROUP, MONDAYS_NUMBER)])
        return await write(connection, *rest)

    monkeypatch.setattr(chat.store.sealer, "_write", write_late)
    await chat.store.sealer.seal_day(GROUP, MONDAYS_NUMBER)
    [row] = await chat.rows(day)
    assert row.built != row.changed


async def test_who_is_erased_is_gone_from_sealed_days_too(chat):
    await chat.tell(
        said(JIA, "一", MONDAY, id=1),
        said(YI, "二", MONDAY + 1, id=2),
        said(JIA, "今天", FRIDAY, id=3),
    )
    await chat.seal()
    assert await erase(chat, JIA, FRIDAY) == 1
    assert await chat.counts(MONDAY, FRIDAY + 60) == {JIA: 1, YI: 1}
    await chat.seal()
    assert await chat.counts(MONDAY, FRIDAY + 60) == {JIA: 1, YI: 1}


async def erase(chat: Chat, user_id: int, before: int) -> int:
    erased = await erase_member(chat.writer, chat.store.tombstones, GROUP, user_id, before)
    return erased.messages


async def test_what_was_erased_does_not_come_back(chat):
    await chat.tell(said(JIA, "一", MONDAY, number=1, id=1))
    await erase(chat, JIA, FRIDAY)
    await chat.fetch(history(JIA, "一", MONDAY, id=91, told_by=LAGRANGE))
    await chat.fetch(history(JIA, "没听到过", MONDAY + 9, number=9, id=9))
    await chat.tell(said(JIA, "迟到的", MONDAY + 5, number=2, id=2))
    assert await chat.texts() == []
    await chat.tell(said(JIA, "新的", FRIDAY, number=3, id=3))
    assert await chat.texts() == ["新的"]


async def test_what_was_erased_does_not_come_back_after_a_restart(chat, furnished_url, clock):
    await erase(chat, JIA, FRIDAY)
    again = Store(Config(database_url=furnished_url), clock=clock)
    await again.open()
    await Chat(again).tell(said(JIA, "一", MONDAY, id=1), said(YI, "二", MONDAY, id=2))
    assert await Chat(again).texts() == ["二"]
    await again.close()


async def test_a_tombstone_does_not_say_whose_it_is(chat):
    await erase(chat, JIA, FRIDAY)
    [row] = await chat.rows(tombstone)
    assert str(JIA) not in row.digest
    assert len(row.digest) == 64


async def test_erasing_many_messages_takes_them_all(chat):
    await chat.tell(
        *(said(JIA, "哈", MONDAY + number // 3, number=number + 1) for number in range(1_600)),
        said(YI, "留下", MONDAY, number=5_000),
    )
    assert await erase(chat, JIA, FRIDAY) == 1_600
    assert await chat.texts() == ["留下"]


async def test_erasing_takes_names_and_pokes_but_a_new_message_is_named_again(chat):
    shown = Member(JIA, nickname="甲", card="小甲")
    chat.writer.put_seen(Seen(GROUP, MONDAY, shown))
    await chat.tell(poked(JIA, YI, MONDAY), said(JIA, "一", MONDAY, sender=shown))
    await erase(chat, JIA, FRIDAY)
    for table in (member, name_history, notice):
        assert await chat.rows(table) == []
    await chat.tell(said(JIA, "二", FRIDAY, sender=shown))
    assert [row.card for row in await chat.rows(member)] == ["小甲"]


async def totals(chat: Chat, since: int, until: int) -> int:
    async with chat.store.snapshot() as db:
        return (await db.summary(TOTALS, Scope(GROUP, period(since, until)))).messages


async def freeze(chat: Chat, before: int) -> int:
    number = (before + 8 * 3600) // 86_400
    await chat.writer.flush()
    return await freeze_before(chat.writer, chat.store.sealer, GROUP, number)


async def test_a_frozen_day_keeps_its_totals_and_nobodys_name(chat):
    await chat.tell(said(JIA, "一", MONDAY, id=1), said(YI, "二", MONDAY + 1, id=2))
    assert await freeze(chat, TUESDAY) == 1
    assert await chat.texts() == []
    assert await chat.counts(MONDAY, TUESDAY) == {}
    assert await totals(chat, MONDAY, TUESDAY) == 2
    assert {row.names_members for row in await chat.rows(day_summary)} == {0}


async def test_a_frozen_day_keeps_its_totals_when_a_new_version_makes_them_otherwise(chat):
    await chat.tell(said(JIA, "一", MONDAY, id=1), said(YI, "二", TUESDAY, id=2))
    await freeze(chat, TUESDAY)
    await chat.seal()
    async with chat.writer.transaction() as connection:
        await connection.execute(update(day_summary).values(version=0))
    await chat.store.sealer.mark_outdated()
    assert await totals(chat, MONDAY, FRIDAY) == 2
    assert await chat.seal() == 1
    assert await totals(chat, MONDAY, FRIDAY) == 2


async def test_what_comes_for_a_frozen_day_is_refused_and_counted(chat):
    await chat.tell(said(JIA, "一", MONDAY, id=1))
    await freeze(chat, TUESDAY)
    await chat.fetch(history(YI, "二", MONDAY + 1, id=2), history(YI, "三", MONDAY + 2, id=3))
    await chat.tell(recalled(1))
    await chat.seal()
    assert await totals(chat, MONDAY, TUESDAY) == 1
    assert [row.refused for row in await chat.rows(day)] == [2]


async def test_a_sealer_that_comes_late_leaves_a_frozen_day_alone(chat):
    """It found the day changed, and meanwhile the day was frozen."""
    await chat.tell(said(JIA, "一", MONDAY, id=1))
    await freeze(chat, TUESDAY)
    await chat.store.sealer.seal_day(GROUP, MONDAYS_NUMBER)
    assert await totals(chat, MONDAY, TUESDAY) == 1
    async with chat.store.engine.connect() as connection:
        kinds = await connection.scalars(select(day_summary.c.kind))
        assert set(kinds) == {kind.name for kind in KINDS if not kind.names_members}


async def test_many_days_are_sealed_in_one_go(chat):
    start = at("2026-05-01 12:00")
    await chat.tell(*(said(JIA, "早", start + n * 86_400, number=n + 1) for n in range(60)))
    assert await chat.seal() == 60
    assert await chat.counts(start, start + 60 * 86_400) == {JIA: 60}


async def test_a_snapshot_does_not_see_what_comes_after_its_first_look(chat):
    await chat.tell(said(JIA, "一", MONDAY, id=1))
    async with chat.store.snapshot() as db:
        scope = Scope(GROUP, period(MONDAY, TUESDAY))
        before = (await db.summary(TOTALS, scope)).messages
        await chat.tell(said(JIA, "二", MONDAY + 1, id=2))
        assert (await db.summary(TOTALS, scope)).messages == before == 1
    assert await totals(chat, MONDAY, TUESDAY) == 2
