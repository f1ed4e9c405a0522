"""The whole bot for tests: ``bot.py`` as a process, and the room of people around it.

Nothing here waits for a fixed time: whoever reads the store first sends a mark through the same
socket, and waits until the writer, which keeps the order, has written it.
"""

import asyncio
import contextlib
import itertools
import os
import signal
import socket
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path

from groupscope.playground import NAPCAT, Peer, World

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60.0
"""Seconds that anything may take on a machine that is busy with other things."""
ME, MY_OTHER_SELF = 10000, 10009
"""Accounts of the bot."""
MARKS = 19999
"""The group in which marks are told."""

QUIET = {
    "GROUPSCOPE_AVATARS": "false",
    "GROUPSCOPE_PACING": "off",
    "GROUPSCOPE_ALARMS": "off",
    "GROUPSCOPE_BACKFILL_PAUSE": "0",
    "SUPERUSERS": '["30009"]',
    "ENVIRONMENT": "tests",
    "GROUPSCOPE_ALLOW_GROUPS": str(MARKS),
}
"""What every bot of the tests is set to, unless a test says otherwise."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def until(condition: Callable[[], object], what: str = "", seconds: float = PATIENCE):
    """Return what a condition gives as soon as that is something; TimeoutError."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while not (found := condition()):
                await asyncio.sleep(0.02)
            return found
    raise TimeoutError(what or f"{condition} never came true")


class Bot:
    """A bot as its owner runs it: a process with a folder, a port, a database and a log."""

    def __init__(self, folder: Path, *, script: Path = ROOT / "bot.py", **settings: str) -> None:
        self.folder = folder
        self.script = script
        self.port = free_port()
        self.database = folder / "bot.db"
        self.log_file = folder / "bot.log"
        self.cwd = ROOT
        self.settings = {
            **QUIET,
            "GROUPSCOPE_DATABASE_URL": f"sqlite+aiosqlite:///{self.database}",
            "GROUPSCOPE_DATA_DIR": str(folder),
            "PORT": str(self.port),
            **settings,
        }
        self.process: asyncio.subprocess.Process | None = None
        self._marks = itertools.count(1)

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/onebot/v11/ws"

    @property
    def log(self) -> str:
        return self.log_file.read_text(encoding="utf-8", errors="replace")

    @property
    def pid(self) -> int:
        return self.process.pid

    # Its life

    async def start(self) -> "Bot":
        """Start it and wait until it listens; AssertionError with its log where it does not."""
        await self.launch()
        seen = len(self.log)
        await until(lambda: "Uvicorn running" in self.log[seen:] or self.has_ended)
        assert not self.has_ended, self.log
        return self

    async def launch(self) -> None:
        known = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("GROUPSCOPE_", "ONEBOT_")) and key not in ("HOST", "LOG_LEVEL")
        }
        with self.log_file.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable,
                str(self.script),
                cwd=self.cwd,
                env={**known, "PYTHONUNBUFFERED": "1", **self.settings},
                stdout=log,
                stderr=log,
            )

    @property
    def has_ended(self) -> bool:
        return self.process.returncode is not None

    async def ended(self) -> int:
        """Wait until it has ended by itself; return its status."""
        async with asyncio.timeout(PATIENCE):
            return await self.process.wait()

    async def stop(self, by: signal.Signals = signal.SIGTERM) -> int:
        """End it by a signal; return its status. No harm if it is over."""
        if self.process is None or self.has_ended:
            return 0
        self.process.send_signal(by)
        try:
            return await self.ended()
        except TimeoutError:
            self.process.kill()
            raise

    async def kill(self) -> None:
        await self.stop(signal.SIGKILL)

    def abandon(self) -> None:
        """Make sure that a test which failed leaves nothing running."""
        if self.process is not None and not self.has_ended:
            self.process.kill()

    async def command(self, *words: object) -> str:
        """Run ``groupscope …`` with its settings; return what it tells, AssertionError."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            "from groupscope.cli import main; main()",
            *map(str, words),
            cwd=ROOT,
            env={**os.environ, "PYTHONUTF8": "1", **self.settings},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        told, complaint = await process.communicate()
        assert process.returncode == 0, complaint.decode()
        return told.decode()

    # What it knows

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """Ask its database."""
        with contextlib.closing(
            sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=PATIENCE)
        ) as connection:
            connection.row_factory = sqlite3.Row
            return connection.execute(sql, values).fetchall()

    def messages(self, group_id: int) -> list[sqlite3.Row]:
        """Everything stored of a group, as it was said."""
        return self.rows(
            "select * from message where group_id = ? order by sent_at, abs(message_key)", group_id
        )

    def notices(self, group_id: int, kind: str = "%") -> list[sqlite3.Row]:
        return self.rows(
            "select * from notice where group_id = ? and kind like ? order by happened_at",
            group_id,
            kind,
        )

    async def has_heard(self, *peers: Peer) -> None:
        """Wait until everything that these accounts have told so far is written."""
        for peer in peers:
            number = next(self._marks)
            await peer.send_frame(mark(peer, number))
            await until(
                lambda number=number: self.rows(
                    "select 1 from message where group_id = ? and message_key = ?", MARKS, number
                ),
                f"mark {number}\n{self.log[-1200:]}",
            )


def mark(peer: Peer, number: int) -> dict[str, object]:
    """A message by which to see that all before it has arrived."""
    return {
        "time": int(peer.world.clock()),
        "self_id": peer.account.user_id,
        "post_type": "message",
        "message_type": "group",
        "sub_type": "normal",
        "message_id": 1_000_000 + number,
        "message_seq": number,
        "group_id": MARKS,
        "user_id": 39999,
        "message": [{"type": "text", "data": {"text": f"mark {number}"}}],
        "raw_message": f"mark {number}",
        "font": 0,
        "sender": {"user_id": 39999, "nickname": "书签"},
    }


class Chat:
    """A room of people around a bot, with whatever accounts the bot has in it."""

    def __init__(self, bot: Bot, group_id: int) -> None:
        self.bot = bot
        self._ahead = 0.0
        self.world = World(lambda: time.time() + self._ahead)
        self.room = self.open(group_id)
        self.peers: list[Peer] = []

    def later(self, seconds: float) -> None:
        """Let what comes now bear a later time."""
        self._ahead += seconds

    def open(self, group_id: int, name: str = "番茄俱乐部"):
        """Found a group: 甲 owns it, 乙 is an admin, 丙 and 丁 are members, 主 is a superuser."""
        room = self.world.open(group_id, name)
        room.seat(ME, "群镜")
        room.seat(30001, "甲", role="owner")
        room.seat(30002, "乙", card="乙乙", role="admin")
        room.seat(30003, "丙")
        room.seat(30004, "丁")
        room.seat(30009, "主")
        return room

    async def connect(self, dialect=NAPCAT, account: int = ME, **options) -> Peer:
        """Connect an account of the bot, which is in the room from now on."""
        if account not in self.room.members:
            self.room.seat(account, f"群镜{account}")
        peer = Peer(self.world, account, dialect=dialect, url=self.bot.url, **options)
        await peer.connect()
        self.peers.append(peer)
        return peer

    async def close(self) -> None:
        for peer in self.peers:
            await peer.disconnect()

    @property
    def group_id(self) -> int:
        return self.room.group_id

    async def say(self, who, words, **more):
        return await self.room.say(who, words, **more)

    async def ask(self, who, words, **more):
        """Say something, and return the bot's answer that quotes it, whichever account gives it."""
        said = await self.room.say(who, words, **more)
        return (await until(lambda: self.answers(said), f"an answer\n{self.bot.log[-1200:]}"))[0]

    def answers(self, said):
        """What the bot has answered to a message so far."""
        return [
            sent for peer in self.peers for sent in peer.sent if sent.reply_to == peer.id_of(said)
        ]

    async def silence(self, *said) -> bool:
        """Whether the bot leaves these without an answer, also while it answers what came after."""
        await self.ask("甲", "/help")
        return not any(map(self.answers, said))

    async def stored(self):
        """The stored messages of the room, when all that was told has been written."""
        await self.bot.has_heard(*(peer for peer in self.peers if peer._link))
        return self.bot.messages(self.group_id)

    async def texts(self) -> list[str]:
        return [row["text"] for row in await self.stored()]
