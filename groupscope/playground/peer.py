"""One account's implementation, connected to the bot's reverse WebSocket."""

import asyncio
import contextlib
import itertools
import json
from collections.abc import Iterable
from typing import Self

from websockets.exceptions import ConnectionClosed

from groupscope.playground import answering, meta
from groupscope.playground.account import Account
from groupscope.playground.dialects import NAPCAT, Dialect
from groupscope.playground.faults import Disorder, Faults
from groupscope.playground.link import DEFAULT_URL, Link, open_link, written
from groupscope.playground.outbox import Sent
from groupscope.playground.segments import Words
from groupscope.playground.values import CardChanged, Happening, Json, Left, Said
from groupscope.playground.world import World

NO_FAULTS = Faults()
_WHISPERS = itertools.count(1)
"""Ids of private messages: no two are alike, whoever is told of them."""
PATIENCE = 5.0
"""Seconds to wait for the bot, unless told otherwise."""


class Peer:
    """A OneBot implementation: it tells the bot what happens, and does what the bot asks.

    ``reports_own`` tells the account's own messages, too. ``heartbeat`` is in seconds; None takes
    the dialect's own. ``calls`` keeps every action that the bot called, with its parameters.
    """

    def __init__(  # noqa: PLR0913  # one keyword for each switch that a real one has
        self,
        world: World,
        account: int,
        *,
        dialect: Dialect = NAPCAT,
        url: str = DEFAULT_URL,
        token: str = "",
        as_string: bool = False,
        reports_own: bool = False,
        heartbeat: float | None = None,
        faults: Faults = NO_FAULTS,
    ) -> None:
        self.world = world
        self.account = Account(world, account, dialect, as_string=as_string)
        self.url = url
        self.token = token
        self.reports_own = reports_own
        self.heartbeat = dialect.heartbeat if heartbeat is None else heartbeat
        self.calls: list[tuple[str, Json]] = []
        self.is_online = True
        self._disorder = Disorder(faults)
        self._link: Link | None = None
        self._late_cards: dict[tuple[int, int], CardChanged] = {}

    @property
    def faults(self) -> Faults:
        """What goes wrong at present; set it to have something else go wrong from now on."""
        return self._disorder.faults

    @faults.setter
    def faults(self, faults: Faults) -> None:
        self._disorder = Disorder(faults)

    # The connection

    async def __aenter__(self) -> Self:
        await self.connect()
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.disconnect()

    async def connect(self) -> None:
        """Connect to the bot and greet it. BotAbsentError, RefusedError.

        A bot that hangs up at once is no failure here: ``wait_closed`` tells.
        """
        account = self.account
        agent = account.dialect.user_agent
        self.is_online = True
        self._link = link = await open_link(self.url, account.user_id, self.token, agent)
        with contextlib.suppress(ConnectionClosed):
            for frame in meta.greetings(account, self._now):
                await self.send_frame(frame)
        link.begin(link.read(self._obey))
        link.begin(self._beat())
        self.world.listen(self.hear)

    async def disconnect(self) -> None:
        """Send what was held back, then close in good order."""
        with contextlib.suppress(ConnectionClosed):
            await self.settle()
        if link := self._let_go():
            await link.close()

    async def abort(self) -> None:
        """Lose the connection from one moment to the next."""
        if link := self._let_go():
            await link.abort()

    async def restart(self) -> None:
        """Stop and start the implementation: NapCat has new message ids after that."""
        await self.disconnect()
        self.account.ids.restart()
        self._late_cards.clear()
        await self.connect()

    async def wait_closed(self) -> int | None:
        """Wait until the connection has ended, whoever ended it. Returns the close code."""
        return await self._link.wait_closed() if self._link else None

    def _let_go(self) -> Link | None:
        self.world.ignore(self.hear)
        link, self._link = self._link, None
        return link

    # What the bot hears

    async def hear(self, happening: Happening) -> None:
        """Tell the bot of something, if it concerns this account and the dialect tells such things.

        After the connection is lost nothing is told any more, as with a real one.
        """
        frames = [self._event(event) for event in self._due(happening)]
        with contextlib.suppress(ConnectionClosed):
            for frame in filter(None, frames):
                await self._tell(frame)

    async def whisper(self, user_id: int, words: Words, nickname: str = "好友") -> int:
        """Let a friend write to the account in private. Returns the message's id."""
        number = next(_WHISPERS)
        frame = meta.private_message(self.account, self._now, user_id, nickname, words, number)
        await self._tell(frame)
        return number

    async def log_out(self) -> None:
        """QQ logs the account out: the connection stays, and heartbeats say so."""
        self.is_online = False
        if self.account.dialect.tells_offline:
            await self.send_frame(meta.bot_offline(self.account, self._now))
        await self.send_frame(self._heartbeat())

    async def send_frame(self, frame: Json | str | bytes) -> None:
        """Send a frame as it is, past all faults; ConnectionClosed without a connection."""
        if self._link is None:
            raise ConnectionClosed(None, None)
        await self._link.send(written(frame) if isinstance(frame, dict) else frame)

    async def flood(self, frames: Iterable[str]) -> None:
        """Send many ready frames as fast as the bot takes them."""
        if self._link is None:
            raise ConnectionClosed(None, None)
        send = self._link.send
        for frame in frames:
            await send(frame)

    async def settle(self) -> None:
        """Send the events that a shuffle still holds back."""
        for frame in self._disorder.held_back():
            await self.send_frame(frame)

    def frame(self, said: Said) -> Json:
        """Return the frame by which this account's implementation reports a message."""
        return self.account.frame(said)

    def id_of(self, said: Said) -> int:
        """Return the id that this account's implementation gives to a message."""
        return self.account.ids.of(said)

    def _due(self, happening: Happening) -> list[Happening]:
        """Return what is to be told now: a card change waits until its member speaks, on some."""
        if not self._concerns(happening):
            return []
        if isinstance(happening, CardChanged) and self.account.dialect.tells_cards_late:
            self._late_cards[happening.group_id, happening.user_id] = happening
            return []
        if isinstance(happening, Said):
            speaker = happening.group_id, happening.sender.user_id
            card = self._late_cards.pop(speaker, None)
            return [card, happening] if card else [happening]
        return [happening]

    def _concerns(self, happening: Happening) -> bool:
        me = self.account.user_id
        is_farewell = isinstance(happening, Left) and happening.user_id == me
        return is_farewell or me in self.world.rooms[happening.group_id].members

    def _event(self, happening: Happening) -> Json | None:
        if not isinstance(happening, Said):
            return self.account.notice(happening)
        if self.account.is_own(happening) and not self.reports_own:
            return None
        frame = self.account.frame(happening)
        is_empty = self.account.dialect.suppresses_empty and not frame["message"]
        return None if is_empty else frame

    async def _tell(self, frame: Json) -> None:
        for data in self._disorder.pass_on(written(frame)):
            await self.send_frame(data)
        if self._disorder.must_abort:
            self.faults = NO_FAULTS
            await self.abort()

    # What the bot does

    @property
    def sent(self) -> list[Sent]:
        """Everything that the bot sent through this account, in order."""
        return self.account.outbox.sent

    async def next_reply(
        self,
        timeout: float | None = PATIENCE,  # noqa: ASYNC109  # shorter in tests than asyncio.timeout
    ) -> Sent:
        """Return the next message of the bot that this has not returned yet. TimeoutError."""
        return await self.account.outbox.next(timeout)

    async def answer_to(
        self,
        message: Said | int,
        timeout: float | None = PATIENCE,  # noqa: ASYNC109  # shorter in tests, as above
    ) -> Sent:
        """Return the message by which the bot quotes this one. TimeoutError."""
        number = message if isinstance(message, int) else self.id_of(message)
        return await self.account.outbox.answer_to(number, timeout)

    async def _obey(self, data: str | bytes) -> None:
        call: Json = json.loads(data)
        self.calls.append((str(call.get("action")), call.get("params") or {}))
        frame = await answering.answer(self.account, self.faults, call)
        if frame is not None:
            await self.send_frame(frame)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(self.heartbeat)
            await self.send_frame(self._heartbeat())

    def _heartbeat(self) -> Json:
        return meta.heartbeat(self.account, self._now, self.heartbeat, is_online=self.is_online)

    @property
    def _now(self) -> int:
        return int(self.world.clock())
