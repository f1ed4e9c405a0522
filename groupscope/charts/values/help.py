"""Commands, as the help shows them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CommandRow:
    """A command: an emoji, its name ("/排行"), what it answers, an example."""

    icon: str
    name: str
    summary: str
    example: str


@dataclass(frozen=True, slots=True)
class CommandList:
    """Commands below each other; ``is_dense``: two beside each other, without their examples."""

    title: str
    hint: str
    rows: tuple[CommandRow, ...]
    is_dense: bool = False
