"""Cards: chart values and the pictures made of them.

The values are light; ``draw`` brings in Pillow, so that a bot which only makes values and lets its
worker process draw them never loads an image library.
"""

from collections.abc import Mapping

from groupscope.charts import values
from groupscope.charts.values import *  # noqa: F403 -- every value; which ones there are stands there alone
from groupscope.charts.values import Card, RankBars, RankRow, ThemeName

__all__ = ["draw", "rehearse"]
__all__ += values.__all__

NO_AVATARS: Mapping[int, bytes] = {}


def draw(
    card: Card, *, theme: ThemeName = "light", avatars: Mapping[int, bytes] = NO_AVATARS
) -> bytes:
    """Draw a card as a PNG file, 1080 pixels wide and as high as its marks need.

    ``avatars`` maps member ids to the bytes of image files; whoever has none, or a broken one, gets
    a drawn initial. Names may hold anything at all: what no font can draw is left out.
    Raises ``FontsMissingError`` where the font packages are not installed.
    """
    from groupscope.charts.card import compose  # noqa: PLC0415  the bot names this function, its worker calls it

    return compose(card, theme, avatars).png()


def rehearse() -> None:
    """Draw a tiny card, so that fonts and emoji are loaded before the first real one."""
    row = RankRow(place=1, member_id=1, name="群镜 Aa가🔭", count=1, share=1.0, is_new=True)
    draw(Card("群镜", "🔭", "0123456789", (RankBars("排行", "", (row,), "昨天"),), "0"))
