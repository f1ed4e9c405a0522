"""Day summaries: what one closed day of a group comes to, made once and read often.

A kind is one file: a query over a day's messages, ``summarise`` its rows into a value, ``pack`` the
value into bytes, ``merge`` packed days and loose values into one. Summaries are only ever made
anew, never added to, so that late, recalled and erased messages cannot leave a trace.
"""

from groupscope.store.summaries.activity import ACTIVITY, SPEAKERS
from groupscope.store.summaries.asking import ASKING
from groupscope.store.summaries.extremes import EXTREMES
from groupscope.store.summaries.faces import FACES
from groupscope.store.summaries.firsts import FIRSTS
from groupscope.store.summaries.glance import GLANCE
from groupscope.store.summaries.kind import SummaryKind
from groupscope.store.summaries.moods import MEMBER_MOODS, MOODS
from groupscope.store.summaries.nights import NIGHTS
from groupscope.store.summaries.pictures import PICTURES
from groupscope.store.summaries.runs import RUNS
from groupscope.store.summaries.shares import SHARES
from groupscope.store.summaries.totals import TOTALS
from groupscope.store.summaries.turns import TURNS
from groupscope.store.summaries.words import MEMBER_WORDS, WORDS

KINDS: tuple[SummaryKind, ...] = (
    ACTIVITY,
    TOTALS,
    WORDS,
    MEMBER_WORDS,
    MOODS,
    MEMBER_MOODS,
    EXTREMES,
    TURNS,
    ASKING,
    FIRSTS,
    RUNS,
    FACES,
    PICTURES,
    SHARES,
    GLANCE,
    NIGHTS,
)
"""Every kind; the sealer makes them all."""

__all__ = ["ACTIVITY", "KINDS", "SPEAKERS", "TOTALS", "SummaryKind"]
