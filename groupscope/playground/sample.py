"""The sample group of ``groupscope play``: eight people, and the last 24 hours of their talk.

The same day always has the same talk at the same times and under the same numbers, so that
playing twice records nothing twice.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple

from groupscope.model import Segment
from groupscope.playground import segments
from groupscope.playground.chronicle import Chronicle
from groupscope.playground.room import Room
from groupscope.playground.sample_talk import TALK
from groupscope.playground.world import World

GROUP, ACCOUNT = 10001, 10000
NAME = "番茄俱乐部🍅"
PEOPLE = {
    "甲": (10011, "", "owner"),
    "乙": (10012, "🌸乙酱", "admin"),
    "丙": (10013, "丙🌙晚睡冠军", "member"),
    "丁": (10014, "", "member"),
    "己": (10016, "己 ꕥ 早起", "member"),
    "庚": (10017, "🐳庚庚庚🐳", "member"),
    "辛": (10018, "", "member"),
    "壬": (10019, "壬（减肥中）", "member"),
}
"""Nickname → QQ number, card, role; none of the numbers belongs to anyone."""

LONGEST_HERE = 400
"""How many days ago the first of them joined, in days; each next one joined a month later."""

NEWCOMERS = {"戊": 10015, "癸": 10020}
"""Who may join later under a number of their own."""

THINGS = {
    "图片": segments.image(b"a photo"),
    "表情包": segments.image(b"a sticker", "gif", sticker=True),
    "语音": segments.voice("5d41402abc4b2a76b9719d911017c592.amr"),
    "笑哭": segments.face(182, "笑哭"),
}
_LINE = re.compile(r"(\d\d):(\d\d) (.): (?:>(\d+) )?(.+)")
_THING = re.compile(r"\[(" + "|".join(THINGS) + r")\]")
_FIRST_DAY = date(2026, 1, 1)
_A_DAY = 100_000
"""How many message numbers a day has: more than seconds, and 32 bits last for 58 years."""


class Line(NamedTuple):
    """One line of the sample talk; ``back`` says how many lines above the quoted one is."""

    second: int
    who: str
    words: str
    back: int


def sample_world(zone: tzinfo) -> tuple[World, Room]:
    """Build the world to play in, with the talk of the last 24 hours in the group's history."""
    world = World()
    room = world.open(GROUP, NAME)
    room.seat(ACCOUNT, "群镜")
    now = datetime.now(zone)
    for place, (nickname, (user_id, card, role)) in enumerate(PEOPLE.items()):
        joined = now - timedelta(days=LONGEST_HERE - 30 * place)
        person = room.seat(user_id, nickname, card, role)
        room.keep(replace(person, joined_at=int(joined.timestamp())))
    _fill(room, now)
    room.skip_to(_number(now))
    return world, room


def newcomer(nickname: str) -> int:
    """Return the QQ number of someone who joins: always the same for the same name."""
    known = {name: user_id for name, (user_id, _, _) in PEOPLE.items()} | NEWCOMERS
    return known.get(nickname) or 20_000 + sum(nickname.encode()) % 10_000


def talk() -> list[Line]:
    """Read the sample day; lines within one minute are a few seconds apart."""
    lines: list[Line] = []
    for clock in map(_LINE.fullmatch, TALK.strip().splitlines()):
        if clock is None:
            raise ValueError("a line of the sample talk cannot be read")
        second = int(clock[1]) * 3600 + int(clock[2]) * 60
        if lines and lines[-1].second >= second:
            second = lines[-1].second + 11
        lines.append(Line(second, clock[3], clock[5], int(clock[4] or 0)))
    return lines


def _fill(room: Chronicle, now: datetime) -> None:
    lines = talk()
    for day, index in _last_day(lines, now):
        line = lines[index]
        moment = datetime(day.year, day.month, day.day, tzinfo=now.tzinfo)
        moment += timedelta(seconds=line.second)
        room.skip_to(_number(moment))
        quoted = room.history[-line.back] if 0 < line.back <= len(room.history) else None
        when = int(moment.timestamp())
        room.remember(line.who, list(_pieces(line.words)), reply_to=quoted, when=when)


def _last_day(lines: list[Line], now: datetime) -> Iterator[tuple[date, int]]:
    """Yesterday's lines that are not 24 hours old, then today's: every line once."""
    second = now.hour * 3600 + now.minute * 60 + now.second
    today = now.date()
    later = [index for index, line in enumerate(lines) if line.second > second]
    earlier = range(len(lines) - len(later))
    yield from ((today - timedelta(days=1), index) for index in later)
    yield from ((today, index) for index in earlier)


def _number(moment: datetime) -> int:
    """Return the message number that a moment of a day begins with."""
    second = moment.hour * 3600 + moment.minute * 60 + moment.second
    return (moment.date() - _FIRST_DAY).days * _A_DAY + second + 1


def _pieces(words: str) -> Iterator[str | Segment]:
    for place, piece in enumerate(_THING.split(words)):
        if place % 2:
            yield THINGS[piece]
        elif piece:
            yield piece
