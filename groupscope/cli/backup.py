"""``groupscope backup``: the whole database as one file, beside a running bot."""

import asyncio
from pathlib import Path

import click

from groupscope import config
from groupscope.store.backup import back_up
from groupscope.store.counting import Counts


@click.command(short_help="把整个数据库备份成一个文件。")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def command(file: Path) -> None:
    """把整个数据库备份成一个文件，机器人在运行时也可以用；PostgreSQL 和 MariaDB 也一样。

    文件名以 .gz 结尾就压缩。恢复用 groupscope restore。
    备份里有全部消息，请像保管聊天记录一样保管它。
    """
    counts = asyncio.run(back_up(config.load().database, file, tell))
    click.echo(f"备份好了：{summary(counts)}，{file.stat().st_size / 1e6:,.1f} MB，在 {file}")


def tell(name: str, rows: int) -> None:
    """Show how many rows of a table have been copied."""
    click.echo(f"\r{name}：{rows:,} 行\033[K", nl=False, err=True)


def summary(counts: Counts) -> str:
    """Return how many messages of how many groups there are."""
    groups = {group_id: one.rows for (name, group_id), one in counts.items() if name == "message"}
    return f"{len(groups)} 个群，{sum(groups.values()):,} 条消息"
