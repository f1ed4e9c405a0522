"""The tables behind a lesson's page: its course, who took part, what was asked and loved."""

from collections.abc import Callable, Mapping
from typing import Final

from groupscope.figures.asking import question_rows
from groupscope.figures.cheers import cheers_of
from groupscope.figures.said import quotable
from groupscope.reports.lesson import Lesson
from groupscope.web.panels import Table, Told, columns


def trend(report: Lesson) -> Table:
    """Tell how many messages there were in each ten minutes, by how many members."""
    buckets, course = report.buckets, report.course
    said = zip(course.messages.tolist(), course.speakers.tolist(), strict=True)
    heading = columns(
        ("label", "时间", "when"),
        ("since", "起", "since"),
        ("until", "止", "until"),
        ("messages", "消息", "messages"),
        ("speakers", "发言的人", "speakers"),
    )
    rows = [
        (buckets.label(place), *buckets.stretch(place), messages, speakers)
        for place, (messages, speakers) in enumerate(said)
    ]
    return Table("这节课的十分钟", heading, Told(rows, headline=report.headline()))


def people(report: Lesson) -> Table:
    """Tell who took part, most talkative first."""
    heading = columns(
        ("place", "名次", "place"),
        ("id", "QQ", "id"),
        ("name", "群友", "member"),
        ("messages", "消息", "messages"),
    )
    counts = enumerate(report.counts.items(), start=1)
    rows = [(place, one, report.names[one], count) for place, (one, count) in counts]
    return Table("谁说得多", heading, Told(rows))


def quotes(report: Lesson) -> Table:
    """Tell which messages most people replied and reacted to."""
    heading = columns(
        ("id", "QQ", "id"),
        ("name", "群友", "member"),
        ("sent_at", "时间", "at"),
        ("text", "消息", "message"),
        ("people", "接话的人", "people"),
        ("cheers", "表情", "reactions"),
    )
    rows = [
        (
            one.row.sender_id,
            report.names[one.row.sender_id],
            one.row.sent_at,
            quotable(one.row),
            one.people,
            [{"emoji": cheer.emoji, "count": cheer.count} for cheer in cheers_of(one)],
        )
        for one in report.loved
    ]
    return Table("最受欢迎的消息", heading, Told(rows))


def questions(report: Lesson) -> Table:
    """Tell what was asked, and what was answered to it in the chat."""
    heading = columns(
        ("sent_at", "时间", "at"),
        ("key", "消息", "key"),
        ("id", "QQ", "id"),
        ("name", "谁问的", "asker"),
        ("text", "问题", "question"),
        ("answered_by", "谁答的", "answered by"),
        ("answer", "回答", "answer"),
        ("after", "多久以后", "after"),
        ("is_open", "待答", "open"),
        ("is_done", "已解决", "done"),
    )
    told = question_rows(report.asked, report.names, report.period.zone)
    rows = [
        (
            one.place.sent_at,
            one.place.key,
            one.asker_id,
            row.name,
            row.text,
            row.answered_by,
            report.answers.get(one.answer_place) if one.answer_place else None,
            row.after,
            one.is_open,
            one.is_done,
        )
        for one, row in zip(report.asked, told, strict=True)
    ]
    return Table("这节课的问题", heading, Told(rows))


TABLES: Final[Mapping[str, Callable[[Lesson], Table]]] = {
    "trend": trend,
    "people": people,
    "quotes": quotes,
    "questions": questions,
}
"""Every table of a lesson, by its name."""
