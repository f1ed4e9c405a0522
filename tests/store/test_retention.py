"""At night goes what has had its time; lookups are counted and forgotten."""

import os
from pathlib import Path

import pytest
from sqlalchemy import insert

from groupscope.settings import RETENTION
from groupscope.store import presence
from groupscope.store.lookups import LookedUp, lookups_of
from groupscope.store.migrate import drop_old_copies
from groupscope.store.tables import chat_group, day, lookup, watch
from tests.store.kit import GROUP, JIA, NAPCAT, OTHER_GROUP, YI, Chat, at, said

MONDAY, TUESDAY, FRIDAY = (at(f"2026-11-{number} 12:00") for number in (16, 17, 20))
A_DAY = 86_400


@pytest.fixture
async def week(chat):
    """甲 says something at noon of each day, Monday to Friday; what is older than 2 days goes."""
    for number in range(5):
        await chat.tell(said(JIA, f"第 {number} 天", MONDAY + number * A_DAY))
    async with chat.writer.transaction() as connection:
        await chat.store.settings.change(connection, GROUP, RETENTION, 2, JIA, FRIDAY * 1000)
        await connection.execute(insert(chat_group), {"group_id": GROUP})
        await chat.store.groups.load(connection)
    chat.store.clock.now = at("2026-11-20 03:01")
    return chat


async def enforce(chat: Chat) -> int:
    return await chat.store.retention.enforce()


async def test_two_days_and_today_are_kept(week):
    assert await enforce(week) == 2
    assert await week.texts() == ["第 2 天", "第 3 天", "第 4 天"]
    assert [row.frozen for row in await week.rows(day)] == [1, 1, 0, 0, 0]


async def test_it_is_done_once_a_night(week):
    assert await enforce(week) == 2
    week.store.clock.now = at("2026-11-20 23:59")
    assert await enforce(week) == 0
    week.store.clock.now = at("2026-11-21 02:59")
    assert await enforce(week) == 0
    week.store.clock.now = at("2026-11-21 03:00")
    assert await enforce(week) == 1


async def test_numbers_that_name_nobody_stay(week):
    await enforce(week)
    assert await week.counts(MONDAY, FRIDAY) == {JIA: 2}
    async with week.store.snapshot() as db:
        from groupscope.scope import Scope
        from tests.store.kit import period

        coverage = await db.coverage(Scope(GROUP, period(MONDAY - A_DAY // 2, FRIDAY)))
    assert coverage.messages == 4


async def test_without_a_limit_nothing_goes(week):
    async with week.writer.transaction() as connection:
        await week.store.settings.change(connection, GROUP, RETENTION, 0, JIA, FRIDAY * 1000)
    assert await enforce(week) == 0
    assert len(await week.texts()) == 5


# Groups that we have left


async def leave(chat: Chat, when: int, *, listed: int | None = None, online: int) -> None:
    """Have been in the group since Monday, and left it; how long is the account online?"""
    async with chat.writer.transaction() as connection:
        await presence.connected(connection, NAPCAT, MONDAY)
        await presence.watches(connection, NAPCAT, [GROUP, OTHER_GROUP], MONDAY)
        await presence.watch_ends(connection, GROUP, when, NAPCAT)
        await presence.still_there(connection, NAPCAT, MONDAY, online)
        row = {"group_id": GROUP, "refreshed_at": listed or when}
        await connection.execute(insert(chat_group), row)
        await chat.store.groups.load(connection)


@pytest.fixture
async def both(chat):
    await chat.tell(said(JIA, "这里", MONDAY), said(YI, "那里", MONDAY, group=OTHER_GROUP))
    return chat


async def test_a_group_that_was_left_is_erased_after_the_grace(both):
    for number, erased in ((29, 0), (30, 0), (31, 1), (32, 0)):
        now = both.store.clock.now = TUESDAY + number * A_DAY + 3600
        if number == 29:
            await leave(both, TUESDAY + 7200, online=now + 4 * A_DAY)
        assert await enforce(both) == erased, number
    assert await both.texts() == ["那里"]


async def test_an_account_that_is_merely_away_has_left_nothing(both):
    await leave(both, TUESDAY, online=TUESDAY + A_DAY)
    both.store.clock.now = TUESDAY + 100 * A_DAY
    assert await enforce(both) == 0


async def test_a_group_that_is_listed_still_was_only_switched_off(both):
    now = both.store.clock.now = TUESDAY + 100 * A_DAY
    await leave(both, TUESDAY, listed=now - A_DAY, online=now)
    assert await enforce(both) == 0
    assert len(await both.rows(watch)) == 2


@pytest.mark.parametrize("settings", [{"grace_days": 0}])
async def test_without_a_grace_it_is_kept(both):
    now = both.store.clock.now = TUESDAY + 1000 * A_DAY
    await leave(both, TUESDAY, online=now)
    assert await enforce(both) == 0


# Lookups


async def test_lookups_are_counted_by_day_and_command(chat):
    told = [(GROUP, "rank", 0), (GROUP, "rank", 1), (OTHER_GROUP, "rank", 1), (GROUP, "mood", 2)]
    for group, command, days in told:
        chat.writer.put_seen(LookedUp(group, JIA, MONDAY + days * A_DAY, command))
    chat.writer.put_seen(LookedUp(GROUP, YI, MONDAY, "rank"))
    rows = await chat.rows(lookup)
    assert len(rows) == 5
    assert [row for row in rows if "30009" in str(row)] == []  # nobody tells who asked
    async with chat.store.engine.connect() as connection:
        assert await lookups_of(connection, JIA, None, FRIDAY) == {"rank": 3, "mood": 1}
        assert await lookups_of(connection, JIA, GROUP, FRIDAY) == {"rank": 2, "mood": 1}
        later = MONDAY + 30 * A_DAY
        assert await lookups_of(connection, JIA, None, later) == {"rank": 2, "mood": 1}


async def test_lookups_are_forgotten_after_thirty_days(week):
    for days in (0, 1):
        week.writer.put_seen(LookedUp(GROUP, JIA, MONDAY + days * A_DAY, "rank"))
    await week.writer.flush()
    week.store.clock.now = MONDAY + 30 * A_DAY
    await enforce(week)
    assert [row.day for row in await week.rows(lookup)] == [(MONDAY + A_DAY) // A_DAY]


def test_copies_of_the_database_go_after_thirty_days(tmp_path):
    for name, age in (
        ("before-migration-a.db", 31),
        ("before-migration-b.db", 29),
        ("mine.db", 99),
    ):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (FRIDAY - age * A_DAY,) * 2)
    drop_old_copies(tmp_path, FRIDAY)
    assert {path.name for path in tmp_path.iterdir()} == {"before-migration-b.db", "mine.db"}
    drop_old_copies(tmp_path / "nowhere", FRIDAY)


def test_what_a_restore_has_put_aside_goes_after_thirty_days_too(tmp_path):
    old, new = (tmp_path / f"x.db.before-restore-{name}" for name in ("20261001-1", "20261101-1"))
    for file, days in ((old, 31), (Path(f"{old}-wal"), 31), (new, 29), (tmp_path / "x.db", 99)):
        file.touch()
        os.utime(file, (FRIDAY - days * 86_400,) * 2)
    drop_old_copies(tmp_path / "backups", FRIDAY, tmp_path / "x.db")
    assert sorted(tmp_path.iterdir()) == [tmp_path / "x.db", new]
