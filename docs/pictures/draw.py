"""Draws every card there is from the demo's group, light and dark; nobody in it exists.

``uv run just pictures [--only KEY …]`` writes them to ``data/pictures``, with a page to look at
them; ``--readme`` draws those of the README anew, into this folder.
"""

import argparse
import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import ParamSpec, TypeVar
from zoneinfo import ZoneInfo

import click

from groupscope.charts import Card, ThemeName, draw
from groupscope.commands import Question
from groupscope.config import ROOT, Config
from groupscope.demo import GROUP, Plan
from groupscope.demo.filling import empty, fill
from groupscope.demo.plan import FIRST_MEMBER
from groupscope.digest import discover
from groupscope.errors import QuestionError
from groupscope.periods import Period, read_period
from groupscope.report import REPORTS, Report
from groupscope.scope import Scope
from groupscope.store import Store
from groupscope.store.migrate import migrate

P = ParamSpec("P")
T = TypeVar("T")

HERE = Path(__file__).parent
ZONE = ZoneInfo("Asia/Shanghai")
NOW = int(datetime(2026, 11, 20, 21, 35, tzinfo=ZONE).timestamp())
"""A Friday evening, always the same one: the same pictures each time."""
THEMES: tuple[ThemeName, ...] = ("light", "dark")
SOMEBODY = FIRST_MEMBER + 4
"""The member whose cards are drawn: one of the talkative, under an ordinary name."""
LONGER, SOUGHT = "近30天", "番茄牛腩"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A card: a report's key, the words of its period, whose it is, and its options."""

    key: str
    period: str | None = None
    member: int | None = None
    options: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the file is called, without theme."""
        whose = "member" if self.member else ""
        label = "" if self.period is None else self.period
        return "-".join(filter(None, (self.key, label, whose, *self.options)))


README: dict[str, tuple[Wanted, ThemeName]] = {
    "rank-week-dark": (Wanted("rank", "本周"), "dark"),
    "cloud-week-light": (Wanted("wordcloud", "本周"), "light"),
    "cloud-cat-dark": (Wanted("wordcloud", "近30天", options=("🐱",)), "dark"),
    "rank-today-light": (Wanted("rank", "今天", SOMEBODY), "light"),
    "portrait-month-light": (Wanted("portrait", "近30天", SOMEBODY), "light"),
    "trend-month-dark": (Wanted("trend", "近30天"), "dark"),
    "quotes-week-light": (Wanted("quotes", "近7天"), "light"),
    "hours-month-dark": (Wanted("hours", "近30天"), "dark"),
}
"""The pictures of the README, and what is asked for them."""


def every_card() -> Iterator[Wanted]:
    """Name each report's own period and a longer one, of the group and of a member."""
    for key, report in discover().items():
        command = report.command
        periods = dict.fromkeys([command.period, LONGER]) if command.period else [None]
        for period in periods:
            if not report.is_about_somebody:
                yield Wanted(key, period)
            if command.takes_member:
                yield Wanted(key, period, SOMEBODY)
    yield Wanted("digest", "昨天", options=("全",))
    yield Wanted("wordcloud", LONGER, options=("🐱",))
    yield Wanted("wordcloud", LONGER, options=("开心",))


async def opened(folder: Path) -> Store:
    """Return the open store with the demo's group, made at the first time."""
    file = folder / "demo.db"
    is_new = not file.exists()
    config = Config(_env_file=None, database_url=f"sqlite+aiosqlite:///{file}", data_dir=folder)  # pyright: ignore[reportCallIssue] -- pydantic-settings takes it
    store = Store(config, clock=lambda: NOW)
    await migrate(store.engine, folder)
    if is_new:
        click.echo("The demo's group is made, once …")
        await empty(store, GROUP)
    await store.open()
    if is_new:
        await fill(store, Plan(until=NOW, zone=ZONE), lambda _: None)
    await store.sealer.mark_outdated()
    await store.sealer.seal_all(NOW)
    return store


async def card_of(store: Store, wanted: Wanted) -> Card:
    """Ask a report, and return its card; QuestionError where it has nothing to say."""
    report = REPORTS[wanted.key]
    group_id = 0 if report.is_across_groups else GROUP
    words = (SOUGHT,) if report.command.takes_words else ()
    scope = Scope(group_id, period_of(wanted), wanted.member)
    question = Question(scope, wanted.options, words=words)
    async with store.snapshot() as db:
        answer: Report = await report.ask(db, question)
    return (await answer.refined(here)).card()


def period_of(wanted: Wanted) -> Period:
    """Return the period that its words mean now."""
    now = datetime.fromtimestamp(NOW, ZONE)
    period = read_period(wanted.period or "全部", now)
    if period is None:
        raise ValueError(f"{wanted.key} has no period {wanted.period}")
    return period.clamped(now)


async def here(function: Callable[P, T], *words: P.args, **named: P.kwargs) -> T:
    """Do what the worker would do."""
    return function(*words, **named)


async def draw_all(folder: Path, only: list[str]) -> None:
    """Draw every card in both themes, and a page that shows them side by side."""
    store = await opened(folder)
    shown: list[str] = []
    for wanted in every_card():
        if only and wanted.key not in only:
            continue
        try:
            card = await card_of(store, wanted)
        except QuestionError as error:
            click.echo(f"{wanted.name:<32} {error}")
            continue
        for theme in THEMES:
            began = time.perf_counter()
            file = folder / f"{wanted.name}-{theme}.png"
            file.write_bytes(draw(card, theme=theme))
            took = (time.perf_counter() - began) * 1000
            click.echo(f"{file.stem:<32} {took:5.0f} ms {file.stat().st_size / 1024:6.0f} KiB")
        shown.append(wanted.name)
    await store.close()
    if not only:
        (folder / "index.html").write_text(page(shown), "utf-8")
    click.echo(f"{len(shown) * len(THEMES)} pictures in {folder}")


def page(names: list[str]) -> str:
    """Return a page with all cards at the width of a phone."""
    rows = "\n".join(
        f"<h2>{name}</h2>"
        + "".join(f'<img loading="lazy" width="400" src="{name}-{theme}.png">' for theme in THEMES)
        for name in names
    )
    return f'<meta charset="utf-8"><title>groupscope</title>\n{rows}\n'


async def draw_readme(folder: Path) -> None:
    """Draw the README's pictures."""
    store = await opened(folder)
    for name, (wanted, theme) in README.items():
        (HERE / f"{name}.png").write_bytes(draw(await card_of(store, wanted), theme=theme))
    await store.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--into", type=Path, default=ROOT / "data" / "pictures", metavar="FOLDER")
    parser.add_argument("--only", nargs="*", default=[], metavar="KEY", help="these reports alone")
    parser.add_argument("--readme", action="store_true", help="the README's pictures instead")
    chosen = parser.parse_args()
    discover()
    chosen.into.mkdir(parents=True, exist_ok=True)
    if chosen.readme:
        asyncio.run(draw_readme(chosen.into))
    else:
        asyncio.run(draw_all(chosen.into, chosen.only))


if __name__ == "__main__":
    main()
