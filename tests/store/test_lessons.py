"""Lessons in the store: numbered within their group, the same on every database."""

from groupscope.store.erasing import erase_member
from groupscope.store.lessons import (
    LONGEST_OPEN,
    KnownLesson,
    add_lesson,
    drop_lesson,
    lessons_of,
    set_lesson,
)
from groupscope.store.tables import lesson
from tests.store.kit import GROUP, JIA, NOON, OTHER_GROUP, YI


async def known(chat, group: int = GROUP) -> list[KnownLesson]:
    async with chat.store.snapshot() as db:
        return await lessons_of(db.connection, group)


async def test_lessons_are_numbered_in_their_group_and_ordered_by_their_beginning(chat):
    async with chat.writer.transaction() as connection:
        for group, since in ((GROUP, NOON), (GROUP, NOON - 9), (OTHER_GROUP, NOON)):
            await add_lesson(connection, group, "线性代数 🎓", (since, since + 60), JIA)
    assert [(one.number, one.since) for one in await known(chat)] == [(2, NOON - 9), (1, NOON)]
    assert [one.number for one in await known(chat, OTHER_GROUP)] == [1]


async def test_without_an_end_one_is_open_for_four_hours(chat):
    async with chat.writer.transaction() as connection:
        made = await add_lesson(connection, GROUP, "答疑", (NOON, None), JIA)
    assert await known(chat) == [made]
    assert (made.until, made.is_closed) == (NOON + LONGEST_OPEN, False)
    moments = (NOON - 1, NOON, NOON + LONGEST_OPEN - 1, NOON + LONGEST_OPEN)
    assert [made.is_open(at) for at in moments] == [False, True, True, False]
    async with chat.writer.transaction() as connection:
        await set_lesson(connection, GROUP, made.number, (NOON, NOON + 600), YI)
    [closed] = await known(chat)
    assert (closed.until, closed.is_closed, closed.is_open(NOON + 600)) == (NOON + 600, True, False)


async def test_a_dropped_one_is_gone_and_others_keep_their_numbers(chat):
    async with chat.writer.transaction() as connection:
        for name in ("一", "二", "三"):
            await add_lesson(connection, GROUP, name, (NOON, NOON + 60), JIA)
        await drop_lesson(connection, GROUP, 2)
        await add_lesson(connection, GROUP, "四", (NOON, NOON + 60), JIA)
    assert [(one.number, one.name) for one in await known(chat)] == [
        (1, "一"),
        (3, "三"),
        (4, "四"),
    ]


async def test_who_kept_it_is_forgotten_with_them(chat):
    async with chat.writer.transaction() as connection:
        made = await add_lesson(connection, GROUP, "线代", (NOON, None), JIA)
        await set_lesson(connection, GROUP, made.number, (NOON, NOON + 60), YI)
    await erase_member(chat.writer, chat.store.tombstones, GROUP, JIA, NOON + 3600)
    [row] = await chat.rows(lesson)
    assert (row.opened_by, row.closed_by) == (None, YI)
