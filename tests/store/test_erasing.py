"""Erasing and freezing leave nobody's number behind, also where others are told of."""

import re

from sqlalchemy import insert

from groupscope.model import Notice, NoticeKind
from groupscope.settings import IGNORED, THEME
from groupscope.store.erasing import erase_member, freeze_before
from groupscope.store.tables import (
    message,
    metadata,
    notice,
    question_mark,
    reaction,
    setting_change,
    vocabulary,
)
from groupscope.store.vocabularies import WordKind
from tests.store.kit import (
    BING,
    GROUP,
    JIA,
    NAPCAT,
    OTHER_GROUP,
    YI,
    Chat,
    at,
    poked,
    reacted,
    recalled,
    said,
)

MONDAY, TUESDAY, FRIDAY = (at(f"2026-11-{number} 00:00") for number in (16, 17, 20))


def happened(kind: NoticeKind, when: int, *, to: int, by: int, **detail) -> Notice:
    return Notice(
        self_id=NAPCAT,
        group_id=GROUP,
        kind=kind,
        happened_at=when,
        user_id=to,
        operator_id=by,
        detail=detail,
    )


async def mark(chat: Chat, place: tuple[int, int], by: int, when: int) -> None:
    """Let somebody mark a question as done."""
    async with chat.writer.transaction() as connection:
        row = (GROUP, *place, when, by)
        await connection.execute(insert(question_mark).values(row))


async def where_told_of(chat: Chat, user_id: int) -> set[str]:
    """The tables in which a member's number stands."""
    number = re.compile(rf"\b{user_id}\b")
    return {
        table.name
        for table in metadata.sorted_tables
        if any(number.search(str(tuple(row))) for row in await chat.rows(table))
    }


async def test_whoever_is_erased_is_not_told_of_by_what_others_did(chat):
    await chat.tell(
        said(JIA, "几点？", MONDAY, number=1, id=1),
        said(YI, "在哪？", MONDAY + 1, number=2, id=2),
        said(BING, "走开", MONDAY + 2, number=3, id=3),
        recalled(3, MONDAY + 9),  # by 甲
        poked(YI, JIA, MONDAY + 3),
        poked(YI, BING, MONDAY + 4),
        happened(NoticeKind.KICK, MONDAY + 5, to=BING, by=JIA),
        happened(NoticeKind.LUCKY_KING, MONDAY + 6, to=YI, by=YI, target_id=str(JIA)),
        reacted(JIA, "76", 2, MONDAY + 7),
    )
    await mark(chat, (MONDAY, 1), by=YI, when=MONDAY + 8)
    await mark(chat, (MONDAY + 1, 2), by=JIA, when=MONDAY + 8)
    await chat.change_word("火锅", WordKind.IGNORED, MONDAY, by=JIA)
    for by, one, value in (
        (JIA, THEME, "dark"),
        (YI, IGNORED, frozenset({JIA})),
        (YI, IGNORED, frozenset({JIA * 10})),
        (YI, IGNORED, frozenset[int]()),
    ):
        async with chat.writer.transaction() as connection:
            await chat.store.settings.change(connection, GROUP, one, value, by, MONDAY * 1000)
    assert await where_told_of(chat, JIA) == {
        "message",
        "notice",
        "question_mark",
        "reaction",
        "setting",
        "setting_change",
        "vocabulary",
    }

    await erase_member(chat.writer, chat.store.tombstones, GROUP, JIA, FRIDAY)
    assert await where_told_of(chat, JIA) == set()
    assert [row.kind for row in await chat.rows(notice)] == [NoticeKind.POKE, NoticeKind.KICK]
    assert [row.done_by for row in await chat.rows(question_mark)] == [0]
    assert [row.sender_id for row in await chat.rows(message)] == [YI, BING]
    assert [row.word for row in await chat.rows(vocabulary)] == ["火锅"]
    changes = await chat.rows(setting_change)
    assert [(row.name, row.changed_by) for row in changes] == [("theme", None), ("ignored", YI)]
    assert await chat.rows(reaction) == []


async def test_a_longer_number_is_another_member(chat):
    await chat.tell(poked(YI, JIA * 10, MONDAY))
    await erase_member(chat.writer, chat.store.tombstones, GROUP, JIA, FRIDAY)
    assert len(await chat.rows(notice)) == 1


async def test_what_happened_is_gone_from_frozen_days(chat):
    await chat.tell(
        said(JIA, "几点？", MONDAY, number=1, id=1),
        said(YI, "在哪？", TUESDAY, number=2, id=2),
        said(YI, "在哪？", MONDAY, number=2, id=2, group=OTHER_GROUP),
        poked(YI, JIA, MONDAY - 7 * 86_400),  # nobody spoke on that day
        poked(YI, JIA, TUESDAY - 1),
        poked(YI, BING, TUESDAY),
        reacted(BING, "76", 1, TUESDAY - 1),
        reacted(BING, "77", 2, TUESDAY),
    )
    await mark(chat, (MONDAY, 1), by=YI, when=TUESDAY)
    await mark(chat, (TUESDAY, 2), by=YI, when=TUESDAY)
    tuesday = (TUESDAY + 8 * 3600) // 86_400
    assert await freeze_before(chat.writer, chat.store.sealer, GROUP, tuesday) == 1
    assert [row.happened_at for row in await chat.rows(notice)] == [TUESDAY]
    assert [row.emoji for row in await chat.rows(reaction)] == ["77"]
    assert [row.sent_at for row in await chat.rows(question_mark)] == [TUESDAY]
    assert len(await chat.texts()) == 2
