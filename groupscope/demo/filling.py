"""Putting the group into a store: by the writer, like everything that is recorded."""

from collections.abc import Callable, Iterable
from typing import Final

from sqlalchemy import delete, func, select, union

from groupscope.demo.events import Event, Roster, events
from groupscope.demo.plan import ACCOUNT, FIRST_MEMBER, LESSON, Plan, heard, occasions
from groupscope.model import Group, Member, Message, Notice, NoticeKind
from groupscope.store import Store, presence
from groupscope.store.batch import RosterSeen
from groupscope.store.lessons import add_lesson
from groupscope.store.names import Seen
from groupscope.store.tables import chat_group, member, message, metadata
from groupscope.store.tables import connection as connections

AT_ONCE: Final = 1_000
"""How many events are on their way at a time: as many as the writer takes in one batch."""

Told = Callable[[int], None]
"""Is called with how many messages more have been written."""


async def groups_in(store: Store) -> set[int]:
    """Return the groups of which a store knows anything."""
    known = union(select(chat_group.c.group_id), select(message.c.group_id).distinct())
    async with store.engine.connect() as connection:
        return set((await connection.scalars(known)).all())


async def fill(store: Store, plan: Plan, told: Told) -> None:
    """Record a plan's group in an open store that does not know it, and seal its days."""
    await _be_there(store, plan)
    await _record(store, events(plan), told)
    await _open_lessons(store, plan)
    async with store.writer.transaction() as connection:
        there = select(func.count()).where(
            member.c.group_id == plan.group_id, member.c.left_at.is_(None)
        )
        group = Group(plan.group_id, plan.name, await connection.scalar(there))
        await store.groups.refresh(connection, [group], plan.until)
    await store.sealer.seal_all(plan.until)


async def empty(store: Store, group_id: int) -> None:
    """Remove a group from a store that is not open yet, and when the demo's account was online."""
    async with store.writer.transaction() as connection:
        for table in metadata.sorted_tables:
            if "group_id" in table.columns:
                await connection.execute(delete(table).where(table.c.group_id == group_id))
        await connection.execute(delete(connections).where(connections.c.self_id == ACCOUNT))


async def _be_there(store: Store, plan: Plan) -> None:
    """Note when the account was online and in the group."""
    stretches = heard(plan)
    async with store.writer.transaction() as connection:
        await presence.describe_account(connection, ACCOUNT, "群镜", None, None)
        await presence.watch_begins(connection, plan.group_id, plan.since, ACCOUNT)
        for there in stretches:
            await presence.connected(connection, ACCOUNT, there.since)
            until, how = there.until, "disconnect"
            if there is stretches[-1]:
                until, how = plan.until, "stop"
            await presence.still_there(connection, ACCOUNT, there.since, until, how)


async def _open_lessons(store: Store, plan: Plan) -> None:
    """Open and close the photographer's lessons as an admin does."""
    stretches = sorted(
        (one.when.since, one.when.until) for one in occasions(plan) if one.topic == LESSON
    )
    async with store.writer.transaction() as connection:
        for number, stretch in enumerate(stretches, start=1):
            name = f"摄影课 第 {number} 讲"
            await add_lesson(connection, plan.group_id, name, stretch, FIRST_MEMBER)


async def _record(store: Store, told_of: Iterable[Event], told: Told) -> None:
    waiting = said = 0
    for event in told_of:
        _put(store, event)
        waiting += 1
        said += isinstance(event, Message)
        if waiting == AT_ONCE:
            await store.writer.flush()
            told(said)
            waiting = said = 0
    await store.writer.flush()
    told(said)


def _put(store: Store, event: Event) -> None:
    """Put an event on its way as the recorder does."""
    writer = store.writer
    match event:
        case Message():
            writer.record(event)
        case Roster():
            writer.put_seen(RosterSeen(event.group_id, event.at, _seen(event)))
        case _:
            writer.put(event)
            if isinstance(event, Notice) and event.kind is NoticeKind.CARD and event.user_id:
                shown = Member(event.user_id, card=str(event.detail["new"]))
                writer.put_seen(Seen(event.group_id, event.happened_at, shown))


def _seen(roster: Roster) -> tuple[Seen, ...]:
    return tuple(Seen(roster.group_id, roster.at, one) for one in roster.members)
