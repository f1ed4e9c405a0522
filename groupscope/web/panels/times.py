"""Panels over time: messages and mood by bucket, the hours of the week and of the day, gaps."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BigInteger, case, cast, func, literal_column, select

from groupscope.access import Act
from groupscope.figures.buckets import AN_HOUR, TEN_MINUTES, Buckets
from groupscope.figures.mood_course import Feelings
from groupscope.periods import Period, read_period
from groupscope.reports.hours import WEEKDAYS, Hours
from groupscope.reports.mood import usual_mood
from groupscope.reports.trend import Trend, fitted
from groupscope.scope import Scope
from groupscope.store.days import SECONDS_A_DAY, local_seconds
from groupscope.store.summaries import ACTIVITY
from groupscope.store.summaries.kind import counted
from groupscope.store.summaries.moods import MoodTally, moods_kind
from groupscope.store.tables import message
from groupscope.store.tones import FELT
from groupscope.web.failures import NotUnderstoodError
from groupscope.web.panels.kinds import Row, Told, Wanted, panel
from groupscope.web.ranges import NoSuchRangeError

HOURS = 24
OVER_TIME = (
    ("label", "时间", "when"),
    ("since", "起", "since"),
    ("until", "止", "until"),
    ("messages", "消息", "messages"),
    ("speakers", "发言的人", "speakers"),
    ("is_gap", "没有记录", "not heard"),
    ("mood", "平均心情", "mood"),
    ("mood_low", "心情下限", "mood low"),
    ("mood_high", "心情上限", "mood high"),
    ("scored", "有心情的消息", "scored"),
)


@panel("trend", "消息和心情", *OVER_TIME, about_others=Act.SEE_CLOCK_OF_OTHERS)
async def trend(wanted: Wanted) -> Told:
    """Tell how much was said over time, and how it felt: /趋势 with /心情."""
    report = await Trend.counted(wanted.db, wanted.scope)
    buckets, earlier = report.buckets, report.earlier
    tallies = await tallies_of(wanted, buckets)
    whole = sum(tallies, start=MoodTally())
    facts: dict[str, Any] = {
        "bucket_seconds": buckets.width,
        "total": report.course.total,
        "speakers": report.course.everybody,
        "earlier": fitted(earlier.course.messages, buckets.count) if earlier else None,
        "before": earlier.name if earlier else None,
        "peaks": [{"bucket": one.bucket, "label": one.label} for one in report.tops],
        "usual": await usual_mood(wanted.db, wanted.scope) if whole.messages else None,
        **shares(whole),
    }
    return Told(bucket_rows(report, tallies), facts, report.headline())


@panel(
    "peaks",
    "高峰",
    ("bucket", "第几格", "bucket"),
    ("label", "时间", "when"),
    ("messages", "消息", "messages"),
    ("word", "说得特别多的词", "word"),
    about_others=Act.SEE_CLOCK_OF_OTHERS,
)
async def peaks(wanted: Wanted) -> Told:
    """Tell when most was said, and which words made it: the peaks of /趋势."""
    report = await Trend.load(wanted.db, wanted.scope)
    rows = [(one.bucket, one.name, one.messages, one.word) for one in report.tops]
    return Told(rows, {"bucket_seconds": report.buckets.width}, report.headline())


@panel("day", "一天的参与", *OVER_TIME, about_others=Act.SEE_CLOCK_OF_OTHERS)
async def day(wanted: Wanted) -> Told:
    """Tell a day by ten minutes."""
    period = day_meant(wanted)
    asked = replace(wanted, scope=Scope(wanted.scope.group_id, period, wanted.scope.member_id))
    told = await trend(asked)
    return Told(told.rows, {**told.facts, "date": f"{period.start:%Y-%m-%d}"}, told.headline)


@panel(
    "heat",
    "一周的钟点",
    ("weekday", "周几", "weekday"),
    ("label", "名称", "day"),
    *((f"h{hour}", f"{hour} 点", f"{hour}:00") for hour in range(HOURS)),
    about_others=Act.SEE_CLOCK_OF_OTHERS,
)
async def heat(wanted: Wanted) -> Told:
    """Tell at which hours of the week people talk: /作息."""
    report = await Hours.load(wanted.db, wanted.scope)
    rows = [(number, WEEKDAYS[number], *means) for number, means in enumerate(report.habits.means)]
    facts = {
        "busiest": list(report.habits.busiest),
        "unit": "条/小时",
        "total": report.habits.total,
    }
    return Told(rows, facts, report.headline())


@panel(
    "hours",
    "一天的钟点",
    ("hour", "钟点", "hour"),
    ("messages", "消息", "messages"),
    about_others=Act.SEE_CLOCK_OF_OTHERS,
)
async def hours(wanted: Wanted) -> Told:
    """Tell how many messages were sent in each hour of the day."""
    activity = await wanted.db.summary(ACTIVITY, wanted.scope)
    who = wanted.scope.member_id
    by_hour = activity.by_hour.sum(axis=0) if who is None else activity.hours_of(who)
    return Told(list(enumerate(by_hour.tolist())), {"total": int(by_hour.sum())})


@panel(
    "coverage",
    "记录情况",
    ("since", "起", "since"),
    ("until", "止", "until"),
    ("seconds", "秒", "seconds"),
    takes_member=False,
)
async def coverage(wanted: Wanted) -> Told:
    """Tell when nobody was there to hear."""
    found = await wanted.db.coverage(wanted.scope)
    period = wanted.scope.period
    since = max(period.since, found.recorded.since) if found.recorded else period.since
    return Told(
        [(gap.since, gap.until, gap.seconds) for gap in found.gaps],
        {
            "recorded_since": found.recorded.since if found.recorded else None,
            "offline_seconds": found.offline_seconds,
            "share": round(found.share_of(period.until - since), 6),
            "messages": found.messages,
        },
    )


def bucket_rows(report: Trend, tallies: list[MoodTally]) -> list[Row]:
    """Return a row for each bucket of a trend, with how it felt."""
    buckets, course = report.buckets, report.course
    figures = zip(course.messages.tolist(), course.speakers.tolist(), report.gaps, strict=True)
    return [
        (buckets.label(place), *buckets.stretch(place), said, speakers, is_gap, *felt(tally))
        for place, ((said, speakers, is_gap), tally) in enumerate(
            zip(figures, tallies, strict=True)
        )
    ]


def felt(tally: MoodTally) -> tuple[float | None, float | None, float | None, int]:
    """Return the mean of a tally with its interval, and how many messages it is of."""
    if not tally.messages:
        return None, None, None, 0
    found = Feelings(tally).average
    return round(found.mean, 4), round(found.low, 4), round(found.high, 4), tally.messages


def shares(tally: MoodTally) -> dict[str, float | None]:
    """Return which shares of the scored messages were positive, neutral and negative."""
    told = Feelings(tally)
    kinds = {
        "positive": tally.positive,
        "neutral": tally.neutral,
        "negative": tally.negative,
    }
    return {
        name: round(told.share(count), 4) if tally.messages else None
        for name, count in kinds.items()
    }


async def tallies_of(wanted: Wanted, buckets: Buckets) -> list[MoodTally]:
    """Return the moods of each bucket; empty ones where they are not for this viewer."""
    found = [MoodTally()] * buckets.count
    if not wanted.sees(Act.SEE_MOOD_OF_OTHERS):
        return found
    by_wall = await (tallies_by_hour if buckets.width >= AN_HOUR else tallies_by_minutes)(wanted)
    walls: NDArray[np.int64] = np.array(list(by_wall), np.int64)
    for place, tally in zip(buckets.places(walls).tolist(), by_wall.values(), strict=True):
        if 0 <= place < buckets.count:
            found[place] = found[place] + tally
    return found


async def tallies_by_hour(wanted: Wanted) -> dict[int, MoodTally]:
    """Return the moods of each hour, by its wall time, out of the day summaries."""
    by_day = await wanted.db.by_day(moods_kind(wanted.scope.member_id), wanted.scope)
    return {
        number * SECONDS_A_DAY + hour * AN_HOUR: tally
        for number, moods in by_day.items()
        for hour, tally in moods.by_hour().items()
    }


async def tallies_by_minutes(wanted: Wanted) -> dict[int, MoodTally]:
    """Return the moods of each ten minutes of a short period, row by row."""
    columns, scope = message.c, wanted.scope
    begin = (local_seconds() // literal_column(str(TEN_MINUTES), BigInteger)).label("begin")
    mood = cast(columns.mood, BigInteger)
    asked = (
        select(
            begin,
            func.count(),
            func.sum(mood),
            func.sum(mood * mood),
            func.sum(case((columns.mood >= FELT, 1), else_=0)),
            func.sum(case((columns.mood <= -FELT, 1), else_=0)),
        )
        .where(
            columns.group_id == scope.group_id,
            columns.sent_at >= scope.period.since,
            columns.sent_at < scope.period.until,
            columns.mood.is_not(None),
            counted(),
        )
        .group_by(begin)
    )
    if scope.member_id is not None:
        asked = asked.where(columns.sender_id == scope.member_id)
    rows = (await wanted.db.connection.execute(asked)).all()
    return {int(row[0]) * TEN_MINUTES: MoodTally(*map(int, row[1:])) for row in rows}


def day_meant(wanted: Wanted) -> Period:
    """Return the day of a request, or else the last one of its range."""
    call, period = wanted.call, wanted.scope.period
    now = call.app.now_in(wanted.scope.group_id)
    words = call.word("date") or f"{period.dates()[-1]:%Y-%m-%d}"
    found = read_period(words, now)
    if found is None:
        raise NoSuchRangeError(words)
    if found.until - found.since > 2 * SECONDS_A_DAY:
        raise NotUnderstoodError("date 要是一天，例如 2026-11-19。")
    return found.clamped(now)
