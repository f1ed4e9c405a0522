"""``groupscope demo``: a believable group that does not exist, to look at the bot's answers."""

import asyncio
import os
import time
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime, tzinfo

import click
from sqlalchemy import URL

from groupscope import config
from groupscope.demo import GROUP, Plan
from groupscope.demo.filling import empty, fill, groups_in
from groupscope.demo.recorded import database_at
from groupscope.errors import StartError
from groupscope.store import Store
from groupscope.store.engine import sqlite_file
from groupscope.store.lease import Lease
from groupscope.store.migrate import migrate

MOMENT = "%Y-%m-%d %H:%M"


class OtherGroupsError(StartError):
    """The database holds groups that really exist."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"这个数据库里已经有别的群（{count} 个），演示群不往里写。"
            "请用 --into 换一个文件，或者加上 --anyway。"
        )


@click.command(short_help="造一个不存在的群，看看机器人会怎么回答。")
@click.option("--days", default=90, show_default=True, type=click.IntRange(1, 3650), help="几天。")
@click.option(
    "--members", default=60, show_default=True, type=click.IntRange(3, 10_000), help="几个人。"
)
@click.option(
    "--messages",
    default=60_000,
    show_default=True,
    type=click.IntRange(1, 10_000_000),
    help="几条消息。",
)
@click.option("--seed", default=1, show_default=True, help="换一个数，就换一个群。")
@click.option(
    "--until", metavar="时间", help="最后一条消息的时间，如 2026-11-20 21:00；默认是现在。"
)
@click.option("--into", metavar="文件或地址", help="写到哪里；默认 data/demo/groupscope.db。")
@click.option("--anyway", is_flag=True, help="数据库里有别的群也写。")
def command(
    days: int,
    members: int,
    messages: int,
    seed: int,
    until: str | None,
    into: str | None,
    anyway: bool,  # noqa: FBT001  # click passes a flag so
) -> None:
    """造一个不存在的群：几个月的聊天、心情、问题、复读、进出群，还有一次断线。

    写进它自己的数据库，然后可以在终端里向机器人提问。同样的 --seed 和 --until 造出同样的消息。
    """
    settings = config.load()
    url = database_at(into or str(settings.data / "demo" / "groupscope.db"))
    target = settings.model_copy(update={"database_url": url.render_as_string(hide_password=False)})
    end = moment(until, settings.zone) if until else int(time.time())
    plan = Plan(end, settings.zone, days=days, members=members, messages=messages, seed=seed)
    began = time.monotonic()
    asyncio.run(make(target, plan, is_forced=anyway))
    click.echo(told(plan, url, time.monotonic() - began))


def moment(written: str, zone: tzinfo) -> int:
    """Read a moment of a zone, as epoch seconds; BadParameter where it is none."""
    try:
        return int(datetime.fromisoformat(written).replace(tzinfo=zone).timestamp())
    except ValueError as error:
        raise click.BadParameter(f"「{written}」不是时间，要写成 2026-11-20 21:00") from error


async def make(settings: config.Config, plan: Plan, *, is_forced: bool) -> None:
    """Fill a database with the plan's group; StartError where it is not free for that."""
    with leased(settings.database):
        store = Store(settings)
        try:
            await migrate(store.engine, settings.data / "backups")
            others = await groups_in(store) - {GROUP}
            if others and not is_forced:
                raise OtherGroupsError(len(others))
            await empty(store, plan.group_id)
            await store.open()
            with click.progressbar(length=plan.messages, label="正在聊天") as bar:
                await fill(store, plan, bar.update)
        finally:
            await store.close()


@contextmanager
def leased(url: URL) -> Generator[None]:
    """Own a SQLite file meanwhile; a server looks after itself. OwnedError."""
    file = sqlite_file(url)
    if file is None:
        yield
        return
    lease = Lease(file)
    lease.take()
    try:
        yield
    finally:
        lease.release()


def told(plan: Plan, url: URL, seconds: float) -> str:
    """Return what was made, and what to do next."""
    since, until = (datetime.fromtimestamp(at, plan.zone) for at in (plan.since, plan.until))
    shown = written(url)
    name = "GROUPSCOPE_DATABASE_URL"
    start = f'$env:{name}="{shown}"; ' if os.name == "nt" else f"{name}='{shown}' "
    place = sqlite_file(url) or url.render_as_string()
    return (
        f"好了，用了 {seconds:.0f} 秒：「{plan.name}」{plan.members} 人，{plan.messages:,} 条消息，"
        f"{since:{MOMENT}} 到 {until:{MOMENT}}。\n"
        f"数据在 {place}。\n\n"
        "接下来：\n"
        f"  1. 用这个数据库启动机器人：\n     {start}uv run --no-dev bot.py\n"
        "  2. 在另一个终端里进群说话：\n"
        f"     uv run --no-dev groupscope play --database '{shown}'\n"
        "     然后输入：/排行 本月   /心情 近30天   /词云 近7天   :members\n"
    )


def written(url: URL) -> str:
    """Return an address as short as the configuration understands it."""
    file = sqlite_file(url)
    if file is not None and file.is_relative_to(config.ROOT):
        url = url.set(database=file.relative_to(config.ROOT).as_posix())
    return url.render_as_string(hide_password=False)
