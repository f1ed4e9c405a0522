"""Days that end at five in the morning, whatever the hour of asking."""

from datetime import datetime

import pytest

from groupscope.figures.owls import until_five
from groupscope.periods import read_period
from tests.store.kit import SHANGHAI, at

EVENING, NIGHT = "2026-11-20 21:00", "2026-11-20 02:00"


@pytest.mark.parametrize(
    ("words", "now", "start", "end"),
    [
        ("昨天", EVENING, "2026-11-19 05:00", "2026-11-20 05:00"),
        ("今天", EVENING, "2026-11-20 05:00", EVENING),
        ("近7天", EVENING, "2026-11-14 05:00", EVENING),
        ("上周", EVENING, "2026-11-09 05:00", "2026-11-16 05:00"),
        ("昨晚", EVENING, "2026-11-19 18:00", "2026-11-20 06:00"),
        ("24h", EVENING, "2026-11-19 21:00", EVENING),
        ("全部", EVENING, "1970-01-01 08:00", EVENING),
        ("昨天", NIGHT, "2026-11-19 05:00", NIGHT),
        ("今天", NIGHT, "2026-11-19 05:00", NIGHT),
    ],
)
def test_a_day_ends_at_five(words, now, start, end):
    asked = datetime.fromtimestamp(at(now), SHANGHAI)
    period = read_period(words, asked).clamped(asked)
    night = until_five(period, at(now))
    assert (night.since, night.until) == (at(start), at(end))
    assert night.label == period.label
