"""Questions: who asked what, and whether anybody answered."""

from collections.abc import Iterator

from groupscope.charts.layout import Column, Node, Row, Text, padded, space
from groupscope.charts.look import Look
from groupscope.charts.names import clean, shown_name
from groupscope.charts.parts.avatar import avatar
from groupscope.charts.parts.bubble import bubble, legible
from groupscope.charts.parts.panel import panel
from groupscope.charts.parts.pill import pill
from groupscope.charts.text import clip
from groupscope.charts.theme import CHIP, NOTE, NOTE_STRONG, PLACE, SPEECH, Theme
from groupscope.charts.values import QuestionList, QuestionRow

FACE, SMALL_FACE = 88, 60
QUESTION_LINES, ANSWER_LINES = 3, 2
ANSWERER_LIMIT = 180
ASKED_LIMIT = 200
STATE_LIMIT = 440


def question_list(mark: QuestionList, look: Look) -> Node:
    """Lay out the whole list on its panel."""
    rows = Column(tuple(_row(row, look) for row in mark.rows)) if mark.rows else None
    return panel(mark.title, mark.hint, rows, look)


def _row(row: QuestionRow, look: Look) -> Node:
    theme = look.theme
    said = bubble(legible(row.text), SPEECH, QUESTION_LINES, theme)
    name = shown_name(row.name, row.member_id)
    diameter = SMALL_FACE if look.is_narrow else FACE
    face = avatar(row.member_id, name, look, theme.plate, diameter=diameter)
    told = Column((_head(row, look), space(8), said, *_answer(row, theme)), grow=1)
    line = Row((face, told), gap=14 if look.is_narrow else 24, align="top")
    return padded(line, down=13)


def _answer(row: QuestionRow, theme: Theme) -> Iterator[Node]:
    """Set below the question what was answered."""
    if row.answer and clean(row.answer):
        yield space(6)
        yield Text(f"↳ {row.answer}", SPEECH, theme.up, lines=ANSWER_LINES)


def _head(row: QuestionRow, look: Look) -> Node:
    """Set number, name and time, and the state at the right; where it is narrow, below them."""
    theme = look.theme
    number = Text(f"#{row.number}", PLACE, theme.brand)
    name = Text(shown_name(row.name, row.member_id), NOTE_STRONG, theme.ink2, grow=1)
    asked = Text(row.asked, NOTE, theme.ink3, limit=ASKED_LIMIT)
    if look.is_narrow:
        state = Row((_state(row, look.inner - SMALL_FACE - 60, theme),))
        return Column((Row((number, name, asked), gap=12), state), gap=4)
    return Row((number, name, asked, _state(row, STATE_LIMIT, theme)), gap=16)


def _state(row: QuestionRow, limit: int, theme: Theme) -> Node:
    """Tell what became of a question; the open ones stand out."""
    label = clip(state_label(row), CHIP, limit)
    if row.is_done:
        return pill(label, theme.ink2, theme.track)
    if row.answered_by is None:
        return pill(label, theme.plate, theme.brand)
    return pill(label, theme.up, theme.track)


def state_label(row: QuestionRow) -> str:
    """Say what became of a question: 待回答, 已回答 · 乙 6 分钟后, 已标记解决."""
    if row.is_done:
        return "已标记解决"
    if row.answered_by is None:
        return "待回答"
    by = clip(row.answered_by, CHIP, ANSWERER_LIMIT)
    return " ".join(filter(None, ("已回答 ·", by, row.after)))
