"""A command that somebody has called, before its words are understood."""

from dataclasses import dataclass

from groupscope.commands.command import Command


@dataclass(frozen=True, slots=True)
class Invocation:
    """A command and what came with it.

    ``words`` are as typed, cut at white space, with glued periods (本周排行) first; ``mentions``
    are the QQ numbers that were @-ed after the command; ``is_own`` is set by 我的.
    """

    command: Command
    words: tuple[str, ...] = ()
    mentions: tuple[int, ...] = ()
    is_own: bool = False
    reply_to: int | None = None
    """The message id that the command quotes."""

    @property
    def action(self) -> str | None:
        """The first word, where the command does something with it; in lower case."""
        first = self.words[0].lower() if self.words else ""
        return first if first in self.command.actions else None
