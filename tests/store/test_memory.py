"""What the store remembers is what is stored: after a failure, and beside another process."""

import pytest

from groupscope.config import Config
from groupscope.store import Store
from groupscope.store.groups import Recording
from groupscope.store.vocabularies import WordKind
from tests.store.kit import GROUP, JIA, NOON, Chat, said


class Mishap(Exception):  # noqa: N818 -- one of the test's own
    """Something goes wrong at the end of a transaction."""


async def say_much(store: Store, *, then_fail: bool = False) -> None:
    """Switch a group off, ignore a word and erase a member, all in one transaction."""
    async with store.writer.transaction() as connection:
        await store.groups.switch(connection, GROUP, Recording.OFF, NOON)
        await store.vocabularies.change(connection, GROUP, "火锅", WordKind.IGNORED, JIA, NOON)
        await store.tombstones.add(connection, GROUP, JIA, NOON)
        if then_fail:
            raise Mishap


def remembered(store: Store) -> tuple[bool, list[str], bool]:
    return (
        store.groups.is_recorded(GROUP),
        store.vocabularies.words(GROUP, WordKind.IGNORED),
        store.tombstones.covers(GROUP, JIA, NOON - 1),
    )


BEFORE, AFTER = (True, [], False), (False, ["火锅"], True)


async def test_what_was_rolled_back_is_forgotten(chat):
    with pytest.raises(Mishap):
        await say_much(chat.store, then_fail=True)
    await chat.tell(said(JIA, "火锅", NOON - 1))
    assert remembered(chat.store) == BEFORE
    assert chat.store.vocabularies.revision(GROUP) == 0
    assert await chat.texts() == ["火锅"]
    await say_much(chat.store)
    assert remembered(chat.store) == AFTER


async def test_what_another_process_has_said_is_learned(store, furnished_url):
    other = Store(Config(database_url=furnished_url))
    await other.open()
    try:
        await say_much(other)
    finally:
        await other.close()
    assert remembered(store) == BEFORE
    await store.learn()
    assert remembered(store) == AFTER
    assert store.vocabularies.revision(GROUP) == NOON
    assert await Chat(store).tell(said(JIA, "火锅", NOON - 1)) == [True]
    assert await Chat(store).texts() == []
