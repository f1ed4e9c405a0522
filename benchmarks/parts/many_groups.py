"""Two hundred groups over a year: three months of the demo's group, told again and again.

What is said, quoted, repeated and asked is believable in each of them, for whole stretches of a
day are taken over; who says it is dealt anew each time. The rows are written as they are, with the
reading that the first telling got: to read five million messages would take an hour.
"""

import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from numpy.random import Generator, default_rng

from groupscope.config import Config
from groupscope.demo import ACCOUNT, Plan, events
from groupscope.demo.lists import words
from groupscope.demo.plan import FIRST_MEMBER, shared_out
from groupscope.language.reading import read, said_of
from groupscope.model import Message, Reaction, Recall
from groupscope.store import Store
from groupscope.store.days import SECONDS_A_DAY
from groupscope.store.dictionary import LONGEST_WORD
from groupscope.store.engine import open_engine
from groupscope.store.identity import Place
from groupscope.store.messages import Heard, row_of
from groupscope.store.migrate import migrate
from groupscope.store.tables import message as message_table
from parts import sealing

GROUPS = 200
FIRST_GROUP = 5_000_001_000
"""The largest; each of the others is as much smaller as its place is later (Zipf)."""
ZONE = ZoneInfo("Asia/Shanghai")
OFFSET = 480
DAYS = 365
PER_DAY = 100
"""A group is recorded for as many days as it has hundreds of messages, at most for a year."""
POOL_DAYS, POOL_MEMBERS, POOL_MESSAGES = 91, 60, 60_000
MOST_MEMBERS = 3_000
AWAY = (97, 104)
"""The days, counted from the end, on which nobody listened."""
SEQUENCES_A_GROUP = 100_000_000
COLUMNS = [column.name for column in message_table.columns]
PLACED = ("group_id", "sent_at", "message_key", "sender_id", "message_id")
"""What differs with each telling; besides, replies, mentions and whether it was recalled."""


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


class Group(NamedTuple):
    """A group to be made: ``place`` 0 is the largest."""

    place: int
    messages: int
    days: int
    members: int

    @property
    def group_id(self) -> int:
        """Its number."""
        return FIRST_GROUP + self.place

    @property
    def first_member(self) -> int:
        """The number of its first member; each group has its own."""
        return FIRST_MEMBER + 1_000_000 + self.place * 10_000


def groups(messages: int) -> list[Group]:
    """Share messages out over the groups."""
    sizes = shared_out(messages, [1 / (place + 1) for place in range(GROUPS)])
    return [
        Group(
            place,
            size,
            min(DAYS, max(7, size // PER_DAY)),
            min(MOST_MEMBERS, max(POOL_MEMBERS, size // 250)),
        )
        for place, size in enumerate(sizes)
    ]


def settings(folder: Path) -> Config:
    """Return the configuration of the store in a folder."""
    url = f"sqlite+aiosqlite:///{folder / 'groupscope.db'}"
    return Config(_env_file=None, database_url=url, data_dir=folder, avatars=False)


def end(folder: Path) -> int:
    """Return the last moment of a folder's groups, in epoch seconds."""
    return int((folder / "end").read_text("ascii"))


async def made(folder: Path, messages: int) -> Store:
    """Return an open store of many groups, at the moment when they end.

    What is there already is kept; only what the code of today summarises otherwise is made anew.
    """
    if not (folder / "end").exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "groupscope.db").unlink(missing_ok=True)
        await _make(folder, messages)
    engine = open_engine(settings(folder).database)
    await migrate(engine, folder)
    await engine.dispose()
    store = Store(settings(folder), clock=lambda: end(folder))
    await store.open()
    await store.sealer.mark_outdated()
    sealing.seal(folder / "groupscope.db", end(folder), OFFSET)
    return store


async def _make(folder: Path, messages: int) -> None:
    engine = open_engine(settings(folder).database)
    await migrate(engine, folder)
    await engine.dispose()
    until = int(time.time())
    pool = pool_until(until)
    with closing(sqlite3.connect(folder / "groupscope.db", isolation_level=None)) as database:
        database.execute("PRAGMA synchronous=OFF")
        database.execute("PRAGMA cache_size=-200000")
        for group in groups(messages):
            database.execute("BEGIN")
            _write(database, group, pool, until)
            database.execute("COMMIT")
        _write_presence(database, until)
        _write_lessons(database, until)
    lists = (one.row["words"] for one in pool.told)
    said = {word for listed in lists if listed for word in json.loads(listed)}
    sealing.number_words(
        folder / "groupscope.db", {one for one in said if len(one) <= LONGEST_WORD}
    )
    (folder / "end").write_text(str(until), "ascii")


def pool_until(until: int) -> Pool:
    """Make the demo's group, read each of its messages, and forget when exactly it was."""
    midnight = until - (until + OFFSET * 60) % SECONDS_A_DAY
    plan = Plan(
        until=midnight + SECONDS_A_DAY - 1,
        zone=ZONE,
        days=POOL_DAYS,
        members=POOL_MEMBERS,
        messages=POOL_MESSAGES,
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
    return Pool(told, [pair for pair in pairwise(starts) if pair[1] - pair[0] > PER_DAY])


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


def _write(database: sqlite3.Connection, group: Group, pool: Pool, until: int) -> None:
    """Write a group: its members, its name, its days, and all that was said."""
    random = default_rng(group.place)
    rows, reactions, days = Rows(group), [], []
    last = (until + OFFSET * 60) // SECONDS_A_DAY
    numbers = [last - ago for ago in reversed(range(group.days)) if not AWAY[0] <= ago < AWAY[1]]
    weights = random.lognormal(0, 0.25, len(numbers)).tolist()
    for number, count in zip(numbers, shared_out(group.messages, weights), strict=True):
        if count:
            rows.tell(pool, number, count, until, random, reactions)
            days.append((group.group_id, number, 1))
            _insert(database, "message", rows.take(), ", ".join(COLUMNS))
    _insert(database, "reaction", reactions)
    _insert(database, "day", days, "group_id, day, changed")
    _insert(database, "member", members_of(group, until), ", ".join(MEMBER))
    name = words("group_names")[group.place % len(words("group_names"))]
    shown = name if group.place < len(words("group_names")) else f"{name} {group.place}"
    database.execute(
        "INSERT INTO chat_group (group_id, name, member_count, refreshed_at) VALUES (?, ?, ?, ?)",
        (group.group_id, shown, group.members, until),
    )
    since = (numbers[0] * SECONDS_A_DAY) - OFFSET * 60
    database.execute("INSERT INTO watch VALUES (?, ?, ?, NULL)", (group.group_id, ACCOUNT, since))


MEMBER = ("group_id", "user_id", "nickname", "card", "role", "level", "joined_at", "left_at")


def members_of(group: Group, until: int) -> Iterator[tuple[Any, ...]]:
    """Return the rows of a group's members; one in seven came within the year."""
    random = Random(group.place)
    made = [first + second for first in words("adjectives") for second in words("nouns")]
    names = [*(line.partition("|")[0] for line in words("nicknames")), *made]
    for number in range(group.members):
        nickname = names[number % len(names)]
        if number >= len(names):
            nickname += str(number // len(names))
        days_ago = (
            random.randint(1, DAYS) if random.random() < 1 / 7 else random.randint(DAYS, 2000)
        )
        role = "owner" if number == 5 else "admin" if number in (8, 11) else "member"
        joined = until - days_ago * SECONDS_A_DAY
        left = until - 40 * SECONDS_A_DAY if random.random() < 0.03 else None
        level = str(random.randint(1, 90))
        yield (group.group_id, group.first_member + number, nickname, "", role, level, joined, left)


class Rows:
    """A group's messages in the making: numbers that go up, and people dealt anew for each copy."""

    def __init__(self, group: Group) -> None:
        self._group = group
        self._sequence = SEQUENCES_A_GROUP
        self._rows: list[tuple[Any, ...]] = []
        chances = 1 / (np.arange(group.members) + 2.0)
        self._chances = chances / chances.sum()

    def take(self) -> list[tuple[Any, ...]]:
        """Return the rows made since the last time."""
        rows, self._rows = self._rows, []
        return rows

    def tell(
        self,
        pool: Pool,
        number: int,
        count: int,
        until: int,
        random: Generator,
        reactions: list[tuple[Any, ...]],
    ) -> None:
        """Tell so many messages on a day (days since 1970), taken from as many days of the pool."""
        midnight = number * SECONDS_A_DAY - OFFSET * 60
        taken = [
            (midnight + pool.told[place].second, place, people)
            for first, last, people in self._copies(pool, count, random)
            for place in range(first, last)
        ]
        if midnight + SECONDS_A_DAY > until:  # today is squeezed into what there is of it
            share = (until - midnight) / SECONDS_A_DAY
            taken = [(midnight + int((at - midnight) * share), *rest) for at, *rest in taken]
        taken.sort(key=lambda one: one[0])
        standing: dict[tuple[int, int], tuple[int, int]] = {}
        for at, place, people in taken:
            self._sequence += 1
            standing[id(people), place] = (at, self._sequence)
            self._say(pool.told[place], at, people, standing)
            for after, speaker, emoji in pool.told[place].reactions:
                reactions.append(self._reaction(at + after, people[speaker], emoji, at))

    def _copies(
        self, pool: Pool, count: int, random: Generator
    ) -> Iterator[tuple[int, int, list[int]]]:
        """Give stretches of the pool's days, with who is who in each of them."""
        while count:
            first, last = pool.days[random.integers(len(pool.days))]
            if last - first > count:
                first += int(random.integers(last - first - count + 1))
                last = first + count
            count -= last - first
            people = random.choice(
                self._group.members, POOL_MEMBERS, replace=False, p=self._chances
            )
            # The robot, one below the first member, is the last of the list.
            yield first, last, (self._group.first_member + people).tolist()

    def _say(
        self,
        told: Told,
        at: int,
        people: list[int],
        standing: dict[tuple[int, int], tuple[int, int]],
    ) -> None:
        target = standing.get((id(people), told.quotes)) if told.quotes is not None else None
        row = told.row
        mentions = row["mentions"]
        if told.mentions:
            mentions = json.dumps([people[one] for one in told.mentions])
        recalled = row["recalled_at"]
        speaker = ACCOUNT if row["is_own"] else people[told.speaker]
        changed = {
            "group_id": self._group.group_id,
            "sent_at": at,
            "message_key": self._sequence,
            "sender_id": speaker,
            "message_id": self._sequence * 2_654_435_761 % (1 << 31),
            "reply_to_at": target[0] if target else None,
            "reply_to_key": target[1] if target else None,
            "mentions": mentions,
            "recalled_at": None if recalled is None else at + recalled,
        }
        self._rows.append(tuple((row | changed)[name] for name in COLUMNS))

    def _reaction(self, at: int, who: int, emoji: str, message_at: int) -> tuple[Any, ...]:
        key = self._sequence * 1000 + at - message_at
        group_id = self._group.group_id
        message_id = self._sequence * 2_654_435_761 % (1 << 31)
        return (
            group_id,
            at,
            key * 64 + who % 64,
            who,
            emoji,
            1,
            1,
            message_id,
            message_at,
            self._sequence,
        )


def _insert(
    database: sqlite3.Connection,
    table: str,
    rows: Iterable[tuple[Any, ...]],
    columns: str | None = None,
) -> None:
    rows = list(rows)
    if rows:
        into = f"{table} ({columns})" if columns else table
        marks = ", ".join("?" * len(rows[0]))
        database.executemany(f"INSERT OR IGNORE INTO {into} VALUES ({marks})", rows)


def _write_presence(database: sqlite3.Connection, until: int) -> None:
    """Note that the account was there all the year, but for a week."""
    midnight = until - (until + OFFSET * 60) % SECONDS_A_DAY
    away, back = (midnight - (ago - 1) * SECONDS_A_DAY for ago in reversed(AWAY))
    database.execute("INSERT INTO account (self_id, nickname) VALUES (?, '群镜')", (ACCOUNT,))
    rows = [
        (ACCOUNT, until - DAYS * SECONDS_A_DAY, away, "disconnect"),
        (ACCOUNT, back, until, "stop"),
    ]
    database.executemany("INSERT INTO connection VALUES (?, ?, ?, ?)", rows)


def _write_lessons(database: sqlite3.Connection, until: int) -> None:
    """Give the largest group a lesson a week for three months, of an hour and a half each."""
    by = groups(GROUPS)[0].first_member + 5
    rows = [
        (FIRST_GROUP, number, f"第 {number} 讲", since, since + 5400, by, by)
        for number, weeks in enumerate(reversed(range(1, 13)), start=1)
        for since in [until - weeks * 7 * SECONDS_A_DAY]
    ]
    columns = "group_id, number, name, since_at, until_at, opened_by, closed_by"
    _insert(database, "lesson", rows, columns)
