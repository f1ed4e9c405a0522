import numpy as np
import pytest

from groupscope.charts import Card, Issue, Person
from groupscope.charts.canvas import Canvas
from groupscope.charts.layout import Node
from groupscope.charts.look import Look
from groupscope.charts.marks.issue import SIGN_GROUND, SIGN_INK, issue
from groupscope.charts.marks.person import person
from groupscope.charts.parts.avatar import GROUNDS
from groupscope.charts.parts.hero import hero, lit, veiled
from groupscope.charts.shapes import Box, channels
from groupscope.charts.theme import (
    DARK,
    HERO_NOTE,
    LIGHT,
    MEDAL_INKS,
    MEDALS,
    WHITE,
    Theme,
)

TEXT, LARGE = 4.5, 3.0
both = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_ratio_is_that_of_the_standard():
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@both
def test_text_is_readable_on_every_ground_it_stands_on(theme: Theme):
    pairs = {
        "title, name, count": (theme.ink, theme.plate),
        "marked name": (theme.ink, theme.marked),
        "hint and note": (theme.ink3, theme.plate),
        "marked note": (theme.ink2, theme.marked),
        "place": (theme.ink2, theme.plate),
        "coverage": (theme.ink2, theme.ground),
        "risen": (theme.up, theme.plate),
        "risen, marked": (theme.up, theme.marked),
        "fallen": (theme.down, theme.plate),
        "fallen, marked": (theme.down, theme.marked),
        "new": (theme.brand, theme.chip),
        "speech": (theme.ink2, theme.bubble),
        "waiting for an answer": (theme.plate, theme.brand),
        "answered": (theme.up, theme.track),
        "settled": (theme.ink2, theme.track),
        "best mood": (theme.plate, theme.up),
        "worst mood": (theme.plate, theme.down),
        "saying": (theme.ink, theme.bubble),
        "note on a tile": (theme.ink3, theme.bubble),
        "cheer": (theme.ink2, theme.chip),
        "more": (theme.more, theme.plate),
        "less": (theme.less, theme.plate),
        "peak": (theme.plate, theme.more),
        "weekend, command": (theme.brand, theme.plate),
        "change": (theme.hero.stops[1], WHITE),
        "sign of a group": (SIGN_INK, SIGN_GROUND),
        **{f"title, {tone.ink}": tone for tone in theme.tones},
        **{f"word, {ink}": (ink, theme.plate) for ink in theme.cloud},
        **{f"word on a silhouette, {ink}": (ink, theme.marked) for ink in theme.cloud},
    }
    ratios = {what: round(contrast(*pair), 2) for what, pair in pairs.items()}
    assert not {what: ratio for what, ratio in ratios.items() if ratio < TEXT}


def test_medals_and_initials_are_readable():
    for medal, ink in zip(MEDALS, MEDAL_INKS, strict=True):
        assert all(contrast(ink, stop) >= TEXT for stop in medal.stops)
    for ground in GROUNDS:
        assert all(contrast(WHITE, stop) >= LARGE for stop in ground.stops)


@both
def test_what_is_drawn_stands_off_from_its_ground(theme: Theme):
    """WCAG 2.2, 1.4.11: graphics that tell something need 3:1 against what is beside them."""
    drawn = {
        "bar": theme.bar.stops[0],
        "speakers": theme.second,
        "worst": theme.bad,
        "stretch before": theme.ink3,
        "most": theme.heat[-1],
        "knot": theme.bar.stops[-1],
    }
    ratios = {what: round(contrast(tone, theme.plate), 2) for what, tone in drawn.items()}
    assert not {what: ratio for what, ratio in ratios.items() if ratio < LARGE}


def under(node: Node, box: Box, theme: Theme, part: tuple[slice, slice]) -> set[str]:
    """Every colour of a part of a painted node."""
    canvas = Canvas((1080, box.height + 80), theme.ground)
    node.paint(canvas, box)
    found = np.asarray(canvas.image)[part].reshape(-1, 3)[::7]
    return {"#{:02X}{:02X}{:02X}".format(*pixel) for pixel in found}


@both
def test_words_are_readable_wherever_they_stand_on_the_plate_of_a_portrait(theme: Theme):
    node = person(Person(1, "", "", 0, "", (), ""), Card("", "", "", (), ""), Look(theme, {}))
    words = slice(40 + 50, 40 + 145), slice(40 + 306, 1000 - 104)
    colours = under(node, Box(40, 40, 1000, node.height(1000)), theme, words)
    assert min(contrast(HERO_NOTE, colour) for colour in colours) >= TEXT


@both
def test_words_are_readable_wherever_they_stand_on_the_plate_of_a_digest(theme: Theme):
    node = issue(Issue("", 1, "", None, "", (), (), ""), Card("", "", "", (), ""), Look(theme, {}))
    high = 646
    box = Box(40, 40, 1000, high)
    top = under(node, box, theme, (slice(84, 200), slice(84, 996 - 60)))
    middle = under(node, box, theme, (slice(384, 500), slice(84, 996)))
    foot = under(node, box, theme, (slice(40 + 560, 40 + high - 44), slice(84, 996)))
    assert min(contrast(HERO_NOTE, colour) for colour in top | foot) >= TEXT
    assert min(contrast(WHITE, colour) for colour in middle) >= TEXT


@both
@pytest.mark.parametrize("x", [100, 400, 700, 980])
def test_a_veil_makes_letters_readable_anywhere_on_the_plate(theme: Theme, x):
    box = Box(40, 40, 1000, 646)
    canvas = Canvas((1080, 726), theme.ground)
    lit(canvas, box, theme)
    for y in (50, 200, 400, 620):
        veiled(canvas, "\u2003" * 9, (x, y), 300, "right")
        middle = canvas.image.getpixel((x - 12, y + 24))
        assert contrast(WHITE, "#{:02X}{:02X}{:02X}".format(*middle)) >= TEXT


@both
def test_words_are_readable_wherever_they_stand_on_the_hero_plate(theme: Theme):
    box = Box(40, 40, 1000, 204)
    canvas = Canvas((1080, 300), theme.ground)
    hero("", "", "", theme).paint(canvas, box)
    # From the plate's padding to where the emoji begins.
    words = np.asarray(canvas.image)[box.y + 42 : box.bottom - 42, 84 : 996 - 80 - 48]
    colours = {"#{:02X}{:02X}{:02X}".format(*pixel) for pixel in words.reshape(-1, 3)[::7]}
    assert min(contrast(HERO_NOTE, colour) for colour in colours) >= TEXT
