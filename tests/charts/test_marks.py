"""What holds for every mark: nothing overflows, halves are equally high, empty ones say so."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groupscope.charts import (
    Board,
    Card,
    Clock,
    CommandList,
    Faces,
    HeatMap,
    HotWords,
    Issue,
    Pair,
    Person,
    Pills,
    Podium,
    QuestionList,
    Quotes,
    RankBars,
    Reigns,
    Scatter,
    Steps,
    Ties,
    Tiles,
    TimeLine,
    WordCloud,
    draw,
)
from groupscope.charts.shapes import channels
from groupscope.charts.theme import DARK
from tests.charts.conftest import (
    OVERHANG,
    PLATE_RIGHT,
    PLATE_TOP,
    hostile,
    pixels,
    sheet,
    stays_within,
)
from tests.charts.samples import SAMPLES

every_mark = pytest.mark.parametrize("name", SAMPLES)
counts = st.sampled_from([0, 1, 7, 1_234_567, 10**15])

# The plates of two marks side by side, and how far from their edges anything stands.
LEFT, RIGHT, PADDING = (40, 526), (554, 1040), 32
FOOT = 165


def stays_within_halves(image: np.ndarray) -> bool:
    """Whether two marks leave the padding of their plates, and all around them, untouched."""
    ground, plate = (np.array(channels(colour)) for colour in (DARK.ground, DARK.plate))
    beside = image[:, :40], image[PLATE_TOP:, 526:554], image[:, PLATE_RIGHT:], image[-40:]
    inside = image[PLATE_TOP + 44 : -FOOT]
    edges = [
        strip
        for left, right in (LEFT, RIGHT)
        for strip in (
            inside[:, left : left + PADDING - OVERHANG],
            inside[:, right - PADDING + OVERHANG : right],
        )
    ]
    return all((part == ground).all() for part in beside) and all(
        (part == plate).all() for part in edges
    )


@every_mark
@settings(max_examples=5, deadline=None)
@given(text=hostile, count=counts)
def test_nothing_overflows_at_full_or_at_half_width(name, text, count):
    mark = SAMPLES[name](text, count)
    if name == "tiles":  # each on a plate of its own
        image = pixels(sheet(mark, Pair(mark, mark)), theme="dark")
        ground = np.array(channels(DARK.ground))
        assert (image[:, :40] == ground).all()
        assert (image[:, PLATE_RIGHT:] == ground).all()
        return
    assert stays_within(mark)
    assert stays_within_halves(pixels(sheet(Pair(mark, mark)), theme="dark"))


@every_mark
def test_it_is_drawn_alike_each_time_and_in_both_themes(name):
    card = sheet(SAMPLES[name]("番茄牛腩 🍅", 412))
    for theme in ("light", "dark"):
        assert draw(card, theme=theme) == draw(card, theme=theme)
    assert pixels(card).shape == pixels(card, theme="dark").shape


def cost(card):
    """Return the least processor time of three drawings of a card, once warm, in seconds."""
    draw(card)
    costs = []
    for _ in range(3):
        start = time.process_time()
        draw(card)
        costs.append(time.process_time() - start)
    return min(costs)


@every_mark
def test_it_costs_little_processor_time(name):
    card = sheet(SAMPLES[name]("番茄牛腩 🍅", 412))
    assert cost(card) < 0.2


EMPTY = (
    RankBars("", "", (), None), Board("", "", ()), Podium("", "", ()), Reigns("", "", ()),
    HotWords("", "", ()), Pills("", "", ()), TimeLine("", "", (), ()), HeatMap("", "", (), (), ()),
    Clock("", "", (0,) * 24), QuestionList("", "", ()), Quotes("", "", ()), Tiles(()),
    Steps("", "", ()), Scatter("", "", "", "", ()), Ties("", "", ()), Faces("", "", ()),
    CommandList("", "", ()),
)  # fmt: skip


@pytest.mark.parametrize("mark", EMPTY, ids=lambda mark: type(mark).__name__)
def test_an_empty_one_says_that_there_is_nothing(mark):
    image = pixels(sheet(mark))
    said = pixels(sheet(Board("", "", ())))
    assert image.shape == said.shape
    assert (image == said).all()


def test_two_marks_side_by_side_are_equally_high():
    low, high = SAMPLES["clock"]("钟", 9), SAMPLES["commands"]("帮助", 9)
    for pair in (Pair(low, high), Pair(high, low), Pair(SAMPLES["tiles"]("数", 9), high)):
        image = pixels(sheet(pair), theme="dark")
        plate = np.array(channels(DARK.plate))
        bottoms = [
            np.flatnonzero((image[:-FOOT, x] == plate).all(axis=-1)).max() for x in (100, 1000)
        ]
        assert bottoms[0] == bottoms[1]


def test_a_cloud_keeps_the_whole_width_in_a_pair():
    cloud, clock = WordCloud(()), SAMPLES["clock"]("钟", 9)
    assert (pixels(sheet(Pair(cloud, clock))) == pixels(sheet(cloud, clock))).all()


def test_a_card_knows_the_faces_of_all_its_marks():
    person = Person(99, "甲", "", 0.1, "", (), "")
    marks = (Pair(SAMPLES["ties"]("", 1), SAMPLES["board"]("", 1)), SAMPLES["podium"]("", 1))
    assert Card("", "", "", marks, "", person).member_ids == (99, 1, 2, 3)


@settings(max_examples=15, deadline=None)
@given(text=hostile, count=counts, share=st.floats(0, 1))
def test_no_opening_leaves_its_plate(text, count, share):
    openings = (
        Person(1, text, text, share, text, (text, text), text),
        Issue(text, count, text, "up", text, (3, 9, count), (text, text), text),
    )
    ground = np.array(channels(DARK.ground))
    for opening in openings:
        image = pixels(Card(text, text, text, (), text, opening), theme="dark")
        beside = image[:, :40], image[:, PLATE_RIGHT:], image[-40:], image[:40]
        assert all((part == ground).all() for part in beside)


def test_a_card_as_long_as_a_digest_costs_little_processor_time():
    names = ("tiles", "mood", "rank", "hot_words", "quotes", "bars", "heat_map")
    marks = tuple(SAMPLES[name]("番茄牛腩 🍅", 412) for name in names)
    hours = tuple(range(24))
    issue = Issue("日报", 3842, "18% 比昨天", "up", "番茄牛腩", hours, ("0 点", "24 点"), "23 点")
    card = Card("摸鱼研究所", "🎮", "11月20日", marks, "3,842 条", issue)
    assert cost(card) < 0.3
