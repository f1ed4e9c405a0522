"""Who is in a group: members who leave, and those who come back."""

import pytest

from groupscope.model import Member, Notice, NoticeKind
from groupscope.store.batch import RosterSeen
from groupscope.store.names import Seen
from groupscope.store.tables import member
from tests.store.kit import GROUP, JIA, NAPCAT, NOON, YI, said

JIA_JIA = Member(JIA, nickname="甲", card="甲甲")
YI_YI = Member(YI, nickname="乙", card="乙乙")


def told(kind: NoticeKind, when: int) -> Notice:
    return Notice(self_id=NAPCAT, group_id=GROUP, kind=kind, happened_at=when, user_id=JIA)


async def left_at(chat) -> dict[int, int | None]:
    return {row.user_id: row.left_at for row in await chat.rows(member)}


async def test_a_member_who_has_left_has_left(chat):
    await chat.tell(said(JIA, "再见", sender=JIA_JIA), told(NoticeKind.LEAVE, NOON + 60))
    assert await left_at(chat) == {JIA: NOON + 60}


@pytest.mark.parametrize("is_told", [True, False], ids=["join told", "join not told"])
async def test_who_comes_back_with_the_same_card_and_speaks_is_there_again(chat, is_told):
    await chat.tell(said(JIA, "再见", sender=JIA_JIA))
    await chat.tell(told(NoticeKind.LEAVE, NOON + 60))
    if is_told:
        await chat.tell(told(NoticeKind.JOIN, NOON + 120))
    await chat.tell(said(JIA, "我又来了", NOON + 180, sender=JIA_JIA))
    assert await left_at(chat) == {JIA: None}


async def test_who_comes_back_is_there_before_saying_anything(chat):
    await chat.tell(said(JIA, "再见", sender=JIA_JIA), told(NoticeKind.LEAVE, NOON + 60))
    await chat.tell(told(NoticeKind.JOIN, NOON + 120))
    assert await left_at(chat) == {JIA: None}


async def test_who_left_before_a_restart_and_speaks_after_it_is_there_again(chat, restarted):
    await chat.tell(said(JIA, "再见", sender=JIA_JIA), told(NoticeKind.LEAVE, NOON + 60))
    again = await restarted()
    await again.tell(said(JIA, "我又来了", NOON + 180, sender=JIA_JIA))
    assert await left_at(again) == {JIA: None}


async def test_who_was_missing_on_a_member_list_and_speaks_is_there_again(chat):
    await chat.tell(said(JIA, "早", sender=JIA_JIA), said(YI, "早", sender=YI_YI))
    chat.writer.put_seen(RosterSeen(GROUP, NOON + 60, (Seen(GROUP, NOON + 60, YI_YI),)))
    assert await left_at(chat) == {JIA: NOON + 60, YI: None}
    await chat.tell(said(JIA, "我又来了", NOON + 180, sender=JIA_JIA))
    assert await left_at(chat) == {JIA: None, YI: None}
