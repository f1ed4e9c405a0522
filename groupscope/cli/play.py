"""``groupscope play``: a chat in the terminal, for someone without QQ."""

import asyncio
from pathlib import Path

import click

from groupscope import config
from groupscope.playground.chat import Chat
from groupscope.playground.console import typed_lines
from groupscope.playground.link import PATH
from groupscope.playground.peer import Peer
from groupscope.playground.sample import ACCOUNT, sample_world
from groupscope.playground.screen import Screen
from groupscope.playground.stage import Stage

EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104  # not bound here: where a bot may be listening


def address(settings: config.Config) -> str:
    """Return where the bot of this configuration awaits OneBot implementations."""
    host = "127.0.0.1" if settings.host in EVERY_ADDRESS else settings.host
    shown = f"[{host}]" if ":" in host else host
    return f"ws://{shown}:{settings.port}{PATH}"


@click.command(short_help="在终端里和机器人聊天，不需要 QQ。")
@click.option("--url", help="机器人的反向 WebSocket 地址；默认按 .env 里的 HOST 和 PORT。")
@click.option("--token", help="访问令牌；默认用 .env 里的 ONEBOT_ACCESS_TOKEN。")
@click.option("--out", type=click.Path(path_type=Path), help="图片存到哪里；默认 data/play。")
@click.option("--wait", default=20.0, show_default=True, help="输入结束后最多等回答多少秒。")
def command(url: str | None, token: str | None, out: Path | None, wait: float) -> None:
    r"""在终端里和机器人聊天，不需要 QQ。

    先在另一个终端启动机器人。输入「甲: /rank 本周」就是以甲的身份说话，不写名字就是上一个人接着说；
    输入 :help 看全部用法。

    也可以用管道：printf '甲: /rank\n' | uv run --no-dev groupscope play
    """
    settings = config.load()
    world, room = sample_world(settings.zone)
    secret = (settings.onebot_access_token or "") if token is None else token
    peer = Peer(world, ACCOUNT, url=url or address(settings), token=secret)
    screen = Screen(room, ACCOUNT, out or settings.data / "play")
    chat = Chat(peer, Stage(room, screen, room.find("甲")))
    try:
        asyncio.run(chat.run(typed_lines, wait))
    except KeyboardInterrupt:
        screen.say_goodbye()
