"""The figures as a table, each beside what it should be."""

from collections.abc import Callable, Mapping
from operator import ge, le
from typing import Any, NamedTuple, TypeAlias

Figures: TypeAlias = dict[str, Any]


class Aim(NamedTuple):
    """What a figure should be."""

    compare: Callable[[float, float], bool]
    value: float

    def __str__(self) -> str:
        return f"{'≥' if self.compare is ge else '≤'} {self.value:,}"


AIMS: Mapping[str, Aim] = {
    "recorded_per_s": Aim(ge, 5_000),
    "lost": Aim(le, 0),
    "jsonl_per_s": Aim(ge, 15_000),
    "jsonl_rss_mb": Aim(le, 300),
    "jsonl_store_only_per_s": Aim(ge, 50_000),
    "qce_seconds": Aim(le, 90),
    "qce_rss_mb": Aim(le, 300),
    "whatsapp_per_s": Aim(ge, 60_000),
    "telegram_per_s": Aim(ge, 90_000),
    "first_view_ms": Aim(le, 1_500),
    "switch_p95_ms": Aim(le, 300),
    "cpu_50_pages": Aim(le, 0.15),
    "first_load_kb": Aim(le, 450),
    "duplicates": Aim(le, 0),
    "cpu_ms_per_message": Aim(le, 0.25),
    "loop_max_ms": Aim(le, 50),
    "ratio": Aim(ge, 40),
    "added_ms_with_foreign_plugin": Aim(le, 0.2),
    "rank_p95_ms": Aim(le, 1_000),
    "rank_without_picture": Aim(le, 0),
    "rank_year_data_ms": Aim(le, 50),
    "words_ms": Aim(le, 60),
    "picture_ms": Aim(le, 200),
    "times_as_fast_as_the_peer": Aim(ge, 50),
    "month_p95_ms": Aim(le, 50),
    "year_p95_ms": Aim(le, 250),
    "report_picture_p95_ms": Aim(le, 200),
    "digest_picture_p95_ms": Aim(le, 300),
    "drawing_loop_max_ms": Aim(le, 20),
    "uss_mb": Aim(le, 340),
    "uss_idle_mb": Aim(le, 200),
    "forgotten_s": Aim(le, 20),
    "doubled": Aim(le, 0),
    "digests_missed": Aim(le, 0),
    "digests_doubled": Aim(le, 0),
    "unanswered": Aim(le, 0),
    "rss_growth_pct": Aim(le, 5),
    "kill9_missing": Aim(le, 0),
    "kill9_doubled": Aim(le, 0),
    "search_p95_ms": Aim(le, 50),
}


def table(figures: Figures) -> str:
    """Return a line for each figure: its name, its value, its aim and whether it is met."""
    return "\n".join(_line(name, value) for name, value in figures.items())


def _line(name: str, value: object) -> str:
    shown = f"{value:,}" if isinstance(value, int | float) else str(value)
    aim = AIMS.get(name)
    if aim is None or not isinstance(value, int | float):
        return f"{name:<34}{shown:>16}"
    verdict = "met" if aim.compare(value, aim.value) else "MISSED"
    return f"{name:<34}{shown:>16}   {aim!s:<10} {verdict}"
