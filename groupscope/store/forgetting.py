"""Forgetting somebody, or a whole group: everything there is, down to the pages of the file."""

from collections.abc import Iterable

from loguru import logger
from sqlalchemy import delete, select, union
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from groupscope.store.days import groups_with_messages
from groupscope.store.dictionary import Dictionary
from groupscope.store.erasing import erase_member
from groupscope.store.erasing_groups import erase_group
from groupscope.store.sealer import Sealer
from groupscope.store.sweeping import settle_files, sweep_words
from groupscope.store.tables import lookup, member, message, web_session
from groupscope.store.tombstones import EVERY_GROUP, EVERYBODY, Tombstone, Tombstones
from groupscope.store.writer import Writer


class Forgetting:
    """Erases for good, and puts in order what was made of it."""

    def __init__(
        self,
        engine: AsyncEngine,
        writer: Writer,
        tombstones: Tombstones,
        sealer: Sealer,
        dictionary: Dictionary,
    ) -> None:
        self._engine = engine
        self._writer = writer
        self._tombstones = tombstones
        self._sealer = sealer
        self._dictionary = dictionary

    async def forget_member(self, user_id: int, group_id: int, before: int) -> int:
        """Erase what a member said in a group (0: in all) before a time; return how many messages.

        The summaries of their days go at once: until the sealer has made them anew, reports read
        the messages.
        """
        groups = [group_id]
        if group_id == EVERY_GROUP:
            async with self._writer.transaction() as connection:
                await self._tombstones.add(connection, EVERY_GROUP, user_id, before)
                mine = web_session.c.user_id == user_id
                await connection.execute(delete(web_session).where(mine))
                groups = await _groups_of(connection, user_id)
        messages, words = 0, set[str]()
        for one in groups:
            erased = await erase_member(self._writer, self._tombstones, one, user_id, before)
            messages += erased.messages
            words |= erased.words
        await self._tidy_up(words)
        logger.info("A member was forgotten in {} groups: {} messages", len(groups), messages)
        return messages

    async def forget_group(self, group_id: int, before: int) -> int:
        """Erase all that there is of a group before a time; return how many messages went."""
        async with self._writer.transaction() as connection:
            await self._tombstones.add(connection, group_id, EVERYBODY, before)
        await self._writer.flush()
        erased = await erase_group(self._writer, group_id, before)
        self._writer.learn_again()
        await self._tidy_up(erased.words)
        logger.info("Group {} was erased: {} messages", group_id, erased.messages)
        return erased.messages

    async def catch_up(self) -> int:
        """Erase again what a restored backup has brought back; return how many messages."""
        messages = 0
        while self._tombstones.forgotten:
            stone = self._tombstones.forgotten[0]
            messages += await self._again(stone)
            self._tombstones.forgotten.remove(stone)
        return messages

    async def _again(self, stone: Tombstone) -> int:
        if self._tombstones.is_of(stone, EVERYBODY):
            return await self.forget_group(stone.group_id, stone.before_at)
        async with self._engine.connect() as connection:
            groups = [stone.group_id]
            if stone.group_id == EVERY_GROUP:
                groups = await groups_with_messages(connection)
            people = await _people_in(connection, groups)
        found = [one for one in people if self._tombstones.is_of(stone, one)]
        return sum(
            [await self.forget_member(one, stone.group_id, stone.before_at) for one in found]
        )

    async def _tidy_up(self, words: set[str]) -> None:
        """Sweep words that no summary holds any more, and have the files let go of it all."""
        async with self._sealer.turn:
            await sweep_words(self._engine, self._writer, self._dictionary, words)
        await self.settle()

    async def settle(self) -> None:
        """Have the files let go of what was erased."""
        await settle_files(self._engine, self._writer)


async def _groups_of(connection: AsyncConnection, user_id: int) -> list[int]:
    """Return the groups in which somebody may have left something."""
    known = union(
        select(member.c.group_id).where(member.c.user_id == user_id),
        select(lookup.c.group_id).where(lookup.c.user_id == user_id),
    )
    groups = {*(await connection.scalars(known)).all(), *await groups_with_messages(connection)}
    return sorted(groups)


async def _people_in(connection: AsyncConnection, groups: Iterable[int]) -> set[int]:
    """Return everybody who has said something in some groups, or is known there."""
    people: set[int] = set()
    for group_id in groups:
        for table, who in ((message, message.c.sender_id), (member, member.c.user_id)):
            found = select(who).where(table.c.group_id == group_id).distinct()
            people.update((await connection.scalars(found)).all())
    return people
