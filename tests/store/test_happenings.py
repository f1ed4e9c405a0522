"""Recalls, reactions and notices: each once, whoever tells of it, and on the right message."""

import pytest

from groupscope.model import Notice, NoticeKind
from groupscope.store import writer
from groupscope.store.events import Echoes
from groupscope.store.tables import message, notice, reaction
from tests.store.kit import (
    BING,
    GROUP,
    JIA,
    LAGRANGE,
    LLBOT,
    NAPCAT,
    NOON,
    YI,
    at,
    history,
    poked,
    reacted,
    recalled,
    said,
)


async def test_a_recall_drops_what_was_said_and_says_who_and_when(chat):
    await chat.tell(said(JIA, "说错了", id=1, media=("md5",), mentions=(YI,)), recalled(1))
    [row] = await chat.rows()
    assert (row.text, row.media, row.mentions, row.segments) == ("", None, None, None)
    assert (row.recalled_at, row.recalled_by) == (NOON + 60, JIA)


class TestKeeping:
    @pytest.fixture
    def settings(self) -> dict[str, object]:
        return {"recalled": "keep"}

    async def test_the_text_of_a_recalled_message_may_be_kept(self, chat):
        await chat.tell(said(JIA, "说错了", id=1), recalled(1))
        [row] = await chat.rows()
        assert (row.text, row.recalled_at) == ("说错了", NOON + 60)
        assert await chat.counts(NOON, NOON + 60) == {}


async def test_a_recalled_message_no_longer_counts(chat):
    await chat.tell(said(JIA, "一", id=1), said(JIA, "二", NOON + 1, id=2))
    assert await chat.counts(NOON, NOON + 60) == {JIA: 2}
    await chat.tell(recalled(1))
    assert await chat.counts(NOON, NOON + 60) == {JIA: 1}


async def test_a_recall_that_comes_before_its_message_finds_it(chat):
    await chat.tell(recalled(1))
    await chat.tell(said(JIA, "说错了", id=1))
    assert [(row.text, row.recalled_at) for row in await chat.rows()] == [("", NOON + 60)]
    assert [row.message_at for row in await chat.rows(notice)] == [NOON]


async def test_a_recall_of_nothing_recalls_nothing(chat):
    """An implementation that tells no ids may recall number 0."""
    await chat.tell(recalled(0))
    await chat.tell(said(JIA, "没有编号"))
    assert await chat.texts() == ["没有编号"]


async def test_a_recall_that_comes_first_and_a_message_by_the_other_account_meet(chat):
    """Lagrange tells of the recall, NapCat of the message; ids are its own on each."""
    await chat.tell(recalled(71, told_by=LAGRANGE))
    await chat.tell(said(JIA, "说错了", number=7, id=70, told_by=NAPCAT))
    await chat.tell(said(JIA, "说错了", id=71, told_by=LAGRANGE))
    assert [(row.text, row.recalled_at) for row in await chat.rows()] == [("", NOON + 60)]


async def test_a_recall_drops_a_message_that_still_waits_to_be_written(chat, monkeypatch):
    """Its frame came behind the recall's: it is known already, but not yet stored."""
    monkeypatch.setattr(writer, "MOST_AT_ONCE", 1)  # hence in a batch of its own
    await chat.tell(recalled(1), said(JIA, "说错了", id=1))
    assert [(row.text, row.recalled_at) for row in await chat.rows()] == [("", NOON + 60)]
    [told] = await chat.rows(notice)
    [row] = await chat.rows()
    assert (told.message_at, told.message_key) == (NOON, row.message_key)
    assert await chat.counts(NOON, NOON + 60) == {}
    await chat.tell(said(YI, "同一个编号", NOON + 600, id=1))
    assert await chat.texts() == ["", "同一个编号"]


async def test_a_recall_months_later_is_found_by_memory(chat):
    long_ago = at("2026-08-01 12:00")
    await chat.tell(said(JIA, "说错了", long_ago, id=1), recalled(1, NOON))
    assert [row.recalled_at for row in await chat.rows()] == [NOON]


async def test_a_recall_of_a_closed_day_changes_what_was_counted(chat):
    yesterday = at("2026-11-19 12:00")
    await chat.tell(said(JIA, "一", yesterday, id=1), said(JIA, "二", yesterday + 1, id=2))
    await chat.seal()
    assert await chat.counts(at("2026-11-19 00:00"), at("2026-11-20 00:00")) == {JIA: 2}
    await chat.tell(recalled(1))
    assert await chat.counts(at("2026-11-19 00:00"), at("2026-11-20 00:00")) == {JIA: 1}
    await chat.seal()
    assert await chat.counts(at("2026-11-19 00:00"), at("2026-11-20 00:00")) == {JIA: 1}


async def test_two_accounts_tell_of_one_recall(chat):
    await chat.tell(
        said(JIA, "说错了", number=7, id=70, told_by=NAPCAT),
        said(JIA, "说错了", number=7, id=71, told_by=LLBOT),
        recalled(70, told_by=NAPCAT),
        recalled(71, NOON + 61, told_by=LLBOT),
    )
    assert len(await chat.rows(notice)) == 1
    assert [row.recalled_at for row in await chat.rows()] == [NOON + 60]


async def test_history_does_not_bring_back_what_was_recalled(chat):
    await chat.tell(said(JIA, "说错了", id=71, told_by=LAGRANGE), recalled(71, told_by=LAGRANGE))
    assert await chat.fetch(history(JIA, "说错了", id=99, told_by=LAGRANGE)) == 0
    assert await chat.texts() == [""]


async def test_history_of_the_account_that_does_not_number_brings_nothing_back_either(chat):
    await chat.tell(said(JIA, "说错了", number=7, id=70, told_by=NAPCAT), recalled(70))
    assert await chat.fetch(history(JIA, "说错了", id=99, told_by=LAGRANGE)) == 0
    assert await chat.texts() == [""]


async def test_an_emoji_that_two_accounts_tell_of_is_one(chat):
    await chat.tell(
        said(JIA, "好", number=7, id=70, told_by=NAPCAT),
        said(JIA, "好", number=7, id=71, told_by=LLBOT),
        reacted(YI, "76", 70, NOON + 5, told_by=NAPCAT),
        reacted(YI, "76", 71, NOON + 6, told_by=LLBOT),
    )
    [row] = await chat.rows(reaction)
    assert (row.user_id, row.emoji, row.message_at, row.message_key) == (YI, "76", NOON, 7)


async def test_the_same_emoji_on_two_messages_within_seconds_is_two(chat):
    for number in (1, 2):
        await chat.tell(
            said(JIA, f"{number}", number=number, id=number, told_by=NAPCAT),
            said(JIA, f"{number}", number=number, id=number + 50, told_by=LLBOT),
        )
    await chat.tell(
        reacted(YI, "76", 1, NOON + 5, told_by=NAPCAT),
        reacted(YI, "76", 2, NOON + 5, told_by=NAPCAT),
        reacted(YI, "76", 51, NOON + 6, told_by=LLBOT),
        reacted(YI, "76", 52, NOON + 6, told_by=LLBOT),
    )
    assert sorted(row.message_key for row in await chat.rows(reaction)) == [1, 2]


async def test_a_poke_that_two_accounts_tell_of_is_one(chat):
    await chat.tell(poked(JIA, YI), poked(JIA, YI, NOON + 1, told_by=LLBOT))
    assert len(await chat.rows(notice)) == 1


async def test_whoever_pokes_on_pokes_on(chat):
    """Three pokes, told by two accounts, of which the second is a little late."""
    for second in (0, 2, 4):
        await chat.tell(poked(JIA, YI, NOON + second))
    for second in (1, 3, 5):
        await chat.tell(poked(JIA, YI, NOON + second, told_by=LLBOT))
    assert [row.happened_at for row in await chat.rows(notice)] == [NOON, NOON + 2, NOON + 4]


async def test_pokes_of_two_members_are_two(chat):
    await chat.tell(poked(JIA, YI), poked(BING, YI), poked(JIA, BING))
    assert len(await chat.rows(notice)) == 3


async def test_an_event_that_comes_as_the_same_frame_twice_is_one(chat):
    await chat.tell(poked(JIA, YI), poked(JIA, YI))
    assert len(await chat.rows(notice)) == 1


def test_events_are_remembered_in_bounds():
    echoes = Echoes()
    for second in range(100):
        assert echoes.is_new(poked(JIA, YI, NOON + second * 20))
    [tellings] = echoes._recent.values()
    assert len(tellings) <= 8


async def test_a_reply_points_at_its_message(chat):
    await chat.tell(said(JIA, "问", number=1, id=1), said(YI, "答", NOON + 5, id=2, reply_to=1))
    question, answer = await chat.rows()
    assert (answer.reply_to_at, answer.reply_to_key) == (question.sent_at, question.message_key)


async def test_a_reply_to_what_is_not_known_yet_is_tied_up_when_the_day_is_sealed(chat):
    yesterday = at("2026-11-19 12:00")
    await chat.tell(said(YI, "答", yesterday + 5, id=2, reply_to=1))
    await chat.fetch(history(JIA, "问", yesterday, number=1, id=1))
    await chat.seal()
    question, answer = await chat.rows()
    assert (answer.reply_to_at, answer.reply_to_key) == (question.sent_at, question.message_key)


async def test_an_essence_finds_its_message(chat):
    kept = Notice(
        self_id=NAPCAT,
        group_id=GROUP,
        kind=NoticeKind.ESSENCE_ADD,
        happened_at=NOON + 9,
        user_id=JIA,
        operator_id=YI,
        message_id=1,
    )
    await chat.tell(said(JIA, "金句", number=7, id=1), kept)
    [row] = await chat.rows(notice)
    assert (row.message_at, row.message_key) == (NOON, 7)


async def test_whoever_is_told_of_stays_in_their_group(chat):
    await chat.tell(said(JIA, "早", id=1, group=20002), recalled(1))
    assert [row.recalled_at for row in await chat.rows(message)] == [None]
