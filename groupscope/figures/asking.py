"""Questions as cards and lists show them."""

from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo
from types import MappingProxyType

from groupscope.charts import QuestionRow
from groupscope.report import clipped, duration_label
from groupscope.store.asked import Asked
from groupscope.store.identity import Place

LONGEST_QUESTION = 120
NO_ANSWERS: Mapping[Place, str] = MappingProxyType({})


def question_rows(
    asked: Iterable[Asked],
    names: Mapping[int, str],
    zone: tzinfo,
    answers: Mapping[Place, str] = NO_ANSWERS,
) -> tuple[QuestionRow, ...]:
    """Return questions numbered from 1 on, with who asked and who answered.

    ``answers`` is what was answered, by its place; what is not in it is not told.
    """
    return tuple(
        QuestionRow(
            number=number,
            member_id=one.asker_id,
            name=names[one.asker_id],
            text=clipped(one.text, LONGEST_QUESTION),
            asked=f"{datetime.fromtimestamp(one.place.sent_at, zone):%m-%d %H:%M}",
            answered_by=names[one.answer_by] if one.answer_by else None,
            after=after_label(one.answer_after),
            is_done=one.is_done,
            answer=answers.get(one.answer_place) if one.answer_place else None,
        )
        for number, one in enumerate(asked, start=1)
    )


def after_label(seconds: int | None) -> str | None:
    """Return how long an answer took: 6 分钟后."""
    if seconds is None:
        return None
    return f"{seconds} 秒后" if seconds < 60 else f"{duration_label(seconds)}后"  # noqa: PLR2004 -- a minute


def answer_label(row: QuestionRow) -> str:
    """Return what became of a question, in words."""
    if row.answered_by:
        said = f"：{clipped(row.answer, 60)}" if row.answer else ""
        return f"{clipped(row.answered_by)} {row.after}回答{said}"
    return "已标记解决" if row.is_done else "待回答"
