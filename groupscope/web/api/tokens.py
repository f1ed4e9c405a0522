"""Tokens by which programs read: superusers make and revoke them."""

from typing import Any, Final

from groupscope.store.web_tokens import WebToken, make_token, revoke_token, tokens
from groupscope.web.call import Call, Json, look, post, said
from groupscope.web.failures import NotThereError, NotUnderstoodError

LONGEST_NAME: Final = 40


@look("tokens", "Every token")
async def listed(call: Call) -> Json:
    """List the tokens; what they are is shown once, when they are made."""
    call.viewer.must_be_superuser()
    async with call.app.store.snapshot() as db:
        return {"rows": [told(one) for one in await tokens(db.connection)]}


@post(
    "tokens",
    "Make a token",
    name="what it is for",
    groups="the groups that it may read, or null for all of them",
)
async def make(call: Call) -> Json:
    """Make a token and show it, this once."""
    call.viewer.must_be_superuser()
    body = await call.body()
    name, groups = said(body, "name", LONGEST_NAME), groups_of(call, body)
    async with call.app.store.writer.transaction() as connection:
        by = call.viewer.user_id
        token_id, secret = await make_token(connection, name, groups, by, call.now)
    return {"id": token_id, "token": secret}


@post("tokens/{token_id}/revoke", "Revoke a token")
async def revoke(call: Call) -> Json:
    """Revoke a token: from now on nobody comes in by it."""
    call.viewer.must_be_superuser()
    await call.body()
    async with call.app.store.writer.transaction() as connection:
        if not await revoke_token(connection, call.request.path_params["token_id"]):
            raise NotThereError
    return {}


def groups_of(call: Call, body: Json) -> list[int] | None:
    """Return the groups of a body; None for every group, also those to come."""
    found = body.get("groups")
    if found is None:
        return None
    if not isinstance(found, list) or not found:
        raise NotUnderstoodError("groups 要是群号的列表，或者 null（所有群）。")
    if any(group_id not in call.viewer.askers for group_id in found):
        raise NotUnderstoodError("groups 里有没在记录的群。")
    return found


def told(token: WebToken) -> dict[str, Any]:
    """Return a token as JSON."""
    return {
        "id": token.token_id,
        "name": token.name,
        "groups": None if token.group_ids is None else sorted(token.group_ids),
        "made_at": token.made_at,
        "used_at": token.used_at,
    }
