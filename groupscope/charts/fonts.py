"""Faces from installed packages, and which characters each of them can draw.

Nothing is taken from the system: a machine without fonts draws the same picture. The packages are
found without importing them, since only their files are wanted.
"""

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from fontTools.ttLib import TTFont
from PIL import ImageFont

from groupscope.charts.theme import Font
from groupscope.errors import GroupscopeError

BOLD = 600
"""From this weight on, families without a weight axis use their bold file."""


class FontsMissingError(GroupscopeError):
    """A package that only carries fonts or emoji is not installed."""

    def __init__(self, package: str) -> None:
        super().__init__(f"画图需要的字体包 {package} 没有安装，请重新安装依赖。")


@lru_cache(maxsize=8)
def package_folder(package: str) -> Path:
    """Find where an installed package lies. Raises ``FontsMissingError`` where it is not."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise FontsMissingError(package)
    return Path(spec.submodule_search_locations[0])


class Family(NamedTuple):
    """The files of one family: a regular and a bold one, or one that has every weight."""

    package: str
    regular: str
    bold: str
    is_variable: bool

    def file(self, weight: int) -> Path:
        """Name the file that draws this weight."""
        return _file(self.package, self.bold if weight >= BOLD else self.regular)


@lru_cache(maxsize=32)
def _file(package: str, name: str) -> Path:
    """Join a path once: it is asked for with every character."""
    return package_folder(package) / name


def _noto(region: str) -> Family:
    name = f"NotoSans{region}"
    file = f"fonts/ofl/{name.lower()}/{name}[wght].ttf"
    return Family("justmytype_intl_cjk", file, file, is_variable=True)


def _matplotlib(regular: str, bold: str) -> Family:
    folder = "mpl-data/fonts/ttf"
    return Family(
        "matplotlib", f"{folder}/{regular}.ttf", f"{folder}/{bold}.ttf", is_variable=False
    )


FAMILIES = (
    _noto("SC"),
    _matplotlib("DejaVuSans", "DejaVuSans-Bold"),
    # Its bold file lacks the script alphabets (𝓐), for whose sake it is here.
    _matplotlib("STIXGeneral", "STIXGeneral"),
    _noto("KR"),
    _noto("TC"),
    _noto("JP"),
)
"""In order of preference: Chinese forms first, then letters and symbols, then what is rarer."""


@lru_cache(maxsize=len(FAMILIES) * 2)
def coverage(file: Path) -> frozenset[int]:
    """Read which code points a font file has glyphs for."""
    with TTFont(file, lazy=True) as font:
        return frozenset(font.getBestCmap() or ())


def covers(family: Family, text: str) -> bool:
    """Whether a family has a glyph for every character of ``text``, regular and bold."""
    # Bold files may lack what the regular one has, so that both must know the text.
    files = {family.file(400), family.file(BOLD)}
    return all(ord(character) in coverage(file) for file in files for character in text)


@lru_cache(maxsize=16384)
def family_for(text: str) -> Family | None:
    """Choose the first family that can draw all of ``text``; None where none can."""
    return next((family for family in FAMILIES if covers(family, text)), None)


@lru_cache(maxsize=96)
def face(family: Family, font: Font) -> ImageFont.FreeTypeFont:
    """Open a face. Opening costs more than drawing, hence the cache."""
    # The basic layout needs no library of the system, so that every machine draws alike.
    opened = ImageFont.truetype(
        family.file(font.weight), font.size, layout_engine=ImageFont.Layout.BASIC
    )
    if family.is_variable:
        opened.set_variation_by_axes([font.weight])
    return opened
