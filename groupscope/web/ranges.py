"""From a page's words to the scope of a question: the range, the group, the member."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from groupscope.access import Act
from groupscope.answers import NotRecordedError, refuse_withdrawn
from groupscope.commands import Question
from groupscope.errors import QuestionError
from groupscope.periods import Period, read_period
from groupscope.report import stretch_label
from groupscope.scope import Scope
from groupscope.web.call import Call
from groupscope.web.failures import NotUnderstoodError

RANGES: Final[Mapping[str, str]] = {
    "24h": "24h",
    "7d": "近7天",
    "30d": "近30天",
    "year": "近1年",
    "all": "全部",
}
"""What pages call a range, and what chat calls it; a page may also use the words of chat."""
USUAL: Final = "7d"
RANGE_WORDS: Final = {
    "range": "24h, 7d, 30d, year, all, or what chat understands; 7d without",
    "from": "a day, with to: from–to instead of range",
    "to": "a day, included",
}
"""The parameters of every endpoint that takes a range, for its description."""


class NoSuchRangeError(NotUnderstoodError):
    """The words mean no stretch of time."""

    def __init__(self, words: str) -> None:
        super().__init__(f"看不懂的时间：{words[:40]}。可以是 {'、'.join(RANGES)}，或者起止日期。")


class OthersHiddenError(QuestionError):
    """The panel tells of somebody else what is for themselves and admins."""

    def __init__(self) -> None:
        super().__init__("别人的这一项只有本人和管理员能看。")


def range_words(call: Call) -> str:
    """Return the range of a request in the words of chat."""
    return stretch_words(call.word("from"), call.word("to"), call.word("range") or USUAL)


def stretch_words(since: str, until: str, words: str) -> str:
    """Return in the words of chat: from–to, where one of them is there, else a range."""
    if since or until:
        first, last = (one.replace("T", " ") for one in (since or until, until or since))
        return f"{first}~{last}" if first != last else first
    return RANGES.get(words, words)


def period_of(call: Call, group_id: int) -> Period:
    """Return the range of a request in a group's own time; NoSuchRangeError for no range."""
    words, now = range_words(call), call.app.now_in(group_id)
    period = read_period(words, now)
    if period is None:
        raise NoSuchRangeError(words)
    return period.clamped(now)


def scope_of(call: Call) -> Scope:
    """Return what a request is about: a group's range, and maybe a member."""
    if not call.app.store.groups.is_recorded(call.group_id):
        raise NotRecordedError
    return Scope(call.group_id, period_of(call, call.group_id), call.member_id())


def must_tell(call: Call, scope: Scope, about_others: Act) -> None:
    """Raise a QuestionError where a panel must not be told of the member who is asked about."""
    if scope.member_id is None:
        return
    refuse_withdrawn(call.app, Question(scope), call.viewer.user_id)
    is_own = scope.member_id == call.viewer.user_id
    if not is_own and not call.viewer.may(scope.group_id, about_others):
        raise OthersHiddenError


def told_period(period: Period) -> dict[str, Any]:
    """Return a period as JSON."""
    return {
        "label": period.label,
        "since": period.since,
        "until": period.until,
        "zone": str(period.zone),
        "text": stretch_label(period),
    }


def moment_of(at: int, period: Period) -> datetime:
    """Return an epoch second in a period's zone."""
    return datetime.fromtimestamp(at, period.zone)
