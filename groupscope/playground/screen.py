"""What the terminal chat shows, and the numbers by which messages on it can be quoted."""

import asyncio
import itertools
from pathlib import Path

import click

from groupscope.errors import GroupscopeError
from groupscope.playground import narration
from groupscope.playground.outbox import Sent
from groupscope.playground.room import Room
from groupscope.playground.values import Happening, Person, Said

HELP = """\
  甲: 早              以甲的身份说话（名字或 QQ 号）；不写就是上一个人接着说
  乙: /rank 本周      问机器人；@丙 就是提到丙
  丙: >3 好呀         回复编号为 3 的消息
  :members            群里有谁
  :recall [3]         撤回编号为 3 的消息；不写编号就是最近一条
  :poke 乙            上一个说话的人戳一戳乙
  :join 戊  :leave 丁  有人进群，有人退群
  :help  :quit        再看一遍用法；离开（Ctrl-D 也行）"""

MOST_NAMED = 12
"""How many members the welcome names."""

SUFFIXES = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", b"GIF8": "gif", b"RIFF": "webp"}


class NoSuchMessageError(GroupscopeError):
    """A number that no message on the screen has."""

    def __init__(self, number: int | None) -> None:
        super().__init__(f"没有编号为 {number} 的消息。" if number else "还没有人说过话。")


class Screen:
    """Shows a room as one account's owner would see it; pictures go into ``folder``."""

    def __init__(self, room: Room, account: int, folder: Path) -> None:
        self._room = room
        self._account = account
        self._folder = folder
        self._shown: list[Said] = []

    def welcome(self) -> None:
        """Say where one is and how it goes."""
        people = self._people()
        names = "、".join(p.nickname or str(p.user_id) for p in people[:MOST_NAMED])
        more = f"等 {len(people)} 人（:members 看全部）" if len(people) > MOST_NAMED else ""
        self.tell(f"已连上机器人。你在「{self._room.name}」，群里有 {names}{more}。")
        self.show_help()

    def show_help(self) -> None:
        """Say what can be typed."""
        self.tell(HELP)

    def tell(self, sentence: str) -> None:
        """Show a sentence of the chat itself."""
        click.secho(sentence, dim=True)

    def say_goodbye(self) -> None:
        """Say that it is over."""
        self.tell("再见。")

    def show_members(self) -> None:
        """List who is in the group."""
        for person in self._people():
            card = f"（群名片：{person.card}）" if person.card else ""
            role = {"owner": "群主", "admin": "管理员"}.get(person.role, "成员")
            self.tell(f"  {person.nickname}  {person.user_id}  {role}{card}")

    async def hear(self, event: Happening) -> None:
        """Show what happens in the room; what the bot says comes by ``show_sent``."""
        if not isinstance(event, Said):
            if happened := narration.sentence(event, self._room):
                self.tell(f"  · {happened}")
        elif event.sender.user_id != self._account:
            self._show(event)

    async def show_sent(self, sent: Sent) -> None:
        """Show a message of the bot, and save its pictures."""
        lines = await asyncio.to_thread(self._lines, sent)
        if sent.said is not None:
            self._show(sent.said, lines)
        else:
            click.echo(f"[私聊 → {sent.user_id}] {lines}")

    def message(self, number: int | None) -> Said:
        """Return the message with this number, or the last one. NoSuchMessageError."""
        if number is None and self._shown:
            return self._shown[-1]
        if number is None or not 0 < number <= len(self._shown):
            raise NoSuchMessageError(number)
        return self._shown[number - 1]

    def _show(self, said: Said, lines: str | None = None) -> None:
        self._shown.append(said)
        quoted = self._room.message(said.reply_to)
        mark = click.style(f"[{len(self._shown)}]", dim=True)
        name = click.style(said.sender.name, bold=True)
        body = narration.words(said.segments, self._room) if lines is None else lines
        click.echo(f"{mark} {name}：{self._quotation(quoted)}{body}")

    def _quotation(self, quoted: Said | None) -> str:
        if quoted is None:
            return ""
        gist = narration.words(quoted.segments, self._room)
        return click.style(f"「{quoted.sender.name}：{gist}」", dim=True) + "\n    "

    def _lines(self, sent: Sent) -> str:
        pictures = [f"[图片 已保存：{self._save(picture)}]" for picture in sent.pictures if picture]
        written = tuple(s for s in sent.segments if s.type not in ("image", "reply"))
        nodes = [narration.words(node, self._room) for node in sent.nodes]
        parts = [narration.words(written, self._room), *nodes, *pictures]
        return "\n    ".join(line for part in parts if part for line in part.splitlines())

    def _save(self, picture: bytes) -> Path:
        """Keep a picture under the first number that is free."""
        self._folder.mkdir(parents=True, exist_ok=True)
        suffix = next((s for magic, s in SUFFIXES.items() if picture.startswith(magic)), "bin")
        numbers = itertools.count(len(list(self._folder.glob("play-*"))) + 1)
        paths = (self._folder / f"play-{number:04}.{suffix}" for number in numbers)
        path = next(path for path in paths if not path.exists())
        path.write_bytes(picture)
        return path

    def _people(self) -> list[Person]:
        return [p for p in self._room.members.values() if p.user_id != self._account]
