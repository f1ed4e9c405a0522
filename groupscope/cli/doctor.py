"""``groupscope doctor``: how the bot is and what to do about it, whether it runs or not."""

import asyncio
import socket
import time

import click
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope import config
from groupscope.errors import StartError
from groupscope.health import Finding, Level, Live, alive
from groupscope.health.checkup import checkup
from groupscope.health.reading import Stored, read
from groupscope.health.telling import lines
from groupscope.store.engine import open_engine, sqlite_file
from groupscope.store.groups import Groups
from groupscope.store.migrate import current_revision, resolved
from groupscope.store.refusals import REFUSALS, reason_of

SECONDS_TO_CONNECT = 2.0
EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104 -- compared, not bound


class CannotReadError(StartError):
    """The database cannot be looked into."""


@click.command(short_help="体检：机器人好不好，哪里有问题，怎么办。")
def command() -> None:
    """体检：版本、账号、队列、写入、数据库大小和还能记多久、缺口、日报、磁盘、口令，每个问题都说怎么办。

    机器人在不在运行都可以用，什么也不会改。没有问题时退出码是 0，有要处理的问题时是 1。
    """
    settings = config.load()
    live, more = running(settings)
    stored = None
    try:
        stored = asyncio.run(looked_into(settings))
    except CannotReadError as error:
        more.append(unreadable(str(error)))
    found = checkup(settings, time.time(), live, stored, tuple(more))
    click.echo("\n".join(lines(found)))
    if found.worst > Level.NOTE:
        raise SystemExit(1)


def running(settings: config.Config) -> tuple[Live | None, list[Finding]]:
    """Return the running bot's figures, and what is wrong where it does not run."""
    shown = alive.read(settings.data)
    is_fresh = shown is not None and shown.is_fresh(time.time())
    is_answered = answers(settings)
    if shown and is_fresh and is_answered:
        return shown.live, [case.finding for case in shown.cases]
    if is_answered:
        return None, [somebody_else(settings)]
    how = "刚刚停了，或卡住了" if is_fresh else "没有在运行"
    return None, [
        Finding(
            "running",
            Level.WARNING,
            f"机器人{how}：{settings.host}:{settings.port} 没人应答。",
            "启动它：uv run --no-dev bot.py；启动不了的话，它会用一句话说明原因。",
        )
    ]


def answers(settings: config.Config) -> bool:
    """Tell whether anybody listens where the bot would."""
    host = "127.0.0.1" if settings.host in EVERY_ADDRESS else settings.host
    try:
        with socket.create_connection((host, settings.port), SECONDS_TO_CONNECT):
            return True
    except OSError:
        return False


def somebody_else(settings: config.Config) -> Finding:
    """Tell that the port is taken, and the bot does not show that it runs."""
    return Finding(
        "port",
        Level.WARNING,
        f"{settings.host}:{settings.port} 有程序在听，但这里的机器人一分钟没有动静了。",
        "如果它刚启动，等十秒再试；否则是机器人卡住了（重启它），或者端口被别的程序占了"
        "（在 .env.prod 里换一个 PORT，NapCat / LLBot 里的地址也要改）。",
    )


def unreadable(why: str) -> Finding:
    """Tell that the database cannot be looked into."""
    cure = (
        "看看 GROUPSCOPE_DATABASE_URL 写对了没有；文件坏了就停掉机器人，"
        "用 data/backups 里最新的一份恢复：groupscope restore 文件 --replace"
    )
    return Finding("database", Level.TROUBLE, why, cure)


async def looked_into(settings: config.Config) -> Stored | None:
    """Read the database; None where there is none yet. CannotReadError."""
    file = sqlite_file(settings.database)
    if file is not None and not file.exists():
        return None
    engine = open_engine(settings.database, is_read_only=True)
    try:
        async with engine.connect() as here:
            await must_be_current(here)
            groups = Groups(settings)
            await groups.load(here)
            return await read(here, groups, file, int(time.time()))
    except REFUSALS as error:
        raise CannotReadError(f"数据库读不出来：{reason_of(error)}。") from error
    finally:
        await engine.dispose()


async def must_be_current(here: AsyncConnection) -> None:
    """Raise CannotReadError for a database of another version."""
    try:
        revision = await here.run_sync(current_revision)
    except DBAPIError as error:
        raise CannotReadError(f"数据库读不出来：{reason_of(error)}。") from error
    if revision != resolved("head"):
        raise CannotReadError(
            f"数据库的版本（{revision or '空的'}）和程序不一样：机器人启动时会自动升级它；"
            "比程序新的话，先更新程序（git pull）。"
        )
