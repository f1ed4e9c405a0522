"""How fast messages are recorded and questions answered, peers measured in the same call.

``uv run --group bench python benchmarks/ingest.py [--messages N] [--quick]``; README.md tells what
each figure means. Prints a table and, last, one line of JSON.
"""

import argparse
import asyncio
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from parts import asking, foreign, holding, killing, peers, recording, year
from parts.plan import Plan
from parts.table import Figures, table

Part = Callable[[Plan, Path], Coroutine[Any, Any, Figures]]


async def record(plan: Plan, folder: Path) -> Figures:
    """Flood our bot, then our peer's, with the same kind of messages."""
    ours = await recording.measure(folder / "ours", plan.messages)
    held = await holding.measure(folder / "held", plan.held_messages)
    peer = await peers.measure(folder / "peer", plan.peer_messages)
    return {
        "recorded_per_s": round(ours.per_second),
        "lost": ours.lost,
        "duplicates": ours.duplicates,
        "cpu_ms_per_message": round(ours.cpu_ms, 4),
        "calm_cpu_ms_per_message": round(ours.calm_cpu_ms, 3),
        "loop_max_ms": round(held.longest, 1),
        "loop_max_cpu_ms": round(held.longest_cpu, 1),
        "loop_holds_over_50_ms": held.over_limit,
        "rss_mb": round(ours.rss),
        "rss_idle_mb": round(ours.rss_idle),
        "rss_peak_in_burst_of_5000_mb": round(ours.burst_peak),
        "rss_after_burst_of_5000_mb": round(ours.burst_rss),
        "rss_peak_mb": round(ours.peak),
        "rss_growth_between_floods_mb": round(ours.growth, 1),
        "messages": ours.messages,
        "peer_per_s": round(peer.per_second, 1),
        "peer_lost": peer.lost,
        "peer_cpu_ms_per_message": round(peer.cpu_ms, 2),
        "peer_calm_cpu_ms_per_message": round(peer.calm_cpu_ms, 2),
        "peer_rss_mb": round(peer.rss),
        "ratio": round(peer.cpu_ms / ours.cpu_ms, 1),
        "calm_ratio": round(peer.calm_cpu_ms / ours.calm_cpu_ms, 1),
    }


async def serve(plan: Plan, folder: Path) -> Figures:
    """Run bots with somebody else's plugin, with us and without."""
    found = await foreign.measure(folder / "foreign", plan.foreign_seconds)
    return {
        "added_ms_with_foreign_plugin": round(found.added, 3),
        "added_ms_over_tuned_bot": round(found.added_to_tuned, 3),
        "foreign_cpu_ms_stock": round(found.stock, 3),
        "foreign_cpu_ms_tuned": round(found.tuned, 3),
        "foreign_cpu_ms_ours": round(found.ours, 3),
    }


async def look_back(plan: Plan, folder: Path) -> Figures:
    """Ask for a year's ranking, then for rankings while people talk."""
    made, seconds = await year.cached(plan.year_messages)
    data = await year.measure(made)
    asked = await asking.measure(made, folder / "asked", plan.asking_seconds)
    return {
        "rank_p50_ms": round(asked.median),
        "rank_p95_ms": round(asked.p95),
        "rank_worst_ms": round(asked.worst),
        "rank_first_ms": round(asked.first),
        "rank_answers": asked.answers,
        "rank_without_picture": asked.without_picture,
        "rank_worker_cpu_ms": round(asked.worker_cpu_ms),
        "rank_year_data_ms": round(data.median, 1),
        "rank_year_data_p95_ms": round(data.p95, 1),
        "rank_year_data_first_ms": round(data.first, 1),
        "rank_year_messages": data.total,
        "year_made_s": round(seconds),
    }


async def kill(plan: Plan, folder: Path) -> Figures:
    """Kill the bot while people talk: once alone, and once with NapCat restarted as well."""
    kills = {
        name: await killing.measure(folder / name, forgets=forgets, seconds=plan.talking_seconds)
        for name, forgets in plan.kills
    }
    every = kills.values()
    return {
        "kill9_missing": sum(found.missing for found in every),
        "kill9_doubled": sum(found.doubled for found in every),
        "kill9_said": sum(found.said for found in every),
        "kill9_gone_before_backfill": [found.gone for found in every],
        "backfill_s": [round(found.seconds, 1) for found in every],
    }


PARTS: dict[str, Part] = {"record": record, "serve": serve, "look_back": look_back, "kill": kill}


async def measure(plan: Plan, folder: Path) -> Figures:
    """Run the parts that are wanted, one after the other; return all figures."""
    figures: Figures = {}
    for name in plan.parts:
        print(f"{datetime.now(UTC):%H:%M:%S} {name} …", file=sys.stderr, flush=True)
        figures |= await PARTS[name](plan, folder)
    return figures


def asked_for() -> Plan:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    number = partial(parser.add_argument, type=int, metavar="N")
    number("--messages", help="how many messages our bot is flooded with, in three floods")
    parser.add_argument("--quick", action="store_true", help="a rough look, in about two minutes")
    parser.add_argument("--only", choices=PARTS, action="append", help="one part; may be repeated")
    options = parser.parse_args()
    plan = Plan.quick() if options.quick else Plan()
    return plan.with_options(options.messages, options.only)


def main() -> None:
    """Measure in a temporary folder, and print what was found."""
    folder = Path(tempfile.mkdtemp(prefix="groupscope-bench-"))
    try:
        figures = asyncio.run(measure(asked_for(), folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(table(figures))
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
