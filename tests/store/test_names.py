"""What members are called: the latest that was told of them, and nothing of who was erased."""

import pytest

from groupscope.model import Member
from groupscope.store.erasing import erase_member
from groupscope.store.names import Seen
from groupscope.store.tables import chat_group, member, name_history
from tests.store.kit import GROUP, JIA, NOON, YI, Chat, history, said

AN_HOUR = 3600


def jia(card: str) -> Member:
    return Member(JIA, nickname="甲", card=card)


async def cards(chat: Chat) -> dict[int, str | None]:
    return {row.user_id: row.card for row in await chat.rows(member)}


async def test_history_does_not_turn_a_card_back(chat):
    """Pages come from the newest to the oldest, with the names of then or of now."""
    await chat.tell(said(JIA, "现在", NOON, id=9, sender=jia("新名片"), group_name="新群名"))
    await chat.fetch(
        history(JIA, "一", NOON - AN_HOUR, id=1, sender=jia("旧名片"), group_name="旧群名")
    )
    assert await cards(chat) == {JIA: "新名片"}
    assert [row.name for row in await chat.rows(chat_group)] == ["新群名"]
    await chat.tell(said(JIA, "改回", NOON + 1, id=10, sender=jia("旧名片")))
    assert await cards(chat) == {JIA: "旧名片"}


async def test_whom_history_alone_knows_is_called_by_the_latest_name_in_it(chat):
    await chat.fetch(
        history(JIA, "二", NOON - 60, id=2, sender=jia("乙页旧")),
        history(JIA, "三", NOON - 50, id=3, sender=jia("乙页新")),
    )
    await chat.fetch(history(JIA, "一", NOON - AN_HOUR, id=1, sender=jia("更旧")))
    assert await cards(chat) == {JIA: "乙页新"}


async def test_history_does_not_bring_back_the_name_of_who_was_erased(chat):
    await chat.tell(said(JIA, "一", NOON, id=1, sender=jia("小甲")))
    await erase_member(chat.writer, chat.store.tombstones, GROUP, JIA, NOON + 60)
    await chat.fetch(
        history(JIA, "零", NOON - 60, id=5, sender=jia("小甲")),
        history(YI, "乙", NOON - 50, id=6, sender=Member(YI, nickname="乙")),
    )
    assert await chat.texts() == ["乙"]
    assert await cards(chat) == {YI: None}
    assert [row.name for row in await chat.rows(name_history)] == ["乙"]
    chat.writer.put_seen(Seen(GROUP, NOON + 61, jia("小甲")))
    assert await cards(chat) == {JIA: "小甲", YI: None}


@pytest.mark.parametrize(
    "card", ["", " ", "\u3000\u3000", "\u3164", "\u2800", "\u200b\u202e", "\u0301"]
)
async def test_a_name_that_nobody_can_see_is_none(chat, card):
    await chat.tell(said(JIA, "早", NOON, id=1, sender=jia(card)))
    await chat.tell(said(YI, "早", NOON, id=2, sender=Member(YI, nickname=card or None)))
    async with chat.store.snapshot() as db:
        assert await db.names(GROUP, [JIA, YI]) == {JIA: "甲", YI: "…0002"}
