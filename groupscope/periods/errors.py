"""What can be wrong with a period that somebody typed."""

from groupscope.errors import QuestionError


class PeriodError(QuestionError):
    """Written like a period, but no stretch of time that anybody could have lived through."""


class NoSuchDateError(PeriodError):
    """A 13th month, a 30th of February, a day that the zone has skipped."""

    def __init__(self, written: str) -> None:
        super().__init__(f"日历上找不到「{written}」。日期可以这样写：2026-11-19、11-19、2026-11。")


class NoSuchTimeError(PeriodError):
    """An hour 25 or a minute 60."""

    def __init__(self, written: str) -> None:
        super().__init__(f"没有「{written}」这个时刻。时间可以这样写：昨天 20:00~22:00。")


class BackwardsError(PeriodError):
    """A~B where B ends before A begins."""

    def __init__(self, written: str) -> None:
        super().__init__(f"「{written}」的结束比开始还早。先写开始，比如：11-01~11-19。")


class FutureError(PeriodError):
    """A stretch that has not begun."""

    def __init__(self, label: str) -> None:
        super().__init__(f"{label}还没到呢。可以看看：今天、上周、2026-11。")


class TooLongError(PeriodError):
    """So many days that nobody can have meant them; or none at all."""

    def __init__(self, written: str) -> None:
        super().__init__(f"「{written}」看不了，一次可以看 1 小时到 20 年，更久就用「全部」。")


class NoEndError(PeriodError):
    """A moment where a stretch is needed."""

    def __init__(self, written: str) -> None:
        super().__init__(f"「{written}」还缺一个结束时间，比如：昨天 20:00~22:00。")
