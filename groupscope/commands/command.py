"""What a command is, and which there are."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from unicodedata import normalize


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command as members know it.

    ``key`` is its name in code; ``names`` are what members type, English and Chinese alike;
    ``period`` is what it looks at when they name none (今天), None for a command without a period.
    ``summary`` and ``example`` are for the help and for friendly errors.
    """

    key: str
    names: tuple[str, ...]
    period: str | None
    summary: str
    example: str
    takes_member: bool = True
    takes_words: bool = False
    """Whether what is neither period nor @ goes to ``Question.words``, to be looked for."""
    options: Container[str] = frozenset[str]()
    """Further words that it understands, in lower case; they go to ``Question.options``."""
    actions: frozenset[str] = frozenset()
    """First words, in lower case, with which it does something instead of answering a question."""
    icon: str = "🔹"
    place: int = 0
    """Where it stands among the main commands of the help, from 1 on; 0: one step away."""
    details: tuple[tuple[str, str], ...] = ()
    """What else it understands and by which rules it counts, for its own help: what, and how."""

    @property
    def shown(self) -> str:
        """The name by which members are told of it: its first Chinese one, else its first."""
        return next((name for name in self.names if not name.isascii()), self.names[0])


class Commands(Mapping[str, Command]):
    """Commands by key, and by any of their names."""

    def __init__(self) -> None:
        """Begin without any."""
        self._by_key: dict[str, Command] = {}
        self._by_name: dict[str, Command] = {}

    def __getitem__(self, key: str) -> Command:
        return self._by_key[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_key)

    def __len__(self) -> int:
        return len(self._by_key)

    def register(self, command: Command) -> Command:
        """Add a command and give it back; ValueError when its key or a name is taken."""
        names = {plain(name) for name in command.names}
        taken = sorted(names & self._by_name.keys())
        if command.key in self._by_key or taken:
            raise ValueError(f"command {command.key}: the key or {taken} is taken already")
        if "" in names or any(set(name) & set("@ ") for name in names):
            raise ValueError(f"command {command.key}: a name is one word without @")
        self._by_key[command.key] = command
        self._by_name.update(dict.fromkeys(names, command))
        return command

    def find(self, name: str) -> Command | None:
        """Look a command up by a name, in any case and width."""
        return self._by_name.get(plain(name))

    def inside(self, word: str) -> Iterator[tuple[str, Command, str]]:
        """Give each way to cut ``word`` (plain) into what is before a name, and what after."""
        for name, command in self._by_name.items():
            before, found, after = word.partition(name)
            if found:
                yield before, command, after


def plain(word: str) -> str:
    """Spell a word in one case and width: ＲＡＮＫ is rank."""
    return normalize("NFKC", word).casefold()


COMMANDS: Final = Commands()
"""All commands of this bot; modules add theirs when they are imported."""

register = COMMANDS.register
find = COMMANDS.find
