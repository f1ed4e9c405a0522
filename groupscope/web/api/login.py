"""Getting in and out: tickets, codes, and who one is."""

from hmac import compare_digest
from importlib.metadata import version
from typing import Any

from starlette.responses import JSONResponse, Response

from groupscope.commands.entering import DASHBOARD, LOGIN
from groupscope.web.api.recording import unrecorded_of
from groupscope.web.call import Call, post, said, waiting
from groupscope.web.failures import LoggedOutError
from groupscope.web.rights import Viewer, viewer_of
from groupscope.web.sessions import WAITING, address_of, give_cookie


@post("login", "Come in by a ticket", is_open=True, ticket="what stood behind #k=")
async def come_in(call: Call) -> Response:
    """Let in whoever has a ticket, once."""
    sessions = call.dashboard.sessions
    sessions.check(call.request)
    ticket = said(await call.body(), "ticket")
    user_id = owner_by(call, ticket) or call.dashboard.entry.redeem(ticket)
    if user_id is None:
        sessions.miss(call.request)
        raise LoggedOutError("这个链接已经用过，或者过期了。请在群里再发一次 /看板。")
    return await let_in(call, user_id)


def owner_by(call: Call, token: str) -> int | None:
    """Return the owner whose own secret this is; None where it is not, or there is none."""
    secret, owners = call.app.config.dashboard_token, call.app.config.owners
    is_known = bool(secret) and compare_digest(secret.encode(), token.encode())
    return min(owners, default=None) if is_known else None


@post("code", "Ask for a code to be typed in chat", is_open=True)
async def begin(call: Call) -> Response:
    """Give a browser a code, and a secret by which it is known again."""
    await call.body()
    call.dashboard.codes.take(address_of(call.request))
    secret, found = call.dashboard.entry.code()
    response = JSONResponse({"code": found.code, "expires_in": int(found.until - call.app.clock())})
    give_cookie(response, WAITING, secret, is_secure=call.is_secure)
    return response


@waiting("code", "See whether the code was typed")
async def look_at(call: Call) -> dict[str, Any]:
    """Say who has typed the code, so that the person at the page can tell whether it was them."""
    found = call.dashboard.entry.look(call.request.cookies.get(WAITING, ""))
    if found is None:
        return {"state": "gone"}
    left = {"expires_in": int(found.until - call.app.clock())}
    if found.claim is None:
        return {"state": "waiting", "code": found.code, **left}
    claim = found.claim
    told = {"user_id": claim.user_id, "name": claim.name, "group": claim.group, "at": claim.at}
    return {"state": "claimed", **told, **left}


@post("confirm", "Say whether it was oneself who typed it", is_open=True, accept="a boolean")
async def confirm(call: Call) -> Response:
    """Let in whoever says that it was them; the code is void either way."""
    is_accepted = (await call.body()).get("accept") is True
    claim = call.dashboard.entry.settle(call.request.cookies.get(WAITING, ""))
    if claim is None or not is_accepted:
        return JSONResponse({"state": "gone"})
    return await let_in(call, claim.user_id)


@post("logout", "Go out, here or everywhere", everywhere="a boolean")
async def go_out(call: Call) -> dict[str, Any]:
    """End this session, or all of this person's."""
    is_everywhere = (await call.body()).get("everywhere") is True
    sessions = call.dashboard.sessions
    if is_everywhere:
        await sessions.end_all(call.viewer.user_id)
    elif session := (await sessions.of(call.request)).session:
        await sessions.end(session)
    return {}


@waiting("me", "Who is asking")
async def me(call: Call) -> dict[str, Any]:
    """Say who is logged in; nobody is no failure, but what every visit begins with."""
    try:
        viewer = (await call.dashboard.sessions.of(call.request)).viewer
    except LoggedOutError:
        return await told(call, Viewer(0)) | {"user_id": None, "name": ""}
    return await told(call, viewer)


async def let_in(call: Call, user_id: int) -> Response:
    """Begin a session of somebody; LoggedOutError where there is nothing for them to see."""
    viewer = await viewer_of(call.app, user_id)
    if not viewer.askers and not viewer.is_superuser:
        raise LoggedOutError("没有你能看的群。")
    response = JSONResponse({"me": await told(call, viewer)})
    await call.dashboard.sessions.open(user_id, response, is_secure=call.is_secure)
    return response


async def told(call: Call, viewer: Viewer) -> dict[str, Any]:
    """Return what a page needs to know of whoever looks at it."""
    start = min(call.app.config.command_start, default="/")
    return {
        "user_id": viewer.user_id,
        "name": await name_of(call, viewer),
        "is_superuser": viewer.is_superuser,
        "groups": len(viewer.askers),
        "manages": sum(map(viewer.manages, viewer.askers)) + len(await unrecorded_of(call, viewer)),
        "commands": {name: f"{start}{one.names[1]}" for name, one in COMMANDS_TOLD.items()},
        "version": version("groupscope"),
        "now": call.now,
    }


COMMANDS_TOLD = {"login": LOGIN, "dashboard": DASHBOARD}


async def name_of(call: Call, viewer: Viewer) -> str:
    """Return how somebody is called in the first of their groups."""
    async with call.app.store.snapshot() as db:
        for group_id in sorted(viewer.askers):
            name = (await db.names(group_id, [viewer.user_id]))[viewer.user_id]
            if not name.startswith("…"):
                return name
    return str(viewer.user_id)
