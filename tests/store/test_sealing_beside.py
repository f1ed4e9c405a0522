"""Many days sealed on every core, and loud ones elsewhere: the same summaries as day by day."""

import pytest
from sqlalchemy import select, update

from groupscope.store import Store, sealer, sealing, sealing_beside
from groupscope.store.sealing import seal_stretch
from groupscope.store.sealing_beside import Sealing
from groupscope.store.tables import day, day_summary
from groupscope.workers import Worker, WorkerError
from tests.store.kit import BING, GROUP, JIA, OTHER_GROUP, YI, Chat, at, reacted, said

A_DAY = 86_400
DAYS = 20
START = at("2026-08-01 23:59")
FIRST = (START + 8 * 3600) // A_DAY


@pytest.fixture
def chat(sqlite_store: Store, monkeypatch) -> Chat:
    """A group of so few days as would else be sealed one by one."""
    monkeypatch.setattr(sealing_beside, "WORTH_A_PROCESS", 10)
    return Chat(sqlite_store)


async def talk(chat: Chat) -> None:
    """Two groups over so many days; each day's reply quotes what was said the day before."""
    told = []
    for number in range(DAYS):
        when = START + number * A_DAY
        told += [
            said(JIA, "今天吃火锅吗？", when, number=3 * number + 1, id=1000 + number),
            said(YI, "[doge] 好", when + 30, number=3 * number + 2, mentions=(JIA,)),
            said(BING, "哈哈哈", when + 61, number=3 * number + 3, reply_to=999 + number),
            said(JIA, "在", when, group=OTHER_GROUP, number=number + 1),
        ]
    await chat.tell(*told, reacted(YI, "👍", 1000, START + 5))


async def summaries(chat: Chat) -> list:
    async with chat.store.engine.connect() as connection:
        rows = await connection.execute(
            select(day_summary).order_by(*day_summary.primary_key.columns)
        )
        return [tuple(row) for row in rows]


async def open_days(chat: Chat) -> list[tuple[int, int]]:
    rows = await chat.rows(day)
    return [(row.group_id, row.day) for row in rows if row.built != row.changed]


async def mark(chat: Chat, **what) -> None:
    async with chat.writer.transaction() as connection:
        await connection.execute(update(day).values(**what))


def job(chat: Chat, **more) -> Sealing:
    return Sealing(chat.store, START + (DAYS + 5) * A_DAY, **more)


async def test_the_summaries_are_those_that_the_sealer_makes(chat):
    await talk(chat)
    assert await chat.store.sealer.seal_all(START + (DAYS + 5) * A_DAY) == 2 * DAYS + 1
    by_the_sealer = await summaries(chat)
    await mark(chat, changed=day.c.changed + 1)
    told = []
    beside = job(chat, progress=lambda sealed, days: told.append((sealed, days)), processes=1)
    assert await beside.run() == 2 * DAYS + 1
    assert await open_days(chat) == []
    assert await summaries(chat) == by_the_sealer
    assert told[-1] == (2 * DAYS + 1, 2 * DAYS + 1)


async def test_what_a_reply_quotes_is_found_before_its_day_is_sealed(chat):
    await talk(chat)
    async with chat.writer.transaction() as connection:
        await connection.exec_driver_sql("UPDATE message SET reply_to_key = NULL")
    await job(chat, processes=0).run()
    replies = [row for row in await chat.rows() if row.reply_to_id and row.reply_to_id >= 1000]
    assert len(replies) == DAYS - 1
    assert all(row.reply_to_key for row in replies)
    assert await open_days(chat) == []


async def test_a_day_that_changes_while_it_is_read_is_left_for_the_next_time(chat, monkeypatch):
    await talk(chat)
    file = chat.store.engine.url.database

    is_sealed = sealing._is_sealed

    def changed_meanwhile(connection, group_id, one):
        if one.number == FIRST:
            connection.execute(update(day).where(day.c.day == FIRST).values(changed=99))
        return is_sealed(connection, group_id, one)

    monkeypatch.setattr(sealing, "_is_sealed", changed_meanwhile)
    assert seal_stretch(file, GROUP, [FIRST, FIRST + 1]) == 1
    assert {row[1] for row in await summaries(chat)} == {FIRST + 1}
    assert (GROUP, FIRST) in await open_days(chat)


async def test_frozen_days_stay_as_they_are(chat):
    await talk(chat)
    await mark(chat, frozen=1)
    assert await job(chat, processes=0).run() == 0
    assert seal_stretch(chat.store.engine.url.database, GROUP, [FIRST]) == 0
    assert await summaries(chat) == []


async def test_stopped_it_leaves_the_rest_to_the_next_time(chat):
    await talk(chat)
    stopping = job(chat, processes=0)
    stopping.progress = lambda _sealed, _days: setattr(stopping, "is_stopped", True)
    sealed = await stopping.run()
    assert 0 < sealed < DAYS
    assert len(await open_days(chat)) == 2 * DAYS + 1 - sealed
    assert await job(chat, processes=0).run() == 2 * DAYS + 1 - sealed
    assert await open_days(chat) == []


async def test_a_stretch_that_cannot_be_sealed_beside_is_sealed_day_by_day(chat, monkeypatch):
    def refused(*_words):
        raise OSError("disk full")

    await talk(chat)
    monkeypatch.setattr(sealing_beside, "seal_stretch", refused)
    assert await job(chat, processes=0).run() == 2 * DAYS + 1
    assert await open_days(chat) == []


async def test_loud_days_are_sealed_by_another_process_the_others_here(chat, monkeypatch):
    await talk(chat)
    days = await chat.seal()
    here = await summaries(chat)
    monkeypatch.setattr(sealer, "LOUD", 3)  # as many as the first group has on all days but two
    worker, sealed = Worker(), []

    async def elsewhere(work):
        sealed.append(await worker.run(work))
        return sealed[-1]

    chat.store.sealer.elsewhere = elsewhere
    await mark(chat, changed=day.c.changed + 1)
    assert await chat.seal() == days
    assert sealed == [1] * (DAYS - 1)
    assert await open_days(chat) == []
    assert await summaries(chat) == here
    await worker.stop()


async def test_a_loud_day_is_sealed_here_where_no_other_process_can(chat, monkeypatch):
    async def nowhere(_work):
        raise WorkerError("后台进程意外退出")

    await talk(chat)
    days = await chat.seal()
    here = await summaries(chat)
    monkeypatch.setattr(sealer, "LOUD", 3)
    chat.store.sealer.elsewhere = nowhere
    await mark(chat, changed=day.c.changed + 1)
    assert await chat.seal() == days
    assert await summaries(chat) == here
