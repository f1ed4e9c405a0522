"""``groupscope import``: brings in what other programs have exported, beside a running bot."""

import asyncio
import signal
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from zoneinfo import ZoneInfo

import click

from groupscope import config
from groupscope.config import known_zone
from groupscope.importers import all_formats, recognised
from groupscope.importers.bringing import Import, Wishes
from groupscope.importers.outcome import Outcome
from groupscope.importers.telling import told
from groupscope.store import Store
from groupscope.store.migrate import migrate


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
def command(
    files: tuple[Path, ...],
    group: int | None,
    zone: str | None,
    dry_run: bool,  # noqa: FBT001  # click passes a flag so
) -> None:
    """Bring in files, one after the other."""
    settings = config.load()
    wishes = Wishes(
        ZoneInfo(zone) if zone else None,
        group,
        is_dry=dry_run,
        starts=settings.command_start,
    )
    outcomes = asyncio.run(bring_in(settings, files, wishes))
    if any(outcome.broken for outcome in outcomes):
        raise SystemExit(1)


async def bring_in(
    settings: config.Config, files: tuple[Path, ...], wishes: Wishes
) -> list[Outcome]:
    """Bring in files and make the summaries of their days; return what became of them."""
    store = Store(settings)
    outcomes: list[Outcome] = []
    try:
        await migrate(store.engine, settings.data / "backups")
        await store.open(is_warm=False)
        for path in files:
            outcome = await bring_one(store, path, wishes)
            outcomes.append(outcome)
            click.echo(told(outcome, wishes.zone or store.groups.zone(wishes.group_id or 0)))
            if outcome.is_stopped:
                return outcomes
        if any(chat.account.stored for one in outcomes for chat in one.chats) and not wishes.is_dry:
            click.echo("正在汇总每一天……")
            await store.sealer.seal_all(int(time.time()))
    finally:
        await store.close()
    return outcomes


async def bring_one(store: Store, path: Path, wishes: Wishes) -> Outcome:
    """Bring in one file, with a bar; Ctrl-C ends it after the pages that are under way."""
    source, form = recognised(path)
    label = f"{path.name}（{form.name}）"
    began = time.monotonic()
    said = 0

    def speed(_item: object) -> str:
        return f"{said:,} 条，{said / max(time.monotonic() - began, 0.01):,.0f} 条/秒"

    with click.progressbar(length=source.size, label=label, item_show_func=speed) as bar:

        def progress(position: int, messages: int) -> None:
            nonlocal said
            said = messages
            bar.update(max(position - bar.pos, 0), position)

        job = Import(store, source, form, wishes, progress)
        with interrupts_to(lambda: setattr(job, "is_stopped", True)):
            outcome = await job.run()
        bar.update(0 if outcome.is_stopped else source.size - bar.pos, source.size)
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
