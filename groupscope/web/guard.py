"""Around every answer of the dashboard: headers, foreign pages kept out, and nothing too large."""

import re
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from groupscope.web.failures import ForeignPageError, TooFastError, TooLargeError, WebError

MOST_BYTES: Final = 64 * 1024
"""Of a request's body."""
MOST_OF_A_PIECE: Final = 1_000_000
"""Bytes of a piece of a file: servers in front of us take a megabyte unless told otherwise."""
PIECES: Final = re.compile(r"/api/imports/\w+/files/\d+")
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
FOR_ASSETS: Final = ("X-Content-Type-Options", "Cross-Origin-Resource-Policy")
"""What a file needs of them: it is no page."""
HARMLESS: Final = frozenset({"GET", "HEAD"})


class Guard:
    """An ASGI application around another one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; sockets look after themselves."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                is_asset = "immutable" in headers.get("Cache-Control", "")
                for name in FOR_ASSETS if is_asset else HEADERS:
                    headers[name] = HEADERS[name]
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        refusal = refusal_of(scope)
        await (refused(refusal) if refusal else self._app)(scope, receive, send_guarded)


def refusal_of(scope: Scope) -> WebError | None:
    """Return why a request is not even looked at; None where it is."""
    headers = Headers(scope=scope)
    if scope["method"] not in HARMLESS and not is_own_page(headers):
        return ForeignPageError()
    length = headers.get("content-length", "0")
    most = MOST_OF_A_PIECE if PIECES.search(scope["path"]) else MOST_BYTES
    is_bounded = length.isdecimal() and int(length) <= most
    if not is_bounded or "chunked" in headers.get("transfer-encoding", ""):
        return TooLargeError()
    return None


def is_own_page(headers: Headers) -> bool:
    """Tell whether a request was made by a page of ours: its origin is the host it asks."""
    origin = urlsplit(headers.get("origin", ""))
    host = headers.get("host", "")
    return origin.scheme in ("http", "https") and bool(host) and origin.netloc == host


def refused(error: WebError) -> Response:
    """Return a refusal as JSON."""
    headers = {"Retry-After": str(error.seconds)} if isinstance(error, TooFastError) else None
    return JSONResponse({"error": str(error)}, error.status, headers)


async def answered_failure(_request: Request, error: Exception) -> Response:
    """Answer a refusal that was raised."""
    return refused(error if isinstance(error, WebError) else WebError(str(error)))
