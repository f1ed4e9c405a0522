from collections.abc import Callable
from io import BytesIO

import numpy as np
import pytest
from hypothesis import strategies as st
from PIL import Image

from groupscope.charts import Card, Mark, RankBars, RankRow, draw
from groupscope.charts.shapes import channels
from groupscope.charts.theme import DARK

NAMES = (
    "夜猫子🦉指挥官",
    "这是一个特别特别长的群昵称它真的很长长长到根本放不下",
    "مرحبا بالعالم ✨阿米尔",
    "Z̷̡̢̛̗a̸l̵g̶o̷酱" + "\u0336" * 400,
    "👨‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿🇨🇳1️⃣#️⃣👍🏿❤️‍🔥🫩",
    "꧁༺昵称༻꧂",
    "\u3000\u3000\u200b\u3164",
    "",
    "\u202egnp.exe\u202c\x00\x1b[31m\ud83d",
    "𝓐𝓵𝓲𝓬𝓮 𝕏 𝔊𝔬𝔱𝔥 ﷽ ﷺ",
    "สมชาย देवनागरी",
    "W" * 3000,
    "𠀀𠮷𪚥龘䨻鿿 김민수 さくら",
)

# Blocks where trouble lives: controls, marks, right-to-left, Indic, fillers, symbols, decorations,
# presentation forms, surrogates, private use, emoji and their modifiers, tags, selectors.
TROUBLE = (
    (0x0000, 0x02FF),
    (0x0300, 0x036F),
    (0x0590, 0x08FF),
    (0x0900, 0x0FFF),
    (0x1100, 0x11FF),
    (0x2000, 0x2BFF),
    (0x3000, 0x33FF),
    (0xA980, 0xA9DF),
    (0xD800, 0xF8FF),
    (0xFB00, 0xFFFF),
    (0x1D100, 0x1D7FF),
    (0x1F000, 0x1FAFF),
    (0x20000, 0x2A6DF),
    (0xE0000, 0xE01EF),
)
characters = st.one_of(
    st.characters(exclude_categories=()),
    *(st.integers(low, high).map(chr) for low, high in TROUBLE),
    st.sampled_from("\u200d\ufe0f\u20e3\u0336\u202e🏳🌈👩💻🇨🇳1#❤"),
)
hostile = st.one_of(st.sampled_from(NAMES), st.lists(characters, max_size=60).map("".join))
"""Anything that somebody may call themselves."""


def board(*rows: RankRow, before: str | None = "上周") -> Card:
    bars = RankBars("📣 发言排行", "本周 · 前 10", rows, before)
    return Card("本周发言榜", "🏆", "摸鱼研究所", (bars,), "本周 · 400 条 · 离线 12 分钟")


def row(place: int = 1, name: str = "甲", **facts: object) -> RankRow:
    return RankRow(
        **{
            "place": place,
            "member_id": 10000 + place,
            "name": name,
            "count": 100,
            "share": 0.25,
            **facts,
        }
    )


PLATE_TOP, INNER_LEFT, INNER_RIGHT, PLATE_RIGHT = 272, 80, 1000, 1040
"""Where the plate of the first mark begins below a hero plate of one line, and its edges."""

OVERHANG = 8
"""Pixels that a letter (Ⱥ, ₗ̲) may reach beyond the width that its font gives it."""


def sheet(*marks: Mark) -> Card:
    """A card whose hero and foot never change."""
    return Card("群镜", "🔭", "今天", marks, "今天 · 400 条")


def pixels(card: Card, **options) -> np.ndarray:
    return np.asarray(Image.open(BytesIO(draw(card, **options))).convert("RGB")).astype(int)


def near(colour: str, image: np.ndarray, within: int = 12) -> int:
    """How many pixels have (nearly) this colour."""
    return int((np.abs(image - np.array(channels(colour))).max(axis=-1) <= within).sum())


def stays_within(mark: Mark) -> bool:
    """Whether a mark leaves the padding of its plate, and all around the plate, untouched."""
    image = pixels(sheet(mark), theme="dark")
    ground, plate = (np.array(channels(colour)) for colour in (DARK.ground, DARK.plate))
    beside = [image[:, :40], image[:, PLATE_RIGHT:], image[-40:]]
    # Between the round corners of the plate, above the foot.
    padding = image[PLATE_TOP + 44 : -165]
    inside = [
        padding[:, 40 : INNER_LEFT - OVERHANG],
        padding[:, INNER_RIGHT + OVERHANG : PLATE_RIGHT],
    ]
    return all((part == ground).all() for part in beside) and all(
        (part == plate).all() for part in inside
    )


@pytest.fixture(scope="session")
def opened() -> Callable[[bytes], Image.Image]:
    def opened(file: bytes) -> Image.Image:
        return Image.open(BytesIO(file)).convert("RGB")

    return opened
