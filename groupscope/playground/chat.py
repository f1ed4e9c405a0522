"""The terminal chat: one sample group, one typist who speaks for everyone, and the bot."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from typing import TypeAlias

from groupscope.errors import GroupscopeError
from groupscope.playground.link import RefusedError
from groupscope.playground.peer import Peer
from groupscope.playground.stage import Stage

Lines: TypeAlias = Callable[[], AsyncIterator[str]]

QUIET = 3.0
"""Seconds without a word from the bot after which a piped chat is over."""

READ_QUIET, READ_MOST = 1.5, 10.0
"""Before the first piped line: seconds without a call from the bot, and how long to wait at most,
so that a question meets a bot that has read the sample talk."""

GLANCE = 0.1
"""Seconds between two looks at whether the bot has stirred."""

POLICY_VIOLATION = 1008


class LostError(GroupscopeError):
    """The bot closed the connection while the chat went on."""

    def __init__(self) -> None:
        super().__init__("机器人断开了连接。它可能已经停了，请看看它那边的终端。")


class Chat:
    """One session at the terminal, from connecting to leaving."""

    def __init__(self, peer: Peer, stage: Stage) -> None:
        self._peer = peer
        self._stage = stage
        peer.world.listen(stage.screen.hear)

    async def run(self, typed: Lines, wait: float) -> None:
        """Connect, do what the lines say until they end, show what comes back.

        Where nobody sits at a terminal, wait for the answers before leaving: until QUIET seconds
        have passed without one and all commands are answered, at most ``wait`` seconds. Raises
        BotAbsentError, RefusedError, LostError.
        """
        async with self._peer:
            self._stage.screen.welcome()
            showing = asyncio.create_task(self._show())
            session = asyncio.create_task(self._session(typed, wait))
            lost = asyncio.create_task(self._peer.wait_closed())
            try:
                await asyncio.wait({session, lost}, return_when=asyncio.FIRST_COMPLETED)
                self._check(session, lost)
            finally:
                for task in (showing, session, lost):
                    task.cancel()
        self._stage.screen.say_goodbye()

    def _check(self, session: "asyncio.Task[None]", lost: "asyncio.Task[int | None]") -> None:
        """Raise what ended the session, if anything but the typist did."""
        if session.done():
            session.result()
        elif lost.result() == POLICY_VIOLATION:
            raise RefusedError(self._peer.account.user_id)
        else:
            raise LostError

    async def _session(self, typed: Lines, wait: float) -> None:
        is_piped = not sys.stdin.isatty()
        if is_piped:
            await self._quiet(READ_QUIET, most=READ_MOST)
        async for line in typed():
            if not await self._stage.take(line):
                break
        if is_piped:
            await self._quiet(QUIET, most=wait)

    async def _show(self) -> None:
        """Show what the bot sends, as it comes."""
        while True:
            await self._stage.screen.show_sent(await self._peer.next_reply(timeout=None))

    async def _quiet(self, seconds: float, *, most: float) -> None:
        """Wait until the bot has done nothing for so long, and owes no answer."""
        clock = asyncio.get_running_loop().time
        begun = stirred = clock()
        calls = len(self._peer.calls)
        while clock() < begun + most:
            if clock() >= stirred + seconds and self._is_answered():
                return
            await asyncio.sleep(GLANCE)
            if len(self._peer.calls) != calls:
                calls, stirred = len(self._peer.calls), clock()

    def _is_answered(self) -> bool:
        quoted = {sent.reply_to for sent in self._peer.sent}
        return all(self._peer.id_of(question) in quoted for question in self._stage.questions)
