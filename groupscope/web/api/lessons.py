"""Lessons: a list of them, a page for each, and questions that are answered there later."""

from datetime import datetime
from typing import Any

from groupscope.access import Act
from groupscope.answers import NotRecordedError, SwitchedOffError
from groupscope.commands import Question
from groupscope.figures.asking import question_rows
from groupscope.figures.cheers import cheers_of
from groupscope.figures.said import quotable
from groupscope.periods import Period, read_period
from groupscope.reports.lesson import Lesson
from groupscope.reports.lessons import Lessons, NoLessonsError
from groupscope.scope import Scope
from groupscope.settings import QUESTION_BOARD
from groupscope.store import Snapshot
from groupscope.store.asked import Asked, questions_of
from groupscope.store.coverage import Stretch
from groupscope.store.identity import Place
from groupscope.store.late_answers import LateAnswer, answer_late, late_answers
from groupscope.store.lessons import KnownLesson
from groupscope.store.marks import mark_done
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
    """Tell of one lesson: what /课堂 has, and what was answered since."""
    number = int(call.request.path_params["number"])
    async with call.app.store.snapshot() as db:
        question = Question(Scope(call.group_id, everything(call)), (str(number),))
        report = await Lesson.ask(db, question)
        asked = await told_questions(call, db, report)
    course = report.course
    return {
        "lesson": told_lesson(report.lesson, db.now),
        "headline": report.headline(),
        "figures": {
            "messages": course.total,
            "people": len(report.counts),
            "members": report.members,
            "asked": len(report.asked),
            "answered": sum(not one["is_open"] for one in asked),
        },
        "trend": [
            {
                "label": report.buckets.label(place),
                "since": report.buckets.stretch(place).since,
                "messages": messages,
                "speakers": speakers,
            }
            for place, (messages, speakers) in enumerate(
                zip(course.messages.tolist(), course.speakers.tolist(), strict=True)
            )
        ],
        "people": [
            {"place": place, "id": one, "name": report.names[one], "messages": count}
            for place, (one, count) in enumerate(report.counts.items(), start=1)
        ],
        "questions": asked,
        "quotes": [
            {
                "id": one.row.sender_id,
                "name": report.names[one.row.sender_id],
                "sent_at": one.row.sent_at,
                "text": quotable(one.row),
                "people": one.people,
                "cheers": [
                    {"emoji": cheer.emoji, "count": cheer.count} for cheer in cheers_of(one)
                ],
            }
            for one in report.loved
        ],
    }


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
    rows = question_rows(report.asked, report.names, report.period.zone)
    return [
        {
            "sent_at": one.place.sent_at,
            "key": one.place.key,
            "id": one.asker_id,
            "name": row.name,
            "text": row.text,
            "asked": row.asked,
            "answered_by": row.answered_by,
            "after": row.after,
            "is_open": one.is_open and one.place not in notes,
            "is_done": one.is_done,
            "note": told_note(notes[one.place], names) if one.place in notes else None,
        }
        for one, row in zip(report.asked, rows, strict=True)
    ]


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
