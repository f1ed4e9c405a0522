"""What is wrong for how long, and what of it the owner has been told. Pure, but for its clock."""

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Final

from groupscope.health.findings import Finding
from groupscope.report import duration_label

MOST_TOLD: Final = 3
"""How often an hour the same trouble is told; what flickers is in the log."""
AN_HOUR: Final = 3600


@dataclass(frozen=True, slots=True)
class News:
    """Trouble that begins, or is over (``until``); moments in epoch seconds."""

    finding: Finding
    since: float
    until: float | None = None

    @property
    def is_over(self) -> bool:
        """Whether it is over."""
        return self.until is not None

    @property
    def title(self) -> str:
        """What it is about, in a few words."""
        return "群镜：恢复正常" if self.is_over else "群镜：有问题要处理"

    def text(self, zone: tzinfo) -> str:
        """Return all of it in words."""
        if self.until is None:
            return f"{self.finding.words}\n{self.finding.cure}"
        began = datetime.fromtimestamp(self.since, zone)
        lasted = max(int(self.until - self.since), 0)
        how_long = duration_label(lasted) if lasted >= 60 else f"{lasted} 秒"  # noqa: PLR2004 -- a minute
        return f"{self.finding.over or '好了。'}（{began:%m-%d %H:%M} 起，持续 {how_long}）"


@dataclass(frozen=True, slots=True)
class Case:
    """Trouble that goes on."""

    finding: Finding
    since: float
    is_told: bool = False
    """Whether the owner has been told in private; webhooks were called at once."""


class Cases:
    """The trouble that goes on, and what of it is news."""

    def __init__(self, before: Iterable[Case] = ()) -> None:
        self._open = {case.finding.key: case for case in before}
        self._begun: defaultdict[str, deque[float]] = defaultdict(
            lambda: deque(maxlen=MOST_TOLD + 1)
        )

    @property
    def open(self) -> tuple[Case, ...]:
        """What goes on, the oldest first."""
        return tuple(self._open.values())

    @property
    def keys(self) -> frozenset[str]:
        """What the trouble that goes on is known by."""
        return frozenset(self._open)

    def take(self, found: Iterable[Finding], now: float) -> list[News]:
        """Take what is wrong now; return what begins and what is over."""
        present = {finding.key: finding for finding in found}
        news = [
            News(case.finding, case.since, now)
            for key, case in list(self._open.items())
            if key not in present
        ]
        for one in news:
            del self._open[one.finding.key]
        for key, finding in present.items():
            case = self._open.get(key)
            if case is None:
                news.append(News(finding, now))
                self._open[key] = Case(finding, now)
                self._begun[key].append(now)
            else:
                self._open[key] = replace(case, finding=finding)
        return news

    def flickers(self, key: str, now: float) -> bool:
        """Tell whether something has begun too often of late to be told again."""
        begun = self._begun[key]
        return len(begun) > MOST_TOLD and now - begun[0] < AN_HOUR

    def told(self, key: str) -> None:
        """Note that the owner has been told in private."""
        case = self._open.get(key)
        if case:
            self._open[key] = replace(case, is_told=True)
