"""What every part and mark is told about the picture it is in."""

from collections.abc import Mapping
from dataclasses import dataclass

from groupscope.charts.theme import Theme


@dataclass(frozen=True, slots=True)
class Look:
    """The theme, and the avatars there are: member id → bytes of an image file."""

    theme: Theme
    avatars: Mapping[int, bytes]
