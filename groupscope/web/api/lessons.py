"""Lessons: a list of them, a page for each, and questions that are answered there later."""

from datetime import datetime
from typing import Any

from starlette.responses import Response

from groupscope.access import Act
from groupscope.answers import NotRecordedError, SwitchedOffError
from groupscope.commands import Question
from groupscope.periods import Period, read_period
from groupscope.reports.lesson import Lesson, SilentLessonError, lesson_meant
from groupscope.reports.lessons import Lessons, NoLessonsError
from groupscope.scope import Scope
from groupscope.settings import QUESTION_BOARD
from groupscope.store import Snapshot
from groupscope.store.asked import Asked, questions_of
from groupscope.store.coverage import Stretch
from groupscope.store.identity import Place
from groupscope.store.late_answers import LateAnswer, answer_late, late_answers
from groupscope.store.lessons import KnownLesson, lessons_of
from groupscope.store.marks import mark_done
from groupscope.web.api.lesson_tables import TABLES
from groupscope.web.api.walls import as_csv
from groupscope.web.call import Call, Json, counted, get, post, said
from groupscope.web.failures import NotThereError

LONGEST = 1_000
SENT_AT, KEY = "when the question was asked", "its key"


@get("groups/{group_id}/lessons", "The lessons of a group, the latest first")
async def lessons(call: Call) -> Json:
    """List lessons."""
    async with call.app.store.snapshot() as db:
        try:
            report = await Lessons.load(db, Scope(call.group_id, everything(call)))
        except NoLessonsError as error:
            return {"rows": [], "empty": str(error)}
        return {
            "rows": [
                told_lesson(one.lesson, db.now) | {"messages": one.messages, "people": one.people}
                for one in report.held
            ],
            "empty": None,
        }


@get("groups/{group_id}/lessons/{number}", "A lesson: who took part, what was asked")
async def lesson(call: Call) -> Json:
    """Tell of one lesson: what /课堂 has, and what was answered since.

    Of one in which nothing was said there are no panels, and ``empty`` says so.
    """
    async with call.app.store.snapshot() as db:
        meant = lesson_meant(await lessons_of(db.connection, call.group_id), number_of(call))
        told: dict[str, Any] = {"lesson": told_lesson(meant, db.now)}
        try:
            report = await report_of(call, db)
        except SilentLessonError as error:
            return told | {"empty": str(error), "panels": {}, "questions": []}
        asked = await told_questions(call, db, report)
    panels = {name: make(report).as_json() for name, make in TABLES.items() if name != "questions"}
    return told | {
        "empty": None,
        "headline": report.headline(),
        "figures": {
            "messages": report.course.total,
            "people": len(report.counts),
            "members": report.members,
            "asked": len(report.asked),
            "answered": sum(not one["is_open"] for one in asked),
        },
        "panels": panels,
        "questions": asked,
    }


@get("groups/{group_id}/lessons/{number}/{name}.csv", "A table of a lesson as CSV")
async def lesson_as_csv(call: Call) -> Response:
    """Return one of a lesson's tables as CSV: trend, people, quotes or questions."""
    name = call.request.path_params["name"]
    if name not in TABLES:
        raise NotThereError
    async with call.app.store.snapshot() as db:
        table = TABLES[name](await report_of(call, db))
    return as_csv(table, f"{call.group_id}-{number_of(call)}-{name}")


def number_of(call: Call) -> str:
    """Return the number of the lesson in the address."""
    return str(call.request.path_params["number"])


async def report_of(call: Call, db: Snapshot) -> Lesson:
    """Return the lesson of a request as /课堂 answers it; SilentLessonError."""
    scope = Scope(call.group_id, everything(call))
    return await Lesson.ask(db, Question(scope, (number_of(call),)))


@post(
    "groups/{group_id}/questions/answer",
    "Answer a question later",
    text=f"the answer, up to {LONGEST} characters",
    sent_at=SENT_AT,
    key=KEY,
)
async def answer(call: Call) -> Json:
    """Write an answer to a question, which is done by that."""
    body = await call.body()
    asked, text = await question_meant(call, body), said(body, "text", LONGEST)
    given = LateAnswer(call.viewer.user_id, call.now, text)
    async with call.app.store.writer.transaction() as connection:
        await answer_late(connection, call.group_id, asked.place, given)
        await mark_done(connection, call.group_id, asked.place, call.viewer.user_id, call.now)
    call.app.kept.forget(call.group_id)
    return {}


@post("groups/{group_id}/questions/done", "Mark a question as settled", sent_at=SENT_AT, key=KEY)
async def done(call: Call) -> Json:
    """Mark a question, as /问题 done does: its asker may, and admins."""
    asked = await question_meant(call, await call.body())
    if asked.asker_id != call.viewer.user_id:
        call.viewer.asker(call.group_id).must(Act.MARK_QUESTION)
    async with call.app.store.writer.transaction() as connection:
        await mark_done(connection, call.group_id, asked.place, call.viewer.user_id, call.now)
    call.app.kept.forget(call.group_id)
    return {}


async def question_meant(call: Call, body: Json) -> Asked:
    """Return the question of a body; NotThereError where there is none."""
    if not call.app.store.settings.of(call.group_id, QUESTION_BOARD):
        raise SwitchedOffError(QUESTION_BOARD)
    place = Place(counted(body, "sent_at"), counted(body, "key"))
    if not 0 < place.sent_at < call.now + 1:
        raise NotThereError
    zone = call.app.store.groups.zone(call.group_id)
    start, end = (datetime.fromtimestamp(at, zone) for at in (place.sent_at, place.sent_at + 1))
    async with call.app.store.snapshot() as db:
        found = await questions_of(db, Scope(call.group_id, Period(start, end, "那时")))
    for one in found:
        if one.place == place:
            return one
    raise NotThereError


async def told_questions(call: Call, db: Snapshot, report: Lesson) -> list[dict[str, Any]]:
    """Return a lesson's questions with their answers, also those that came later."""
    stretch = Stretch(report.period.since, report.period.until)
    notes = await late_answers(db.connection, call.group_id, stretch)
    names = await db.names(call.group_id, {one.said_by for one in notes.values()})
    rows = TABLES["questions"](report).as_json()["rows"]
    for one, row in zip(report.asked, rows, strict=True):
        note = notes.get(one.place)
        row["is_open"] = one.is_open and note is None
        row["note"] = None if note is None else told_note(note, names)
    return rows


def told_note(note: LateAnswer, names: dict[int, str]) -> dict[str, Any]:
    """Return a late answer as JSON."""
    return {
        "text": note.text,
        "by": note.said_by,
        "name": names.get(note.said_by, ""),
        "at": note.said_at,
    }


def told_lesson(one: KnownLesson, now: int) -> dict[str, Any]:
    """Return a lesson as JSON."""
    return {
        "number": one.number,
        "name": one.name,
        "since": one.since,
        "until": one.until,
        "is_open": one.is_open(now),
    }


def everything(call: Call) -> Period:
    """Return all of a group's time; NotRecordedError where it is not recorded."""
    if not call.app.store.groups.is_recorded(call.group_id):
        raise NotRecordedError
    now = call.app.now_in(call.group_id)
    period = read_period("全部", now)
    if period is None:
        raise ValueError("全部 is a period")
    return period.clamped(now)
