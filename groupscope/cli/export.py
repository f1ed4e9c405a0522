"""``groupscope export``: a group's record as a file, beside a running bot or without one."""

import asyncio
from datetime import datetime
from pathlib import Path

import click

from groupscope import config
from groupscope.exporters import all_formats
from groupscope.exporters.leaving import Left, export
from groupscope.periods import Period, read_period
from groupscope.scope import Scope
from groupscope.store import Store
from groupscope.store.migrate import migrate


@click.command(
    short_help="把一个群的记录导出成文件。",
    help="把一个群的记录导出成文件，机器人在运行时也可以用。不参与统计的人不在里面。\n\n"
    "格式：" + "；".join(f"{key}：{one.name}" for key, one in all_formats().items()) + "。",
)
@click.option("--group", required=True, type=click.IntRange(1), help="群号。")
@click.option(
    "--period", default="全部", show_default=True, help="时间，如 上月、2026-11、近30天。"
)
@click.option(
    "--to", "key", default="jsonl", show_default=True, type=click.Choice(sorted(all_formats()))
)
@click.option("--out", type=click.Path(path_type=Path), help="写到哪里；默认 data/exports 里。")
def command(group: int, period: str, key: str, out: Path | None) -> None:
    """Write a group's period into a file."""
    left = asyncio.run(leave(config.load(), group, period, key, out))
    click.echo(f"好了：{left.messages:,} 条消息，{left.size / 1e6:,.1f} MB，在 {left.path}")


async def leave(
    settings: config.Config, group_id: int, words: str, key: str, out: Path | None
) -> Left:
    """Write a group's period into a file."""
    store = Store(settings)
    try:
        await migrate(store.engine, settings.data / "backups")
        await store.open()
        now = datetime.fromtimestamp(store.clock(), store.groups.zone(group_id))
        scope = Scope(group_id, period_of(words, now))
        form = all_formats()[key]
        path = out or settings.data / "exports" / file_name(group_id, form.suffix, now)
        return await export(store, scope, form, path, _tell)
    finally:
        click.echo(err=True)
        await store.close()


def period_of(words: str, now: datetime) -> Period:
    """Read a period; BadParameter where it is none."""
    period = read_period(words, now)
    if period is None:
        raise click.BadParameter(f"「{words}」不是时间，要写成 上月、2026-11、近30天 这样")
    return period.clamped(now)


def file_name(group_id: int, suffix: str, now: datetime) -> str:
    """Return how an export is called."""
    return f"{group_id}-{now:%Y%m%d-%H%M%S}{suffix}"


def _tell(count: int) -> None:
    click.echo(f"\r已导出 {count:,} 条", nl=False, err=True)
