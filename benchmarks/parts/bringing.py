"""One import in a process of its own: ``bringing.py all|store|parse FILE [DATABASE]``.

What it needs is imported when it is needed: the processes that it starts import this file, too.
"""

import asyncio
import json
import sys
import time
from pathlib import Path


def parse(path: Path) -> dict[str, float]:
    """Read a file without storing it; return how many messages it holds, and how long it took."""
    from groupscope.config import Config
    from groupscope.importers import recognised
    from groupscope.importers.format import Reading
    from groupscope.importers.tally import Tally

    source, form = recognised(path)
    tally = Tally()
    began, cpu = time.perf_counter(), time.process_time()
    for _entry in form.read(Reading(source, tally, Config().zone)):
        pass
    return {
        "messages": tally.messages,
        "seconds": time.perf_counter() - began,
        "parsing_cpu": time.process_time() - cpu,
    }


async def bring(path: Path, database: Path, *, is_read: bool) -> dict[str, float]:
    """Store a file; with words, moods and day summaries, or without."""
    from groupscope.cli.import_ import spare_the_collector
    from groupscope.config import Config
    from groupscope.heap import keep_one
    from groupscope.importers import recognised
    from groupscope.importers.bringing import Import, Wishes
    from groupscope.store import Store
    from groupscope.store.migrate import migrate
    from groupscope.store.sealing_beside import Sealing

    keep_one()
    spare_the_collector()
    config = Config(database_url=f"sqlite+aiosqlite:///{database}")
    store = Store(config)
    await migrate(store.engine, database.parent)
    await store.open(is_warm=False)
    source, form = recognised(path)
    outcome = await Import(store, source, form, Wishes(config.zone, is_read=is_read)).run()
    began = time.perf_counter()
    if is_read:
        await Sealing(store, int(time.time())).run()
    sealing = time.perf_counter() - began
    await store.close()
    return {"messages": outcome.tally.messages, "storing": outcome.seconds, "sealing": sealing}


if __name__ == "__main__":
    what, file = sys.argv[1], Path(sys.argv[2])
    start = time.perf_counter()
    if what == "parse":
        figures = parse(file)
    else:
        figures = asyncio.run(bring(file, Path(sys.argv[3]), is_read=what == "all"))
    print(json.dumps({"seconds": time.perf_counter() - start} | figures))
