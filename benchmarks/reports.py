"""How fast every report is over a million messages: its data, its picture, what both take.

``uv run python benchmarks/reports.py [--messages N] [--folder FOLDER] [--only KEY …]``; README.md
tells what each figure means. Prints tables and, last, one line of JSON.
"""

import sys

# Beside this file stands one called as the library that draws clouds: let the library come first.
sys.path.append(sys.path.pop(0))

import argparse
import asyncio
import json
import tempfile
import time
from pathlib import Path

from parts import many_groups, memory
from parts.report_speed import Speeds, measure
from parts.table import Figures, table

from groupscope.digest import discover

AS_SHOWN = {"picture_p95_ms": "report_picture_p95_ms", "loop_max_ms": "drawing_loop_max_ms"}
"""Figures whose aims others of the same name do not share."""
COLUMNS = ("month", "month_cpu", "year", "year_cpu", "held_cpu", "picture", "picture_cpu")


def shown(speeds: Speeds) -> str:
    """Return a line for each question: what its data and its picture take."""
    heads = f"{'report (p95, ms)':<22}" + "".join(f"{name:>12}" for name in COLUMNS)
    lines = [
        f"{name:<22}{''.join(_number(getattr(one, column)) for column in COLUMNS)}"
        f"{'  ' + one.refusal if one.refusal else ''}"
        for name, one in sorted(speeds.by_question.items())
    ]
    return "\n".join([heads, *lines])


def _number(value: float | None) -> str:
    return f"{'–':>12}" if value is None else f"{value:>12,.0f}"


async def figures(folder: Path, messages: int, only: list[str]) -> tuple[Speeds, Figures]:
    """Make the groups, or find them; measure reports, pictures and memory."""
    began = time.monotonic()
    store = await many_groups.made(folder, messages)
    seconds = time.monotonic() - began
    keys = [key for key in discover() if not only or key in only]
    try:
        await store.indexing.catch_up(int(store.clock()))
        speeds = await measure(store, keys)
    finally:
        await store.close()
    used = await memory.measure(folder, messages, keys)
    return speeds, {
        "month_p95_ms": round(speeds.worst("month"), 1),
        "year_p95_ms": round(speeds.worst("year"), 1),
        "month_cpu_p95_ms": round(speeds.worst("month_cpu"), 1),
        "year_cpu_p95_ms": round(speeds.worst("year_cpu"), 1),
        "digest_month_p95_ms": round(speeds.worst("month", digests=True), 1),
        "digest_year_p95_ms": round(speeds.worst("year", digests=True), 1),
        "digest_picture_p95_ms": round(speeds.worst("picture", digests=True), 1),
        "picture_p95_ms": round(speeds.picture_p95, 1),
        "picture_worst_ms": round(speeds.worst("picture"), 1),
        "picture_cpu_worst_ms": round(speeds.worst("picture_cpu"), 1),
        "loop_max_ms": round(speeds.loop_held, 1),
        "loop_max_cpu_ms": round(speeds.loop_held_cpu, 1),
        "loop_data_max_ms": round(speeds.loop_held_by_data, 1),
        "loop_data_max_cpu_ms": round(
            max(speeds.worst("held_cpu", digests=one) for one in (False, True)), 1
        ),
        "uss_mb": round(used.with_worker),
        "uss_idle_mb": round(used.without_worker),
        "uss_worker_mb": round(used.worker),
        "cards": used.cards,
        "messages": messages,
        "made_s": round(seconds),
    }


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--messages", type=int, default=1_000_000, metavar="N")
    parser.add_argument("--folder", type=Path, help="where the groups are kept for the next time")
    parser.add_argument("--only", nargs="*", default=[], metavar="KEY", help="these reports alone")
    chosen = parser.parse_args()
    temporary = Path(tempfile.gettempdir()) / f"groupscope-bench-groups-{chosen.messages}"
    folder = chosen.folder or temporary
    speeds, found = asyncio.run(figures(folder, chosen.messages, chosen.only))
    print(shown(speeds))
    print()
    print(table({AS_SHOWN.get(name, name): value for name, value in found.items()}))
    print(json.dumps(found | {"slowest": speeds.slowest}))


if __name__ == "__main__":
    main()
