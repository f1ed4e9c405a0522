"""Questions: who asked what, and whether anybody answered."""

from groupscope.charts.layout import Column, Node, Plate, Row, Text, space
from groupscope.charts.look import Look
from groupscope.charts.names import clean, shown_name
from groupscope.charts.parts.avatar import avatar
from groupscope.charts.parts.bubble import bubble
from groupscope.charts.parts.panel import panel
from groupscope.charts.parts.pill import pill
from groupscope.charts.text import clip
from groupscope.charts.theme import CHIP, NOTE, NOTE_STRONG, PLACE, SPEECH, Theme
from groupscope.charts.values import QuestionList, QuestionRow

QUESTION_LINES = 3
ANSWERER_LIMIT = 180
ASKED_LIMIT = 200
STATE_LIMIT = 440
NOTHING_LEFT = "（这条消息没有能画出来的文字）"


def question_list(mark: QuestionList, look: Look) -> Node:
    """Lay out the whole list on its panel."""
    rows = Column(tuple(_row(row, look) for row in mark.rows))
    return panel(mark.title, mark.hint, rows, look.theme)


def _row(row: QuestionRow, look: Look) -> Node:
    theme = look.theme
    said = bubble(row.text if clean(row.text) else NOTHING_LEFT, SPEECH, QUESTION_LINES, theme)
    face = avatar(row.member_id, shown_name(row.name, row.member_id), look, theme.plate, None)
    line = Row(
        (face, Column((_head(row, theme), space(8), said), grow=1)),
        gap=24,
        align="top",
    )
    return Plate(line, lambda _canvas, _box: None, pad=(0, 13))


def _head(row: QuestionRow, theme: Theme) -> Node:
    """Set number, name and time, and the state at the right."""
    number = Text(f"#{row.number}", PLACE, theme.brand)
    name = Text(shown_name(row.name, row.member_id), NOTE_STRONG, theme.ink2, grow=1)
    asked = Text(row.asked, NOTE, theme.ink3, limit=ASKED_LIMIT)
    return Row((number, name, asked, _state(row, theme)), gap=16)


def _state(row: QuestionRow, theme: Theme) -> Node:
    """Tell what became of a question; the open ones stand out."""
    label = clip(state_label(row), CHIP, STATE_LIMIT)
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
