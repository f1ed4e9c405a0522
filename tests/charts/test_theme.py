import numpy as np
import pytest

from groupscope.charts.canvas import Canvas
from groupscope.charts.parts.avatar import GROUNDS
from groupscope.charts.parts.hero import hero
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
def test_words_are_readable_wherever_they_stand_on_the_hero_plate(theme: Theme):
    box = Box(40, 40, 1000, 204)
    canvas = Canvas((1080, 300), theme.ground)
    hero("", "", "", theme).paint(canvas, box)
    # From the plate's padding to where the emoji begins.
    words = np.asarray(canvas.image)[box.y + 42 : box.bottom - 42, 84 : 996 - 80 - 48]
    colours = {"#{:02X}{:02X}{:02X}".format(*pixel) for pixel in words.reshape(-1, 3)[::7]}
    assert min(contrast(HERO_NOTE, colour) for colour in colours) >= TEXT
