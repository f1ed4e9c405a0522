"""Messages as they stand, each in its bubble beside the face of who said it."""

from collections.abc import Iterator, Sequence

from groupscope.charts.layout import Column, Node, Row, Text, space
from groupscope.charts.look import Look
from groupscope.charts.names import clean, shown_name
from groupscope.charts.parts.avatar import avatar
from groupscope.charts.parts.bubble import cheered, legible
from groupscope.charts.parts.panel import panel
from groupscope.charts.parts.pill import pill
from groupscope.charts.text import clip
from groupscope.charts.theme import CHIP, NOTE, NOTE_STRONG, SAYING
from groupscope.charts.values import Quote, Quotes

FACE, SMALL_FACE = 76, 60
FACE_GAP, HEAD_GAP = 22, 16
"""Pixels between a face and its words; between a name, the time and the note."""
GAP = 12
"""Pixels between two quotes."""
LINES = (6, 5, 4, 3, 2)
"""A bubble has as many lines as leave the whole list on a card."""
HIGHEST = 1750
"""Pixels for all bubbles of a list together."""
WHEN_LIMIT = 200
NAME_ROOM = 130
"""Pixels for a name, below which the note of a narrow list stands below it."""
NOTE_PART = 0.4
"""How much of the line of names a note may take."""


def quotes(mark: Quotes, look: Look) -> Node:
    """Lay out all bubbles on their panel."""
    if not mark.rows:
        return panel(mark.title, mark.hint, None, look)
    lists = (_list(mark, lines, look) for lines in (LINES[-1:] if mark.is_low else LINES))
    fitting = next((each for each in lists if each.height(look.inner) <= HIGHEST), None)
    return panel(mark.title, mark.hint, fitting or _list(mark, LINES[-1], look), look)


def _list(mark: Quotes, lines: int, look: Look) -> Node:
    return Column((*(_quote(row, lines, look) for row in mark.rows), space(2)), gap=GAP)


def _quote(row: Quote, lines: int, look: Look) -> Node:
    said = cheered(legible(row.text), SAYING, lines, row.cheers, look.theme)
    told = Column((_head(row, look), space(4), said), grow=1)
    diameter = SMALL_FACE if look.is_narrow else FACE
    name = shown_name(row.name, row.member_id)
    face = avatar(row.member_id, name, look, look.theme.plate, diameter=diameter)
    return Row((face, told), gap=14 if look.is_narrow else FACE_GAP, align="top")


def _head(row: Quote, look: Look) -> Node:
    """Set name and time, and the note at the right; where it is too narrow, below them."""
    note = tuple(_note(row, look))
    when = Text(row.when, NOTE, look.theme.ink3, limit=WHEN_LIMIT)
    if not look.is_narrow or _room(look, (when, *note)) >= NAME_ROOM:
        return _names(row, (when, space(grow=1), *note), _room(look, (when, *note)), look)
    line = _names(row, (when,), _room(look, (when,)), look)
    return Column((line, *(Row((each,)) for each in note)), gap=6)


def _room(look: Look, beside: Sequence[Node]) -> int:
    """Return how many pixels a name has beside others."""
    gaps = FACE_GAP + HEAD_GAP * (len(beside) + 1)
    face = SMALL_FACE if look.is_narrow else FACE
    return look.inner - face - gaps - sum(node.natural() for node in beside)


def _names(row: Quote, beside: Sequence[Node], room: int, look: Look) -> Node:
    # A name gives way before anything else does: rows serve whoever comes first.
    who = shown_name(row.name, row.member_id)
    name = Text(who, NOTE_STRONG, look.theme.ink2, limit=max(room, 80))
    return Row((name, *beside), gap=HEAD_GAP)


def _note(row: Quote, look: Look) -> Iterator[Node]:
    if clean(row.note):
        limit = round(look.inner * NOTE_PART)
        yield pill(clip(row.note, CHIP, limit), look.theme.ink2, look.theme.track)
