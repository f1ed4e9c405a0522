"""A believable group that does not exist: its members, and what they say and do for months.

``events`` gives it as the values of ``groupscope.model``, in order of time: the same plan always
gives the same. ``filling.fill`` puts them into a store the way a living group gets there.
"""

from groupscope.demo.events import Event, Roster, events
from groupscope.demo.plan import ACCOUNT, GROUP, Plan

__all__ = ["ACCOUNT", "GROUP", "Event", "Plan", "Roster", "events"]
