"""Searching at a page: what /搜 finds, for whom it finds it, and what was said around it.

What is looked for comes in the body of a request: it stands in no address, and so in no log.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from groupscope.access import Act, Asker, Role
from groupscope.answers import understand
from groupscope.commands import COMMANDS, Invocation, Question
from groupscope.errors import QuestionError
from groupscope.figures.finding import excerpt
from groupscope.figures.said import quotable
from groupscope.report import coverage_line
from groupscope.reports.search import EVERYWHERE, LAST_PAGE, NothingSoughtError, Search
from groupscope.store.around import NEAR, around, message_at
from groupscope.store.search import Found
from groupscope.web.call import Call, Json, counted, post, said
from groupscope.web.failures import NotThereError, NotUnderstoodError
from groupscope.web.ranges import stretch_words, told_period

A_PAGE, LONGEST = 20, 300
LONGEST_NEAR: Final = 2_000
MOST_NEAR: Final = 60
MARKS: Final = '"“”「」『』'
PIECES: Final = re.compile(f"[{MARKS}]([^{MARKS}]+)[{MARKS}]|([^\\s{MARKS}]+)")
SOUGHT: Final = "what is looked for; in quotation marks where it belongs together"
STRETCH: Final = "24h, 7d, 30d, year, all, or what chat understands; all without; or from and to"
PAGE: Final = f"from 1 to {LAST_PAGE}"


@post(
    "groups/{group_id}/search",
    "Search a group",
    words=SOUGHT,
    member="a QQ number, or null",
    range=STRETCH,
    page=PAGE,
)
async def search_group(call: Call) -> Json:
    """Search a group, or what a member said there; whoever may not, finds their own words."""
    body = await call.body()
    member = None if body.get("member") is None else counted(body, "member")
    return await found(call, body, call.viewer.asker(call.group_id), member, ())


@post("search", "Search all groups, as superuser", words=SOUGHT, range=STRETCH, page=PAGE)
async def search_everywhere(call: Call) -> Json:
    """Search all groups at once."""
    call.viewer.must_be_superuser()
    asker = Asker(call.viewer.user_id, Role.SUPERUSER)
    return await found(call, await call.body(), asker, None, tuple(EVERYWHERE)[:1])


@post(
    "groups/{group_id}/search/around",
    "What was said around a message",
    sent_at="when it was said",
    key="its key",
    near=f"how many before and after, up to {MOST_NEAR}",
)
async def told_around(call: Call) -> Json:
    """Tell a message with what was said before and after it, as far as chat would."""
    body = await call.body()
    near = min(max(counted(body, "near"), 1), MOST_NEAR)
    is_open = call.viewer.may(call.group_id, Act.SEARCH_OTHERS)
    async with call.app.store.snapshot() as db:
        row = await message_at(db, call.group_id, counted(body, "sent_at"), counted(body, "key"))
        if row is None or not (is_open or row.sender_id == call.viewer.user_id):
            raise NotThereError
        rows = await around(db, row, near if is_open else NEAR)
        names = await db.names(call.group_id, {one.sender_id for one in rows})
    place = next(place for place, one in enumerate(rows) if one[:3] == row[:3])
    return {
        "rows": [
            told(one, quotable(one, LONGEST_NEAR), names[one.sender_id])
            | {"is_it": one[:3] == row[:3]}
            for one in rows
        ],
        "has_earlier": is_open and place == near,
        "has_later": is_open and len(rows) - place - 1 == near,
    }


async def found(
    call: Call, body: Json, asker: Asker, member: int | None, options: tuple[str, ...]
) -> Json:
    """Answer a search as chat would; where nothing is found or told, a sentence says so."""
    phrases = phrases_of(said(body, "words"))
    page = counted(body, "page") if "page" in body else 1
    if not 1 <= page <= LAST_PAGE:
        raise NotUnderstoodError(f"page 要是 1 到 {LAST_PAGE} 的整数。")
    invocation = Invocation(
        COMMANDS[Search.command.key],
        words=(stretch_of(body), *options, *(f"“{phrase}”" for phrase in phrases)),
        mentions=() if member is None else (member,),
    )
    try:
        if not phrases:
            raise NothingSoughtError
        question = await understand(call.app, invocation, asker)
        answer = await page_of(call, replace(question, page=page))
    except QuestionError as error:
        return {"words": phrases, "page": page, "rows": [], "has_more": False, "empty": str(error)}
    return {"words": phrases, "page": page, "empty": None, **answer}


async def page_of(call: Call, question: Question) -> dict[str, Any]:
    """Return a page of what is found; QuestionError where there is nothing."""
    async with call.app.store.snapshot() as db:
        report = await Search.page_of(db, question, A_PAGE)
    coverage = report.coverage
    scope = question.scope
    return {
        "period": told_period(report.period),
        "headline": report.headline(),
        "who": None if report.who is None else {"id": scope.member_id, "name": report.who},
        "coverage": None if coverage is None else coverage_line(report.period, coverage),
        "has_more": report.has_more,
        "rows": [
            told(row, excerpt(row, report.words[0], LONGEST), report.names[row[0], row.sender_id])
            | {"group": row.group_id, "group_name": report.groups[row.group_id]}
            for row in report.found
        ],
    }


def told(row: Found, text: str, name: str) -> dict[str, Any]:
    """Return a message as a page shows it."""
    return {
        "sent_at": row.sent_at,
        "key": row.message_key,
        "id": row.sender_id,
        "name": name,
        "text": text,
    }


def stretch_of(body: Json) -> str:
    """Return the range of a body in the words of chat; all time without one."""
    since, until, words = (str(body.get(name) or "")[:40] for name in ("from", "to", "range"))
    return stretch_words(since.strip(), until.strip(), words.strip() or "all")


def phrases_of(words: str) -> Sequence[str]:
    """Return what is looked for: words, and as one what stands in quotation marks."""
    pieces = (whole or word for whole, word in PIECES.findall(words))
    return list(dict.fromkeys(piece.strip() for piece in pieces if piece.strip()))
