"""A span is a period before it is put into a zone: two wall times and how to step back."""

from dataclasses import dataclass
from datetime import date, datetime

from groupscope.periods.period import Step
from groupscope.periods.wall import DAY, midnight, months_later


@dataclass(frozen=True, slots=True)
class Span:
    """Wall times, half-open, with the Chinese name that the period will have."""

    start: datetime
    end: datetime
    label: str
    step: Step

    @property
    def counts_months(self) -> bool:
        """Whether it is made of whole calendar months."""
        return self.step.months > 0


def of_days(first: date, count: int, label: str, earlier: str) -> Span:
    """``count`` days from a date on; ``earlier`` names the as many days before."""
    start = midnight(first)
    step = Step(days=count, whole=earlier, part=f"{earlier}同期")
    return Span(start, start + count * DAY, label, step)


def of_months(first: date, count: int, label: str, earlier: str) -> Span:
    """``count`` calendar months from the first of a month on."""
    start = midnight(first)
    step = Step(months=count, whole=earlier, part=f"{earlier}同期")
    return Span(start, months_later(start, count), label, step)


def day_name(day: date, today: date) -> str:
    """11月19日, with its year when that is not this year."""
    year = "" if day.year == today.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"
