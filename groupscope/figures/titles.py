"""Titles that a member earns by rule: each is a figure with a name, none a verdict."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from groupscope.model import Kind

FEWEST = 50
"""Messages below which nobody earns a title."""
MOST = 5
BEST_PLACES, CROWD = 3, 10
"""A place counts up to the third, among so many who speak."""
EVERY_DAY, A_WEEK = 0.9, 7
NIGHT, NIGHT_SHARE = range(5), 0.30
MORNING, MORNING_SHARE = range(5, 8), 0.25
ANSWERING, WANTED = 0.30, 0.40
PICTURES, ASKING = 0.40, 0.15
OWN_WORD, OWN_SHARE = 10, 0.5

SEEN = (Kind.IMAGE, Kind.STICKER, Kind.VIDEO)
"""Kinds of messages that are seen rather than read."""


class Title(NamedTuple):
    """A title, and the figure that it is earned by."""

    icon: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Traits:
    """What titles are earned by.

    ``hours`` are messages by hour of the day; None where the asker may not see them. ``kinds`` are
    those of the latest messages, ``questions`` how many of these ask. ``turned`` is how often the
    member turned to others, ``was_turned_to`` how often others did to them. ``word`` is the word
    that is most their own, with their count of it and everybody's.
    """

    messages: int
    place: int
    speakers: int
    active_days: int
    heard_days: int
    hours: tuple[int, ...] | None
    kinds: tuple[int, ...]
    questions: int
    turned: int
    was_turned_to: int
    word: tuple[str, int, int] | None


def titles_of(traits: Traits) -> tuple[Title, ...]:
    """Return the titles that somebody has earned, five at most; none below fifty messages."""
    if traits.messages < FEWEST:
        return ()
    earned = (*_by_presence(traits), *_by_clock(traits), *_by_manner(traits))
    return earned[:MOST]


def _by_presence(traits: Traits) -> Iterator[Title]:
    if traits.place <= BEST_PLACES and traits.speakers >= CROWD:
        yield Title("🏆", f"发言第 {traits.place}", f"{traits.speakers} 人里")
    days, heard = traits.active_days, traits.heard_days
    if heard >= A_WEEK and days >= EVERY_DAY * heard:
        yield Title("🗓️", "天天都在", f"{heard} 天里 {days} 天说过话")


def _by_clock(traits: Traits) -> Iterator[Title]:
    if traits.hours is None:
        return
    night = sum(traits.hours[hour] for hour in NIGHT) / traits.messages
    morning = sum(traits.hours[hour] for hour in MORNING) / traits.messages
    if night >= NIGHT_SHARE:
        yield Title("🦉", "夜猫子", f"0–5 点占 {night:.0%}")
    if morning >= MORNING_SHARE:
        yield Title("🌅", "早起的人", f"5–8 点占 {morning:.0%}")


def _by_manner(traits: Traits) -> Iterator[Title]:
    if traits.word is not None:
        word, own, everybody = traits.word
        if own >= OWN_WORD and own >= OWN_SHARE * everybody:
            yield Title("🎯", f"常说「{word}」", f"全群 {everybody} 条里说了 {own} 条")
    turned, wanted = traits.turned / traits.messages, traits.was_turned_to / traits.messages
    if turned >= ANSWERING:
        yield Title("💬", "爱接话", f"回复和 @ 别人是消息的 {turned:.0%}")
    if wanted >= WANTED:
        yield Title("📣", "常被找", f"被回复和 @ 是消息的 {wanted:.0%}")
    looked_at = max(len(traits.kinds), 1)
    seen = sum(kind in SEEN for kind in traits.kinds) / looked_at
    asking = traits.questions / looked_at
    if seen >= PICTURES:
        yield Title("🖼️", "图比话多", f"图片和表情包占 {seen:.0%}")
    if asking >= ASKING:
        yield Title("🙋", "爱提问", f"提问占 {asking:.0%}")
