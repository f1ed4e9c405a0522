"""From a request to who makes it: a session's cookie, or a program's token."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from starlette.requests import HTTPConnection
from starlette.responses import Response

from groupscope.app import App
from groupscope.store.web_sessions import (
    BETWEEN_SIGNS,
    LONGEST,
    WebSession,
    end_session,
    end_sessions_of,
    find_session,
    note_seen,
    open_session,
)
from groupscope.store.web_tokens import find_token, note_used
from groupscope.web.entry import SECONDS
from groupscope.web.failures import LoggedOutError
from groupscope.web.limits import Limit
from groupscope.web.rights import Viewer, viewer_by, viewer_of

SESSION: Final = "groupscope"
WAITING: Final = "groupscope_waiting"
BEARER: Final = "bearer "
LONGEST_SECRET: Final = 100
MISSES_OF_ONE, MISSES_OF_ALL = 10, 120
"""Wrong secrets in a minute from one address, and from all of them."""


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """Who makes a request, and by which session; None for a program."""

    viewer: Viewer
    session: WebSession | None


class Sessions:
    """Lets people in and out, and knows them again."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._misses = Limit(MISSES_OF_ONE, 60, app.clock)
        self._all_misses = Limit(MISSES_OF_ALL, 60, app.clock)
        self.on_end: list[Callable[[int], None]] = []
        """Called with whose sessions have ended."""

    async def of(self, request: HTTPConnection) -> LoggedIn:
        """Return who makes a request; LoggedOutError where nobody does.

        TooFastError where an address has brought too many wrong secrets.
        """
        header = request.headers.get("authorization", "")
        if header.lower().startswith(BEARER):
            return await self._program(request, header[len(BEARER) :].strip())
        secret = request.cookies.get(SESSION, "")
        if not secret:
            raise LoggedOutError
        self.check(request)
        async with self._app.store.snapshot() as db:
            session = await find_session(db.connection, secret[:LONGEST_SECRET], self._now())
        if session is None:
            self.miss(request)
            raise LoggedOutError("登录已经过期，请重新登录。")
        await self._stay(session)
        return LoggedIn(await viewer_of(self._app, session.user_id), session)

    async def person(self, request: HTTPConnection) -> Viewer:
        """Return who makes a request, as ``of``; LoggedOutError for a program, too."""
        found = await self.of(request)
        if found.session is None:
            raise LoggedOutError
        return found.viewer

    async def open(self, user_id: int, response: Response, *, is_secure: bool) -> None:
        """Let somebody in: their secret goes into a cookie of the response."""
        async with self._app.store.writer.transaction() as connection:
            secret = await open_session(connection, user_id, self._now())
        give_cookie(response, SESSION, secret, LONGEST, is_secure=is_secure)

    async def end(self, session: WebSession) -> None:
        """End a session."""
        async with self._app.store.writer.transaction() as connection:
            await end_session(connection, session)
        self._ended(session.user_id)

    async def end_all(self, user_id: int) -> int:
        """End every session of somebody; return how many there were."""
        async with self._app.store.writer.transaction() as connection:
            count = await end_sessions_of(connection, user_id)
        self._ended(user_id)
        return count

    def check(self, request: HTTPConnection) -> None:
        """Raise TooFastError where too many wrong secrets came lately."""
        self._misses.check(address_of(request))
        self._all_misses.check(None)

    def miss(self, request: HTTPConnection) -> None:
        """Count a wrong secret."""
        self._misses.count(address_of(request))
        self._all_misses.count(None)

    async def _program(self, request: HTTPConnection, secret: str) -> LoggedIn:
        self.check(request)
        async with self._app.store.snapshot() as db:
            token = await find_token(db.connection, secret[:LONGEST_SECRET])
        if token is None:
            self.miss(request)
            raise LoggedOutError("这个令牌不对，或者已经作废。")
        if token.used_at is None or self._now() - token.used_at > BETWEEN_SIGNS:
            async with self._app.store.writer.transaction() as connection:
                await note_used(connection, token, self._now())
        return LoggedIn(viewer_by(self._app, token), None)

    async def _stay(self, session: WebSession) -> None:
        if self._now() - session.seen_at > BETWEEN_SIGNS:
            async with self._app.store.writer.transaction() as connection:
                await note_seen(connection, session, self._now())

    def _ended(self, user_id: int) -> None:
        for listener in self.on_end:
            listener(user_id)

    def _now(self) -> int:
        return int(self._app.clock())


def address_of(request: HTTPConnection) -> str:
    """Return from which address a request comes."""
    return request.client.host if request.client else ""


def give_cookie(
    response: Response, name: str, secret: str, seconds: int = SECONDS, *, is_secure: bool
) -> None:
    """Put a secret into a cookie.

    Without a path: the browser takes the folder of the API, whatever prefix a proxy has added.
    """
    response.set_cookie(
        name,
        secret,
        max_age=seconds,
        path=None,
        secure=is_secure,
        httponly=True,
        samesite="strict",
    )
