"""A request to the API as its endpoints see it: who asks, about which group, with which words."""

import gzip
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from groupscope.app import App
from groupscope.errors import QuestionError
from groupscope.web.failures import LoggedOutError, NotThereError, NotUnderstoodError
from groupscope.web.rights import Viewer

if TYPE_CHECKING:
    from groupscope.web.dashboard import Dashboard

LONGEST_WORD: Final = 200
WORTH_COMPRESSING, QUICKLY = 1_000, 6
"""Bytes of an answer, and gzip's level: thirty kilobytes take a millisecond."""
Json = Mapping[str, Any]
Handle = Callable[["Call"], Awaitable["Response | Json"]]
H = TypeVar("H", bound=Handle)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address of the API.

    ``path`` is below ``api/``; ``{group_id}`` in it is checked before ``handle`` runs. ``is_open``
    lets in who is not logged in; ``for_programs`` those who come with a token. ``takes_bytes``:
    what is sent is a piece of a file, and there are as many as the file is long.
    """

    path: str
    method: str
    summary: str
    words: Mapping[str, str]
    is_open: bool = False
    for_programs: bool = False
    takes_bytes: bool = False
    handle: Handle = field(default=lambda _call: _nothing())


ENDPOINTS: Final[list[Endpoint]] = []
"""Every endpoint, in the order in which they are declared."""


def get(path: str, summary: str, **words: str) -> Callable[[H], H]:
    """Make a function answer a GET; ``words`` are its query parameters with what they mean."""
    return _claim(Endpoint(path, "GET", summary, words, for_programs=True))


def look(path: str, summary: str, **words: str) -> Callable[[H], H]:
    """Make a function answer a GET of people alone; programs do not get there."""
    return _claim(Endpoint(path, "GET", summary, words))


def post(
    path: str, summary: str, *, is_open: bool = False, takes_bytes: bool = False, **words: str
) -> Callable[[H], H]:
    """Make a function answer a POST; ``words`` are the fields of its body."""
    found = Endpoint(path, "POST", summary, words, is_open=is_open, takes_bytes=takes_bytes)
    return _claim(found)


def waiting(path: str, summary: str) -> Callable[[H], H]:
    """Make a function answer a GET of whoever is not logged in yet."""
    return _claim(Endpoint(path, "GET", summary, {}, is_open=True))


def _claim(endpoint: Endpoint) -> Callable[[H], H]:
    def claim(handle: H) -> H:
        ENDPOINTS.append(replace(endpoint, handle=handle))
        return handle

    return claim


async def _nothing() -> Json:
    raise NotThereError


@dataclass(frozen=True, slots=True)
class Call:
    """A request on its way through an endpoint."""

    dashboard: "Dashboard"
    request: Request
    viewer: Viewer

    @property
    def app(self) -> App:
        """The App whose figures are shown."""
        return self.dashboard.app

    @property
    def group_id(self) -> int:
        """The group of the address; whoever asks may see it."""
        return int(self.request.path_params["group_id"])

    @property
    def now(self) -> int:
        """The present moment, in epoch seconds."""
        return int(self.app.clock())

    @property
    def is_secure(self) -> bool:
        """Whether the browser came by TLS, as far as anybody has told."""
        is_told = self.app.config.dashboard_url.startswith("https:")
        return is_told or self.request.url.scheme == "https"

    def word(self, name: str, default: str = "") -> str:
        """Return a query parameter."""
        return self.request.query_params.get(name, default)[:LONGEST_WORD].strip()

    def number(self, name: str, default: int, least: int, most: int) -> int:
        """Return a query parameter that is a whole number; NotUnderstoodError where it is none."""
        written = self.word(name)
        if not written:
            return default
        if not written.isdecimal() or not least <= int(written) <= most:
            raise NotUnderstoodError(f"{name} 要是 {least} 到 {most} 的整数。")
        return int(written)

    def one_of(self, name: str, *allowed: str) -> str:
        """Return a query parameter that is one of some words, the first unless it is there."""
        written = self.word(name) or allowed[0]
        if written not in allowed:
            raise NotUnderstoodError(f"{name} 可以是：{'、'.join(allowed)}。")
        return written

    def member_id(self) -> int | None:
        """Return the member who is asked about; None for the whole group."""
        return self.number("member", 0, 1, 10**12) or None

    async def body(self) -> Json:
        """Return what was sent; NotUnderstoodError where it is no JSON object."""
        if not self.request.headers.get("content-type", "").startswith("application/json"):
            raise NotUnderstoodError("要发送 JSON。")
        try:
            found = await self.request.json()
        except (ValueError, RecursionError) as error:
            raise NotUnderstoodError("发来的不是 JSON。") from error
        if not isinstance(found, dict):
            raise NotUnderstoodError("发来的不是一个对象。")
        return found


async def answer(dashboard: "Dashboard", endpoint: Endpoint, request: Request) -> Response:
    """Run an endpoint for whoever asks, if they may."""
    viewer = Viewer(0)
    if not endpoint.is_open:
        viewer = (await dashboard.sessions.of(request)).viewer
        if viewer.is_program and not endpoint.for_programs:
            raise LoggedOutError
        if not endpoint.takes_bytes:
            dashboard.requests.take(viewer.user_id or request.headers.get("authorization"))
    call = Call(dashboard, request, viewer)
    if "group_id" in request.path_params:
        viewer.asker(call.group_id)
    try:
        found = await endpoint.handle(call)
    except QuestionError as error:
        raise NotUnderstoodError(str(error)) from error
    response = found if isinstance(found, Response) else JSONResponse(found)
    return packed(request, response)


def packed(request: Request, response: Response) -> Response:
    """Compress an answer of text that is worth it, for a browser that takes it so."""
    body, kind = bytes(response.body), response.headers.get("content-type", "")
    is_text = kind.startswith(("application/json", "text/"))
    takes_it = "gzip" in request.headers.get("accept-encoding", "")
    if not is_text or not takes_it or len(body) < WORTH_COMPRESSING:
        return response
    response.body = gzip.compress(body, QUICKLY, mtime=0)
    response.headers["Content-Length"] = str(len(response.body))
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    return response


def said(body: Json, name: str, longest: int = LONGEST_WORD) -> str:
    """Return a text of a body; NotUnderstoodError where there is none, or too much."""
    found = body.get(name)
    if not isinstance(found, str) or not 0 < len(found.strip()) <= longest:
        raise NotUnderstoodError(f"{name} 要是 1 到 {longest} 个字。")
    return found.strip()


def counted(body: Json, name: str) -> int:
    """Return a whole number of a body; NotUnderstoodError where there is none."""
    found = body.get(name)
    if not isinstance(found, int) or isinstance(found, bool):
        raise NotUnderstoodError(f"{name} 要是一个整数。")
    return found
