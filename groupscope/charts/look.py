"""What every part and mark is told about the picture it is in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from groupscope.charts.theme import CLOSE_PADDING, GAP, MARGIN, PADDING, WIDTH, Theme

FULL = WIDTH - 2 * MARGIN
HALF = (FULL - GAP) // 2


@dataclass(frozen=True, slots=True)
class Look:
    """The theme, the avatars there are (member id → image file), and how wide a mark's plate is."""

    theme: Theme
    avatars: Mapping[int, bytes]
    width: int = FULL

    @property
    def is_narrow(self) -> bool:
        """Whether the mark shares the width of the card with another."""
        return self.width < FULL

    @property
    def padding(self) -> int:
        """Pixels between the edges of a plate and what stands on it, across."""
        return CLOSE_PADDING if self.is_narrow else PADDING

    @property
    def inner(self) -> int:
        """Pixels from the left to the right of what stands on a plate."""
        return self.width - 2 * self.padding

    def halved(self) -> Self:
        """Return the same for a mark that has half of the card's width."""
        return replace(self, width=HALF)
