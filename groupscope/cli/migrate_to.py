"""``groupscope migrate-to``: everything into another kind of database, and compared."""

import asyncio

import click

from groupscope import config
from groupscope.cli.backup import summary, tell
from groupscope.cli.demo import leased
from groupscope.demo.recorded import database_at
from groupscope.store.backup import BackupError, move


@click.command(name="migrate-to", short_help="搬到另一种数据库，如 PostgreSQL。")
@click.argument("url", metavar="地址")
def command(url: str) -> None:
    """把配置里的数据库（GROUPSCOPE_DATABASE_URL）整个搬到另一个空的数据库，逐群核对条数和总和。

    例：groupscope migrate-to postgresql+asyncpg://user:password@host/groupscope

    请先停掉机器人。原来的数据库不动；搬完把 GROUPSCOPE_DATABASE_URL 改成新地址即可。
    """
    settings = config.load()
    target = database_at(url)
    if target == settings.database:
        raise BackupError("新地址就是现在的数据库。")
    with leased(settings.database), leased(target):
        counts = asyncio.run(move(settings.database, target, tell))
    shown = target.render_as_string()
    click.echo(f"搬好了，逐群核对过：{summary(counts)}。\n把 GROUPSCOPE_DATABASE_URL 改成 {shown}")
