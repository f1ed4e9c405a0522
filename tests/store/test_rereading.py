"""Old messages are read anew: after an upgrade, and when a group has added or ignored a word."""

import asyncio

import pytest
from sqlalchemy import insert, make_url, select, update

from groupscope.config import Config
from groupscope.language.reading import VERSION
from groupscope.model import Segment
from groupscope.store import Store
from groupscope.store.days import local_day, mark_changed
from groupscope.store.engine import open_engine, writing
from groupscope.store.erasing import erase_member
from groupscope.store.migrate import migrate
from groupscope.store.rereading import SLICE, _read_anew
from groupscope.store.tables import day, message, rereading
from groupscope.store.vocabularies import EVERY_GROUP, WordKind
from groupscope.store.walking import BEGINNING, next_messages
from tests.store.kit import (
    GROUP,
    JIA,
    NAPCAT,
    OTHER_GROUP,
    YI,
    Chat,
    at,
    history,
    recalled,
    said,
)

MONDAY, TUESDAY, FRIDAY = (at(f"2026-11-{number} 00:00") for number in (16, 17, 20))
SATURDAY = FRIDAY + 86_400
IGNORED, ADDED, PLAIN = WordKind.IGNORED, WordKind.ADDED, WordKind.PLAIN
MANY = 2 * SLICE + 50


async def understood_otherwise(chat, *, since: int = 0, **columns) -> None:
    """Let an older version have understood what was said since a moment."""
    async with chat.writer.transaction() as connection:
        told = message.c.sent_at >= since
        older = {"language_version": VERSION - 1, **columns}
        await connection.execute(update(message).where(told).values(**older))
        rows = (await connection.execute(select(message.c.sent_at).where(told))).all()
        await mark_changed(connection, {(GROUP, local_day(row.sent_at, 480)) for row in rows})


async def readings(chat) -> list[tuple]:
    rows = await chat.rows()
    return [(row.words, row.mood, row.is_question, row.language_version) for row in rows]


async def changed_days(chat) -> dict[int, int]:
    return {row.day: row.changed for row in await chat.rows(day)}


async def much_talk(chat, since: int = MONDAY) -> None:
    await chat.tell(*(said(JIA, f"火锅 奶茶 {1_000_000 + n}", since + n) for n in range(MANY)))


async def test_what_an_older_version_understood_is_read_anew(chat):
    await chat.tell(
        said(JIA, "火锅太棒了", MONDAY),
        said(YI, "几点开会？", TUESDAY),
        said(YI, "。。。", TUESDAY + 1),
        said(JIA, "/rank", TUESDAY + 2, is_command=True),
    )
    right = await readings(chat)
    await understood_otherwise(chat, words='["旧词"]', mood=-777, is_question=1)
    await chat.seal()
    assert await chat.words(MONDAY, SATURDAY) == {"旧词": 3}
    assert await chat.reread() == 4
    assert await readings(chat) == right
    assert await chat.words(MONDAY, SATURDAY) == {"太棒了": 1, "开会": 1, "火锅": 1}
    assert await chat.seal() == 2
    assert await chat.words(MONDAY, SATURDAY) == {"太棒了": 1, "开会": 1, "火锅": 1}
    assert (await chat.mood(MONDAY, SATURDAY)).tally.negative == 0


async def test_what_is_up_to_date_is_left_alone(chat):
    await chat.tell(said(JIA, "火锅", MONDAY), said(YI, "奶茶", TUESDAY))
    await chat.seal()
    before = await changed_days(chat)
    assert await chat.reread() == 0
    assert await changed_days(chat) == before
    assert await chat.seal() == 0


async def test_only_days_with_a_change_are_made_anew(chat):
    await chat.tell(said(JIA, "火锅", MONDAY), said(YI, "奶茶", TUESDAY))
    await chat.seal()
    await chat.change_word("火锅", IGNORED, FRIDAY)
    assert await chat.reread() == 1
    assert await chat.seal() == 1
    assert await chat.words(MONDAY, SATURDAY) == {"奶茶": 1}


async def test_an_ignored_word_leaves_history_and_comes_back_when_reset(chat):
    await chat.tell(
        said(JIA, "火锅 奶茶", MONDAY), said(YI, "火锅", MONDAY + 1), said(YI, "火锅", FRIDAY)
    )
    await chat.seal()
    await chat.change_word("火锅", IGNORED, FRIDAY + 60)
    assert await chat.words(MONDAY, SATURDAY) == {"火锅": 3, "奶茶": 1}
    assert await chat.reread() == 3
    for _ in range(2):
        assert await chat.words(MONDAY, SATURDAY) == {"奶茶": 1}
        assert await chat.words(MONDAY, SATURDAY, by=YI) == {}
        await chat.seal()
    await chat.change_word("火锅", PLAIN, FRIDAY + 120)
    assert await chat.reread() == 3
    await chat.seal()
    assert await chat.words(MONDAY, SATURDAY, by=YI) == {"火锅": 2}


async def test_an_added_word_is_found_in_history(chat):
    await chat.tell(said(JIA, "今天群镜真香", MONDAY))
    await chat.change_word("群镜真香", ADDED, FRIDAY)
    await chat.reread()
    assert "群镜真香" in await chat.words(MONDAY, SATURDAY)


async def test_a_groups_word_is_no_matter_to_another_group(chat):
    await chat.tell(said(JIA, "火锅", MONDAY), said(JIA, "火锅", MONDAY, group=OTHER_GROUP))
    assert await chat.reread(GROUP, OTHER_GROUP) == 0
    await chat.change_word("火锅", IGNORED, FRIDAY)
    assert await chat.reread(OTHER_GROUP) == 0
    assert await chat.reread(GROUP, OTHER_GROUP) == 1
    await chat.change_word("火锅", IGNORED, FRIDAY, group=EVERY_GROUP)
    assert await chat.reread(GROUP, OTHER_GROUP) == 1
    assert [row.words for row in await chat.rows()] == [None, None]


async def test_recalled_messages_stay_dropped(chat):
    await chat.tell(said(JIA, "火锅太棒了", MONDAY, id=1), said(YI, "苹果", MONDAY + 1, id=2))
    await chat.tell(recalled(1, MONDAY + 60))
    await understood_otherwise(chat)
    await chat.reread()
    assert await readings(chat) == [(None, None, 0, VERSION), ('["苹果"]', 0, 0, VERSION)]
    assert await chat.words(MONDAY, SATURDAY) == {"苹果": 1}


async def test_what_another_process_recalls_on_the_way_stays_dropped(chat):
    """The rows are read, then somebody recalls one, then what was understood is written."""
    await chat.tell(said(JIA, "火锅太棒了", MONDAY, id=1), said(YI, "奶茶", MONDAY + 1, id=2))
    await understood_otherwise(chat, words=None)
    async with chat.writer.transaction() as connection:
        rows = await next_messages(connection, GROUP, BEGINNING.place, SLICE)
        gone = {"recalled_at": FRIDAY, "text": "", "words": None, "mood": None}
        await connection.execute(update(message).where(message.c.message_id == 1).values(**gone))
        await _read_anew(connection, rows, chat.store.vocabularies.of(GROUP))
    assert [row.words for row in await chat.rows()] == [None, '["奶茶"]']


async def test_what_a_newer_vocabulary_has_read_is_not_read_by_an_older_one(chat):
    """Another process knows words that this one has not heard of yet."""
    await chat.tell(said(JIA, "火锅 奶茶", MONDAY))
    await chat.change_word("火锅", IGNORED, FRIDAY)
    await chat.reread()
    async with chat.writer.transaction() as connection:
        await connection.execute(update(rereading).values(revision=rereading.c.revision + 1))
    await understood_otherwise(chat)
    assert await catch_up(chat) == (0, [])


async def test_a_message_that_cannot_be_read_anew_stays_as_it_is_and_holds_up_no_other(chat):
    await chat.tell(said(JIA, "火锅", MONDAY, id=1), said(YI, "火锅", TUESDAY, id=2))
    async with chat.writer.transaction() as connection:
        broken = update(message).where(message.c.message_id == 1).values(segments='[{"oh')
        await connection.execute(broken)
    await chat.change_word("火锅", IGNORED, FRIDAY)
    assert await catch_up(chat) == (1, [2])
    assert [row.words for row in await chat.rows()] == ['["火锅"]', None]
    assert await catch_up(chat) == (0, [])


class Interrupted(Exception):  # noqa: N818 -- nothing is wrong
    """The process ends here."""


async def interrupted(chat) -> None:
    """Begin to read anew, and end after the first slice."""

    def end(_group_id: int, _looked_at: int) -> None:
        raise Interrupted

    with pytest.raises(Interrupted):
        await chat.store.rereading.catch_up([GROUP], end)


async def catch_up(chat) -> tuple[int, list[int]]:
    """Read anew; return how many changed, and what was told on the way."""
    told: list[int] = []
    changed = await chat.store.rereading.catch_up(
        [GROUP], lambda _group_id, looked_at: told.append(looked_at)
    )
    return changed, told


async def test_it_goes_on_where_it_was_interrupted_in_another_process(chat, restarted):
    await much_talk(chat)
    await chat.change_word("火锅", IGNORED, FRIDAY)
    await interrupted(chat)
    assert [row.words for row in await chat.rows()].count('["奶茶"]') == SLICE
    again = await restarted()
    assert await catch_up(again) == (MANY - SLICE, [SLICE, MANY - SLICE])
    assert await again.words(MONDAY, SATURDAY) == {"奶茶": MANY}
    assert await catch_up(again) == (0, [])


async def test_many_messages_of_one_second_are_all_read(chat):
    await chat.tell(*(said(JIA, f"火锅 奶茶 {1_000_000 + n}", MONDAY) for n in range(MANY)))
    await chat.change_word("火锅", IGNORED, FRIDAY)
    assert await chat.reread() == MANY
    assert await chat.words(MONDAY, SATURDAY) == {"奶茶": MANY}


async def test_another_change_on_the_way_begins_anew(chat):
    await much_talk(chat)
    await chat.change_word("火锅", IGNORED, FRIDAY)
    await interrupted(chat)
    await chat.change_word("奶茶", IGNORED, FRIDAY)
    changed, told = await catch_up(chat)
    assert (changed, told[-1]) == (MANY, MANY)
    assert await chat.words(MONDAY, SATURDAY) == {}


async def test_a_change_while_it_runs_is_not_lost(chat):
    await much_talk(chat)
    await chat.change_word("火锅", IGNORED, FRIDAY)
    changes: list[asyncio.Task] = []

    def change(_group_id: int, looked_at: int) -> None:
        if looked_at == SLICE:
            changes.append(asyncio.create_task(chat.change_word("奶茶", IGNORED, FRIDAY)))

    await chat.store.rereading.catch_up([GROUP], change)
    await asyncio.gather(*changes)
    assert await chat.words(MONDAY, MONDAY + SLICE) == {"奶茶": SLICE}
    assert await chat.reread() == SLICE
    assert await chat.words(MONDAY, SATURDAY) == {}


async def test_recording_goes_on_beside_it_without_loss(chat):
    await much_talk(chat)
    await chat.change_word("火锅", IGNORED, FRIDAY)
    reading = asyncio.create_task(chat.reread())
    recorded = 0
    while not reading.done():
        await chat.tell(said(YI, f"火锅 西瓜 {recorded}。", FRIDAY + recorded))
        await chat.fetch(history(YI, f"火锅 苹果 {recorded}", TUESDAY + recorded))
        recorded += 1
    assert await reading == MANY
    assert await chat.words(MONDAY, SATURDAY) == {
        "奶茶": MANY,
        "苹果": recorded,
        "西瓜": recorded,
    }
    await chat.seal()
    assert await chat.words(MONDAY, FRIDAY) == {"奶茶": MANY, "苹果": recorded}


async def test_what_is_erased_on_the_way_stays_erased(chat):
    await much_talk(chat)
    await chat.tell(said(YI, "火锅 西瓜", SATURDAY - 1))
    await chat.change_word("火锅", IGNORED, FRIDAY)
    await interrupted(chat)
    await erase_member(chat.writer, chat.store.tombstones, GROUP, JIA, SATURDAY)
    assert await chat.reread() == 1
    assert await chat.words(MONDAY, SATURDAY) == {"西瓜": 1}


async def test_after_an_upgrade_everything_is_looked_at_once_more(chat):
    await chat.tell(said(JIA, "火锅", MONDAY))
    await chat.reread()
    async with chat.writer.transaction() as connection:
        await connection.execute(update(rereading).values(version=VERSION - 1))
    assert await catch_up(chat) == (0, [1])
    assert await catch_up(chat) == (0, [])


async def test_faces_and_mentions_are_read_as_when_they_were_recorded(chat):
    segments = (
        Segment("at", {"qq": str(YI)}),
        Segment("text", {"text": " 火锅太棒了"}),
        Segment("face", {"id": "5"}),
    )
    await chat.tell(said(JIA, "@乙 火锅太棒了[流泪]", MONDAY, segments=segments))
    right = await readings(chat)
    await understood_otherwise(chat, words=None)
    await chat.reread()
    assert await readings(chat) == right
    assert "[流泪]" in await chat.words(MONDAY, SATURDAY)


@pytest.fixture
async def first_revision(database_url, tmp_path):
    """A database of the first revision: 火锅 on Monday, sealed then; 奶茶 recalled; a command."""
    engine = open_engine(make_url(database_url))
    await migrate(engine, tmp_path, "0001")
    rows = [
        old_row(JIA, "火锅太棒了", MONDAY),
        old_row(YI, "几点开会？", MONDAY + 1),
        old_row(YI, "", MONDAY + 2) | {"recalled_at": MONDAY + 60},
        old_row(JIA, "/rank", MONDAY + 3) | {"is_command": 1},
    ]
    sealed = {"group_id": GROUP, "day": local_day(MONDAY, 480), "changed": 1, "built": 1}
    async with writing(engine) as connection:
        for row in rows:
            await connection.execute(insert(message).values(**row))
        await connection.execute(insert(day).values(**sealed))
    yield engine
    await engine.dispose()


def old_row(by: int, text: str, when: int) -> dict[str, object]:
    return {
        "group_id": GROUP, "sent_at": when, "message_key": when, "utc_offset": 480,
        "sender_id": by, "self_id": NAPCAT, "kind": 0, "text": text,
    }  # fmt: skip


async def test_what_was_recorded_before_words_were_is_understood(
    first_revision, database_url, tmp_path, clock
):
    await migrate(first_revision, tmp_path)
    store = Store(Config(database_url=database_url), clock=clock)
    await store.open()
    chat = Chat(store)
    assert await readings(chat) == [(None, None, 0, 0)] * 4
    await store.sealer.mark_outdated()
    await chat.seal()
    assert await chat.words(MONDAY, TUESDAY) == {}
    assert await chat.reread() == 4
    await chat.seal()
    assert await chat.words(MONDAY, TUESDAY) == {"太棒了": 1, "开会": 1, "火锅": 1}
    assert await chat.words(MONDAY, TUESDAY, by=YI) == {"开会": 1}
    assert (await chat.mood(MONDAY, TUESDAY)).tally.positive == 1
    assert [row.is_question for row in await chat.rows()] == [0, 1, 0, 0]
    await store.close()
