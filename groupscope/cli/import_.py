"""``groupscope import``: brings in what other programs have exported, beside a running bot."""

import asyncio
import gc
import os
import signal
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final
from zoneinfo import ZoneInfo

import click

from groupscope import config
from groupscope.env_values import known_zone
from groupscope.errors import GroupscopeError
from groupscope.importers import all_formats, recognised
from groupscope.importers.bringing import Import, Wishes
from groupscope.importers.errors import RefusedError
from groupscope.importers.outcome import Outcome
from groupscope.importers.showing import Bars, Lines, Result, Shown
from groupscope.store import Store
from groupscope.store.migrate import migrate
from groupscope.store.sealing_beside import Sealing

POLITENESS: Final = 5
"""By how much the processor prefers others, where a program beside us asks for lines."""


def zone_of(_context: click.Context, _option: click.Parameter, name: str | None) -> str | None:
    """Check the name of a time zone; BadParameter."""
    try:
        return None if name is None else known_zone(name)
    except ValueError as error:
        raise click.BadParameter(f"不认识时区「{name}」，要写成 Asia/Shanghai 这样") from error


@click.command(
    name="import",
    short_help="导入别的程序导出的聊天记录。",
    help="导入别的程序导出的聊天记录，可以和机器人同时运行；中断后再运行会接着导入，重复导入不会重复。\n\n"
    "能读的格式（看内容，不看文件名）：" + "、".join(one.name for one in all_formats()) + "。",
)
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--group", type=click.IntRange(1), help="导入到这个群；默认按文件里写的群号。")
@click.option("--zone", callback=zone_of, help="文件里的时间是哪个时区的；默认是群的时区。")
@click.option("--dry-run", is_flag=True, help="只试读，告诉你会怎样，什么也不写。")
@click.option("--json", "in_lines", is_flag=True, help="进度和账目每行一个 JSON，给别的程序读。")
def command(
    files: tuple[Path, ...],
    group: int | None,
    zone: str | None,
    dry_run: bool,  # noqa: FBT001  # click passes a flag so
    in_lines: bool,  # noqa: FBT001  # as above
) -> None:
    """Bring in files, one after the other."""
    spare_the_collector()
    settings = config.load()
    wishes = Wishes(
        ZoneInfo(zone) if zone else None,
        group,
        is_dry=dry_run,
        starts=settings.command_start,
    )
    if in_lines and hasattr(os, "nice"):
        os.nice(POLITENESS)
    shown = Lines() if in_lines else Bars()
    results = asyncio.run(bring_in(settings, files, wishes, shown))
    if not all(isinstance(one, Outcome) and not one.broken for one in results):
        raise SystemExit(1)


def spare_the_collector() -> None:
    """Have garbage looked for less often: an import makes rows by the thousand, and no circles."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


async def bring_in(
    settings: config.Config, files: Sequence[Path], wishes: Wishes, shown: Shown
) -> list[Result]:
    """Bring in files and make the summaries of their days; return what became of them.

    One that cannot be read does not keep the others out. RefusedError.
    """
    store = Store(settings)
    results: list[Result] = []
    try:
        await migrate(store.engine, settings.data / "backups")
        await store.open(is_warm=False)
        for path in files:
            result = await bring_one(store, path, wishes, shown)
            results.append(result)
            shown.result(path, result, wishes.zone or store.groups.zone(wishes.group_id or 0))
            if isinstance(result, Outcome) and result.is_stopped:
                return results
        if any(map(has_stored, results)) and not wishes.is_dry:
            await _seal(store, shown)
    finally:
        await store.close()
    return results


async def _seal(store: Store, shown: Shown) -> None:
    """Make the summaries of the days; Ctrl-C leaves the rest to the bot, or to the next import."""
    with shown.sealing() as progress:
        job = Sealing(store, int(time.time()), progress)
        with interrupts_to(lambda: setattr(job, "is_stopped", True)):
            await job.run()


def has_stored(result: Result) -> bool:
    """Tell whether something was new."""
    return isinstance(result, Outcome) and any(chat.account.stored for chat in result.chats)


async def bring_one(store: Store, path: Path, wishes: Wishes, shown: Shown) -> Result:
    """Bring in one file; Ctrl-C ends it after the pages that are under way. RefusedError."""
    try:
        source, form = recognised(path)
        with shown.file(source, form) as progress:
            job = Import(store, source, form, wishes, progress)
            with interrupts_to(lambda: setattr(job, "is_stopped", True)):
                outcome = await job.run()
            if not outcome.is_stopped:
                progress(source.size, outcome.tally.messages)
    except RefusedError:
        raise
    except GroupscopeError as error:
        return error
    return outcome


@contextmanager
def interrupts_to(stop: Callable[[], None]) -> Generator[None]:
    """Have Ctrl-C, or a kind end by the system, call a function instead of ending us midway."""

    def taken(_signal: int, _frame: FrameType | None) -> None:
        stop()

    before = {one: signal.signal(one, taken) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
