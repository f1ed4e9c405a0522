"""How fast what was said is found: a first page, common words, rare ones, such as nobody said.

``uv run --group bench python benchmarks/search.py [--messages N] [--folder FOLDER]``. Prints a
table and, last, one line of JSON.
"""

import argparse
import asyncio
import json
import tempfile
from pathlib import Path

from parts.searching import Searched, measure
from parts.table import Figures, table


def figures(found: Searched) -> Figures:
    """Return what is told of a measurement."""
    told: Figures = {
        f"{name.replace(' ', '_')}_p95_ms": round(value, 1)
        for name, value in found.by_question.items()
    }
    told["search_p95_ms"] = round(found.p95, 1)
    told["search_cpu_p95_ms"] = round(found.cpu_p95, 1)
    told["index_bytes_a_message"] = round(found.index_bytes_a_message, 1)
    if found.indexed_per_s is not None:
        told["indexed_per_s"] = round(found.indexed_per_s)
    return told


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--messages", type=int, default=1_000_000, metavar="N")
    parser.add_argument("--folder", type=Path, help="where the groups are kept for the next time")
    chosen = parser.parse_args()
    temporary = Path(tempfile.gettempdir()) / f"groupscope-bench-groups-{chosen.messages}"
    found = figures(asyncio.run(measure(chosen.folder or temporary, chosen.messages)))
    print(table(found))
    print(json.dumps(found | {"messages": chosen.messages}))


if __name__ == "__main__":
    main()
