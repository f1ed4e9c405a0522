"""Measuring, clipping and wrapping a line of mixed scripts and emoji."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from math import ceil

from arabic_reshaper import ArabicReshaper

from groupscope.charts.emoji import is_emoji
from groupscope.charts.fonts import Family, coverage, covers, face, family_for
from groupscope.charts.names import clean, clusters
from groupscope.charts.theme import Font

ELLIPSIS = "…"
EMOJI_ADVANCE = 1.22
"""The room an emoji takes, in sizes of the letters beside it."""
NO_START = frozenset("，。、；：！？）》」』】”’…,.;:!?)]}%~～·")
NO_END = frozenset("（《「『【“‘([{")

# Hebrew to Arabic Extended, and the presentation forms of both.
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# Vowel signs go: without a shaping library of the system they would stand beside their letters. So
# does the one ligature that no family has.
_reshaper = ArabicReshaper({"support_zwj": False, "ARABIC LIGATURE ALLAH": False})


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch drawn with one face, in the order of drawing; ``family`` is None for an emoji."""

    text: str
    family: Family | None
    width: float


def _is_right_to_left(cluster: str) -> bool:
    return bool(_RIGHT_TO_LEFT.search(cluster))


def _reversed(text: str, family: Family) -> str:
    """Join right-to-left letters, and put them in the order they are drawn in from the left."""
    joined = _reshaper.reshape(text)
    return "".join(reversed(clusters(joined if covers(family, joined) else text)))


def _is_spacing(cluster: str) -> bool:
    return cluster == " "


def _families(text: str) -> list[tuple[str, Family | None, bool]]:
    """Give each cluster its family and direction; a space goes with what stands before it."""
    found: list[tuple[str, Family | None, bool]] = []
    for cluster in clusters(text):
        if is_emoji(cluster):
            found.append((cluster, None, False))
        elif _is_spacing(cluster) and found and found[-1][1]:
            found.append((cluster, *found[-1][1:]))
        else:
            found.extend(_fitting(cluster))
    return found


def _fitting(cluster: str) -> Iterator[tuple[str, Family | None, bool]]:
    """Give the cluster, without its marks where no family has both, or nothing."""
    for part in (cluster, cluster[0]):
        if family := family_for(part):
            yield part, family, _is_right_to_left(part)
            return


def _stretches(text: str) -> Iterator[tuple[str, Family | None]]:
    for (family, turns), group in groupby(_families(text), key=lambda each: each[1:]):
        parts = [cluster for cluster, _, _ in group]
        if family is None:
            yield from ((part, None) for part in parts)
        elif turns:
            yield from _turned("".join(parts), family)
        else:
            yield "".join(parts), family


def _turned(text: str, family: Family) -> Iterator[tuple[str, Family]]:
    """Turn a right-to-left stretch; the space behind it stays before what follows."""
    bare = text.rstrip()
    yield _reversed(bare, family), family
    if bare != text:
        yield " ", family


@lru_cache(maxsize=8192)
def runs(text: str, font: Font) -> tuple[Run, ...]:
    """Say what to draw for ``text``, left to right. Only glyphs that exist are in it."""
    return tuple(
        Run(part, family, _advance(part, family, font)) for part, family in _stretches(clean(text))
    )


def _advance(part: str, family: Family | None, font: Font) -> float:
    if family is None:
        return round(font.size * EMOJI_ADVANCE)
    return face(family, font).getlength(part)


def width(text: str, font: Font) -> float:
    """Measure a line, in pixels."""
    return sum(run.width for run in runs(text, font))


def fitting(fonts: Sequence[Font], limit: float, *texts: str) -> Font:
    """Choose the first font, largest first, in which all these texts fit; else the last one."""
    found = (font for font in fonts if all(width(text, font) <= limit for text in texts))
    return next(found, fonts[-1])


@dataclass(frozen=True, slots=True)
class Ink:
    """What a line covers, in whole pixels: its width, and how far it reaches from the baseline."""

    width: int
    ascent: int
    descent: int


EMOJI_ASCENT, EMOJI_DESCENT = 0.92, 0.22
"""How far an emoji reaches above and below the baseline, in sizes of the letters beside it."""


@lru_cache(maxsize=2048)
def ink(text: str, font: Font) -> Ink:
    """Measure what is really covered, which is less than the height of a line."""
    parts = runs(text, font)
    reaches = [_reach(run, font) for run in parts]
    return Ink(
        ceil(sum(run.width for run in parts)),
        ceil(max((above for above, _ in reaches), default=0)),
        ceil(max((below for _, below in reaches), default=0)),
    )


def _reach(run: Run, font: Font) -> tuple[float, float]:
    """Measure how far a run reaches above and below the baseline."""
    if run.family is None:
        return font.size * EMOJI_ASCENT, font.size * EMOJI_DESCENT
    _, top, _, bottom = face(run.family, font).getbbox(run.text, anchor="ls")
    return max(-top, 0), max(bottom, 0)


# Of these no letter is wider than the room it takes.
_SQUARE = re.compile("[ -~·–…\u3000-\u9fff\uac00-\ud7a3\uff01-\uff60]*")


@lru_cache(maxsize=2048)
def overhang(run: Run, font: Font) -> float:
    """Measure how many pixels the letters of a run reach beyond its width, left or right."""
    if run.family is None or _SQUARE.fullmatch(run.text):
        return 0
    left, _, right, _ = face(run.family, font).getbbox(run.text, anchor="ls")
    return max(-left, right - run.width)


def has_every_glyph(run: Run, font: Font) -> bool:
    """Whether the file that draws this run knows each of its characters."""
    if run.family is None:
        return is_emoji(run.text)
    known = coverage(run.family.file(font.weight))
    return all(ord(character) in known for character in run.text)


@lru_cache(maxsize=4096)
def clip(text: str, font: Font, limit: float) -> str:
    """Keep the text, or as much of its beginning as fits into ``limit`` pixels with "…".

    Where not even that fits, nothing is left.
    """
    text = clean(text)
    if width(text, font) <= limit:
        return text
    if width(ELLIPSIS, font) > limit:
        return ""
    parts = clusters(text)
    shortest, longest = 0, len(parts) - 1
    while shortest < longest:
        middle = (shortest + longest + 1) // 2
        if width(_cut(parts, middle), font) <= limit:
            shortest = middle
        else:
            longest = middle - 1
    return _cut(parts, shortest)


def _cut(parts: tuple[str, ...], count: int) -> str:
    return "".join(parts[:count]).rstrip() + ELLIPSIS


def _words(text: str) -> Iterator[str]:
    """Cut into what must not be torn apart: Latin words, times, punctuation with its owner."""
    word = ""
    for cluster in clusters(text):
        if word and not _holds(word[-1], cluster):
            yield word
            word = ""
        word += cluster
    if word:
        yield word


def _holds(last: str, following: str) -> bool:
    if last == " " or following == " ":
        return following == " " or following in NO_START
    both_latin = _is_latin(last) and _is_latin(following)
    return both_latin or following in NO_START or last in NO_END


def _is_latin(character: str) -> bool:
    return character.isascii() or character == "–"


def _breakable(text: str, font: Font, limit: float) -> Iterator[str]:
    """Give the words, and those that are longer than a line in pieces."""
    for word in _words(text):
        if width(word, font) <= limit:
            yield word
        else:
            yield from clusters(word)


@lru_cache(maxsize=1024)
def wrap(text: str, font: Font, limit: float, most: int) -> tuple[str, ...]:
    """Break a text into at most ``most`` lines of ``limit`` pixels; the last one is clipped."""
    lines = [""]
    for word in _breakable(clean(text), font, limit):
        grown = lines[-1] + word
        fits = width(grown.rstrip(), font) <= limit
        if lines[-1] and not fits and len(lines) < most:
            lines.append(word.lstrip())
            continue
        lines[-1] = grown
        if not fits:
            break
    return tuple(clip(line, font, limit) for line in lines)
