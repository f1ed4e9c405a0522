"""What happens while pages are open, told to them as it happens.

Five times in four seconds the hub looks at the groups that somebody watches, and only if something
was written at all. What it finds in a group is put into one message, encoded once, and sent to all
who watch.
"""

import asyncio
import json
from collections.abc import Coroutine, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from loguru import logger
from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.datastructures import Headers
from starlette.websockets import WebSocket, WebSocketDisconnect

from groupscope.app import App
from groupscope.store.names import names_of
from groupscope.store.refusals import REFUSALS, reason_of
from groupscope.web.failures import LoggedOutError, TooFastError
from groupscope.web.guard import is_own_page
from groupscope.web.news import Seen, changes, first_look, new_messages, said_of
from groupscope.web.rights import Viewer, viewer_of

if TYPE_CHECKING:
    from groupscope.web.dashboard import Dashboard

LOGGED_OUT, FOREIGN, TOO_MANY = 4401, 4403, 4429
LOOK_SECONDS: Final = 0.8
PING_SECONDS: Final = 20.0
SEND_SECONDS: Final = 2.0
RECHECK_SECONDS: Final = 60.0
MOST_SOCKETS, MOST_WATCHED = 60, 200


@dataclass(slots=True, eq=False)
class Page:
    """An open page: its socket, who sits there, what they watch."""

    socket: WebSocket
    viewer: Viewer
    watched: frozenset[int] = frozenset()
    total: int = 0


class Hub:
    """Tells open pages what happens in the groups that they watch."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._pages: set[Page] = set()
        self._seen: dict[int, Seen] = {}
        self._recorded = 0
        self._task: asyncio.Task[None] | None = None

    @property
    def pages(self) -> int:
        """How many pages are open."""
        return len(self._pages)

    def start(self) -> None:
        """Begin to look."""
        self._task = asyncio.create_task(self._run(), name="dashboard")

    async def stop(self) -> None:
        """Stop looking, and close every page's socket: they come back by themselves."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        for page in list(self._pages):
            await self._close(page, 1012)

    def enter(self, page: Page) -> None:
        """Take a page in; TooFastError where somebody has too many open."""
        mine = [one for one in self._pages if one.viewer.user_id == page.viewer.user_id]
        if len(mine) >= MOST_SOCKETS:
            raise TooFastError
        self._pages.add(page)

    def leave(self, page: Page) -> None:
        """Forget a page."""
        self._pages.discard(page)

    async def watch(self, page: Page, groups: frozenset[int]) -> None:
        """Let a page watch other groups than before, as far as they are its viewer's.

        From now on it is told; what was there already, is not.
        """
        page.watched = groups & page.viewer.askers.keys()
        unseen = page.watched - self._seen.keys()
        async with self._app.store.engine.connect() as connection:
            for group_id, changed in (await changes(connection, unseen)).items():
                first = await first_look(connection, group_id, changed)
                self._seen.setdefault(group_id, first)

    def recheck(self, user_id: int) -> None:
        """Close the sockets of somebody whose sessions have ended: whoever may, comes back."""
        for page in [one for one in self._pages if one.viewer.user_id == user_id]:
            self._pages.discard(page)
            self._spawned(self._close(page, LOGGED_OUT))

    def _spawned(self, closing: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(closing)
        _closing.add(task)
        task.add_done_callback(_closing.discard)

    async def _run(self) -> None:
        pinged = checked = asyncio.get_running_loop().time()
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            now = asyncio.get_running_loop().time()
            try:
                if now - checked >= RECHECK_SECONDS:
                    checked = now
                    await self._check_rights()
                await self._look()
            except REFUSALS as error:
                logger.warning("Open pages are not told: {}", reason_of(error))
            if now - pinged >= PING_SECONDS:
                pinged = now
                await self._tell(self._pages, {"type": "ping", "now": int(self._app.clock())})

    async def _look(self) -> None:
        """Look at what is watched, if anything was written since the last time."""
        recorded = self._app.store.writer.health.recorded
        watched = frozenset[int]().union(*(page.watched for page in self._pages))
        for group_id in self._seen.keys() - watched:
            del self._seen[group_id]
        if recorded == self._recorded:
            return
        self._recorded = recorded
        async with self._app.store.engine.connect() as connection:
            for group_id, changed in (await changes(connection, watched)).items():
                for told in await self._news(connection, group_id, changed):
                    await self._tell([p for p in self._pages if group_id in p.watched], told)

    async def _news(
        self, connection: AsyncConnection, group_id: int, changed: int
    ) -> list[dict[str, Any]]:
        """Return what has happened in a group since the last look."""
        seen = self._seen.get(group_id)
        if seen is None or seen.changed == changed:
            return []
        seen.changed = changed
        rows, is_gone = await new_messages(connection, group_id, seen)
        told: list[dict[str, Any]] = []
        if rows:
            names = await names_of(connection, group_id, {row.sender_id for row in rows})
            told.append(said_of(group_id, rows, names, int(self._app.clock())))
        if is_gone or not rows:
            told.append({"type": "changed", "group": group_id})
        return told

    async def _check_rights(self) -> None:
        """Look again at what everybody may see: roles change while pages are open."""
        for user_id in {page.viewer.user_id for page in self._pages}:
            viewer = await viewer_of(self._app, user_id)
            for page in [one for one in self._pages if one.viewer.user_id == user_id]:
                for group_id in page.watched - viewer.askers.keys():
                    await self._tell([page], {"type": "gone", "group": group_id})
                page.viewer = viewer
                page.watched &= viewer.askers.keys()

    async def _tell(self, pages: Iterable[Page], told: Mapping[str, Any]) -> None:
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        await asyncio.gather(*(self._send(page, text) for page in list(pages)))

    async def _send(self, page: Page, text: str) -> None:
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await page.socket.send_text(text)
        except (TimeoutError, RuntimeError, WebSocketDisconnect):
            await self._close(page, 1011)

    async def _close(self, page: Page, code: int) -> None:
        self._pages.discard(page)
        with suppress(RuntimeError, WebSocketDisconnect, TimeoutError):
            async with asyncio.timeout(SEND_SECONDS):
                await page.socket.close(code)


_closing: set[asyncio.Task[None]] = set()


async def attend(dashboard: "Dashboard", socket: WebSocket) -> None:
    """Attend to a page's socket as long as it is open."""
    await socket.accept()
    if not is_own_page(Headers(scope=socket.scope)):
        await socket.close(FOREIGN)
        return
    try:
        page = Page(socket, await dashboard.sessions.person(socket))
        dashboard.hub.enter(page)
    except LoggedOutError:
        await socket.close(LOGGED_OUT)
        return
    except TooFastError:
        await socket.close(TOO_MANY)
        return
    try:
        await socket.send_json({"type": "hello", "now": int(dashboard.app.clock())})
        while True:
            await dashboard.hub.watch(page, wished(await socket.receive_text()))
            await socket.send_json({"type": "watching", "groups": sorted(page.watched)})
    except (WebSocketDisconnect, RuntimeError):
        pass
    finally:
        dashboard.hub.leave(page)


def wished(text: str) -> frozenset[int]:
    """Return the groups that a page wants to watch; none, where it is not understood."""
    try:
        found = json.loads(text[:10_000])
    except (ValueError, RecursionError):
        return frozenset()
    groups = found.get("watch") if isinstance(found, dict) else None
    listed = groups[:MOST_WATCHED] if isinstance(groups, list) else []
    return frozenset(one for one in listed if isinstance(one, int))
