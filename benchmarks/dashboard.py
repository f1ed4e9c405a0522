"""How fast the dashboard is over a million messages, and what open pages cost the bot.

``uv run python benchmarks/dashboard.py [--messages N] [--folder FOLDER]``; README.md tells what
each figure means. The bot runs as its owner runs it; what a page asks is asked over HTTP, what it
hears is heard over WebSockets. Prints a table and, last, one line of JSON.
"""

import argparse
import asyncio
import json
import secrets
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import httpx
from parts import many_groups
from parts.group_sizes import Group
from parts.group_sizes import groups as groups_of
from parts.open_pages import OpenPages, measure
from parts.processes import OURS, BotProcess, start
from parts.report_speed import p95
from parts.table import Figures, table

OWNER = "30009"
FIRST = "summary,rank,gender,cloud,trend"
REST = "heat,day,questions,quotes,comings,coverage,peaks"
OF_A_MEMBER = "summary,trend,hours,cloud,ties"
"""The panels that a page asks for together."""
RANGES = ("24h", "7d", "30d", "year", "all")
GROUPS_SWITCHED = 8
SECONDS_OF_TALK = 30


class Visitor:
    """A browser at the dashboard, logged in by the owner's own secret."""

    def __init__(self, bot: BotProcess, secret: str) -> None:
        self.origin = f"http://127.0.0.1:{bot.port}"
        self.client = httpx.AsyncClient(
            base_url=f"{self.origin}/dashboard/", timeout=120, trust_env=False
        )
        self._secret = secret
        self.told = 0
        """Bytes of what was answered, as they came over the wire."""

    async def log_in(self) -> None:
        """Come in by the owner's secret."""
        headers = {"Origin": self.origin}
        answer = await self.client.post("api/login", json={"ticket": self._secret}, headers=headers)
        answer.raise_for_status()

    async def ask(self, path: str, **words: str | int) -> float:
        """Ask for something; return how many seconds it took."""
        began = time.perf_counter()
        answer = await self.client.get(path, params=words)
        self.told += sent(answer)
        return time.perf_counter() - began

    async def view(self, group_id: int, member: int, wanted: str = "7d") -> float:
        """Look at all that a page shows; return the seconds until the last of it is there."""
        began = time.perf_counter()
        path = f"api/groups/{group_id}"
        await asyncio.gather(
            self.ask("api/wall", range=wanted),
            self.ask(path),
            self.ask(f"{path}/panels", names=FIRST, range=wanted),
            self.ask(f"{path}/panels", names=REST, range=wanted),
            self.ask(f"{path}/panels", names=OF_A_MEMBER, member=member, range=wanted),
            self.ask(f"{path}/messages", member=member, range=wanted, size=30),
        )
        return time.perf_counter() - began

    async def first_load(self) -> int:
        """Load the page with every file that belongs to it; return the bytes on the wire."""
        page = await self.client.get("")
        version = page.text.partition('"assets/')[2].partition("/")[0]
        static = Path(__file__).parent.parent / "groupscope" / "web" / "static"
        names = [path.relative_to(static).as_posix() for path in static.rglob("*.*")]
        names = [name for name in names if name != "index.html"]
        total = sent(page)
        for name in ["echarts.js", *names]:
            total += sent(await self.client.get(f"assets/{version}/{name}"))
        return total


def sent(answer: httpx.Response) -> int:
    """Return how many bytes of an answer's body went over the wire."""
    answer.raise_for_status()
    return answer.num_bytes_downloaded


async def switching(visitor: Visitor, groups: Sequence[Group]) -> list[float]:
    """Switch through groups and ranges; return the seconds of each request that shows them."""
    found: list[float] = []
    for group in groups:
        for wanted in RANGES:
            path = f"api/groups/{group.group_id}/panels"
            found.append(await visitor.ask(path, names=FIRST, range=wanted))
    return found


async def figures(folder: Path, messages: int) -> Figures:
    """Start the bot on a million messages and look at it."""
    store = await many_groups.made(folder, messages)
    await store.close()
    secret = secrets.token_urlsafe(32)
    settings = {"GROUPSCOPE_DASHBOARD_TOKEN": secret, "SUPERUSERS": f'["{OWNER}"]'}
    settings |= {"GROUPSCOPE_NEW_GROUPS": "record", "GROUPSCOPE_BACKFILL_HOURS": "0"}
    groups = groups_of(messages)
    with start(OURS, folder, **settings) as bot:
        visitor = Visitor(bot, secret)
        await visitor.log_in()
        load = await visitor.first_load()
        view = await visitor.view(groups[0].group_id, groups[0].first_member)
        load += visitor.told
        chosen = [*groups[: GROUPS_SWITCHED // 2], *groups[20 :: 180 // (GROUPS_SWITCHED // 2)]]
        switched = await switching(visitor, chosen)
        pages: OpenPages = await measure(bot, visitor.client.cookies, SECONDS_OF_TALK)
        await visitor.client.aclose()
    return {
        "first_view_ms": round(view * 1000, 1),
        "switch_p95_ms": round(p95(switched) * 1000, 1),
        "cpu_50_pages": round(pages.share_of_a_core, 4),
        "first_load_kb": round(load / 1000, 1),
        "lost": pages.lost,
        "heard_p95_ms": round(p95(pages.heard) * 1000, 1),
    }


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="where the groups are made, or found")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        found = asyncio.run(figures(told.folder or Path(temporary), told.messages))
    print(table(found))
    print(json.dumps(found))


if __name__ == "__main__":
    main()
