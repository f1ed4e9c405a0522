"""One of every mark, made of whatever texts and figures a test wants to try."""

from collections.abc import Callable

from groupscope.charts import (
    Board,
    BoardRow,
    Cheer,
    Clock,
    CommandList,
    CommandRow,
    Dot,
    Face,
    Faces,
    HeatMap,
    HotWord,
    HotWords,
    MoodLine,
    MoodPoint,
    Peak,
    Pill,
    Pills,
    Podium,
    QuestionList,
    QuestionRow,
    Quote,
    Quotes,
    RankBars,
    RankRow,
    Reign,
    Reigns,
    Scatter,
    Single,
    Step,
    Steps,
    Tie,
    Ties,
    Tile,
    Tiles,
    TimeBar,
    TimeLine,
)

SAMPLES: dict[str, Callable[[str, int], Single]] = {
    "rank": lambda text, n: RankBars(
        text, text, tuple(RankRow(place, place, text, n, 0.2, n) for place in (1, 2, 9)), text
    ),
    "board": lambda text, n: Board(
        text,
        text,
        (
            BoardRow(1, 1, text, text, 1.0, text, text),
            BoardRow(7, None, text, f"{n:,} 条", 0.1, text, text),
        ),
    ),
    "podium": lambda text, n: Podium(
        text, text, tuple(BoardRow(place, place, text, f"{n:,}", note=text) for place in (1, 2, 3))
    ),
    "reigns": lambda text, n: Reigns(
        text, text, tuple(Reign(place, text, n, text, text, text) for place in (1, 2))
    ),
    "hot_words": lambda text, n: HotWords(
        text, text, (HotWord(1, text, n, 3.5, True, text, text), HotWord(2, text, 1, None))
    ),
    "pills": lambda text, n: Pills(text, text, (Pill(text, text), Pill("早", f"×{n:,}"))),
    "mood": lambda text, n: MoodLine(
        text,
        text,
        tuple(MoodPoint(at / 4, at / 9, 0, 1, n * (at != 2), text) for at in range(5)),
        (text, text, text),
        0.5,
        0.3,
        0.2,
        0.1,
    ),
    "bars": lambda text, n: TimeLine(
        text,
        text,
        tuple(TimeBar(at / 24, text, n * at, at, is_gap=at == 5) for at in range(24)),
        (text, text, text),
        (Peak(22, text), Peak(23, text), Peak(3, text)),
        tuple(range(24)),
        text,
    ),
    "line": lambda text, n: TimeLine(
        text,
        text,
        tuple(TimeBar(at / 60, text, n * at, is_gap=20 < at < 30) for at in range(60)),
        (text, text),
        (Peak(59, text), Peak(0, text)),
    ),
    "heat_map": lambda text, n: HeatMap(
        text,
        text,
        tuple((*(n * hour for hour in range(23)), None) for _ in range(7)),
        (text,) * 7,
        (text,) * 5,
        (6, 22),
    ),
    "clock": lambda text, n: Clock(text, text, tuple(n * (hour % 5) for hour in range(24))),
    "questions": lambda text, n: QuestionList(
        text, text, (QuestionRow(n, 1, text, text, text, text, text),)
    ),
    "quotes": lambda text, n: Quotes(
        text, text, (Quote(1, text, text, text, (Cheer(text, n), Cheer("😂", 3)), text),)
    ),
    "tiles": lambda text, n: Tiles(
        (Tile(text, text, text, text, "up"), Tile("🌱", text, f"{n:,}"), Tile("", "", "", "", None))
    ),
    "steps": lambda text, n: Steps(text, text, (Step(text, n, 1.0, text), Step(text, n, 0.2))),
    "scatter": lambda text, n: Scatter(
        text, text, text, text, (Dot(text, n, 1, n, 0.5), Dot(text, 1, n, 2, None))
    ),
    "ties": lambda text, n: Ties(text, text, (Tie(1, text, 2, text, n, 0),)),
    "faces": lambda text, n: Faces(
        text, text, (Face("😂", text, n, text), Face(text, text, 3), Face(None, text, 1))
    ),
    "commands": lambda text, n: CommandList(
        text, text, (CommandRow(text, text, text, text), CommandRow("🏆", f"/{n}", "", ""))
    ),
}  # fmt: skip
