"""What is due when: a month of time travel, with restarts, changing clocks and quiet hours."""

from collections import Counter
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from groupscope.schedules import Plan, Verdict, decide, period_due
from groupscope.schedules.due import next_due
from groupscope.settings import Rhythm, Stretch, Timing
from tests.store.kit import at

SHANGHAI, BERLIN, APIA, LORD_HOWE = map(
    ZoneInfo, ("Asia/Shanghai", "Europe/Berlin", "Pacific/Apia", "Australia/Lord_Howe")
)
GROUP, A_MINUTE, AN_HOUR, A_DAY = 20001, 60, 3600, 86_400
NIGHT, NEVER = Stretch(23 * 60, 8 * 60), Stretch(0, 0)


def plan(zone=SHANGHAI, quiet=NIGHT, **timings) -> Plan:
    """``plan(daily=["12:00", "22:00"], weekly=[(1, "09:00")])``."""
    read = {
        Rhythm(rhythm): tuple(timing(one) for one in several) for rhythm, several in timings.items()
    }
    return Plan(GROUP, zone, quiet, read)


def timing(told) -> Timing:
    day, shown = told if isinstance(told, tuple) else (0, told)
    hour, minute = map(int, shown.rstrip("!").split(":"))
    return Timing(day, hour * 60 + minute, 0, in_quiet=shown.endswith("!"))


class Bot:
    """A bot that looks whenever it runs, and remembers what it has settled."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.settled = set()
        self.posted = []
        self.late = []

    def look(self, now: int, *, can_post: bool = True) -> None:
        for due, verdict in decide(self.plan, self.settled, now - 4 * A_DAY, now):
            if verdict is Verdict.LATE:
                self.late.append(shown(due))
            elif verdict is Verdict.WAIT or not can_post:
                continue
            else:
                self.posted.append((shown(due), now - due.at))
            self.settled.add(due.name)

    def run(self, since: int, until: int, step: int = A_MINUTE) -> None:
        for now in range(since, until, step):
            self.look(now)

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.posted]


def shown(due) -> str:
    return f"{due.rhythm} {datetime.fromtimestamp(due.wall * 60, UTC):%m-%d %H:%M}"


def begun(plan: Plan, since: int) -> Bot:
    """A bot that has nothing behind it at a moment."""
    bot = Bot(plan)
    bot.look(since, can_post=False)
    bot.settled |= {due.name for due, _ in decide(plan, set(), since - 40 * A_DAY, since)}
    bot.late.clear()
    return bot


def test_a_month_of_every_rhythm_with_a_restart_every_day():
    bot = begun(
        plan(daily=["12:00", "22:00"], weekly=[(1, "09:00")], monthly=[(31, "09:00")]),
        at("2026-11-01 00:00"),
    )
    for day in range(30):  # it runs from 7 to 23 each day, and looks every ten minutes
        midnight = at("2026-11-01 00:00") + day * A_DAY
        bot.run(midnight + 7 * AN_HOUR, midnight + 23 * AN_HOUR, 600)
    assert Counter(name.split()[0] for name in bot.names) == {
        "daily": 60,
        "weekly": 5,
        "monthly": 1,
    }
    assert [name for name in bot.names if name.startswith("weekly")] == [
        f"weekly 11-{day:02} 09:00" for day in (2, 9, 16, 23, 30)
    ]
    assert [name for name in bot.names if name.startswith("monthly")] == ["monthly 11-30 09:00"]
    assert {late for _, late in bot.posted} == {0}
    assert bot.late == []


def test_what_was_posted_is_never_posted_again_however_the_clock_jumps():
    bot = begun(plan(daily=["22:00"]), at("2026-11-20 12:00"))
    for moment in ("22:00", "22:01", "21:30", "22:00", "20:00", "22:05", "23:59"):
        bot.look(at(f"2026-11-20 {moment}"))
    assert bot.names == ["daily 11-20 22:00"]


def test_offline_at_the_time_it_comes_within_two_hours():
    bot = begun(plan(daily=["12:00"]), at("2026-11-20 11:00"))
    bot.look(at("2026-11-20 13:59"))
    assert bot.posted == [("daily 11-20 12:00", 119 * 60)]
    bot.look(at("2026-11-21 14:01"))
    assert bot.late == ["daily 11-21 12:00"]
    assert len(bot.posted) == 1


def test_weekly_and_monthly_ones_within_twelve():
    bot = begun(plan(weekly=[(5, "09:00")], monthly=[(20, "09:00")]), at("2026-11-20 08:00"))
    bot.look(at("2026-11-20 21:00"))
    assert bot.names == ["monthly 11-20 09:00", "weekly 11-20 09:00"]
    again = begun(plan(weekly=[(5, "09:00")]), at("2026-11-20 08:00"))
    again.look(at("2026-11-20 21:01"))
    assert again.late == ["weekly 11-20 09:00"]


def test_after_days_offline_one_comes_and_the_others_are_told_as_missed():
    bot = begun(plan(daily=["12:00", "13:00", "22:00"]), at("2026-11-17 23:00"))
    bot.look(at("2026-11-20 13:30"))
    assert bot.names == ["daily 11-20 13:00"]
    assert len(bot.late) == 7
    assert "daily 11-20 12:00" in bot.late


def test_nobody_who_can_speak_is_waited_for():
    bot = begun(plan(daily=["22:00"]), at("2026-11-20 12:00"))
    bot.look(at("2026-11-20 22:00"), can_post=False)
    bot.look(at("2026-11-20 22:40"))
    assert bot.posted == [("daily 11-20 22:00", 40 * 60)]


# Quiet hours


def test_quiet_hours_are_kept_unless_the_time_was_meant():
    day = at("2026-11-20 12:00")
    kept = begun(plan(daily=["23:30", "07:30"]), day)
    kept.run(day, day + A_DAY)
    assert kept.posted == [("daily 11-21 07:30", 1800)]
    assert kept.late == ["daily 11-20 23:30"]
    meant = begun(plan(daily=["23:30!", "07:30!"]), day)
    meant.run(day, day + A_DAY)
    assert meant.posted == [("daily 11-20 23:30", 0), ("daily 11-21 07:30", 0)]


def test_what_is_late_is_not_caught_up_in_the_night():
    bot = begun(plan(daily=["22:30"]), at("2026-11-20 12:00"))
    for moment in ("23:15", "23:59"):
        bot.look(at(f"2026-11-20 {moment}"))
    assert bot.posted == []
    bot.look(at("2026-11-21 00:31"))
    assert bot.late == ["daily 11-20 22:30"]


def test_spacing_groups_out_does_not_run_into_the_night():
    bot = begun(plan(daily=["22:58"]), at("2026-11-20 12:00"))
    bot.look(at("2026-11-20 23:04"))
    assert bot.names == ["daily 11-20 22:58"]


def test_a_time_is_of_no_day_before_it_was_set():
    noon = at("2026-11-20 12:00")
    since = plan(daily=[])
    since = Plan(GROUP, SHANGHAI, NIGHT, {Rhythm.DAILY: (Timing(0, 9 * 60, noon),)})
    assert decide(since, set(), noon - 40 * A_DAY, noon + AN_HOUR) == []
    just = Plan(GROUP, SHANGHAI, NIGHT, {Rhythm.DAILY: (Timing(0, 12 * 60, noon + 59),)})
    [(due, verdict)] = decide(just, set(), noon - 40 * A_DAY, noon + 60)
    assert (shown(due), verdict) == ("daily 11-20 12:00", Verdict.POST)


# Clocks that change


def test_a_time_that_the_clock_skips_comes_when_it_has_skipped_it():
    spring = at("2026-03-29 00:00", BERLIN)
    bot = begun(plan(BERLIN, NEVER, daily=["02:30"]), spring)
    bot.run(spring, spring + 6 * AN_HOUR)
    assert bot.posted == [("daily 03-29 02:30", 0)]
    [(_, _)] = bot.posted
    posted_at = spring + 2 * AN_HOUR  # 3:00 summer time, two hours after midnight
    assert next_due(plan(BERLIN, NEVER, daily=["02:30"]), spring).at == posted_at


def test_a_time_that_the_clock_shows_twice_comes_once():
    autumn = at("2026-10-25 00:00", BERLIN)
    bot = begun(plan(BERLIN, NEVER, daily=["02:30"]), autumn)
    bot.run(autumn, autumn + 8 * AN_HOUR)
    assert bot.posted == [("daily 10-25 02:30", 0)]


@pytest.mark.parametrize("zone", [SHANGHAI, BERLIN, LORD_HOWE, ZoneInfo("America/New_York")])
def test_a_year_in_any_zone_has_one_a_day(zone):
    begin = at("2026-01-01 00:00", zone)
    bot = begun(plan(zone, NEVER, daily=["02:15"]), begin)
    bot.run(begin, at("2027-01-01 00:00", zone), 5400)
    assert len(bot.names) == len(set(bot.names)) == 365


def test_a_day_that_a_zone_skips_does_no_harm():
    begin = at("2011-12-28 00:00", APIA)
    bot = begun(plan(APIA, NEVER, daily=["12:00"]), begin)
    bot.run(begin, at("2012-01-02 00:00", APIA), 600)
    assert set(bot.names) >= {f"daily 12-{day} 12:00" for day in (28, 29, 31)}
    assert len(bot.names) == len(set(bot.names))


def test_another_zone_makes_no_second_one_of_the_same_minute():
    bot = begun(plan(daily=["22:00"]), at("2026-11-20 12:00"))
    bot.look(at("2026-11-20 22:00"))
    bot.plan = plan(BERLIN, daily=["22:00"])
    bot.run(at("2026-11-20 22:01"), at("2026-11-21 12:00"), 600)
    assert bot.names == ["daily 11-20 22:00"]


# What it is about


@pytest.mark.parametrize(
    ("rhythm", "due", "now", "label"),
    [
        (Rhythm.DAILY, "2026-11-20 11:59", "2026-11-20 11:59", "昨天"),
        (Rhythm.DAILY, "2026-11-20 12:00", "2026-11-20 12:00", "今天"),
        (Rhythm.DAILY, "2026-11-20 23:30", "2026-11-21 00:10", "昨天"),
        (Rhythm.DAILY, "2026-11-20 09:00", "2026-11-20 10:59", "昨天"),
        (Rhythm.WEEKLY, "2026-11-16 09:00", "2026-11-16 09:00", "上周"),
        (Rhythm.WEEKLY, "2026-11-19 11:59", "2026-11-19 11:59", "上周"),
        (Rhythm.WEEKLY, "2026-11-19 12:00", "2026-11-19 12:00", "本周"),
        (Rhythm.WEEKLY, "2026-11-22 22:00", "2026-11-23 09:00", "上周"),
        (Rhythm.MONTHLY, "2026-11-01 09:00", "2026-11-01 09:00", "上月"),
        (Rhythm.MONTHLY, "2026-11-30 22:00", "2026-11-30 22:00", "本月"),
        (Rhythm.MONTHLY, "2026-11-30 22:00", "2026-12-01 09:30", "上月"),
    ],
)
def test_the_first_half_is_about_the_one_before(rhythm, due, now, label):
    moments = (datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI) for moment in (due, now))
    period = period_due(rhythm, *moments)
    assert period.label == label
    assert period.until <= at(now)
