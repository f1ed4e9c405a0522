"""Members in order: boards of figures, podiums, reigns."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RankRow:
    """One member's line on a board.

    ``share`` lies between 0 and 1. ``moved`` counts the places gained (+) or lost (−) since the
    period before, None where that is not known. ``is_new``: was not on the board before.
    ``is_marked``: the member who was asked about.
    """

    place: int
    member_id: int | None
    name: str
    count: int
    share: float
    moved: int | None = 0
    is_new: bool = False
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class RankBars:
    """A board, best first; a gap between two places is drawn as a gap.

    ``before`` names the period that ``moved`` compares with ("上周"); None shows no comparison.
    """

    title: str
    hint: str
    rows: tuple[RankRow, ...]
    before: str | None


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One member's line on a board whose figures are not mere counts of messages.

    ``value`` is the figure as it is read ("17 天", "23:48"), ``share`` the length of its bar
    (0 … 1), None for no bar. ``note`` stands small below. ``place`` is None where order means
    nothing. ``member_id`` is None for what is no member (a site, a group): its line has no face,
    and ``icon`` (an emoji) stands in its place.
    """

    place: int | None
    member_id: int | None
    name: str
    value: str
    share: float | None = None
    note: str = ""
    icon: str = ""
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """Lines below each other, best first; a gap between two places is drawn as a gap."""

    title: str
    hint: str
    rows: tuple[BoardRow, ...]


@dataclass(frozen=True, slots=True)
class Podium:
    """The first three, the best in the middle and highest; fewer where there are fewer."""

    title: str
    hint: str
    rows: tuple[BoardRow, ...]


@dataclass(frozen=True, slots=True)
class Reign:
    """Days in a row on which one member led.

    ``days`` is how many, ``when`` how they are written ("11-12 – 11-15"), ``value`` the figure of
    the best of them ("418 条"), ``note`` how it came about ("从 甲 手中接过").
    """

    member_id: int | None
    name: str
    days: int
    when: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reigns:
    """A scroll of reigns, newest first; the newest is drawn larger."""

    title: str
    hint: str
    rows: tuple[Reign, ...]
