"""What a group can set from the chat, each declared once: names, meaning, kind, default, who may.

What a group has set is kept by ``store.settings``. A new setting is one ``declare`` in a file of
its subject, named here; ``/设置`` lists, explains, checks, changes and logs it from then on.
"""

from groupscope.settings.answered import (
    ALWAYS_ANSWERED,
    AVATARS,
    COMMANDS_OFF,
    ONLY_CALLED,
    PACING,
    QUESTION_BOARD,
    QUIET_HOURS,
    REPLIES,
    THEME,
    theme_at,
)
from groupscope.settings.digests import BLOCKS, DIGEST_BLOCKS, DIGEST_LEAST, POSTED, USUAL
from groupscope.settings.kinds import Said, Stretch, plain, read_minute
from groupscope.settings.looking import LOOK_CLOCK, LOOK_MOOD, LOOK_SEARCH, OPENS
from groupscope.settings.recorded import (
    IGNORED,
    RECALLED,
    RECORDING,
    RETENTION,
    STOP_WORDS,
    ZONE,
)
from groupscope.settings.sets import CommandNames
from groupscope.settings.setting import (
    SECTIONS,
    SETTINGS,
    Setting,
    WrongValueError,
    declare,
    find_setting,
    is_called,
)
from groupscope.settings.timings import Rhythm, Timing, is_possible, shown_timing

__all__ = [
    "ALWAYS_ANSWERED",
    "AVATARS",
    "BLOCKS",
    "COMMANDS_OFF",
    "DIGEST_BLOCKS",
    "DIGEST_LEAST",
    "IGNORED",
    "LOOK_CLOCK",
    "LOOK_MOOD",
    "LOOK_SEARCH",
    "ONLY_CALLED",
    "OPENS",
    "PACING",
    "POSTED",
    "QUESTION_BOARD",
    "QUIET_HOURS",
    "RECALLED",
    "RECORDING",
    "REPLIES",
    "RETENTION",
    "SECTIONS",
    "SETTINGS",
    "STOP_WORDS",
    "THEME",
    "USUAL",
    "ZONE",
    "CommandNames",
    "Rhythm",
    "Said",
    "Setting",
    "Stretch",
    "Timing",
    "WrongValueError",
    "declare",
    "find_setting",
    "is_called",
    "is_possible",
    "plain",
    "read_minute",
    "shown_timing",
    "theme_at",
]
