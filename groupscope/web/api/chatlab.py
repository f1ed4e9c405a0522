"""ChatLab's Pull protocol: ChatLab reads groups by itself, with a token that superusers make."""

from typing import Final

from groupscope.exporters.pulling import MOST_MESSAGES, MOST_SESSIONS, USUAL_MESSAGES
from groupscope.exporters.pulling import messages_since as messages_of
from groupscope.exporters.pulling import sessions as sessions_of
from groupscope.web.call import Call, Json, get
from groupscope.web.failures import NotThereError

LAST_MOMENT: Final = 10**11
FORMAT: Final = {"format": "chatlab, the only one"}


@get(
    "chatlab/sessions",
    "The groups that ChatLab may pull",
    keyword="a part of the name or number",
    limit=f"groups of a page, up to {MOST_SESSIONS}",
    cursor="where the next page begins, as the last one told",
    **FORMAT,
)
async def sessions(call: Call) -> Json:
    """List the groups of a token, the latest first."""
    must_be_let_in(call)
    return await sessions_of(
        call.app.store,
        call.request.query_params.get("keyword", ""),
        call.number("limit", MOST_SESSIONS, 0, LAST_MOMENT),
        call.request.query_params.get("cursor", ""),
        among=call.viewer.askers,
    )


@get(
    "chatlab/sessions/{group_id}/messages",
    "A group's messages, in ChatLab's format",
    since="epoch seconds; 0 or nothing: from the beginning, with members",
    limit=f"messages of a page, up to {MOST_MESSAGES}",
    **FORMAT,
)
async def messages(call: Call) -> Json:
    """Give a page of messages, and where the next one begins."""
    must_be_let_in(call)
    since = call.number("since", 0, 0, LAST_MOMENT)
    limit = call.number("limit", USUAL_MESSAGES, 0, LAST_MOMENT) or USUAL_MESSAGES
    return await messages_of(call.app.store, str(call.group_id), since, limit)


def must_be_let_in(call: Call) -> None:
    """Raise NotThereError for whoever is neither a program with a token nor a superuser.

    Whole records are more than what admins may look at.
    """
    call.one_of("format", "chatlab")
    if not (call.viewer.is_program or call.viewer.is_superuser):
        raise NotThereError
