"""How fast files are brought in, and what memory that takes.

``uv run python benchmarks/importing.py [--messages N] [--only jsonl|store|qce|parse|search]
[--peer FOLDER]``

Every import is a process of its own; the files are written into the temporary folder once. Prints a
table and, last, one line of JSON. README.md tells what each figure means.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from parts.exports import written
from parts.table import Figures, table

PARTS = Path(__file__).parent / "parts"
MEGABYTE = 1 << 20
LOOK = 0.1
PEER_READS = ("whatsapp", "telegram")


def run(folder: Path, what: str, file: Path) -> Figures:
    """Bring a file in; return its figures with peak memory and CPU of all its processes."""
    database = folder / "importing.db"
    for old in folder.glob("importing.db*"):
        old.unlink()
    return watched_run("bringing.py", what, str(file), str(database))


def watched_run(script: str, *words: str) -> Figures:
    """Run a part of the benchmark; return what it prints, with peak memory and CPU in all."""
    call = [sys.executable, str(PARTS / script), *words]
    quiet = subprocess.DEVNULL if script.startswith("peer") else None
    running = subprocess.Popen(call, stdout=subprocess.PIPE, stderr=quiet, text=True)
    peak = cpu = 0.0
    used: dict[int, float] = {}
    watched = psutil.Process(running.pid)
    while running.poll() is None:
        memory = 0
        try:
            for process in (watched, *watched.children(recursive=True)):
                memory += process.memory_info().rss
                times = process.cpu_times()
                used[process.pid] = times.user + times.system
        except psutil.Error:
            pass
        peak = max(peak, memory / MEGABYTE)
        time.sleep(LOOK)
    told = running.communicate()[0]
    cpu = sum(used.values())
    return json.loads(told.splitlines()[-1]) | {"rss_mb": peak, "cpu": cpu}


def jsonl(folder: Path, count: int, _peer: Path | None) -> Figures:
    """ChatLab JSONL with words, moods, questions and day summaries."""
    found = run(folder, "all", written(folder, "chatlab", count))
    return {
        "messages": found["messages"],
        "jsonl_per_s": round(found["messages"] / found["seconds"]),
        "jsonl_rss_mb": round(found["rss_mb"]),
        "jsonl_storing_s": round(found["storing"], 1),
        "jsonl_sealing_s": round(found["sealing"], 1),
        "jsonl_cpu_us_per_message": round(found["cpu"] / found["messages"] * 1e6, 1),
    }


def store(folder: Path, count: int, _peer: Path | None) -> Figures:
    """ChatLab JSONL stored, to be understood later."""
    found = run(folder, "store", written(folder, "chatlab", count))
    return {
        "jsonl_store_only_per_s": round(found["messages"] / found["storing"]),
        "jsonl_store_only_cpu_us_per_message": round(found["cpu"] / found["messages"] * 1e6, 1),
    }


def qce(folder: Path, count: int, _peer: Path | None) -> Figures:
    """qq-chat-exporter JSON, about 400 MB at a million messages, with everything."""
    file = written(folder, "qce", count)
    found = run(folder, "all", file)
    return {
        "qce_mb": round(file.stat().st_size / MEGABYTE),
        "qce_seconds": round(found["seconds"], 1),
        "qce_rss_mb": round(found["rss_mb"]),
        "qce_cpu_us_per_message_stored": round(found["cpu"] / found["messages"] * 1e6, 1),
    }


def parse(folder: Path, count: int, peer: Path | None) -> Figures:
    """Measure reading alone, without storing anything; chat-miner reads the same files."""
    figures: Figures = {}
    for name in ("whatsapp", "telegram", "chatlab", "qce"):
        found = run(folder, "parse", written(folder, name, count))
        figures[f"{name}_per_s"] = round(found["messages"] / found["seconds"])
        cpu = found["parsing_cpu"] / found["messages"]
        figures[f"{name}_cpu_us_per_message"] = round(cpu * 1e6, 2)
        if peer is not None and name in PEER_READS:
            figures |= peer_parse(name, written(folder, name, count), peer, cpu)
    return figures


def peer_parse(name: str, file: Path, peer: Path, ours: float) -> Figures:
    """Let chat-miner read a file; ``ours`` is our CPU a message, in seconds."""
    found = watched_run("peer_parsing.py", name, str(file), str(peer))
    cpu = found["parsing_cpu"] / found["messages"]
    return {
        f"peer_{name}_per_s": round(found["messages"] / found["seconds"]),
        f"peer_{name}_cpu_us_per_message": round(cpu * 1e6, 2),
        f"peer_{name}_rss_mb": round(found["rss_mb"]),
        f"{name}_ratio": round(cpu / ours, 1),
    }


def search(_folder: Path, _count: int, _peer: Path | None) -> Figures:
    """Take the figure of ``search.py``, which makes its own database."""
    call = [sys.executable, str(Path(__file__).parent / "search.py")]
    done = subprocess.run(call, check=True, capture_output=True, text=True)
    return {"search_p95_ms": json.loads(done.stdout.splitlines()[-1]).get("search_p95_ms")}


MEASURED: dict[str, Callable[[Path, int, Path | None], Figures]] = {
    "jsonl": jsonl,
    "store": store,
    "qce": qce,
    "parse": parse,
    "search": search,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--only", choices=MEASURED, action="append")
    parser.add_argument("--peer", type=Path, metavar="FOLDER", help="where chat-miner is installed")
    wishes = parser.parse_args()
    folder = Path(tempfile.gettempdir()) / "groupscope-importing"
    folder.mkdir(exist_ok=True)
    figures: Figures = {}
    for name in wishes.only or MEASURED:
        figures |= MEASURED[name](folder, wishes.messages, wishes.peer)
    print(table(figures))
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
