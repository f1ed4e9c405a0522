"""Reading what messages say, on their way into the store."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace

from loguru import logger

from groupscope.language.reading import NOTHING, Reading, read
from groupscope.model import Message
from groupscope.store.batch import Item
from groupscope.store.health import WriterHealth
from groupscope.store.messages import Heard
from groupscope.store.vocabularies import Vocabularies

READ_AT_ONCE = 100
"""How many messages are read before something else may run: a few milliseconds."""
WARMING_UP = (
    *("热身 [doge] 😂 (T_T)", "？？？", "为什么不去", "我不知道怎么走", "你真的要去吗"),
    *("作业写完了呢", "动不动就生气", "吃火锅还是烧烤", "什么都行"),
)
"""Lines that between them need every list, model and rule."""


def warm_up() -> None:
    """Load what reading needs now, not under the first messages: it takes about a second."""
    for line in WARMING_UP:
        read(line)


async def understood(
    items: Sequence[Item], vocabularies: Vocabularies, health: WriterHealth
) -> list[Item]:
    """Return items with their messages read, in slices, so that a flood holds up nothing else."""
    read: list[Item] = []
    for start in range(0, len(items), READ_AT_ONCE):
        read += [_read(item, vocabularies, health) for item in items[start : start + READ_AT_ONCE]]
        await asyncio.sleep(0)
    return read


def _read(item: Item, vocabularies: Vocabularies, health: WriterHealth) -> Item:
    if not isinstance(item, Heard):
        return item
    return replace(item, reading=_reading(item.message, vocabularies, health))


def _reading(value: Message, vocabularies: Vocabularies, health: WriterHealth) -> Reading:
    """Return what a message says; nothing where reading it fails, for it is stored all the same."""
    reading = tried(lambda: vocabularies.read(value), value.group_id, value.message_id)
    if reading is None:
        health.not_understood += 1
        return NOTHING
    return reading


def tried(reading: Callable[[], Reading], group_id: int, message_id: int | None) -> Reading | None:
    """Return what a reading gives; None where it fails, and the message's ids in the log."""
    try:
        return reading()
    except Exception as error:  # noqa: BLE001 -- what people write must not stop what they write next
        logger.warning(
            "Message {} of group {} is not understood: {}",
            message_id,
            group_id,
            type(error).__name__,
        )
        return None
