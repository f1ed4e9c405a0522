"""Whoever takes no part is a number from then on, and counts nowhere, also in the past."""

import pytest
from sqlalchemy import select

from groupscope.model import Member, Notice, NoticeKind
from groupscope.scope import Scope
from groupscope.store.batch import RosterSeen
from groupscope.store.names import Seen
from groupscope.store.optout import EVERY_GROUP, unapplied
from groupscope.store.present import members_present
from groupscope.store.summaries import KINDS, TOTALS
from groupscope.store.summaries.glance import GLANCE
from groupscope.store.tables import member, message, notice, opt_out, reaction
from tests.store.kit import (
    BING,
    GROUP,
    JIA,
    NAPCAT,
    NOON,
    OTHER_GROUP,
    YI,
    Chat,
    at,
    history,
    period,
    poked,
    reacted,
    recalled,
    said,
)

MORNING, EVENING = at("2026-11-19 00:00"), at("2026-11-20 23:00")
YESTERDAY = at("2026-11-19 12:00")


async def choose(chat: Chat, user_id: int, group: int = GROUP, *, is_out: bool = True) -> None:
    """Let a member say that they take no part, or part again; what is stored follows at once."""
    async with chat.writer.transaction() as connection:
        at_ = int(chat.store.clock())
        await chat.store.opt_outs.choose(connection, group, user_id, at_, is_out=is_out)
    await chat.store.withholding.catch_up()


async def settle(chat: Chat) -> None:
    """Wait until every process on a shared database has heard of what was chosen."""
    chat.store.clock.now += 500
    await chat.store.withholding.catch_up()


async def total(chat: Chat, group: int = GROUP) -> int:
    async with chat.store.snapshot() as db:
        return (await db.summary(TOTALS, Scope(group, period(MORNING, EVENING)))).messages


@pytest.fixture
async def talk(chat):
    """甲 and 乙 talked yesterday and today, also in another group; yesterday is sealed."""
    await chat.tell(
        said(JIA, "昨天的火锅", YESTERDAY, id=1),
        said(YI, "昨天的奶茶", YESTERDAY + 1, id=2, reply_to=1),
        said(JIA, "别的群", YESTERDAY, id=1, group=OTHER_GROUP),
        said(JIA, "今天的火锅", NOON, id=3),
        said(YI, "今天的奶茶", NOON + 1, id=4),
    )
    chat.store.clock.now = NOON + 3600
    await chat.seal()
    return chat


async def test_the_past_counts_no_more_and_counts_again(talk):
    assert await talk.counts(MORNING, EVENING) == {JIA: 2, YI: 2}
    await choose(talk, JIA)
    assert await talk.counts(MORNING, EVENING) == {YI: 2}
    assert set(await talk.words(MORNING, EVENING)) == {"奶茶"}
    assert await talk.counts(MORNING, EVENING, group=OTHER_GROUP) == {JIA: 1}
    await talk.seal()
    assert await talk.counts(MORNING, EVENING) == {YI: 2}
    assert len(await talk.texts()) == 5  # what was said before is kept as it is

    await choose(talk, JIA, is_out=False)
    assert await talk.counts(MORNING, EVENING) == {JIA: 2, YI: 2}
    await settle(talk)
    assert await talk.rows(opt_out) == []


async def test_only_totals_keep_the_number(talk):
    """Also the glance at many groups, which has to agree with them; its moods are the others'."""
    assert await total(talk) == 4
    await choose(talk, JIA)
    await talk.tell(said(JIA, "太棒了", NOON + 60, id=9))
    assert await total(talk) == 5
    async with talk.store.snapshot() as db:
        scope = Scope(GROUP, period(MORNING, EVENING))
        assert (await db.summary(GLANCE, scope)).messages == 5
        assert (await db.summary(GLANCE, scope)).scored == 2


async def test_from_then_on_a_message_is_a_number(talk):
    await choose(talk, JIA)
    await talk.tell(
        said(
            JIA,
            "这是秘密",
            NOON + 60,
            id=9,
            reply_to=4,
            mentions=(YI,),
            media=("face:178",),
            links=("b23.tv",),
            files=("秘密.pdf",),
            sender=Member(JIA, nickname="秘密"),
        )
    )
    row = next(row for row in await talk.rows() if row.sent_at == NOON + 60)
    assert (row.sender_id, row.text, row.words, row.mood) == (0, "", None, None)
    assert (row.segments, row.mentions, row.media, row.links, row.files) == (None,) * 5
    assert (row.reply_to_id, row.reply_to_key, row.alias, row.is_withheld) == (None, None, None, 1)
    assert await talk.rows(member) == []


async def test_it_is_no_second_message_when_history_tells_it(talk):
    await choose(talk, JIA)
    await talk.tell(said(JIA, "这是秘密", NOON + 60, id=9, number=77))
    await talk.fetch(history(JIA, "这是秘密", NOON + 60, id=9, number=77))
    await talk.fetch(history(JIA, "更早的", MORNING + 60, id=10, number=11))
    assert await total(talk) == 6
    assert "更早的" not in await talk.texts()


async def test_it_can_be_recalled_without_naming_anybody(talk):
    await choose(talk, JIA)
    await talk.tell(said(JIA, "这是秘密", NOON + 60, id=9), recalled(9, NOON + 90))
    assert await total(talk) == 4
    row = next(row for row in await talk.rows() if row.sent_at == NOON + 60)
    assert (row.recalled_at, row.recalled_by) == (NOON + 90, None)
    told = (await talk.rows(notice))[-1]
    assert (told.user_id, told.operator_id) == (None, None)


async def test_nothing_else_is_kept_of_them(talk):
    await choose(talk, JIA)
    left = Notice(
        self_id=NAPCAT, group_id=GROUP, kind=NoticeKind.LEAVE, happened_at=NOON + 99, user_id=JIA
    )
    await talk.tell(reacted(JIA, "76", 4), poked(YI, JIA), poked(JIA, YI), left)
    await talk.tell(poked(YI, BING), reacted(YI, "76", 3))
    talk.writer.put_seen(Seen(GROUP, NOON, Member(JIA, nickname="新名字")))
    people = tuple(Seen(GROUP, NOON, Member(one, card="名片")) for one in (JIA, YI))
    talk.writer.put_seen(RosterSeen(GROUP, NOON, people))
    assert [row.user_id for row in await talk.rows(member)] == [YI]
    assert [row.user_id for row in await talk.rows(reaction)] == [YI]
    assert [row.user_id for row in await talk.rows(notice)] == [YI]


async def test_who_takes_no_part_does_not_lurk_either(talk):
    people = tuple(Seen(GROUP, NOON, Member(one, card="名片")) for one in (JIA, YI))
    talk.writer.put_seen(RosterSeen(GROUP, NOON, people))
    await talk.writer.flush()
    await choose(talk, JIA)
    async with talk.store.engine.connect() as connection:
        assert set(await members_present(connection, GROUP, NOON)) == {YI}


async def test_everywhere_is_every_group(talk):
    await choose(talk, JIA, EVERY_GROUP)
    assert await talk.counts(MORNING, EVENING, group=OTHER_GROUP) == {}
    assert await talk.counts(MORNING, EVENING) == {YI: 2}
    await talk.tell(said(JIA, "第三个群", NOON, group=30003))
    assert await talk.counts(MORNING, EVENING, group=30003) == {}
    await choose(talk, JIA, OTHER_GROUP)
    await choose(talk, JIA, EVERY_GROUP, is_out=False)
    assert await talk.counts(MORNING, EVENING, group=OTHER_GROUP) == {JIA: 1}
    await settle(talk)
    assert await talk.rows(opt_out) == []


async def test_a_choice_outlives_a_restart(talk, restarted):
    """Also one that what is stored did not yet follow."""
    async with talk.writer.transaction() as connection:
        await talk.store.opt_outs.choose(connection, GROUP, JIA, NOON, is_out=True)
    again = await restarted()
    assert await again.store.withholding.catch_up() == 2
    assert await again.counts(MORNING, EVENING) == {YI: 2}
    await again.tell(said(JIA, "秘密", NOON + 60, id=9))
    assert "秘密" not in await again.texts()


async def test_what_another_process_wrote_meanwhile_is_stripped(talk, backend):
    """Processes on a shared database hear of a choice within a minute."""
    await choose(talk, JIA)
    talk.store.opt_outs._out = set()  # this process knows nothing of it
    await talk.tell(said(JIA, "秘密", NOON + 7200, id=9))
    async with talk.writer.transaction() as connection:
        await talk.store.opt_outs.load(connection)
        left = await unapplied(connection)
    assert bool(left) is (backend != "sqlite")
    if left:
        await talk.store.withholding.catch_up()
        assert "秘密" not in await talk.texts()
        await settle(talk)
        async with talk.writer.transaction() as connection:
            assert await unapplied(connection) == []


async def test_every_kind_of_summary_counts_as_if_they_had_never_been_there(talk):
    """But for the two that tell a number."""
    async with talk.store.engine.connect() as connection:
        others = {
            kind.name: (await connection.execute(query_of(kind, by=YI))).all() for kind in KINDS
        }
    await choose(talk, JIA)
    async with talk.store.engine.connect() as connection:
        for kind in KINDS:
            if kind not in (TOTALS, GLANCE):
                assert (await connection.execute(query_of(kind))).all() == others[kind.name]


def query_of(kind, by: int | None = None):
    asked = kind.query().where(message.c.group_id == GROUP)
    return asked if by is None else asked.where(message.c.sender_id == by)


async def test_choices_are_few(talk):
    await choose(talk, JIA)
    await choose(talk, JIA)
    async with talk.store.engine.connect() as connection:
        assert len((await connection.execute(select(opt_out))).all()) == 1
