"""From what a member typed to what is asked: two steps.

``recognise`` runs at the door for every message and only looks at it. ``read`` runs for the few
that are commands, and asks the roster whose name that was.
"""

from groupscope.commands.command import COMMANDS, Command, Commands, find, plain, register
from groupscope.commands.invocation import Invocation
from groupscope.commands.lead import looks_like_command
from groupscope.commands.question import Question, meant_group, named_group, read
from groupscope.commands.recognition import recognise
from groupscope.commands.roster import Named, Roster

__all__ = [
    "COMMANDS",
    "Command",
    "Commands",
    "Invocation",
    "Named",
    "Question",
    "Roster",
    "find",
    "looks_like_command",
    "meant_group",
    "named_group",
    "plain",
    "read",
    "recognise",
    "register",
]
