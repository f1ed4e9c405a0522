"""The dashboard as a whole: one ASGI application, started and stopped with the bot."""

from functools import partial

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import Receive, Scope, Send

from groupscope.app import App
from groupscope.web.api import ENDPOINTS
from groupscope.web.assets import Assets
from groupscope.web.call import Endpoint, answer
from groupscope.web.entry import Entry
from groupscope.web.failures import NotThereError, WebError
from groupscope.web.guard import Guard, answered_failure
from groupscope.web.limits import Limit
from groupscope.web.live import Hub, attend
from groupscope.web.sessions import Sessions
from groupscope.web.uploads import Uploads

REQUESTS, CODES, TYPED = 600, 10, 10
"""What may be done in a minute: requests of one viewer, codes that one address asks for, and codes
that one person types and nobody waits with."""


class Dashboard:
    """What the pages need: the App, who is let in, what is sent to them."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.entry = Entry(app.clock)
        self.sessions = Sessions(app)
        self.requests = Limit(REQUESTS, 60, app.clock)
        self.codes = Limit(CODES, 60, app.clock)
        self.typed = Limit(TYPED, 60, app.clock)
        self.hub = Hub(app)
        self.uploads = Uploads(app)
        self.since = int(app.clock())
        self.assets = Assets()
        self.sessions.on_end.append(self.hub.recheck)
        self._asgi = Guard(
            Starlette(
                routes=self._routes(),
                exception_handlers={WebError: answered_failure, 404: _nowhere, 405: _nowhere},
            )
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or attend to a socket."""
        await self._asgi(scope, receive, send)

    async def start(self) -> None:
        """Begin to tell pages what happens."""
        self.uploads.start()
        self.hub.start()

    async def stop(self) -> None:
        """Let go of the pages that are open."""
        await self.hub.stop()
        await self.uploads.stop()

    def _routes(self) -> list[BaseRoute]:
        endpoints: list[BaseRoute] = [
            Route(f"/api/{path_of(one)}", partial(self._answer, one), methods=[one.method])
            for one in sorted(ENDPOINTS, key=is_general)
        ]
        return [
            Route("/", self._page),
            Route("/assets/{version}/{path:path}", self._file),
            *endpoints,
            WebSocketRoute("/api/live", partial(attend, self)),
        ]

    async def _answer(self, endpoint: Endpoint, request: Request) -> Response:
        return await answer(self, endpoint, request)

    async def _page(self, request: Request) -> Response:
        return self.assets.page(request)

    async def _file(self, request: Request) -> Response:
        return self.assets.file(request)


def path_of(endpoint: Endpoint) -> str:
    """Return an endpoint's path as the router reads it: ids are numbers."""
    path = endpoint.path
    for name in ("group_id", "number"):
        path = path.replace(f"{{{name}}}", f"{{{name}:int}}")
    return path


def is_general(endpoint: Endpoint) -> bool:
    """Tell whether an endpoint takes any name: those of files are looked at first."""
    return not endpoint.path.endswith((".csv", ".png", ".json"))


async def _nowhere(request: Request, _error: Exception) -> Response:
    return await answered_failure(request, NotThereError())
