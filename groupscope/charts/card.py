"""A card as a page: the hero plate, each mark below the other, the foot."""

from collections.abc import Mapping

from groupscope.charts.canvas import Canvas
from groupscope.charts.layout import Column, Node
from groupscope.charts.look import Look
from groupscope.charts.marks.hot_words import hot_words
from groupscope.charts.marks.mood_line import mood_line
from groupscope.charts.marks.question_list import question_list
from groupscope.charts.marks.rank_bars import rank_bars
from groupscope.charts.marks.word_cloud import word_cloud
from groupscope.charts.parts.footer import footer
from groupscope.charts.parts.hero import hero
from groupscope.charts.shapes import Box
from groupscope.charts.theme import GAP, MARGIN, THEMES, WIDTH
from groupscope.charts.values import (
    Card,
    HotWords,
    Mark,
    MoodLine,
    QuestionList,
    RankBars,
    ThemeName,
    WordCloud,
)


def _drawn(mark: Mark, look: Look) -> Node:
    """Choose the drawing of a mark; nothing else knows which belongs to which."""
    match mark:
        case RankBars():
            return rank_bars(mark, look)
        case WordCloud():
            return word_cloud(mark, look)
        case MoodLine():
            return mood_line(mark, look)
        case HotWords():
            return hot_words(mark, look)
        case QuestionList():
            return question_list(mark, look)


def compose(card: Card, theme: ThemeName, avatars: Mapping[int, bytes]) -> Canvas:
    """Lay a card out and paint it; ``charts.draw`` tells what goes in."""
    look = Look(THEMES[theme], avatars)
    page = Column(
        (
            hero(card.title, card.icon, card.subtitle, look.theme),
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
