"""What can be drawn: numbers and keys, so that one value serves picture and JSON alike."""

from groupscope.charts.values.board import Board, BoardRow, Podium, RankBars, RankRow, Reign, Reigns
from groupscope.charts.values.card import Card, Issue, Mark, Pair, Person, Single, ThemeName
from groupscope.charts.values.figures import Dot, Scatter, Step, Steps, Tile, Tiles
from groupscope.charts.values.help import CommandList, CommandRow
from groupscope.charts.values.people import Face, Faces, Tie, Ties
from groupscope.charts.values.questions import QuestionList, QuestionRow
from groupscope.charts.values.quotes import Cheer, Quote, Quotes
from groupscope.charts.values.time import (
    Clock,
    HeatMap,
    MoodLine,
    MoodPoint,
    Peak,
    TimeBar,
    TimeLine,
)
from groupscope.charts.values.words import CloudWord, HotWord, HotWords, Pill, Pills, WordCloud

__all__ = [
    "Board",
    "BoardRow",
    "Card",
    "Cheer",
    "Clock",
    "CloudWord",
    "CommandList",
    "CommandRow",
    "Dot",
    "Face",
    "Faces",
    "HeatMap",
    "HotWord",
    "HotWords",
    "Issue",
    "Mark",
    "MoodLine",
    "MoodPoint",
    "Pair",
    "Peak",
    "Person",
    "Pill",
    "Pills",
    "Podium",
    "QuestionList",
    "QuestionRow",
    "Quote",
    "Quotes",
    "RankBars",
    "RankRow",
    "Reign",
    "Reigns",
    "Scatter",
    "Single",
    "Step",
    "Steps",
    "ThemeName",
    "Tie",
    "Ties",
    "Tile",
    "Tiles",
    "TimeBar",
    "TimeLine",
    "WordCloud",
]
