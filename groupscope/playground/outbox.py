"""What the bot sent, and waiting for it."""

import asyncio
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from groupscope.model import Segment
from groupscope.playground.values import Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One message of the bot: its segments as they came, and where they went.

    ``nodes`` holds the messages within a merged forward; ``said`` is the message in the world's
    history, and None for private ones.
    """

    action: str
    message_id: int
    segments: tuple[Segment, ...]
    group_id: int | None = None
    user_id: int | None = None
    nodes: tuple[tuple[Segment, ...], ...] = ()
    said: Said | None = None

    @property
    def text(self) -> str:
        """The plain words, without pictures, mentions and the quotation."""
        return "".join(str(s.data["text"]) for s in self.segments if s.type == "text")

    @property
    def reply_to(self) -> int | None:
        """The id of the message that it quotes."""
        quoted = (int(s.data["id"]) for s in self.segments if s.type == "reply")
        return next(quoted, None)

    @property
    def pictures(self) -> tuple[bytes, ...]:
        """The content of the pictures that came along or lie on this machine."""
        return tuple(content(s) for s in self.segments if s.type == "image")


def content(picture: Segment) -> bytes:
    """Return the bytes of a picture given as ``base64://`` or ``file://``; else none at all."""
    source = str(picture.data["file"])
    if source.startswith("base64://"):
        return b64decode(source.removeprefix("base64://"))
    if source.startswith("file://"):
        return Path(source.removeprefix("file://")).read_bytes()
    return b""


class Outbox:
    """Everything the bot sent through one account, in order."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self._read = 0
        self._news = asyncio.Condition()

    async def put(self, sent: Sent) -> None:
        """Keep what was sent and wake those who wait for it."""
        async with self._news:
            self.sent.append(sent)
            self._news.notify_all()

    async def next(self, seconds: float | None) -> Sent:
        """Return the first message not returned yet. TimeoutError after so many seconds."""
        await self._until(lambda: len(self.sent) > self._read, seconds)
        self._read += 1
        return self.sent[self._read - 1]

    async def answer_to(self, message_id: int, seconds: float | None) -> Sent:
        """Return the first message that quotes this one. TimeoutError after so many seconds."""
        await self._until(lambda: bool(self._quoting(message_id)), seconds)
        return self._quoting(message_id)[0]

    def _quoting(self, message_id: int) -> list[Sent]:
        return [sent for sent in self.sent if sent.reply_to == message_id]

    async def _until(self, is_there: Callable[[], bool], seconds: float | None) -> None:
        async with asyncio.timeout(seconds), self._news:
            await self._news.wait_for(is_there)
