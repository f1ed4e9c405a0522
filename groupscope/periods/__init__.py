"""When a question is about: zoned stretches of time, and how people write them."""

from groupscope.periods.errors import PeriodError
from groupscope.periods.period import Period, Step
from groupscope.periods.reading import read_period, reads_as_period

__all__ = ["Period", "PeriodError", "Step", "read_period", "reads_as_period"]
