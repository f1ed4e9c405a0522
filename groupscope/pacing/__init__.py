"""Pacing: who asks too much, how fast the bot speaks, and answers that hold for a minute."""

from groupscope.pacing.asking import Given, Pacing, Verdict
from groupscope.pacing.kept import Answered, Kept
from groupscope.pacing.spacing import Spacing

__all__ = ["Answered", "Given", "Kept", "Pacing", "Spacing", "Verdict"]
