"""How much is measured."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

EVERY_PART = ("record", "serve", "look_back", "kill")


@dataclass(frozen=True, slots=True)
class Plan:
    """How many messages and seconds each part takes; the default is the whole measurement."""

    messages: int = 96_000
    held_messages: int = 30_000
    peer_messages: int = 500
    foreign_seconds: float = 3
    asking_seconds: float = 40
    year_messages: int = 1_000_000
    talking_seconds: float = 10
    kills: tuple[tuple[str, bool], ...] = (("killed", False), ("both", True))
    """A name, and whether the implementation is restarted, too."""
    parts: Sequence[str] = EVERY_PART

    @classmethod
    def quick(cls) -> Self:
        """Return a plan for a rough look; a year is a tenth as full."""
        return cls(
            messages=30_000,
            held_messages=10_000,
            peer_messages=150,
            foreign_seconds=1,
            asking_seconds=10,
            year_messages=100_000,
            talking_seconds=3,
            kills=(("both", True),),
        )

    def with_options(self, messages: int | None, parts: Sequence[str] | None) -> Self:
        """Return the plan with what the command line says otherwise."""
        return replace(self, messages=messages or self.messages, parts=parts or self.parts)
