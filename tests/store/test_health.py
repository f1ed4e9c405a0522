"""What the database tells of how the bot is, counted by hand; and the nightly upkeep."""

import pytest
from sqlalchemy import insert, select, update

from groupscope.health.reading import (
    digest_runs,
    missed,
    read,
    recent_accounts,
    usual_messages,
)
from groupscope.store import presence
from groupscope.store.engine import sqlite_file
from groupscope.store.schedules import State
from groupscope.store.sizes import USUAL_BYTES, bytes_a_message
from groupscope.store.tables import chat_group, day, digest_run, keyed_value, quarantine
from groupscope.store.upkeep import UPKEEP, Upkeep
from tests.store.kit import GROUP, JIA, NAPCAT, OTHER_GROUP, SHANGHAI, YI, at, said

MINUTE, HOUR, A_DAY = 60, 3600, 86_400
NOW = at("2026-11-20 21:00")


@pytest.fixture
async def recorded(chat, clock):
    """Two weeks of 甲's 番茄 at noon; connected for four hours until an hour before now."""
    clock.now = NOW
    for number in range(14):
        await chat.tell(said(JIA, "番茄", at("2026-11-20 12:00") - number * A_DAY))
    async with chat.writer.transaction() as connection:
        await connection.execute(
            insert(chat_group),
            [{"group_id": GROUP, "name": "番茄"}, {"group_id": OTHER_GROUP, "name": None}],
        )
        await presence.describe_account(connection, NAPCAT, "群镜", "NapCat", "4.18")
        since = NOW - 5 * HOUR
        await presence.connected(connection, NAPCAT, since)
        await presence.watches(connection, NAPCAT, [GROUP, OTHER_GROUP], since)
        await presence.still_there(connection, NAPCAT, since, NOW - HOUR, "disconnect")
        await presence.fill(connection, GROUP, NOW - 14 * A_DAY, since, "import")
        await chat.store.groups.load(connection)
    return chat


async def figures(chat):
    async with chat.store.engine.connect() as here:
        file = sqlite_file(chat.store.engine.url)
        return await read(here, chat.store.groups, file, NOW)


async def test_accounts_groups_and_growth(recorded):
    stored = await figures(recorded)
    [account] = stored.accounts
    assert (account.self_id, account.runs_on, account.has_history) == (NAPCAT, "NapCat 4.18", None)
    assert (account.connected_at, account.seen_at) == (NOW - 5 * HOUR, NOW - HOUR)
    assert account.groups == (GROUP, OTHER_GROUP)
    first, second = stored.groups
    assert (first.name, first.last_at) == ("番茄", at("2026-11-20 12:00"))
    assert first.messages_a_day == 14 / 14
    assert first.bytes_a_day == 2 * 3 + USUAL_BYTES  # two Chinese characters
    assert (first.offline_seconds, first.gaps) == (HOUR, 1)
    assert (second.last_at, second.messages_a_day, second.bytes_a_day) == (None, 0, 0)
    assert (stored.messages_a_day, stored.bytes_a_day) == (1, 156)
    assert stored.database_bytes is not None
    assert stored.database_bytes > 10_000


async def test_a_new_group_is_measured_by_the_days_it_has_had(recorded):
    for number in range(6):
        await recorded.tell(said(YI, "香蕉", NOW - 60 * number - 1, group=OTHER_GROUP))
    second = (await figures(recorded)).groups[1]
    assert second.messages_a_day == 6  # in five hours, which count as a day


async def test_what_was_put_aside_and_what_waits_for_its_summary(recorded):
    assert (await figures(recorded)).unsealed == 12  # neither today's nor yesterday's
    note = {"put_aside_at": NOW, "what": "Message"}
    async with recorded.writer.transaction() as connection:
        for reason in ("first", "last"):
            await connection.execute(insert(quarantine), note | {"reason": reason})
        await connection.execute(
            update(day).where(day.c.group_id == GROUP).values(frozen=1, refused=2)
        )
    stored = await figures(recorded)
    assert (stored.quarantined, stored.quarantine_reason) == (2, "last")
    assert (stored.unsealed, stored.refused) == (0, 28)


async def test_a_digest_is_missed_until_the_next_one_comes(recorded):
    def run(due: int, state: State, rhythm: str = "daily") -> dict:
        row = {"group_id": GROUP, "rhythm": rhythm, "wall": due // 60, "due_at": due}
        return row | {"claimed_at": due, "token": "x", "state": state}

    async with recorded.writer.transaction() as connection:
        await connection.execute(
            insert(digest_run),
            [
                run(NOW - 3 * A_DAY, State.LATE, "monthly"),  # too long ago
                run(NOW - A_DAY, State.LATE),
                run(NOW - 2 * HOUR, State.FEW, "weekly"),
            ],
        )
    async with recorded.store.engine.connect() as here:
        runs = await digest_runs(here, NOW - 30 * A_DAY)
        assert [(one.rhythm, one.state) for one in runs] == [
            ("weekly", "few"),
            ("daily", "late"),
            ("monthly", "late"),
        ]
        assert [one.rhythm for one in missed(runs, NOW)] == ["daily"]
    async with recorded.writer.transaction() as connection:
        await connection.execute(insert(digest_run), [run(NOW - MINUTE, State.SENT)])
    async with recorded.store.engine.connect() as here:
        assert missed(await digest_runs(here, NOW - 30 * A_DAY), NOW) == []


async def test_what_is_usual_is_the_least_of_a_week(recorded):
    async with recorded.store.engine.connect() as here:
        # One message at noon of every day, in the ten hours before 21:00; none in the last two.
        assert await usual_messages(here, [GROUP], 10 * HOUR, NOW) == 1
        assert await usual_messages(here, [GROUP], 2 * HOUR, NOW) == 0
        assert await usual_messages(here, [], 10 * HOUR, NOW) == 0
        assert await recent_accounts(here, NOW) == {NAPCAT}
        assert await recent_accounts(here, NOW + 8 * A_DAY) == set()
        assert await bytes_a_message(here, OTHER_GROUP) == USUAL_BYTES


# The nightly upkeep


async def test_upkeep_is_done_once_a_night_and_remembered(chat, clock):
    def upkeep() -> Upkeep:
        return Upkeep(chat.store.engine, chat.writer, SHANGHAI, clock)

    clock.now = at("2026-11-20 12:00")
    assert not await upkeep().catch_up()  # nothing to be tidied yet
    clock.now = at("2026-11-21 02:59")
    assert not await upkeep().catch_up()
    clock.now = at("2026-11-21 03:00")
    one = upkeep()
    assert await one.catch_up()
    assert not await one.catch_up()
    clock.now = at("2026-11-21 23:00")
    assert not await upkeep().catch_up()  # after a restart neither
    clock.now = at("2026-11-25 05:00")
    assert await one.catch_up()
    async with chat.store.engine.connect() as here:
        told = await here.scalar(select(keyed_value.c.value).where(keyed_value.c.name == UPKEEP))
    assert int(told) == clock.now


async def test_recording_goes_on_beside_upkeep(chat, clock):
    upkeep = Upkeep(chat.store.engine, chat.writer, SHANGHAI, clock)
    await upkeep.catch_up()
    clock.now += A_DAY
    for number in range(50):
        chat.writer.record(said(JIA, f"第 {number} 句", number=number + 1, when=NOW - number))
    assert await upkeep.catch_up()
    await chat.writer.flush()
    assert len(await chat.texts()) == 50
