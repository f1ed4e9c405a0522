"""Telling the owner where QQ itself may be down: JSON, Bark, ntfy.

QQ numbers are shortened: what is sent here passes through somebody else's machine.
"""

import asyncio
from collections.abc import Collection, Mapping
from datetime import tzinfo
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

import httpx
from loguru import logger

from groupscope.health.cases import News
from groupscope.logs import shortened

PAUSES: Final = (0.0, 5.0, 60.0, 300.0)
"""Seconds before each try."""
TIME_LIMIT: Final = 15.0


class Webhooks:
    """Calls every address with every piece of news, behind the scenes."""

    def __init__(
        self, addresses: Collection[str], zone: tzinfo, pauses: tuple[float, ...] = PAUSES
    ) -> None:
        self._addresses = sorted(addresses)
        self._zone = zone
        self._pauses = pauses
        self._calls: set[asyncio.Task[None]] = set()

    def tell(self, news: News) -> None:
        """Begin to call every address."""
        for address in self._addresses:
            call = asyncio.create_task(self._call(address, news), name="webhook")
            self._calls.add(call)
            call.add_done_callback(self._calls.discard)

    async def stop(self) -> None:
        """Give up whatever has not got through."""
        for call in self._calls:
            call.cancel()
        await asyncio.gather(*self._calls, return_exceptions=True)

    async def _call(self, address: str, news: News) -> None:
        url, body = request_for(address, news, self._zone)
        for pause in self._pauses:
            await asyncio.sleep(pause)
            try:
                async with httpx.AsyncClient(timeout=TIME_LIMIT) as client:
                    (await client.post(url, json=body)).raise_for_status()
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                # The address may hold a key; where it leads is enough to know.
                host = urlsplit(url).hostname
                logger.warning("A webhook at {} failed: {}", host, type(error).__name__)
            else:
                return


def request_for(address: str, news: News, zone: tzinfo) -> tuple[str, Mapping[str, Any]]:
    """Return where to post what, for an address with or without ``json+``, ``bark+``, ``ntfy+``."""
    form, plus, url = address.partition("+")
    if not plus or ":" in form:
        form, url = "json", address
    text = shortened(news.text(zone))
    if form == "bark":
        level = "passive" if news.is_over else "timeSensitive"
        return url, {"title": news.title, "body": text, "group": "groupscope", "level": level}
    if form == "ntfy":
        server, topic = topic_of(url)
        return server, {
            "topic": topic,
            "title": news.title,
            "message": text,
            "priority": 3 if news.is_over else 4,
            "tags": ["white_check_mark" if news.is_over else "warning"],
        }
    return url, {
        "source": "groupscope",
        "event": "over" if news.is_over else "began",
        "kind": news.finding.key.partition(":")[0],
        "title": news.title,
        "text": text,
        "since": int(news.since),
        "until": None if news.until is None else int(news.until),
    }


def topic_of(url: str) -> tuple[str, str]:
    """Split an address of ntfy into its server, to which JSON is posted, and its topic."""
    parts = urlsplit(url)
    folder, _, topic = parts.path.rstrip("/").rpartition("/")
    return urlunsplit(parts._replace(path=f"{folder}/")), topic
