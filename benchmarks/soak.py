"""Whether the bot lives through a busy day: nothing lost or doubled, every digest, memory flat.

``uv run --group bench python benchmarks/soak.py [--messages N]``; README.md tells what each figure
means. Prints a table and, last, one line of JSON.
"""

import argparse
import asyncio
import json
import shutil
import tempfile
import time
from pathlib import Path

from parts import soak
from parts.soak_day import Day
from parts.soak_memory import growth
from parts.table import Figures, table
from parts.talk import GROUPS

MESSAGES = 2_000_000


def figures_of(found: soak.SoakFigures, seconds: float) -> Figures:
    """Return what was found by name."""
    weights = found.weights
    return {
        "messages": found.messages,
        "lost": found.count.missing,
        "doubled": found.count.doubled,
        "digests": found.digests,
        "digests_missed": found.digests_missed,
        "digests_doubled": found.digests_doubled,
        "rss_growth_pct": round(growth(weights, lambda weight: weight.rss), 1),
        "uss_growth_pct": round(growth(weights, lambda weight: weight.uss), 1),
        "rss_peak_mb": round(max(weight.rss for weight in weights)),
        "rss_last_mb": round(weights[-1].rss),
        "asked": found.asked,
        "unanswered": found.unanswered,
        "integrity": found.integrity,
        "seconds": round(seconds),
        "times_as_fast_as_life": round(86_400 / seconds),
    }


def main() -> None:
    """Live through the day in a temporary folder, and print what was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--messages", type=int, default=MESSAGES, metavar="N")
    parser.add_argument("--groups", type=int, default=len(GROUPS), choices=range(1, 6))
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="groupscope-soak-"))
    began = time.monotonic()
    try:
        day = Day(options.messages, GROUPS[: options.groups])
        found = asyncio.run(soak.measure(folder / "bot", day))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    figures = figures_of(found, time.monotonic() - began)
    print(table(figures))
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
