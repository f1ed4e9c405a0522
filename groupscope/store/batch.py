"""One batch: what has come in since the last one, written in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.model import Group, Message, Notice, NoticeKind, Reaction, Recall
from groupscope.store.events import (
    APART,
    apply_recall,
    find_places,
    write_notice,
    write_reaction,
    write_recall,
)
from groupscope.store.groups import Groups
from groupscope.store.identity import Identities, Place
from groupscope.store.lookups import LookedUp, count_lookup
from groupscope.store.messages import Heard, write_messages
from groupscope.store.names import Members, Seen
from groupscope.store.optout import OptOuts
from groupscope.store.presence import note_departure, note_return, note_roster
from groupscope.store.settings import GroupSettings
from groupscope.store.tombstones import Tombstones
from groupscope.store.vocabularies import Vocabularies
from groupscope.store.withheld import heard_of, is_seen, is_told, recalled_by_nobody


@dataclass(frozen=True, slots=True)
class GroupSeen:
    """A group's name as a message showed it."""

    group: Group
    at: int


@dataclass(frozen=True, slots=True)
class RosterSeen:
    """A whole member list: who is not on it has left."""

    group_id: int
    at: int
    members: tuple[Seen, ...]


Happening = Recall | Reaction | Notice | GroupSeen | RosterSeen | LookedUp
Item = Heard | Seen | Happening


@dataclass(frozen=True, slots=True)
class Memory:
    """What the writer remembers between batches."""

    identities: Identities
    members: Members
    groups: Groups
    tombstones: Tombstones
    vocabularies: Vocabularies
    settings: GroupSettings
    opt_outs: OptOuts
    overtaking: dict[tuple[int, int, int], Recall] = field(
        default_factory=dict[tuple[int, int, int], Recall]
    )
    """Recalls that came before their message, by account, group and message id."""

    def overtaken(self, told: Message) -> Recall | None:
        """Return the recall that came before its message, if this message is the one.

        Ids come again, on NapCat: what is said after a recall is another message.
        """
        if told.message_id is None:
            return None
        recall = self.overtaking.get((told.self_id, told.group_id, told.message_id))
        if recall is None or told.sent_at > recall.recalled_at + APART:
            return None
        return recall

    async def load(self, connection: AsyncConnection) -> None:
        """Read what is stored (needs a writing transaction); members are read when next seen."""
        self.members.forget()
        await self.groups.load(connection)
        await self.tombstones.load(connection)
        await self.vocabularies.load(connection)
        await self.settings.load(connection)
        await self.opt_outs.load(connection)


async def write_batch(
    connection: AsyncConnection, items: Sequence[Item], memory: Memory, now: int
) -> None:
    """Write items: messages and members all at once, then the rest in the order it came in.

    Whatever happens to a message comes behind it that way, even where its frame was faster.
    """
    heard = [
        heard_of(item, memory.opt_outs)
        for item in items
        if isinstance(item, Heard) and not _is_erased(item, memory)
    ]
    if heard:
        await write_messages(connection, heard, now)
        await _recall_overtaken(connection, heard, memory)
    seen = [item for item in items if isinstance(item, Seen) and _is_known(item, memory)]
    if seen:
        await memory.members.write(connection, seen)
    for item in items:
        if not isinstance(item, Heard | Seen):
            await _write_one(connection, item, memory)


def _is_known(item: Seen, memory: Memory) -> bool:
    """Tell whether a member may be known: neither erased, nor one who takes no part."""
    is_erased = memory.tombstones.covers(item.group_id, item.member.user_id, item.at)
    is_known = not is_erased and is_seen(item, memory.opt_outs)
    if not is_known:
        memory.members.refused(item)
    return is_known


def _is_erased(item: Heard, memory: Memory) -> bool:
    value = item.message
    return memory.tombstones.covers(value.group_id, value.sender_id, item.place.sent_at)


async def _write_one(connection: AsyncConnection, item: Happening, memory: Memory) -> None:
    match item:
        case Recall():
            await _recall(connection, recalled_by_nobody(item, memory.opt_outs), memory)
        case Reaction() | Notice():
            await _write_event(connection, item, memory)
        case GroupSeen():
            await memory.groups.renamed(connection, item.group, item.at)
        case LookedUp():
            await count_lookup(connection, item)
        case RosterSeen():
            shown = [one for one in item.members if is_seen(one, memory.opt_outs)]
            await memory.members.write(connection, shown)
            gone = await note_roster(connection, item.group_id, item.at, item.members)
            memory.members.left(item.group_id, gone)


async def _write_event(
    connection: AsyncConnection, item: Reaction | Notice, memory: Memory
) -> None:
    if isinstance(item, Notice):
        await _note_presence(connection, item, memory)
    if not is_told(item, memory.opt_outs):
        return
    if isinstance(item, Reaction):
        place = await _place(connection, item, memory, item.reacted_at)
        await write_reaction(connection, item, place)
    else:
        place = await _place(connection, item, memory, item.happened_at)
        await write_notice(connection, item, place)


async def _note_presence(connection: AsyncConnection, item: Notice, memory: Memory) -> None:
    if not item.user_id:
        return
    if item.kind in (NoticeKind.LEAVE, NoticeKind.KICK):
        await note_departure(connection, item.group_id, item.user_id, item.happened_at)
        memory.members.left(item.group_id, [item.user_id])
    elif item.kind is NoticeKind.JOIN:
        await note_return(connection, item.group_id, item.user_id)


async def _recall(connection: AsyncConnection, item: Recall, memory: Memory) -> None:
    place = await _place(connection, item, memory, item.recalled_at)
    is_news = None
    if place is not None:
        keep_text = memory.settings.keeps_recalled(item.group_id)
        is_news = await apply_recall(connection, item, place, keep_text=keep_text)
    if is_news is None:
        memory.overtaking[item.self_id, item.group_id, item.message_id] = item
        place = None  # where it will stand is known before it stands there: it may wait its turn
    if is_news is not False:
        await write_recall(connection, item, place)


async def _recall_overtaken(
    connection: AsyncConnection, heard: Sequence[Heard], memory: Memory
) -> None:
    """Recall messages that were still waiting to be written when their recall was."""
    if not memory.overtaking:
        return
    for item in heard:
        recall = memory.overtaken(item.message)
        if recall is not None:
            await _recall(connection, recall, memory)


async def _place(
    connection: AsyncConnection, event: Recall | Reaction | Notice, memory: Memory, at: int
) -> Place | None:
    """Return where the message that an event is about stands, from memory or from the store."""
    if event.message_id is None:
        return None
    place = memory.identities.place_of(event.self_id, event.group_id, event.message_id)
    if place is not None:
        return place
    found = await find_places(connection, event.group_id, {event.message_id}, at)
    return found.get(event.message_id)
