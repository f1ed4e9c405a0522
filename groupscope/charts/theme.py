"""The look in one place: colours, lettering and measures, light and dark.

Text colours keep WCAG 2.2 AA (4.5:1) on every ground they are used on; a test computes it.
"""

from dataclasses import dataclass
from typing import NamedTuple

from groupscope.charts.values import ThemeName

Colour = str
"""``#RRGGBB``."""


class Gradient(NamedTuple):
    """Colours blended from left to right; ``slant`` turns the way downwards (0 … 1)."""

    stops: tuple[Colour, ...]
    slant: float = 0.0


Fill = Colour | Gradient


class Shadow(NamedTuple):
    """A soft shadow: its strength (0 … 1), how far it spreads and how far it falls, in pixels."""

    colour: Colour
    strength: float
    spread: int
    fall: int


class Font(NamedTuple):
    """A size in pixels and a weight (100 … 900)."""

    size: int
    weight: int


class Tone(NamedTuple):
    """The letters and the ground of a coloured pill."""

    ink: Colour
    ground: Colour


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one theme. ``ink`` is for what matters, ``ink2`` and ``ink3`` recede.

    ``bubble`` is the ground of what people said and of tiles inside a plate, ``cloud`` the inks of
    words by rank, ``heat`` goes from nothing to the most; ``second`` is for what is counted beside
    something else. ``good``, ``even`` and ``bad`` fill areas, and no text is written in them.
    ``more`` and ``less`` tell of a change without a judgement.
    """

    ground: Colour
    plate: Colour
    marked: Colour
    track: Colour
    line: Colour
    ink: Colour
    ink2: Colour
    ink3: Colour
    up: Colour
    down: Colour
    brand: Colour
    chip: Colour
    bar: Gradient
    leader: Gradient
    hero: Gradient
    glow: float
    shadow: Shadow | None
    bubble: Colour
    cloud: tuple[Colour, ...]
    good: Colour
    even: Colour
    bad: Colour
    mood: Gradient
    second: Colour
    heat: tuple[Colour, ...]
    more: Colour
    less: Colour
    tones: tuple[Tone, ...]


LIGHT = Theme(
    ground="#F2F4FA",
    plate="#FFFFFF",
    marked="#EFF2FF",
    track="#EDF0F8",
    line="#DDE2EF",
    ink="#12172B",
    ink2="#4F5872",
    ink3="#626B84",
    up="#067050",
    down="#C71F4E",
    brand="#3A55F0",
    chip="#E9EDFF",
    bar=Gradient(("#4361FF", "#8B5CFF")),
    leader=Gradient(("#F59A0B", "#F0476A")),
    hero=Gradient(("#3347F5", "#5A3EEA", "#7B34D4"), slant=0.38),
    glow=0.42,
    shadow=Shadow("#2A3A7A", 0.07, 28, 10),
    bubble="#F3F5FB",
    cloud=("#3347F5", "#6D3BE6", "#C4256A", "#A84F00", "#08737B", "#545D78"),
    good="#0FA97A",
    even="#B4BDD4",
    bad="#F0476A",
    mood=Gradient(("#1E9BE8", "#0FA97A")),
    second="#1E9BE8",
    heat=("#EFF2F9", "#D6DEFF", "#A9B9FF", "#7590FF", "#4C61F5", "#4A2FC9"),
    more="#3A55F0",
    less="#8F4A00",
    tones=(
        Tone("#2F48D8", "#E7EBFF"),
        Tone("#BD1F52", "#FDE7EE"),
        Tone("#066A4C", "#DFF4EC"),
        Tone("#8A4A00", "#FDF0DD"),
        Tone("#08608F", "#E0F1FC"),
    ),
)

DARK = Theme(
    ground="#0C0F1D",
    plate="#161A2C",
    marked="#20284A",
    track="#252B47",
    line="#2E3553",
    ink="#F2F4FC",
    ink2="#B4BCD6",
    ink3="#929CBD",
    up="#35D6A4",
    down="#FF8CA2",
    brand="#A3B3FF",
    chip="#283158",
    bar=Gradient(("#7C93FF", "#B18BFF")),
    leader=Gradient(("#FFC357", "#FF7B94")),
    hero=Gradient(("#2B36B8", "#5634C4", "#8A3FC9"), slant=0.38),
    glow=0.34,
    shadow=None,
    bubble="#1F2540",
    cloud=("#9DB0FF", "#C4A6FF", "#FF8FB1", "#FFC078", "#5FDCD2", "#A5AFCC"),
    good="#35D6A4",
    even="#6B7596",
    bad="#FF7B94",
    mood=Gradient(("#5CC3FF", "#35D6A4")),
    second="#5CC3FF",
    heat=("#1F2540", "#2A3666", "#37489A", "#5569DB", "#8C8BFF", "#D3B8FF"),
    more="#A3B3FF",
    less="#FFC078",
    tones=(
        Tone("#A9B8FF", "#242D56"),
        Tone("#FF97AC", "#3B2237"),
        Tone("#4BDCAE", "#1A3340"),
        Tone("#FFCB75", "#352F33"),
        Tone("#77CDFF", "#1E3049"),
    ),
)

THEMES: dict[ThemeName, Theme] = {"light": LIGHT, "dark": DARK}

WHITE = "#FFFFFF"
HERO_NOTE = "#F1F2FF"
"""The second voice on the hero plate, whose colours hardly differ between the themes."""

MEDALS = (
    Gradient(("#FFD86B", "#FFAE2B"), slant=0.38),
    Gradient(("#DFE5F0", "#A9B4CA"), slant=0.38),
    Gradient(("#F2C298", "#D39262"), slant=0.38),
)
MEDAL_INKS = ("#5A3A00", "#2E3850", "#54290A")

WIDTH = 1080
MARGIN = 40
PADDING = 40
CLOSE_PADDING = 32
"""Of plates that share the width of the card with another."""
GAP = 28
RADIUS = 40
HERO_RADIUS = 46

# A phone shows the card at about 1/2.8, so that 23 px read like 8 pt: nothing is set smaller.
HEADLINE = Font(58, 800)
SUBTITLE = Font(27, 400)
TITLE = Font(36, 700)
TITLE_SMALL = Font(32, 700)
NAME = Font(30, 500)
WORD = Font(32, 700)
COUNT = Font(32, 800)
COUNTS = (COUNT, Font(27, 800), Font(23, 800))
"""Of lines: the largest in which the figure leaves room for a name."""
PLACE = Font(28, 700)
MEDAL = Font(28, 800)
LABEL = Font(24, 400)
LABEL_STRONG = Font(25, 500)
CHIP = Font(23, 500)
CHIP_STRONG = Font(24, 700)
TAG = Font(27, 500)
TAG_STRONG = Font(27, 700)
NOTE = Font(23, 400)
NOTE_STRONG = Font(23, 500)
SHARE = Font(28, 500)
QUOTE = Font(26, 400)
SPEECH = Font(28, 400)
SAYING = Font(28, 400)
SENTENCE = Font(30, 400)
FIGURES = tuple(Font(size, 800) for size in (60, 54, 48, 42, 36, 30, 26))
"""Of tiles: the largest in which all of them fit."""
