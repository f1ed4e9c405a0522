"""Reading what messages say, on their way into the store."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from groupscope.store.batch import Item
from groupscope.store.messages import Heard
from groupscope.store.vocabularies import Vocabularies

READ_AT_ONCE = 100
"""How many messages are read before something else may run: a few milliseconds."""


async def understood(items: Sequence[Item], vocabularies: Vocabularies) -> list[Item]:
    """Return items with their messages read, in slices, so that a flood holds up nothing else."""
    read: list[Item] = []
    for start in range(0, len(items), READ_AT_ONCE):
        read += [_read(item, vocabularies) for item in items[start : start + READ_AT_ONCE]]
        await asyncio.sleep(0)
    return read


def _read(item: Item, vocabularies: Vocabularies) -> Item:
    if not isinstance(item, Heard):
        return item
    return replace(item, reading=vocabularies.read(item.message))
