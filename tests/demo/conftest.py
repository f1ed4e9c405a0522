"""A small group over a month: quick to make, and everything happens in it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from groupscope.demo import Plan, events
from groupscope.model import Message

SHANGHAI = ZoneInfo("Asia/Shanghai")
EVENING = int(datetime(2026, 11, 20, 21, 0, tzinfo=SHANGHAI).timestamp())


def plan(**more) -> Plan:
    return Plan(
        **{"until": EVENING, "zone": SHANGHAI, "days": 30, "members": 24, "messages": 4000} | more
    )


@pytest.fixture(scope="session")
def month():
    """Everything that the bot hears."""
    return list(events(plan()))


@pytest.fixture(scope="session")
def said(month):
    """The messages among it."""
    return [event for event in month if isinstance(event, Message)]
