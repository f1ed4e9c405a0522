"""``groupscope play``: a chat in the terminal, for someone without QQ."""

import asyncio
from dataclasses import replace
from pathlib import Path

import click

from groupscope import config
from groupscope.demo.recorded import database_at, recorded_group
from groupscope.playground.chat import Chat
from groupscope.playground.console import typed_lines
from groupscope.playground.link import PATH
from groupscope.playground.peer import Peer
from groupscope.playground.sample import ACCOUNT, sample_world
from groupscope.playground.screen import Screen
from groupscope.playground.stage import Stage
from groupscope.playground.values import Person
from groupscope.playground.world import Room, World

EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104  # not bound here: where a bot may be listening


def address(settings: config.Config) -> str:
    """Return where the bot of this configuration awaits OneBot implementations."""
    host = "127.0.0.1" if settings.host in EVERY_ADDRESS else settings.host
    shown = f"[{host}]" if ":" in host else host
    return f"ws://{shown}:{settings.port}{PATH}"


@click.command(short_help="在终端里和机器人聊天，不需要 QQ。")
@click.option("--url", help="机器人的反向 WebSocket 地址；默认按 .env 里的 HOST 和 PORT。")
@click.option("--token", help="访问令牌；默认用 .env 里的 ONEBOT_ACCESS_TOKEN。")
@click.option(
    "--database",
    metavar="文件或地址",
    help="不在样板群、而在这个数据库的群里聊天（groupscope demo）。",
)
@click.option("--out", type=click.Path(path_type=Path), help="图片存到哪里；默认 data/play。")
@click.option("--wait", default=20.0, show_default=True, help="输入结束后最多等回答多少秒。")
def command(
    url: str | None, token: str | None, database: str | None, out: Path | None, wait: float
) -> None:
    r"""在终端里和机器人聊天，不需要 QQ。

    先在另一个终端启动机器人。输入「甲: /rank 本周」就是以甲的身份说话，不写名字就是上一个人接着说；
    输入 :help 看全部用法。

    也可以用管道：printf '甲: /rank\n' | uv run --no-dev groupscope play
    """
    settings = config.load()
    world, room = recorded_world(database) if database else sample_world(settings.zone)
    secret = (settings.onebot_access_token or "") if token is None else token
    peer = Peer(world, ACCOUNT, url=url or address(settings), token=secret)
    screen = Screen(room, ACCOUNT, out or settings.data / "play")
    chat = Chat(peer, Stage(room, screen, first_speaker(room)))
    try:
        asyncio.run(chat.run(typed_lines, wait))
    except KeyboardInterrupt:
        screen.say_goodbye()


def recorded_world(database: str) -> tuple[World, Room]:
    """Return a world with a group as a database has it, its talk left where it is."""
    group = asyncio.run(recorded_group(database_at(database)))
    world = World()
    room = world.open(group.group_id, group.name, first_sequence=group.last + 1)
    room.seat(ACCOUNT, "群镜")
    for one in group.members:
        seated = room.seat(one.user_id, one.nickname or "", one.card or "", one.role or "member")
        # Nobody comes in anew: the bot would believe the member list more than its own record.
        room.keep(replace(seated, joined_at=one.joined_at or 0, is_robot=bool(one.is_robot)))
    return world, room


def first_speaker(room: Room) -> Person:
    """Return who speaks as long as nobody is named: the group's owner."""
    people = [person for person in room.members.values() if person.user_id != ACCOUNT]
    return next((person for person in people if person.role == "owner"), people[0])
