"""``groupscope restore``: a backup back into its place."""

import asyncio
import time
from collections.abc import Generator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import click
from sqlalchemy import URL

from groupscope import config
from groupscope.cli.backup import summary, tell
from groupscope.cli.demo import leased
from groupscope.store.backup import BackupError, restore
from groupscope.store.counting import Counts
from groupscope.store.engine import sqlite_file
from groupscope.store.migrate import ASIDE


@click.command(short_help="把备份恢复到数据库里。")
@click.argument("file", type=click.Path(exists=True, path_type=Path, dir_okay=False))
@click.option("--replace", is_flag=True, help="现在的数据库（SQLite）改名放在一边，换成备份。")
def command(file: Path, replace: bool) -> None:  # noqa: FBT001  # click passes a flag so
    """把备份恢复到配置里的数据库（GROUPSCOPE_DATABASE_URL），它必须是空的；请先停掉机器人。

    每晚的自动备份、升级前留下的、groupscope backup 做的都可以。
    备份之后抹去的人，恢复后会再抹去一次。
    """
    settings = config.load()
    with leased(settings.database), put_aside(settings.database) if replace else nullcontext():
        counts: Counts = asyncio.run(restore(file, settings.database, tell))
    click.echo(f"恢复好了，核对过：{summary(counts)}。")


@contextmanager
def put_aside(url: URL) -> Generator[None]:
    """Call a SQLite database otherwise, with what stands beside it, and back if this fails.

    BackupError for a server.
    """
    database = sqlite_file(url)
    if database is None:
        raise BackupError("--replace 只能用于 SQLite；服务器上请先建一个空的数据库。")
    aside = f"{database}{ASIDE}{time.strftime('%Y%m%d-%H%M%S')}"
    rename(str(database), aside)
    try:
        yield
    except BaseException:
        rename(aside, str(database))
        raise
    for part in Path(aside).parent.glob(f"{Path(aside).name}*"):
        part.touch()  # its thirty days begin now
    if Path(aside).exists():
        click.echo(f"原来的数据库在 {aside}，30 天后自动删掉。")


def rename(database: str, other: str) -> None:
    """Rename a SQLite file with what stands beside it, as far as that is there."""
    for end in ("", "-wal", "-shm"):
        if Path(f"{database}{end}").exists():
            Path(f"{database}{end}").replace(f"{other}{end}")
