"""A card as a page: the plate on top, each mark below the other, the foot."""

from collections.abc import Mapping

from groupscope.charts.canvas import Canvas
from groupscope.charts.layout import Column, Growing, Node, Row
from groupscope.charts.look import Look
from groupscope.charts.marks.board import board
from groupscope.charts.marks.clock import clock
from groupscope.charts.marks.command_list import command_list
from groupscope.charts.marks.faces import faces
from groupscope.charts.marks.heat_map import heat_map
from groupscope.charts.marks.hot_words import hot_words
from groupscope.charts.marks.issue import issue
from groupscope.charts.marks.mood_line import mood_line
from groupscope.charts.marks.person import person
from groupscope.charts.marks.pills import pills
from groupscope.charts.marks.podium import podium
from groupscope.charts.marks.question_list import question_list
from groupscope.charts.marks.quotes import quotes
from groupscope.charts.marks.rank_bars import rank_bars
from groupscope.charts.marks.reigns import reigns
from groupscope.charts.marks.scatter import scatter
from groupscope.charts.marks.steps import steps
from groupscope.charts.marks.ties import ties
from groupscope.charts.marks.tiles import tiles
from groupscope.charts.marks.time_line import time_line
from groupscope.charts.marks.word_cloud import word_cloud
from groupscope.charts.parts.footer import footer
from groupscope.charts.parts.hero import hero
from groupscope.charts.shapes import Box
from groupscope.charts.theme import GAP, MARGIN, THEMES, WIDTH
from groupscope.charts.values import (
    Board,
    Card,
    Clock,
    CommandList,
    Faces,
    HeatMap,
    HotWords,
    Issue,
    Mark,
    MoodLine,
    Pair,
    Person,
    Pills,
    Podium,
    QuestionList,
    Quotes,
    RankBars,
    Reigns,
    Scatter,
    Single,
    Steps,
    ThemeName,
    Ties,
    Tiles,
    TimeLine,
    WordCloud,
)


def _drawn(mark: Mark, look: Look) -> Node:
    """Lay out a mark, or two beside each other."""
    if not isinstance(mark, Pair):
        return _single(mark, look)
    sides = mark.left, mark.right
    if any(isinstance(side, WordCloud) for side in sides):
        # Words need the whole width; half of it would leave most of them out.
        return Column(tuple(_single(side, look) for side in sides), gap=GAP)
    halves = tuple(Growing(_single(side, look.halved())) for side in sides)
    return Row(halves, gap=GAP, align="stretch")


# One case a mark; nothing else knows which drawing belongs to which value.
def _single(mark: Single, look: Look) -> Node:  # noqa: C901, PLR0911, PLR0912  see above
    """Choose the drawing of a mark."""
    match mark:
        case RankBars():
            return rank_bars(mark, look)
        case Board():
            return board(mark, look)
        case Podium():
            return podium(mark, look)
        case Reigns():
            return reigns(mark, look)
        case WordCloud():
            return word_cloud(mark, look)
        case HotWords():
            return hot_words(mark, look)
        case Pills():
            return pills(mark, look)
        case MoodLine():
            return mood_line(mark, look)
        case TimeLine():
            return time_line(mark, look)
        case HeatMap():
            return heat_map(mark, look)
        case Clock():
            return clock(mark, look)
        case QuestionList():
            return question_list(mark, look)
        case Quotes():
            return quotes(mark, look)
        case Tiles():
            return tiles(mark, look)
        case Steps():
            return steps(mark, look)
        case Scatter():
            return scatter(mark, look)
        case Ties():
            return ties(mark, look)
        case Faces():
            return faces(mark, look)
        case CommandList():
            return command_list(mark, look)


def _opened(card: Card, look: Look) -> Node:
    """Choose the plate on top of a card."""
    match card.opening:
        case Person():
            return person(card.opening, card, look)
        case Issue():
            return issue(card.opening, card, look)
        case None:
            return hero(card.title, card.icon, card.subtitle, look.theme)


def compose(card: Card, theme: ThemeName, avatars: Mapping[int, bytes]) -> Canvas:
    """Lay a card out and paint it; ``charts.draw`` tells what goes in."""
    look = Look(THEMES[theme], avatars)
    page = Column(
        (
            _opened(card, look),
            *(_drawn(mark, look) for mark in card.marks),
            footer(card.foot, look.theme),
        ),
        gap=GAP,
    )
    inner = WIDTH - 2 * MARGIN
    height = page.height(inner)
    canvas = Canvas((WIDTH, height + 2 * MARGIN), look.theme.ground)
    page.paint(canvas, Box(MARGIN, MARGIN, inner, height))
    return canvas
