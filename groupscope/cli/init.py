"""``groupscope init``: from a few questions to a configuration that works on both sides."""

import ipaddress
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from groupscope import config
from groupscope.env_values import known_zone
from groupscope.errors import StartError
from groupscope.setting_up import Link, PeerFile, llbot, napcat, settle, token_of

PLACES = {
    "here": "和机器人在同一台机器上（直接安装，不在 Docker 里）",
    "docker": "在这台机器的 Docker 容器里，机器人不在",
    "compose": "和机器人一起用 compose.yaml 启动",
    "elsewhere": "在另一台机器上",
}
ADDRESSES = {"here": "127.0.0.1", "docker": "host.docker.internal", "compose": "groupscope"}
"""How the implementation reaches the bot."""
MORE = {
    "docker": "\n  · 启动 NapCat 的容器时加上 --add-host host.docker.internal:host-gateway。",
    "elsewhere": "\n  · 防火墙要放行 {port} 端口，只给那台机器。",
}
QQ = re.compile(r"[1-9]\d{4,11}")


class NobodyToAskError(StartError):
    """Something has to be asked, and nobody sits there."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"这里没法提问，请用选项写明：{what}（全部选项：groupscope init --help）。"
        )


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the owner has said."""

    bot: str
    owner: str
    zone: str
    place: str
    address: str
    port: int


def number(_context: click.Context, _option: click.Parameter, text: str | None) -> str | None:
    """Check a QQ number; BadParameter where it is none."""
    if text is not None and not QQ.fullmatch(text):
        raise click.BadParameter(f"「{text}」不是 QQ 号")
    return text


def zone_of(_context: click.Context, _option: click.Parameter, text: str | None) -> str | None:
    """Check the name of a time zone; BadParameter where there is none of that name."""
    return text if text is None else checked_zone(text)


@click.command(short_help="回答几个问题，写好机器人和 NapCat / LLBot 的配置。")
@click.option("--bot", callback=number, metavar="QQ号", help="机器人用的 QQ 号。")
@click.option("--owner", callback=number, metavar="QQ号", help="你自己的 QQ 号（机器人的主人）。")
@click.option("--zone", callback=zone_of, metavar="时区", help="默认 Asia/Shanghai。")
@click.option("--napcat", "place", type=click.Choice(list(PLACES)), help="NapCat / LLBot 在哪里。")
@click.option("--address", metavar="地址", help="elsewhere 时：那台机器用什么地址找到这一台。")
@click.option("--port", type=click.IntRange(1, 65535), help="机器人听哪个端口；默认 8080。")
@click.option("--out", type=click.Path(path_type=Path), help="NapCat / LLBot 的配置写到哪里。")
@click.option("--yes", is_flag=True, help="什么也不问，已有的文件直接改写。")
def command(*, yes: bool, out: Path | None, **said: Any) -> None:  # noqa: ANN401 -- all others
    """回答几个问题，写好 .env.prod，还有 NapCat 和 LLBot 的 OneBot 配置。

    选项写全就什么也不问。已有的文件不会不问就改；.env.prod 里别的设置保留，口令够强的话也保留。
    """
    os.umask(0o077)  # the secret stands in what is written
    wishes = asked(said, is_silent=yes)
    _, env = config.files()
    token = token_of(env)
    link = Link(f"ws://{bracketed(wishes.address)}:{wishes.port}/onebot/v11/ws", token)
    folder = out or config.ROOT / "data" / "onebot"
    beside = config.ROOT / "napcat" / "config" if wishes.place == "compose" and not out else None
    peers = [
        napcat(beside or folder / "napcat", wishes.bot, link),
        llbot(folder / "llbot", wishes.bot, link),
    ]
    agree([env, *(one.path for one in peers)], is_silent=yes)
    settle(env, settings_of(wishes, token))
    for one in peers:
        one.write()
    click.echo(next_steps(wishes, env, peers, link))


def asked(said: Mapping[str, Any], *, is_silent: bool) -> Wishes:
    """Return what the owner wants; whatever no option says is asked. NobodyToAskError."""
    bot = said["bot"] or question("机器人的 QQ 号（另备一个，别用大号）", "--bot", is_silent)
    owner = said["owner"] or question("你自己的 QQ 号（机器人的主人）", "--owner", is_silent)
    place = said["place"] or ("here" if is_silent else chosen_place())
    zone = said["zone"] or ("Asia/Shanghai" if is_silent else ask_zone())
    address = said["address"] or ADDRESSES.get(place) or ask_address(is_silent)
    port = 8080 if place == "compose" else said["port"] or 8080  # compose.yaml says so
    return Wishes(bot, owner, zone, place, address, port)


def question(words: str, option: str, is_silent: bool) -> str:  # noqa: FBT001 -- passed on
    """Ask for a QQ number until it is one."""
    if is_silent or not can_ask():
        raise NobodyToAskError(option)
    while not QQ.fullmatch(answer := click.prompt(words, type=str).strip()):
        click.echo("QQ 号是 5 到 12 位的数字。")
    return answer


def chosen_place() -> str:
    """Ask where the implementation runs."""
    if not can_ask():
        raise NobodyToAskError("--napcat")
    click.echo("NapCat / LLBot 在哪里运行？")
    for at, told in enumerate(PLACES.values(), start=1):
        click.echo(f"  {at}. {told}")
    chosen = click.prompt("选一个", type=click.IntRange(1, len(PLACES)), default=1)
    return list(PLACES)[chosen - 1]


def ask_zone() -> str:
    """Ask for the time zone until there is one of that name."""
    if not can_ask():
        raise NobodyToAskError("--zone")
    return click.prompt("时区", default="Asia/Shanghai", value_proc=checked_zone)


def ask_address(is_silent: bool) -> str:  # noqa: FBT001 -- passed on
    """Ask how the other machine reaches this one."""
    if is_silent or not can_ask():
        raise NobodyToAskError("--address")
    return click.prompt("那台机器用什么地址能找到这一台（IP 或域名）", type=str).strip()


def checked_zone(text: str) -> str:
    """Return the name of a time zone; BadParameter where there is none."""
    try:
        return known_zone(text.strip())
    except ValueError as error:
        raise click.BadParameter(f"没有「{text}」这个时区，要写成 Asia/Shanghai 这样") from error


def can_ask() -> bool:
    """Tell whether somebody sits there."""
    return sys.stdin.isatty()


def agree(paths: list[Path], *, is_silent: bool) -> None:
    """Have the owner agree to what is there being rewritten; Abort where they do not."""
    there = [path for path in paths if path.exists()]
    if not there or is_silent:
        return
    if not can_ask():
        raise NobodyToAskError("--yes（已有 " + "、".join(path.name for path in there) + "）")
    for path in there:
        click.echo(f"已经有 {path}")
    click.confirm("改写它们吗？（.env.prod 里别的设置保留）", default=False, abort=True)


def settings_of(wishes: Wishes, token: str) -> dict[str, str]:
    """Return what is written into ``.env.prod``."""
    return {
        "HOST": "127.0.0.1" if wishes.place == "here" else "0.0.0.0",  # noqa: S104 -- with a token
        "PORT": str(wishes.port),
        "ONEBOT_ACCESS_TOKEN": token,
        "SUPERUSERS": f'["{wishes.owner}"]',
        "GROUPSCOPE_TIMEZONE": wishes.zone,
    }


def bracketed(host: str) -> str:
    """Return a host as it stands in an address: IPv6 in brackets."""
    try:
        return f"[{ipaddress.IPv6Address(host)}]"
    except ValueError:
        return host


def next_steps(wishes: Wishes, env: Path, peers: list[PeerFile], link: Link) -> str:
    """Return what was written, and what to do next."""
    start = "docker compose up -d" if wishes.place == "compose" else "uv run --no-dev bot.py"
    written = "\n".join(f"  {one.path}\n      {one.what_to_do}" for one in peers)
    more = MORE.get(wishes.place, "").format(port=wishes.port)
    place_it = (
        "NapCat 的配置已经放好了，打开 http://127.0.0.1:6099/webui"
        if wishes.place == "compose"
        else "把上面两个文件中的一个放进 NapCat 或 LLBot，重启它"
    )
    return f"""
写好了：
  {env}
      机器人的配置{"" if os.name == "nt" else "（只有你能读，里面有口令）"}。
{written}

接下来：
  1. 启动机器人：  {start}
  2. {place_it}，用 {wishes.bot} 扫码登录。
  3. 连上后在群里发 /群镜 状态，再发 /词云；你用 {wishes.owner} 私聊机器人 /群镜 状态 看它好不好。

也可以在 WebUI 里手填：反向 WebSocket {link.url}，Token 见 {env.name}，格式 array。{more}
不对劲就运行：  uv run --no-dev groupscope doctor
"""
