"""A board of any figures: days in a row, hours, sites, groups."""

from groupscope.charts.layout import Node
from groupscope.charts.look import Look
from groupscope.charts.parts.panel import panel
from groupscope.charts.parts.standing import lines, noted
from groupscope.charts.values import Board


def board(mark: Board, look: Look) -> Node:
    """Lay out the whole board on its panel."""
    notes = [noted(row, look.theme) for row in mark.rows]
    return panel(mark.title, mark.hint, lines(mark.rows, notes, look), look)
