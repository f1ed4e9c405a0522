"""Views for analysts: the same figures on all three databases, counted by hand."""

import re
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select, table, text

from groupscope.model import Kind, Member
from groupscope.store.names import Seen
from tests.store.kit import BING, GROUP, JIA, YI, at, recalled, said

LATE, EARLY = at("2026-11-19 23:30"), at("2026-11-20 00:10")


async def rows(chat, query: str) -> list[tuple]:
    async with chat.store.engine.connect() as connection:
        return [tuple(row) for row in await connection.execute(text(query))]


async def talk(chat) -> None:
    await chat.tell(
        said(JIA, "今天的番茄牛腩真好吃", LATE, number=1, id=1),
        said(YI, "番茄牛腩在哪里买？", LATE + 60, number=2, id=2),
        said(JIA, "", EARLY, number=3, id=3, kind=Kind.IMAGE),
        said(BING, "说错了", EARLY + 5, number=4, id=4),
        said(YI, "/rank", EARLY + 9, number=5, id=5, is_command=True),
        recalled(4, EARLY + 20),
    )
    for number, nickname, card in ((JIA, "甲", ""), (YI, "乙", "乙乙"), (30_099, " ", None)):
        member = Member(number, nickname=nickname, card=card, sex="female")
        chat.writer.put_seen(Seen(GROUP, LATE, member))
    await chat.writer.flush()


async def test_messages_that_count_stand_at_their_own_local_time(chat):
    await talk(chat)
    found = await rows(
        chat,
        "SELECT sender_id, kind, hour, weekday, is_question, local_day, local_time "
        "FROM v_message ORDER BY sent_at",
    )
    assert [row[:5] for row in found] == [
        (JIA, "text", 23, 3, 0),
        (YI, "text", 23, 3, 1),
        (JIA, "image", 0, 4, 0),
    ]
    days = [row[5] if isinstance(row[5], date) else date.fromisoformat(row[5]) for row in found]
    assert days == [date(2026, 11, 19)] * 2 + [date(2026, 11, 20)]
    first = found[0][6]
    first = first.isoformat(" ") if isinstance(first, datetime) else first
    assert first == "2026-11-19 23:30:00"


async def test_hours_and_members_add_up(chat):
    await talk(chat)
    hours = await rows(
        chat, "SELECT hour, messages, members FROM v_activity_hour ORDER BY local_day, hour"
    )
    assert hours == [(23, 2, 2), (0, 1, 1)]
    members = await rows(
        chat, "SELECT user_id, messages, questions FROM v_member_day ORDER BY local_day, user_id"
    )
    assert [tuple(map(int, row)) for row in members] == [(JIA, 1, 0), (YI, 1, 1), (JIA, 1, 0)]


async def test_words_are_rows(chat):
    await talk(chat)
    found = await rows(
        chat, "SELECT word, COUNT(*) FROM v_word GROUP BY word HAVING COUNT(*) > 1 ORDER BY word"
    )
    assert ("番茄", 2) in found or ("番茄牛腩", 2) in found


async def test_members_are_called_as_the_bot_calls_them(chat):
    await talk(chat)
    found = await rows(chat, "SELECT user_id, name, sex, is_here FROM v_member ORDER BY user_id")
    assert found == [
        (JIA, "甲", "female", 1),
        (YI, "乙乙", "female", 1),
        (30_099, "…0099", "female", 1),
    ]


async def test_groups_have_their_members(chat):
    await talk(chat)
    async with chat.writer.transaction() as connection:
        await chat.store.groups.move(connection, GROUP, "Asia/Tokyo")
    found = await rows(chat, "SELECT group_id, time_zone, members_known FROM v_group")
    assert found == [(GROUP, "Asia/Tokyo", 3)]


PAGE = (Path(__file__).resolve().parents[2] / "docs/analysts.md").read_text("utf-8")
QUERIES = [one for one in re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL) if one[:6] == "SELECT"]


async def test_the_queries_for_analysts_run(chat):
    await talk(chat)
    for query in QUERIES:
        assert await rows(chat, query) is not None
    assert len(QUERIES) == 13


async def test_every_column_of_every_view_is_told(chat):
    for view in ("v_group", "v_member", "v_message", "v_activity_hour", "v_member_day", "v_word"):
        async with chat.store.engine.connect() as connection:
            wanted = select(text("*")).select_from(table(view))
            columns = (await connection.execute(wanted)).keys()
        (told,) = re.findall(rf"^\| `{view}` \|.*$", PAGE, re.MULTILINE)
        assert [name for name in columns if f"`{name}`" not in told] == [], view
