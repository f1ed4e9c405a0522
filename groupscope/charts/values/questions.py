"""Questions and what became of them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question that was asked, and what became of it.

    ``number`` is what one types to mark it as done. ``asked`` ("11-19 21:03") and ``after``
    ("6 分钟后") are ready to be shown, ``answer`` is what was answered, where that is to be seen.
    ``is_done``: somebody marked it as settled.
    """

    number: int
    member_id: int | None
    name: str
    text: str
    asked: str
    answered_by: str | None = None
    after: str | None = None
    is_done: bool = False
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class QuestionList:
    """Questions, in the order in which they are to be read."""

    title: str
    hint: str
    rows: tuple[QuestionRow, ...]
