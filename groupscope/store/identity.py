"""Which message is which: keys that two accounts, live frames and history agree on.

A message's key is the group's own sequence number where the platform tells it. Where it does not,
the key is the negative hash of who said what when, and of how many times that account has seen
that very line in that second. ``message_id`` is no key: on NapCat it is a 31-bit hash that changes
when the implementation restarts.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import count
from typing import NamedTuple

from groupscope.model import Message, Source
from groupscope.store.posts import ECHO_SECONDS, Place, Posts

REMEMBERED = 20_000
"""How many messages, and ids per account, are remembered."""

BITS_62 = (1 << 62) - 1


class Known(NamedTuple):
    """A message with its place, and whether it is the first time that we hear of it."""

    place: Place
    is_new: bool
    replaces: Place | None = None


def line(message: Message) -> int:
    """Return a 62-bit hash of who said what when, equal on every implementation.

    White space at the ends is left out, because some implementations trim it.
    """
    return line_of(
        message.group_id, message.sender_id, message.sent_at, message.text, message.media
    )


def line_of(group_id: int, sender_id: int, sent_at: int, text: str, media: tuple[str, ...]) -> int:
    """Return the hash that ``line`` gives, from the parts (also from a stored row's)."""
    said = f"{group_id} {sender_id} {sent_at}\0{text.strip()}"
    if media:
        said = "\0".join((said, *media))
    return int.from_bytes(blake2b(said.encode(), digest_size=8).digest()) & BITS_62


def hashed_key(said: int, repetition: int) -> int:
    """Return the key of the n-th (0, 1, …) equal line in its second: always negative."""
    mixed = said if repetition == 0 else (said * 0x9E3779B97F4A7C15 + repetition) & BITS_62
    return -(mixed or 1)


@dataclass(slots=True)
class _Line:
    """The keys of the equal lines of one second, and how many of them each account has seen."""

    keys: list[int] = field(default_factory=list[int])
    seen: dict[int, int] = field(default_factory=dict[int, int])


class Identities:
    """Recent messages by what they say and by each account's message ids."""

    def __init__(self, remembered: int = REMEMBERED) -> None:
        self._remembered = remembered
        self._lines: OrderedDict[int, _Line] = OrderedDict()
        self._sequences: OrderedDict[tuple[int, int], Place] = OrderedDict()
        self._places: dict[int, OrderedDict[tuple[int, int], Place]] = {}
        self._sent = Posts(remembered)
        self._echoed = Posts(remembered)
        self._provisional = count(1)

    def recognise(self, message: Message) -> Known:
        """Give a message that was just heard its place; the same one again is not new."""
        place = self.place_of(message.self_id, message.group_id, message.message_id)
        if message.source is Source.SENT:
            return self._post(message, place)
        post = self._sent.take(message, place) if message.is_own or place else None
        if post is None and place is not None and _may_stand_at(place, message):
            return Known(place, is_new=False)
        known = self._by_content(message)
        self.remember(message.self_id, message.group_id, message.message_id, known.place)
        if post is not None:
            self.remember(post.self_id, message.group_id, post.message_id, known.place)
            return known._replace(replaces=post.place)
        if message.is_own and known.is_new:
            self._echoed.add(message, known.place)
        return known

    def place_of(self, self_id: int, group_id: int, message_id: int | None) -> Place | None:
        """Return where the message with an account's id stands, if it was heard lately."""
        if message_id is None:
            return None
        return self._places.get(self_id, {}).get((group_id, message_id))

    def remember(self, self_id: int, group_id: int, message_id: int | None, place: Place) -> None:
        """Remember under which id an account knows a message."""
        if message_id is None:
            return
        places = self._places.setdefault(self_id, OrderedDict())
        places[group_id, message_id] = place
        if len(places) > self._remembered:
            places.popitem(last=False)

    def forget(self, message: Message, known: Known) -> None:
        """Forget a new message that could not be kept: told again, it is news again."""
        said = line(message)
        entry = self._entry(said)
        if known.place.key in entry.keys:
            entry.keys.remove(known.place.key)
        entry.seen[message.self_id] = max(entry.seen.get(message.self_id, 0) - 1, 0)
        if message.sequence is not None:
            self._sequences.pop((message.group_id, message.sequence), None)
        if message.message_id is not None:
            places = self._places.get(message.self_id, {})
            places.pop((message.group_id, message.message_id), None)

    def fetched(self, message: Message, known: Known) -> Known:
        """Return what is known of a message that history has told, given what the store says of it.

        Others may have told of it live since the store was asked; who tells of it from now on
        brings no news.
        """
        place = self.place_of(message.self_id, message.group_id, message.message_id)
        if place is not None and _may_stand_at(place, message) and not known.replaces:
            return Known(place, is_new=False)
        entry = self._entry(line(message))
        repetition = entry.seen.get(message.self_id, 0)
        entry.seen[message.self_id] = repetition + 1
        if known.place.key not in entry.keys:
            known = self._told_live(message, known, entry.keys[repetition : repetition + 1])
            if known.place.key not in entry.keys:
                entry.keys.append(known.place.key)
        self.remember(message.self_id, message.group_id, message.message_id, known.place)
        return known

    def _told_live(self, message: Message, known: Known, keys: list[int]) -> Known:
        if message.sequence is not None:
            place = self._sequences.get((message.group_id, message.sequence))
            if place is not None:
                return Known(place, is_new=False)
        if keys and (message.sequence is None or keys[0] < 0):
            return Known(Place(message.sent_at, keys[0]), is_new=False)
        return known

    def _entry(self, said: int) -> _Line:
        entry = self._lines.get(said)
        if entry is None:
            entry = self._lines[said] = _Line()
            if len(self._lines) > self._remembered:
                self._lines.popitem(last=False)
        return entry

    def _post(self, message: Message, place: Place | None) -> Known:
        """Give a post that we have just sent its place: its echo's, else one of its own till then.

        Our clock and the server's may differ, hence so may the times of post and echo.
        """
        echo = self._echoed.take(message, place)
        heard = echo.place if echo else place
        if heard is not None and abs(heard.sent_at - message.sent_at) <= ECHO_SECONDS:
            self.remember(message.self_id, message.group_id, message.message_id, heard)
            return Known(heard, is_new=False)
        own = Place(message.sent_at, hashed_key(line(message), -next(self._provisional)))
        self.remember(message.self_id, message.group_id, message.message_id, own)
        self._sent.add(message, own)
        return Known(own, is_new=True)

    def _by_content(self, message: Message) -> Known:
        said = line(message)
        entry = self._entry(said)
        repetition = entry.seen.get(message.self_id, 0)
        entry.seen[message.self_id] = repetition + 1
        if message.sequence is None:
            key, is_new = choose_key(said, repetition, entry.keys, None)
            return Known(Place(message.sent_at, key), is_new)
        return self._by_sequence(message, message.sequence, repetition, entry)

    def _by_sequence(self, message: Message, sequence: int, repetition: int, entry: _Line) -> Known:
        """Recognise a message by its number: a group uses each of them once."""
        numbered = (message.group_id, sequence)
        place = self._sequences.get(numbered)
        if place is not None:
            return Known(place, is_new=False)
        key, is_new = choose_key(line(message), repetition, entry.keys, sequence)
        place = self._sequences[numbered] = Place(message.sent_at, key)
        if len(self._sequences) > self._remembered:
            self._sequences.popitem(last=False)
        return Known(place, is_new)


def _may_stand_at(place: Place, message: Message) -> bool:
    """Tell whether the message that an id leads to may be this one: ids come again, on NapCat."""
    has_its_number = message.sequence is None or place.key < 0 or place.key == message.sequence
    return has_its_number and abs(place.sent_at - message.sent_at) <= 1


def choose_key(
    said: int, repetition: int, keys: list[int], sequence: int | None
) -> tuple[int, bool]:
    """Return the key of an account's n-th sight of a line, and whether it is a new message.

    ``keys`` are those of the equal lines known so far, and grows by a new one. A line that another
    account told with a sequence number is the same line told without one, and the other way round;
    two different numbers are two messages, whatever they say.
    """
    if sequence is not None and sequence in keys:
        return sequence, False
    if repetition < len(keys) and (sequence is None or keys[repetition] < 0):
        return keys[repetition], False
    key = hashed_key(said, len(keys)) if sequence is None else sequence
    keys.append(key)
    return key, True
