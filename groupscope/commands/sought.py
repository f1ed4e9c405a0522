"""What is to be looked for: every word that is neither a period nor somebody's name behind an @."""

import re
from datetime import datetime
from typing import Final

from groupscope.commands.command import Command
from groupscope.commands.members import AT, is_own
from groupscope.commands.stretch import take_one_period
from groupscope.periods import Period, read_period

_QUOTED: Final = re.compile(r"[\"“”「『]([^\"“”「」『』]+)[\"“”」』]")


def take_words(words: list[str], command: Command, now: datetime) -> tuple[Period, tuple[str, ...]]:
    """Take out the period and what is to be looked for; what is left names a member.

    What stands in quotation marks is looked for as it is. A period with nothing beside it is what
    is looked for itself: /搜 昨天.
    """
    phrases = _take_quoted(words)
    period, written = take_one_period(words, now)
    names = [word for word in words if word[0] in AT or is_own(word)]
    sought = [*phrases, *(word for word in words if word not in names)]
    words[:] = names
    if period is not None and not sought:
        sought, period = [written], None
    period = period or read_period(command.period or "全部", now)
    if period is None:
        raise ValueError(f"command {command.key}: {command.period} is no period")
    return period.clamped(now), tuple(dict.fromkeys(sought))


def _take_quoted(words: list[str]) -> list[str]:
    """Take out what stands in quotation marks, together with them."""
    together = " ".join(words)
    phrases = [found.strip() for found in _QUOTED.findall(together)]
    words[:] = _QUOTED.sub(" ", together).split()
    return [phrase for phrase in phrases if phrase]
