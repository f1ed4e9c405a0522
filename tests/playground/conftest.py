"""A tiny bot that only listens and asks, and a group with three people and the bot's account."""

import asyncio
import itertools
import json
from contextlib import asynccontextmanager

import pytest
from websockets.asyncio.server import serve

from groupscope.playground import NAPCAT, Peer, World

NOW = 1_795_161_949
SESAME = "sesame"


class TinyBot:
    """The other side of the wire: keeps what it hears, calls what it is told to call."""

    def __init__(self):
        self.url = ""
        self.headers = {}
        self.raw = []
        self.meta = []
        self.events = []
        self._lines = {}
        self._answers = {}
        self._echo = itertools.count()
        self._news = asyncio.Condition()

    async def meet(self, line):
        account = int(line.request.headers["X-Self-ID"])
        self.headers = line.request.headers
        self._lines[account] = line
        async for data in line:
            async with self._news:
                self._take(data)
                self._news.notify_all()

    def _take(self, data):
        try:
            frame = json.loads(data)
        except (ValueError, RecursionError):
            frame = None
        if not isinstance(frame, dict) or not isinstance(frame.get("post_type", ""), str):
            self.raw.append(data)
        elif "post_type" not in frame:
            self._answers[frame["echo"]].set_result(frame)
        else:
            kept = self.meta if frame["post_type"] == "meta_event" else self.events
            kept.append(frame)

    async def heard(self, count, seconds=3):
        """The events so far, as soon as there are so many."""
        return await self._until(lambda: len(self.events) >= count and self.events, seconds)

    async def hears(self, seconds=3):
        """The next event; it is forgotten then."""
        await self.heard(1, seconds)
        return self.events.pop(0)

    async def beats(self, count):
        return await self._until(lambda: len(self.meta) >= count and self.meta, 3)

    async def _until(self, is_there, seconds):
        async with asyncio.timeout(seconds), self._news:
            return await self._news.wait_for(is_there)

    async def ask(self, action, account=10000, seconds=3, **params):
        """The whole answer to a call."""
        echo = str(next(self._echo))
        answer = self._answers[echo] = asyncio.get_running_loop().create_future()
        call = {"action": action, "params": params, "echo": echo}
        await self._lines[account].send(json.dumps(call))
        return await asyncio.wait_for(answer, seconds)

    async def call(self, action, **params):
        """The data of an answer that must be a good one."""
        answer = await self.ask(action, **params)
        assert answer["status"] == "ok", answer
        return answer["data"]

    async def hang_up(self, account=10000, code=1000):
        await self._lines[account].close(code)


def refuse_strangers(line, request):
    is_known = request.headers.get("Authorization") == f"Bearer {SESAME}"
    return None if is_known else line.respond(403, "Authorization Header is invalid")


@asynccontextmanager
async def listening(bot, **options):
    async with serve(bot.meet, "127.0.0.1", 0, max_size=None, **options) as server:
        port = server.sockets[0].getsockname()[1]
        bot.url = f"ws://127.0.0.1:{port}/onebot/v11/ws"
        yield bot


@pytest.fixture
async def bot():
    async with listening(TinyBot()) as bot:
        yield bot


@pytest.fixture
async def strict_bot():
    async with listening(TinyBot(), process_request=refuse_strangers) as bot:
        yield bot


@pytest.fixture
def world():
    return World(clock=lambda: NOW)


@pytest.fixture
def room(world):
    room = world.open(20001, "番茄俱乐部", first_sequence=41)
    room.seat(10000, "机器人", card="小助手", role="admin")
    room.seat(30001, "甲", role="owner")
    room.seat(30002, "乙", card="乙乙", role="admin")
    room.seat(30003, "丙")
    return room


@pytest.fixture
def say(room):
    return room.say


@pytest.fixture
async def connect(bot, world, room):
    """Connect an account: ``peer = await connect(LLBOT)``."""
    peers = []

    async def connected(dialect=NAPCAT, account=10000, **options):
        peer = Peer(world, account, dialect=dialect, url=bot.url, **options)
        await peer.connect()
        peers.append(peer)
        return peer

    yield connected
    for peer in peers:
        await peer.disconnect()
