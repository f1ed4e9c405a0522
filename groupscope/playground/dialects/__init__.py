"""The five OneBot implementations that people run, each as one value.

Fields, types and habits follow what those implementations send: their sources and captured frames.
"""

from groupscope.playground.dialects.common import Dialect, HistoryRule, View
from groupscope.playground.dialects.gocqhttp import GOCQHTTP
from groupscope.playground.dialects.lagrange import LAGRANGE
from groupscope.playground.dialects.llbot import LLBOT
from groupscope.playground.dialects.napcat import NAPCAT
from groupscope.playground.dialects.snowluma import SNOWLUMA

DIALECTS = (NAPCAT, LLBOT, SNOWLUMA, LAGRANGE, GOCQHTTP)

__all__ = [
    "DIALECTS",
    "GOCQHTTP",
    "LAGRANGE",
    "LLBOT",
    "NAPCAT",
    "SNOWLUMA",
    "Dialect",
    "HistoryRule",
    "View",
]
