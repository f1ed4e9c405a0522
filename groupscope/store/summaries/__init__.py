"""Day summaries: what one closed day of a group comes to, made once and read often.

A kind is one file: a query over a day's messages, ``summarise`` its rows into a value, ``pack`` the
value into bytes, ``merge`` packed days and loose values into one. Summaries are only ever made
anew, never added to, so that late, recalled and erased messages cannot leave a trace.
"""

from groupscope.store.summaries.activity import ACTIVITY
from groupscope.store.summaries.kind import SummaryKind
from groupscope.store.summaries.totals import TOTALS

KINDS: tuple[SummaryKind, ...] = (ACTIVITY, TOTALS)
"""Every kind; the sealer makes them all."""

__all__ = ["ACTIVITY", "KINDS", "TOTALS", "SummaryKind"]
