"""A simulated day around a real bot: people talk and ask, lines are cut, digests come due.

The clock stands still until the bot has committed all that was said, and has fetched what it
missed: that keeps the order of a real day, however slow the machine is.
"""

import asyncio
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from groupscope.playground import Faults, Peer, Room, Said
from parts.database import Count, committed, counted, opened
from parts.processes import BOTS, BotProcess, start
from parts.soak_clock import KEY, DrivenClock
from parts.soak_day import BEGIN, CUT, CUTS, MINUTES, RESTARTS, Day, is_away, moments, shown
from parts.soak_memory import Weight
from parts.talk import ACCOUNT, FIRST_MEMBER, MEMBERS, crowd, utterance

PATIENCE = 180
"""Seconds, of the real clock, that the bot may take for anything."""
GLANCE = 0.02
OWNER = FIRST_MEMBER + 1
KEPT = 20_000
"""How many messages of each room its history keeps: more than are said in an hour."""
TOLD_TWICE = Faults(repeat_every=997)
RECALLED, REACTED = 0.005, 0.01
"""Shares of the messages."""
WEIGHED_EVERY = 15
SETTINGS = {
    "GROUPSCOPE_BACKFILL_PAUSE": "0",
    "GROUPSCOPE_PACING": "on",
    "GROUPSCOPE_QUIET_HOURS": "off",
    "LOG_LEVEL": "WARNING",
}


@dataclass(frozen=True, slots=True)
class SoakFigures:
    """What was found at the end of the day; ``weights`` in order, memory in MiB."""

    count: Count
    messages: int
    asked: int
    unanswered: int
    digests: int
    digests_missed: int
    digests_doubled: int
    integrity: str
    weights: list[Weight]


async def measure(folder: Path, day: Day) -> SoakFigures:
    """Let a bot live through a day."""
    folder.mkdir(parents=True)
    clock = DrivenClock.made(folder / "clock", BEGIN)
    with start(BOTS / "ours_driven.py", folder, **SETTINGS, **{KEY: str(folder / "clock")}) as bot:
        peer = Peer(crowd(day.groups, clock), ACCOUNT, url=bot.url, heartbeat=5)
        async with peer:
            soak = Soak(day, bot, peer, clock)
            await soak.live()
            return await soak.looked_back()


@dataclass
class Soak:
    """The day as it goes on."""

    day: Day
    bot: BotProcess
    peer: Peer
    clock: DrivenClock
    random: Random = field(default_factory=lambda: Random(1))
    weights: list[Weight] = field(default_factory=list)
    asked: int = 0
    unanswered: int = 0
    due: Counter[int] = field(default_factory=Counter)

    @property
    def rooms(self) -> list[Room]:
        """The groups."""
        return list(self.peer.world.rooms.values())

    async def live(self) -> None:
        """Live from noon to noon, and a minute longer."""
        await self._begin()
        for minute in range(MINUTES):
            await self._connection(minute)
            await self._talk(minute)
            await self._ask(minute)
            await self._digests(minute)
            if (minute + 1) % WEIGHED_EVERY == 0:
                self.weights.append(Weight(self.bot.rss(), self.bot.uss(), self.bot.workers_uss()))
                self._tell(minute)
                self._forget()
        self.clock.set(BEGIN + (MINUTES + 1) * 60)

    async def _begin(self) -> None:
        """Switch the digests on."""
        for room in self.rooms:
            room.seat(OWNER, "群主", role="owner")
        await self.peer.restart()
        for room in self.rooms:
            await self._answered(room, f"/日报 开 {' '.join(self.day.times(room.group_id))}")
        self.peer.faults = TOLD_TWICE

    async def _connection(self, minute: int) -> None:
        """Lose the connection, find it again, or start the implementation anew."""
        if minute in CUTS:
            await self.peer.abort()
            await self._until(self._is_offline)
        elif minute - CUT in CUTS:
            await self.peer.connect()
            await self._fetched(minute)
        elif minute in RESTARTS:
            await self.peer.restart()

    async def _talk(self, minute: int) -> None:
        """Say what is said in a minute, and wait until the bot has written it."""
        last: dict[int, Said] = {}
        rooms, random = self.rooms, self.random
        for number, at in enumerate(moments(minute, self.day.said_in(minute))):
            self.clock.set(at)
            room = rooms[number % len(rooms)]
            said = await self._say(room)
            last[room.group_id] = said
            if not is_away(minute):
                await self._make_of(room, said, random.random())
        if (
            not is_away(minute)
            and await committed(self.bot.database, last.values(), PATIENCE) is None
        ):
            raise TimeoutError(f"not committed at {shown(minute)}")

    async def _say(self, room: Room) -> Said:
        random = self.random
        quoted = room.history[-random.randint(1, 50) :][:1] if random.random() < 0.08 else []
        who = FIRST_MEMBER + random.randint(1, MEMBERS)
        return await room.say(who, utterance(random), reply_to=quoted[0] if quoted else None)

    async def _make_of(self, room: Room, said: Said, dice: float) -> None:
        """Let somebody react to a message, or its sender take it back."""
        if dice < RECALLED:
            await room.recall(said)
        elif dice < RECALLED + REACTED:
            await room.react(said, OWNER)

    async def _ask(self, minute: int) -> None:
        if question := self.day.question_of(minute):
            group_id, words = question
            await self._answered(self.peer.world.rooms[group_id], words)

    async def _answered(self, room: Room, words: str) -> None:
        """Ask, and wait for the answer."""
        said = await room.say(OWNER, words)
        self.asked += 1
        try:
            await self.peer.answer_to(said, PATIENCE)
        except TimeoutError:
            self.unanswered += 1

    async def _digests(self, minute: int) -> None:
        """Wait for the digests that are due; what does not come is missed, and not waited for."""
        self.due.update(self.day.due_in(minute))
        if is_away(minute) or is_away(minute - 1):
            return  # the bot looks at the turn of a minute: what waited comes with the next one
        try:
            await self._until(lambda: self._posted() >= self.due)
        except TimeoutError:
            print(f"{shown(minute)}: a digest is missing", file=sys.stderr, flush=True)

    def _posted(self) -> Counter[int]:
        """Return how many digests have come, by group: nothing else unasked has a picture."""
        return Counter(
            sent.group_id
            for sent in self.peer.sent
            if sent.group_id and sent.reply_to is None and sent.pictures
        )

    def _is_offline(self) -> bool:
        with closing(opened(self.bot.database)) as database:
            open_ones = "SELECT count(*) FROM connection WHERE ended_by IS NULL"
            return database.execute(open_ones).fetchone()[0] == 0

    async def _fetched(self, minute: int) -> None:
        try:
            await self._until(self._is_fetched)
        except TimeoutError:
            print(f"{shown(minute)}: a gap is not filled", file=sys.stderr, flush=True)

    def _is_fetched(self) -> bool:
        """Tell whether what was missed has been fetched: in life that takes less than a minute."""
        with closing(opened(self.bot.database)) as database:
            filled = "SELECT count(DISTINCT group_id) FROM filled WHERE until_at >= ?"
            found = database.execute(filled, (int(self.clock()),)).fetchone()[0]
        return found == len(self.rooms)

    async def _until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not is_so():
                await asyncio.sleep(GLANCE)

    def _forget(self) -> None:
        """Drop what the bot will not ask for any more: this process need not hold a day."""
        for room in self.rooms:
            del room.history[:-KEPT]
        self.peer.calls.clear()

    def _tell(self, minute: int) -> None:
        weight = self.weights[-1]
        print(
            f"{shown(minute + 1)}  {self.bot.cpu():7.1f} s CPU  RSS {weight.rss:6.1f}"
            f"  USS {weight.uss:6.1f}  worker {weight.worker:6.1f} MiB",
            file=sys.stderr,
            flush=True,
        )

    async def looked_back(self) -> SoakFigures:
        """Wait until nothing is missing, or for long enough; then count."""
        try:
            await self._until(lambda: self._count().missing == 0)
        except TimeoutError:
            print("messages are missing", file=sys.stderr, flush=True)
        posted = self._posted()
        await asyncio.to_thread(self.bot.stop)
        with closing(sqlite3.connect(self.bot.database)) as database:
            integrity = database.execute("PRAGMA integrity_check").fetchone()[0]
        return SoakFigures(
            count=self._count(),
            messages=sum(len(self._said(room)) for room in self.rooms),
            asked=self.asked,
            unanswered=self.unanswered,
            digests=self.due.total(),
            digests_missed=(self.due - posted).total(),
            digests_doubled=(posted - self.due).total(),
            integrity=integrity,
            weights=self.weights,
        )

    def _count(self) -> Count:
        with closing(opened(self.bot.database)) as database:
            counts = [
                counted(database, room.group_id, self._said(room), {ACCOUNT}) for room in self.rooms
            ]
        return Count(sum(one.missing for one in counts), sum(one.doubled for one in counts))

    def _said(self, room: Room) -> set[int]:
        """Return the numbers of what people have said: all but those of the bot's own messages."""
        own = {
            sent.said.sequence
            for sent in self.peer.sent
            if sent.said and sent.group_id == room.group_id
        }
        return set(range(1, room.history[-1].sequence + 1)) - own
