"""Every report of the chat, as words, as values that can be drawn, and as its picture."""

from dataclasses import fields, is_dataclass
from functools import partial
from typing import Any

from starlette.responses import Response

from groupscope.answers import refined, understand
from groupscope.charts import draw
from groupscope.commands import COMMANDS, Invocation, Question
from groupscope.report import REPORTS, Report
from groupscope.web.call import Call, Json, get
from groupscope.web.failures import NotThereError, NotUnderstoodError
from groupscope.web.ranges import RANGE_WORDS, range_words
from groupscope.workers import WorkerError

WORDS = {"member": "a QQ number", "words": "further words, as chat takes them", **RANGE_WORDS}
SHOWN = frozenset({"stats", "wordcloud", "digest"})
"""Whose reports are shown here: those that their plugins answer as they stand."""


@get("groups/{group_id}/reports", "Every report that one may ask for")
async def reports(call: Call) -> Json:
    """List the reports of a group."""
    asker = call.viewer.asker(call.group_id)
    listed = [
        {
            "key": key,
            "name": name_of(report),
            "icon": report.command.icon,
            "summary": report.command.summary,
            "takes_member": report.command.takes_member,
            "takes_period": report.command.period is not None,
        }
        for key, report in REPORTS.items()
        if is_shown(report) and asker.may(report.act)
    ]
    return {"rows": listed}


@get("groups/{group_id}/reports/{key}", "A report, as chat answers it", **WORDS)
async def report_as_json(call: Call) -> Json:
    """Answer a report with its words and its card."""
    report = await asked(call)
    return {
        "headline": report.headline(),
        "text": report.text(),
        "card": as_json(report.card()),
    }


@get(
    "groups/{group_id}/reports/{key}.png",
    "A report as the picture that chat gets",
    theme="light or dark",
    **WORDS,
)
async def report_as_picture(call: Call) -> Response:
    """Draw a report."""
    theme = call.one_of("theme", "light", "dark")
    report = await asked(call)
    try:
        picture = await call.app.worker.run(
            partial(draw, report.card(), theme="dark" if theme == "dark" else "light", avatars={})
        )
    except WorkerError as error:
        raise NotUnderstoodError("图片现在画不出来，请稍后再试。") from error
    return Response(picture, media_type="image/png")


async def asked(call: Call) -> Report:
    """Answer the report of a request, as chat would for the same person."""
    key = call.request.path_params["key"]
    report = REPORTS.get(key)
    if report is None or not is_shown(report):
        raise NotThereError
    question = await question_of(call, report)
    async with call.app.store.snapshot() as db:
        found = await report.ask(db, question)
    return await refined(call.app, found)


async def question_of(call: Call, report: type[Report]) -> Question:
    """Read a request as a question; its words are those of chat."""
    command = COMMANDS[report.command.key]
    has_range = any(call.word(name) for name in ("range", "from", "to"))
    period = [range_words(call)] if command.period is not None and has_range else []
    member = call.member_id()
    invocation = Invocation(
        command,
        words=(*period, *call.word("words").split()),
        mentions=() if member is None else (member,),
    )
    return await understand(call.app, invocation, call.viewer.asker(call.group_id))


def is_shown(report: type[Report]) -> bool:
    """Tell whether a report is one about a group, that everybody at the page may be told."""
    return report.plugin in SHOWN and not report.is_across_groups


def name_of(report: type[Report]) -> str:
    """Return a report's Chinese name."""
    names = report.command.names
    return next((name for name in names if not name.isascii()), names[0])


def as_json(value: Any) -> Any:  # noqa: ANN401 -- whatever a card holds
    """Return values that can be drawn as JSON; each says of which type it is."""
    if is_dataclass(value) and not isinstance(value, type):
        told = {one.name: as_json(getattr(value, one.name)) for one in fields(value)}
        return {"type": type(value).__name__, **told}
    if isinstance(value, tuple | list):
        return [as_json(one) for one in value]
    return value
