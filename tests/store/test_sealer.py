"""The sealer goes on: past a day that cannot be sealed, and beside another process."""

import pytest
from sqlalchemy import select

from groupscope.store.dictionary import Dictionary
from groupscope.store.engine import writing
from groupscope.store.tables import day, word
from tests.store.kit import JIA, YI, at, said

MONDAY, TUESDAY, FRIDAY = (at(f"2026-11-{number} 00:00") for number in (16, 17, 20))
MONDAYS_NUMBER = (MONDAY + 8 * 3600) // 86_400


def fail_on(monkeypatch, sealer, bad_day, error: Exception) -> None:
    """Let a day be one that cannot be sealed: whatever its number, or of None every day."""
    seal_day = sealer.seal_day

    async def seal_others(group_id: int, number: int) -> None:
        if bad_day in (number, None):
            raise error
        await seal_day(group_id, number)

    monkeypatch.setattr(sealer, "seal_day", seal_others)


@pytest.mark.parametrize("error", [KeyError("火锅"), EOFError(), RuntimeError("closed")])
async def test_a_day_that_cannot_be_sealed_holds_up_no_other_one(chat, monkeypatch, error):
    await chat.tell(said(JIA, "一", MONDAY), said(YI, "二", TUESDAY), said(YI, "三", MONDAY - 1))
    with monkeypatch.context() as broken:
        fail_on(broken, chat.store.sealer, MONDAYS_NUMBER, error)
        assert await chat.seal() == 2
    rows = await chat.rows(day)
    assert [row.day for row in rows if row.built != row.changed] == [MONDAYS_NUMBER]
    assert await chat.seal() == 1


async def test_a_database_that_seals_nothing_is_soon_left_in_peace(chat, monkeypatch):
    start = at("2026-05-01 12:00")
    await chat.tell(*(said(JIA, "早", start + n * 86_400, number=n + 1) for n in range(60)))
    fail_on(monkeypatch, chat.store.sealer, None, OSError("disk full"))
    with pytest.raises(OSError, match="disk full"):
        await chat.seal()


async def test_words_that_another_process_has_just_numbered_are_found(chat, backend):
    """MariaDB's REPEATABLE READ would neither show the other's row nor write it again."""
    if backend == "sqlite":
        pytest.skip("one process owns a SQLite database")
    async with chat.writer.transaction() as ours:
        assert not (await ours.execute(select(word))).all()
        async with writing(chat.store.engine) as theirs:
            number = await Dictionary().number(theirs, {"火锅"})
        assert await Dictionary().number(ours, {"火锅"}) == number


async def test_which_days_are_over_is_a_matter_of_the_groups_zone(chat, clock):
    """Half past midnight of the 20th in Shanghai: the 19th is over, though not in UTC."""
    midnight = at("2026-11-20 00:00")
    await chat.tell(said(JIA, "昨天", midnight - 60), said(YI, "今天", midnight + 60))
    clock.now = midnight + 1800
    assert await chat.seal() == 1
    rows = await chat.rows(day)
    assert [row.built == row.changed for row in rows] == [True, False]
