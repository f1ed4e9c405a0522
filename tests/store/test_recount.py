"""Whatever happens to messages, the store's answers equal a recount of what is stored.

Messages come late, twice, from one account or from two, with numbers and without; they are recalled
(also before they come), erased and frozen; days are sealed in between, and groups move to other
time zones. What must be stored then is
kept beside it by hand, and what is stored is counted row by row, in plain Python.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert

from groupscope.config import Config
from groupscope.model import Message, Segment, Source
from groupscope.scope import Scope
from groupscope.settings import ZONE
from groupscope.store import Store
from groupscope.store import writer as writing_module
from groupscope.store.across import glances
from groupscope.store.engine import writing
from groupscope.store.erasing import erase_member, freeze_before
from groupscope.store.summaries import ACTIVITY, SPEAKERS, TOTALS, SummaryKind
from groupscope.store.summaries.asking import ASKING
from groupscope.store.summaries.extremes import EXTREMES, furthest
from groupscope.store.summaries.faces import FACES
from groupscope.store.summaries.firsts import FIRSTS
from groupscope.store.summaries.glance import GLANCE
from groupscope.store.summaries.moods import MOODS, MoodTally, moods_kind
from groupscope.store.summaries.nights import NIGHTS
from groupscope.store.summaries.pictures import PICTURES
from groupscope.store.summaries.runs import RUNS
from groupscope.store.summaries.shares import SHARES
from groupscope.store.summaries.turns import TURNS
from groupscope.store.tables import chat_group, message, metadata
from groupscope.store.tones import FELT, Tone
from tests.store.kit import (
    BING,
    JIA,
    LAGRANGE,
    LLBOT,
    NAPCAT,
    YI,
    Chat,
    Clock,
    at,
    period,
    recalled,
    said,
)

EXAMPLES = {"sqlite": 30, "postgresql": 10, "mariadb": 10}
ZONES = {
    20002: ZoneInfo("Asia/Kathmandu"),  # five hours and three quarters
    20003: ZoneInfo("America/St_Johns"),  # three and a half; on 1 November 01:00 to 02:00 twice
}
ELSEWHERE = (*ZONES.values(), ZoneInfo("America/Havana"), ZoneInfo("Pacific/Kiritimati"))
"""Where groups move to; in Havana 1 November 00:00 to 01:00 comes twice."""
NOW = at("2026-11-03 23:00")
FIRST_DAY, TODAY = date(2026, 10, 29), date(2026, 11, 3)
DAYS = (FIRST_DAY, date(2026, 10, 30), date(2026, 11, 1), TODAY)
TABLES = (TURNS, ASKING, EXTREMES, FIRSTS, RUNS, FACES, PICTURES, SHARES)
"""Kinds that are compared with what they say of the stored rows as they are now."""
EPOCH_DAY = date(1970, 1, 1).toordinal()
TALK = ("火锅太棒了", "奶茶 难过", "火锅 奶茶")
"""What the n-th line says, n modulo three: glad, sad, neither."""
WORDS = (("火锅", "太棒了"), ("奶茶", "难过"), ("火锅", "奶茶"))
THINGS: tuple[dict[str, tuple], ...] = (
    {"mentions": (JIA, BING)},
    {"media": ("face:178",)},
    {"links": ("b23.tv",)},
    {"media": ("image:0A", "image:0B")},
    {"files": ("课件.pdf",)},
)
"""What the n-th line brings besides, n modulo five."""
PHOTOS = (Segment("image", {"sub_type": 0}), Segment("image", {"sub_type": 1}))
"""Of two pictures the second is a sticker."""


def midnight(day: date, zone: ZoneInfo) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp())


def day_of(moment: int, zone: ZoneInfo) -> date:
    return datetime.fromtimestamp(moment, zone).date()


@dataclass(frozen=True)
class Say:
    """Something said; ``tellers`` tell of it in this order, the first one maybe twice."""

    group: int
    sender: int
    day: date
    second: int
    words: str
    mark: str
    tellers: tuple[int, ...]
    twice: bool

    @property
    def sent_at(self) -> int:
        return midnight(self.day, ZONES[self.group]) + self.second


@dataclass(frozen=True)
class Fetch:
    """History tells of something: of what was said before, or of what nobody has heard."""

    said: int
    teller: int


@dataclass(frozen=True)
class Recall:
    """The n-th thing that is said, also if that is still to come, is taken back."""

    said: int
    last_teller: bool


@dataclass(frozen=True)
class Erase:
    group: int
    member: int
    before: int


@dataclass(frozen=True)
class EraseSender:
    """Whoever said the n-th thing is erased, up to so many seconds after it."""

    said: int
    later: int


@dataclass(frozen=True)
class Freeze:
    group: int
    before: date


@dataclass(frozen=True)
class Move:
    """A group is given another time zone, unless days of it are frozen: those stay as they are."""

    group: int
    zone: ZoneInfo


@dataclass(frozen=True)
class Seal:
    pass


@dataclass(frozen=True)
class Look:
    group: int
    since: int
    until: int


groups, members = st.sampled_from(sorted(ZONES)), st.sampled_from([JIA, YI])
seconds = st.sampled_from([0, 1, 3599, 3600, 5400, 43_200, 86_399]) | st.integers(0, 86_399)
moments = st.builds(
    lambda group, day, second: midnight(day, ZONES[group]) + second,
    groups,
    st.sampled_from(DAYS),
    seconds,
)
midnights = st.builds(midnight, st.sampled_from(DAYS), st.sampled_from(ELSEWHERE))
tellers = st.sampled_from(
    [(NAPCAT,), (LAGRANGE,), (NAPCAT, LAGRANGE), (LAGRANGE, NAPCAT), (NAPCAT, LLBOT)]
)
marks = st.sampled_from(["", "", "", "is_command", "is_own", "is_bot", "is_anonymous"])
numbers = st.integers(0, 15)
says = st.builds(
    Say,
    group=groups,
    sender=members,
    day=st.sampled_from(DAYS),
    second=seconds,
    words=st.sampled_from(["", "", "哈"]),
    mark=marks,
    tellers=tellers,
    twice=st.booleans(),
)
steps = st.one_of(
    says,
    says,
    st.builds(Fetch, numbers, st.sampled_from([NAPCAT, LAGRANGE])),
    st.builds(Recall, numbers, st.booleans()),
    st.builds(EraseSender, numbers, st.sampled_from([0, 1, 86_400])),
    st.builds(Freeze, groups, st.sampled_from([DAYS[1], date(2026, 10, 31)])),
    st.builds(Move, groups, st.sampled_from(ELSEWHERE)),
    st.just(Seal()),
    st.builds(Look, groups, moments | midnights, moments | midnights),
)
some = st.lists(steps, min_size=5, max_size=20)
courses = st.builds(lambda first, before, after: [first, *before, Seal(), *after], says, some, some)


@dataclass
class Ledger:
    """What must be stored, kept by hand."""

    rows: dict[int, Say] = field(default_factory=dict)
    recalled: set[int] = field(default_factory=set)
    erased: list[Erase] = field(default_factory=list)
    days: set[tuple[int, date]] = field(default_factory=set)
    frozen: dict[tuple[int, date], Counter[int]] = field(default_factory=dict)
    frozen_words: dict[tuple[int, date], Counter[str]] = field(default_factory=dict)
    zones: dict[int, ZoneInfo] = field(default_factory=ZONES.copy)

    def day(self, say: Say) -> tuple[int, date]:
        """Return the group and the day that something was said on, by the group's clock now."""
        return say.group, day_of(say.sent_at, self.zones[say.group])

    def move(self, move: Move) -> bool:
        """Give a group another zone, unless days of it are frozen."""
        if any(group == move.group for group, _ in self.frozen):
            return False
        self.zones[move.group] = move.zone
        self.days |= {self.day(say) for say in self.rows.values() if say.group == move.group}
        return True

    def say(self, number: int, say: Say) -> None:
        gone = any(
            (say.group, say.sender) == (erase.group, erase.member) and say.sent_at < erase.before
            for erase in self.erased
        )
        if not gone and self.day(say) not in self.frozen:
            self.rows[number] = say
            self.days.add(self.day(say))

    def erase(self, erase: Erase) -> None:
        self.erased.append(erase)
        self.rows = {
            number: say
            for number, say in self.rows.items()
            if (say.group, say.sender) != (erase.group, erase.member) or say.sent_at >= erase.before
        }

    def freeze(self, freeze: Freeze) -> None:
        for group, day in self.days - self.frozen.keys():
            if group == freeze.group and day < freeze.before:
                here = {n: say for n, say in self.rows.items() if self.day(say) == (group, day)}
                self.frozen[group, day] = Counter(
                    datetime.fromtimestamp(say.sent_at, self.zones[group]).hour
                    for number, say in here.items()
                    if not say.mark and number not in self.recalled
                )
                self.frozen_words[group, day] = Counter(
                    word
                    for number, say in here.items()
                    if not (say.mark or say.words) and number not in self.recalled
                    for word in WORDS[number % 3]
                )
                self.rows = {number: say for number, say in self.rows.items() if number not in here}

    def messages(self) -> Counter:
        return Counter(
            (say.group, say.sender, say.sent_at, number in self.recalled)
            for number, say in self.rows.items()
        )


class Play:
    """One course of events, played to a store and written into the ledger."""

    def __init__(self, store: Store, course: list) -> None:
        self.store = store
        self.chat = Chat(store)
        self.sayings = [step for step in course if isinstance(step, Say)]
        self.ledger = Ledger()
        self.heard = 0
        self.told: set[int] = set()

    def message(self, number: int, teller: int, **more) -> Message:
        say = self.sayings[number]
        text = say.words or f"第 {number} 句 {TALK[number % 3]}"
        return said(
            say.sender,
            text,
            say.sent_at,
            group=say.group,
            told_by=teller,
            number=None if teller == LAGRANGE else number + 1,
            id=number * 10 + teller % 10,
            segments=(Segment("text", {"text": text}), *PHOTOS),
            **THINGS[number % len(THINGS)],
            **({"reply_to": (number - 1) * 10 + teller % 10} if number % 4 == 1 else {}),
            **({say.mark: True} if say.mark else {}),
            **more,
        )

    async def step(self, step: object) -> None:
        play = {
            Say: self.say,
            Fetch: self.fetch,
            Recall: self.recall,
            EraseSender: self.erase,
            Freeze: self.freeze,
            Move: self.move,
            Seal: self.seal,
            Look: self.look,
        }
        await play[type(step)](step)

    async def seal(self, _seal: Seal) -> None:
        await self.chat.seal()

    async def freeze(self, freeze: Freeze) -> None:
        self.ledger.freeze(freeze)
        number = freeze.before.toordinal() - EPOCH_DAY
        await self.chat.writer.flush()
        await freeze_before(self.store.writer, self.store.sealer, freeze.group, number)

    async def say(self, say: Say) -> None:
        number, self.heard = self.heard, self.heard + 1
        for teller in say.tellers[:1] * say.twice + say.tellers:
            self.store.writer.record(self.message(number, teller))
        if number not in self.told:
            self.told.add(number)
            self.ledger.say(number, say)

    async def fetch(self, fetch: Fetch) -> None:
        """History holds all of a second, so equal lines are left to those who tell live."""
        number = fetch.said % len(self.sayings)
        if self.sayings[number].words:
            return
        await self.chat.fetch(self.message(number, fetch.teller, source=Source.HISTORY))
        if number not in self.told:
            self.told.add(number)
            self.ledger.say(number, self.sayings[number])

    async def erase(self, step: EraseSender) -> None:
        say = self.sayings[step.said % len(self.sayings)]
        erase = Erase(say.group, say.sender, say.sent_at + step.later)
        self.ledger.erase(erase)
        await erase_member(
            self.store.writer, self.store.tombstones, erase.group, erase.member, erase.before
        )

    async def move(self, move: Move) -> None:
        if not self.ledger.move(move):
            return
        async with self.chat.writer.transaction() as connection:
            await self.store.settings.change(
                connection, move.group, ZONE, move.zone.key, JIA, NOW * 1000
            )
        await self.store.rewriting.catch_up([move.group])

    async def recall(self, recall: Recall) -> None:
        number = recall.said % len(self.sayings)
        say = self.sayings[number]
        teller = say.tellers[-1 if recall.last_teller else 0]
        message_id = number * 10 + teller % 10
        event = recalled(message_id, say.sent_at + 60, told_by=teller, group=say.group)
        self.store.writer.put(event)
        self.ledger.recalled.add(number)

    async def look(self, look: Look) -> None:
        zone = self.ledger.zones[look.group]
        since, until = sorted((look.since, look.until))
        rows = [row for row in await self.chat.rows() if row.group_id == look.group]
        rows = [
            row
            for row in rows
            if since <= row.sent_at < until
            and not (row.is_command or row.is_bot or row.is_own or row.is_anonymous)
            and row.recalled_at is None
        ]
        counted = Counter(
            (row.sender_id, datetime.fromtimestamp(row.sent_at, zone).hour) for row in rows
        )
        hours = Counter[int]()
        for (_, hour), count in counted.items():
            hours[hour] += count
        words = words_of(rows)
        for group, day in self.ledger.frozen:
            if (
                group == look.group
                and since <= midnight(day, zone)
                and midnight(day + timedelta(1), zone) <= until
            ):
                hours += self.ledger.frozen[group, day]
                words += self.ledger.frozen_words[group, day]
        async with self.store.snapshot() as db:
            scope = Scope(look.group, period(since, until, zone=zone))
            activity = await db.summary(ACTIVITY, scope)
            speakers = await db.summary(SPEAKERS, scope)
            totals = await db.summary(TOTALS, scope)
            told_words = await db.words(scope)
            glad = await db.words(scope, Tone.POSITIVE)
            moods = await db.summary(MOODS, scope)
            nights = await db.summary(NIGHTS, scope)
            glance = await db.summary(GLANCE, scope)
            together = await glances(db, self.ledger.zones, scope.period)
            his = Scope(scope.group_id, scope.period, JIA)
            his_words, his_moods = await db.words(his), await db.summary(moods_kind(JIA), his)
            for kind in TABLES:
                rows_of_kind = await db.connection.execute(
                    kind.query().where(
                        message.c.group_id == look.group,
                        message.c.sent_at >= since,
                        message.c.sent_at < until,
                    )
                )
                recounted = kind.merge([], [kind.summarise(rows_of_kind.all())])
                assert plainly(kind, await db.summary(kind, scope)) == plainly(kind, recounted)
        told = {
            (int(member), hour): int(count)
            for member, by_hour in zip(activity.members, activity.by_hour, strict=True)
            for hour, count in enumerate(by_hour)
            if count
        }
        assert told == dict(counted)
        assert added_nights(nights.cells.tolist()) == added_nights(
            night_of(row.sender_id, row.sent_at, zone) for row in rows
        )
        assert totals.by_hour.tolist() == [hours[hour] for hour in range(24)]
        assert told_words == words
        assert glad.get("太棒了", 0) == words["太棒了"] == moods.tally.positive
        assert words["难过"] == moods.tally.negative
        assert (glance.messages, glance.mood) == (totals.messages, moods.tally.total)
        assert glance.scored == moods.tally.messages
        assert together[look.group] == glance
        his_rows = [row for row in rows if row.sender_id == JIA]
        assert his_words == words_of(his_rows)
        assert his_moods.tally == mood_of(his_rows)
        said = Counter[int]()
        for (member, _), count in counted.items():
            said[member] += count
        assert speakers.by_member() == said == activity.speakers.by_member()
        assert list(speakers.by_member().values()) == sorted(said.values(), reverse=True)

    async def stored(self) -> Counter:
        return Counter(
            (row.group_id, row.sender_id, row.sent_at, row.recalled_at is not None)
            for row in await self.chat.rows()
        )


def plainly(kind: SummaryKind, value: Any) -> list:
    """What a value says, apart from its order, from examples, and from the days it came by."""
    if kind is RUNS:
        return list(value.chains)
    if kind is EXTREMES:  # each day has its own
        return sorted(furthest(value.cells).tolist())
    if kind is FIRSTS:
        firsts = Counter[int]()
        for member, first in value.cells.tolist():
            firsts[member] = min(first, firsts[member] or first)
        return sorted(firsts.items())
    has_examples = kind in (FACES, SHARES)
    return sorted((value.cells[:, :-2] if has_examples else value.cells).tolist())


def night_of(sender: int, sent_at: int, zone: ZoneInfo) -> list[int]:
    """Member, the day that ends at five, one message, whether after midnight, when."""
    shown = datetime.fromtimestamp(sent_at, zone).replace(tzinfo=UTC)
    day = (shown - timedelta(hours=5)).toordinal() - EPOCH_DAY
    return [sender, day, 1, int(shown.hour < 5), int(shown.timestamp())]


def added_nights(cells: Iterable[list[int]]) -> dict[tuple[int, int], tuple[int, int, int]]:
    """Messages, those after midnight, and the last, by member and day."""
    added: dict[tuple[int, int], tuple[int, int, int]] = {}
    for member, number, messages, late, last in cells:
        told = added.get((member, number), (0, 0, 0))
        added[member, number] = (told[0] + messages, told[1] + late, max(told[2], last))
    return added


def words_of(rows: list) -> Counter[str]:
    return Counter(word for row in rows for word in json.loads(row.words or "[]"))


def mood_of(rows: list) -> MoodTally:
    moods = [row.mood for row in rows if row.mood is not None]
    return MoodTally(
        len(moods),
        sum(moods),
        sum(mood**2 for mood in moods),
        sum(mood >= FELT for mood in moods),
        sum(mood <= -FELT for mood in moods),
    )


async def look_everywhere(play: Play) -> None:
    """Look at each whole day, at everything, and up to and from each of some messages."""
    for group, zone in play.ledger.zones.items():
        bounds = [midnight(FIRST_DAY, zone) - 2 * 86_400, NOW + 86_400]
        for say in [say for say in play.sayings if say.group == group][:4]:
            bounds += [say.sent_at, say.sent_at + 1]
        bounds += [midnight(day, zone) for day in DAYS]
        bounds.sort()
        await play.look(Look(group, bounds[0], bounds[-1]))
        for since, until in zip(bounds[::2], bounds[3::2], strict=False):
            await play.look(Look(group, since, until))


async def played(url: str, course: list) -> None:
    store = Store(Config(database_url=url), clock=Clock(NOW))
    async with writing(store.engine) as connection:
        for table in metadata.sorted_tables:
            await connection.execute(delete(table))
        zones = [{"group_id": group, "time_zone": zone.key} for group, zone in ZONES.items()]
        await connection.execute(insert(chat_group), zones)
    await store.open()
    try:
        play = Play(store, course)
        for step in course:
            await play.step(step)
        assert await play.stored() == play.ledger.messages()
        await look_everywhere(play)
        await play.chat.seal()
        await look_everywhere(play)
    finally:
        await store.close()


@pytest.fixture(autouse=True)
def hurry(monkeypatch):
    monkeypatch.setattr(writing_module, "BATCH_SECONDS", 0)


def test_any_course_of_events_is_counted_right(furnished_url, backend):
    with asyncio.Runner() as runner:

        @settings(max_examples=EXAMPLES[backend], deadline=None)
        @given(courses)
        def check(course: list) -> None:
            runner.run(played(furnished_url, course))

        check()
