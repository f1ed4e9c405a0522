"""Words or titles as pills, as many to a row as fit."""

from groupscope.charts.layout import Column, Flow, Node, space
from groupscope.charts.look import Look
from groupscope.charts.names import clean
from groupscope.charts.parts.panel import panel
from groupscope.charts.parts.pill import tag
from groupscope.charts.values import Pills


def pills(mark: Pills, look: Look) -> Node:
    """Lay out the pills on their panel, in changing colours that mean nothing."""
    shown = [pill for pill in mark.pills if clean(pill.text)]
    if not shown:
        return panel(mark.title, mark.hint, None, look)
    tones = look.theme.tones
    tags = tuple(
        tag(pill.text, pill.note, tones[place % len(tones)], look.inner)
        for place, pill in enumerate(shown)
    )
    return panel(mark.title, mark.hint, Column((Flow(tags, gap=(16, 16)), space(4))), look)
