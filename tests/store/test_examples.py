"""The last message with a word: also before the latest messages, found by the day."""

import pytest

from groupscope.scope import Scope
from groupscope.store import examples
from groupscope.store.examples import Said, examples_of, latest_said
from tests.store.kit import GROUP, JIA, YI, at, history, period, said

MONDAY, TUESDAY, WEDNESDAY, FRIDAY = (at(f"2026-11-{number} 00:00") for number in (16, 17, 18, 20))
SATURDAY = FRIDAY + 86_400


@pytest.fixture(autouse=True)
def _few(monkeypatch):
    """Three messages are the latest already."""
    monkeypatch.setattr(examples, "MOST", 3)


async def texts(chat, *words: str, by: int | None = None, since: int = MONDAY) -> dict[str, str]:
    await chat.writer.flush()
    scope = Scope(GROUP, period(since, SATURDAY), by)
    async with chat.store.snapshot() as db:
        found = await examples_of(db, scope, words, await latest_said(db, scope))
    return {word: one.text for word, one in found.items()}


async def fruits(chat) -> None:
    """火锅 on Monday and Tuesday, then five messages of Friday without it."""
    await chat.tell(
        said(JIA, "火锅 周一", MONDAY + 60, id=1),
        said(JIA, "火锅 周二", TUESDAY + 60, id=2),
        said(YI, "火锅 也是周二", TUESDAY + 120, id=3),
        *(said(JIA, f"奶茶 {n}", FRIDAY + n, id=10 + n) for n in range(5)),
    )
    await chat.seal()


async def test_the_latest_messages_come_first_and_say_from_when_on_they_are_all(chat):
    await fruits(chat)
    async with chat.store.snapshot() as db:
        latest = await latest_said(db, Scope(GROUP, period(MONDAY, SATURDAY)))
        his = await latest_said(db, Scope(GROUP, period(MONDAY, SATURDAY), YI))
    assert [one.text for one in latest.said] == ["奶茶 4", "奶茶 3", "奶茶 2"]
    assert latest.since == FRIDAY + 2
    assert his == ((Said(YI, "火锅 也是周二", his.said[0].words),), MONDAY)


async def test_a_word_that_was_said_before_them_has_its_last_message(chat):
    await fruits(chat)
    assert await texts(chat, "火锅", "奶茶", "西瓜") == {"火锅": "火锅 也是周二", "奶茶": "奶茶 4"}
    assert await texts(chat, "火锅", by=JIA) == {"火锅": "火锅 周二"}


async def test_also_on_a_day_that_is_not_summarised(chat):
    await fruits(chat)
    await chat.fetch(history(YI, "火锅 周三", WEDNESDAY + 60, id=4))
    assert await texts(chat, "火锅") == {"火锅": "火锅 周三"}
    assert await texts(chat, "火锅", by=JIA) == {"火锅": "火锅 周二"}


async def test_never_from_before_the_period(chat):
    await fruits(chat)
    assert await texts(chat, "火锅", since=TUESDAY + 121) == {}
    assert await texts(chat, "火锅", since=TUESDAY + 61) == {"火锅": "火锅 也是周二"}
    assert await texts(chat, "火锅", by=JIA, since=TUESDAY + 61) == {}
