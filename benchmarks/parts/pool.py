"""What is told again and again: three months of the demo's group, each message read once."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from groupscope.demo import Plan, events
from groupscope.demo.plan import FIRST_MEMBER
from groupscope.language.reading import read, said_of
from groupscope.model import Message, Reaction, Recall
from groupscope.store.days import SECONDS_A_DAY
from groupscope.store.identity import Place
from groupscope.store.messages import Heard, row_of

ZONE = ZoneInfo("Asia/Shanghai")
OFFSET = 480
DAYS, MEMBERS, MESSAGES = 91, 60, 60_000
FEWEST = 100
"""Messages of a day that is told again."""


class Told(NamedTuple):
    """A message of the pool: when in its day, by whom, which it quotes, and the rest of its row."""

    second: int
    speaker: int
    quotes: int | None
    row: dict[str, Any]
    mentions: tuple[int, ...]
    reactions: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Pool:
    """What was said in the demo's group, and where each of its days begins among it."""

    told: Sequence[Told]
    days: Sequence[tuple[int, int]]


def pool_until(until: int) -> Pool:
    """Make the demo's group, read each of its messages, and forget when exactly it was."""
    midnight = until - (until + OFFSET * 60) % SECONDS_A_DAY
    plan = Plan(
        until=midnight + SECONDS_A_DAY - 1,
        zone=ZONE,
        days=DAYS,
        members=MEMBERS,
        messages=MESSAGES,
    )
    happened = list(events(plan))
    recalled = {one.message_id: one.recalled_at for one in happened if isinstance(one, Recall)}
    reactions: dict[int, list[tuple[int, int, str]]] = {}
    said = [one for one in happened if isinstance(one, Message)]
    places = {one.message_id: place for place, one in enumerate(said)}
    for one in happened:
        if isinstance(one, Reaction) and one.message_id is not None:
            after = one.reacted_at - said[places[one.message_id]].sent_at
            speaker = (one.user_id or 0) - FIRST_MEMBER
            reactions.setdefault(one.message_id, []).append((after, speaker, one.emoji))
    told = [_told(one, places, recalled, reactions) for one in said]
    numbers = np.array([(one.sent_at + OFFSET * 60) // SECONDS_A_DAY for one in said])
    starts = [0, *(np.flatnonzero(np.diff(numbers)) + 1).tolist(), len(said)]
    return Pool(told, [pair for pair in pairwise(starts) if pair[1] - pair[0] > FEWEST])


def _told(
    said: Message,
    places: dict[int | None, int],
    recalled: dict[int, int],
    reactions: dict[int, list[tuple[int, int, str]]],
) -> Told:
    number = said.message_id or 0
    words_said = said_of(said.segments, said.text)
    heard = Heard(said, Place(said.sent_at, said.sequence or 0), OFFSET)
    if not (said.is_command or said.is_bot or said.is_own):
        heard = Heard(said, heard.place, OFFSET, reading=read(words_said))
    row = row_of(heard, {}) | {"recalled_at": None, "recalled_by": None}
    if number in recalled:
        row |= dict.fromkeys(("segments", "media", "links", "files", "words", "mood"))
        row |= {"text": "", "recalled_at": recalled[number] - said.sent_at, "is_question": 0}
    return Told(
        (said.sent_at + OFFSET * 60) % SECONDS_A_DAY,
        said.sender_id - FIRST_MEMBER,
        places.get(said.reply_to),
        row,
        tuple(one - FIRST_MEMBER for one in said.mentions),
        tuple(reactions.get(number, ())),
    )
