"""The typist's side of the terminal chat: lines become speech, pokes, arrivals."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from groupscope.errors import GroupscopeError
from groupscope.playground import lines, sample
from groupscope.playground.room import Room
from groupscope.playground.screen import Screen
from groupscope.playground.values import Person, Said

LEAVE = frozenset({"quit", "exit", "q", "退出"})
ABOUT_SOMEONE = frozenset({"poke", "join", "leave"})
COMMAND = ("/", "／")


class Stage:
    """Who speaks at present, and what was asked of the bot so far."""

    def __init__(self, room: Room, screen: Screen, speaker: Person) -> None:
        self.room = room
        self.screen = screen
        self.speaker = speaker
        self.questions: list[Said] = []

    async def take(self, line: str) -> bool:
        """Do what a line says; False when it is time to go. A wrong line is told, no more."""
        meant = lines.read(line, self._names())
        if isinstance(meant, lines.Order) and meant.name in LEAVE:
            return False
        try:
            await self._do(meant)
        except GroupscopeError as error:
            self.screen.tell(str(error))
        return True

    def _names(self) -> set[str]:
        """Collect who may be spoken for: all who are or were here, but not the bot's account."""
        people = (p for p in self.room.everyone.values() if p.user_id != sample.ACCOUNT)
        return {name for p in people for name in (p.nickname, p.card, str(p.user_id))}

    async def _do(self, meant: lines.Speech | lines.Order | None) -> None:
        if isinstance(meant, lines.Speech):
            await self._speak(meant)
        elif meant is not None:
            is_whole = bool(meant.argument) or meant.name not in ABOUT_SOMEONE
            order = ORDERS.get(meant.name, _help) if is_whole else _help
            await order(self, meant.argument)

    async def _speak(self, speech: lines.Speech) -> None:
        if speech.who is not None:
            self.speaker = self.room.find(speech.who)
        quoted = self.screen.message(speech.quotes) if speech.quotes is not None else None
        said = await self.room.say(self.speaker, speech.words, reply_to=quoted)
        if speech.words.startswith(COMMAND):
            self.questions.append(said)


async def _help(stage: Stage, _argument: str) -> None:
    stage.screen.show_help()


async def _members(stage: Stage, _argument: str) -> None:
    stage.screen.show_members()


async def _recall(stage: Stage, argument: str) -> None:
    number = int(argument) if argument.isdecimal() else None
    await stage.room.recall(stage.screen.message(number))


async def _poke(stage: Stage, argument: str) -> None:
    await stage.room.poke(stage.speaker, argument)


async def _join(stage: Stage, argument: str) -> None:
    if any(p.nickname == argument for p in stage.room.members.values()):
        stage.screen.tell(f"{argument} 已经在群里了。")
    else:
        await stage.room.join(sample.newcomer(argument), argument)


async def _leave(stage: Stage, argument: str) -> None:
    await stage.room.leave(argument)


Order: TypeAlias = Callable[[Stage, str], Awaitable[None]]

ORDERS: dict[str, Order] = {
    "help": _help,
    "members": _members,
    "recall": _recall,
    "poke": _poke,
    "join": _join,
    "leave": _leave,
}
"""What a line that begins with a colon may order; anything else shows the help."""
