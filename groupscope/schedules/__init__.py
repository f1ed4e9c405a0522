"""When digests are due: pure, given a clock, what groups have set, and what was done before."""

from groupscope.schedules.due import CAUGHT_UP, Due, Plan, Verdict, decide
from groupscope.schedules.periods import period_due
from groupscope.schedules.timing import name_of, timings_after
from groupscope.schedules.wishes import DigestAct, ScheduleError, Wish, read_wish

__all__ = [
    "CAUGHT_UP",
    "DigestAct",
    "Due",
    "Plan",
    "ScheduleError",
    "Verdict",
    "Wish",
    "decide",
    "name_of",
    "period_due",
    "read_wish",
    "timings_after",
]
