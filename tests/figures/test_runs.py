"""Days in a row, days that nobody heard, and times that go round the clock."""

from datetime import datetime

import numpy as np
import pytest

from groupscope.figures.clock import circular_means, clock_label
from groupscope.figures.hearing import heard, heard_hours, moment_of, unheard_days, wall_of
from groupscope.figures.runs import Run, Streaks, streaks
from groupscope.store.coverage import Coverage, Stretch
from tests.store.kit import BING, JIA, SHANGHAI, YI, at

FRIDAY = at("2026-11-20 00:00")
FRIDAYS_NUMBER = (FRIDAY + 8 * 3600) // 86_400


def runs(unheard=(), until: int = 10, **days: list[int]) -> dict[int, Streaks]:
    who = {"JIA": JIA, "YI": YI, "BING": BING}
    pairs = [(who[name], day) for name, spoken in days.items() for day in spoken]
    members, numbers = np.array(pairs, np.int64).reshape(-1, 2).T
    return streaks(members, numbers, unheard, until)


def test_a_run_ends_where_a_day_is_missing():
    assert runs(JIA=[1, 2, 3, 5, 6])[JIA] == Streaks(Run(1, 3, 3), None)


def test_of_equal_runs_the_latest_is_the_best():
    assert runs(JIA=[1, 2, 5, 6])[JIA].best == Run(5, 6, 2)


def test_a_run_up_to_the_last_day_or_the_one_before_goes_on():
    found = runs(JIA=[9, 10], YI=[8, 9], BING=[7, 8])
    assert [found[who].current for who in (JIA, YI, BING)] == [Run(9, 10, 2), Run(8, 9, 2), None]


def test_days_that_nobody_heard_break_nothing_and_count_nothing():
    assert runs([3, 4], JIA=[1, 2, 5, 6])[JIA].best == Run(1, 6, 4)
    assert runs([9, 10], JIA=[7, 8], YI=[6, 7])[JIA].current == Run(7, 8, 2)
    assert runs([9, 10], YI=[6])[YI].current is None


def test_days_told_twice_and_in_any_order_are_the_same_days():
    assert runs(JIA=[3, 1, 2, 2])[JIA].best == Run(1, 3, 3)


def test_of_nobody_there_are_no_runs():
    assert runs() == {}


def test_hearing_is_counted_by_the_second():
    there = Coverage(9, Stretch(100, 1000), (Stretch(200, 300), Stretch(400, 450)))
    edges = np.array([0, 100, 150, 250, 500, 1000, 2000], np.int64)
    assert heard(edges, there).tolist() == [0, 50, 50, 150, 500, 0]
    assert heard(edges, Coverage(9, None)).tolist() == [100, 50, 100, 250, 500, 1000]
    assert heard(edges, Coverage(0, None)).tolist() == [0] * 6


def test_a_day_is_unheard_if_nobody_was_there_all_of_it():
    day = 86_400
    gap = Stretch(FRIDAY - 3 * day, FRIDAY - day + 1)
    coverage = Coverage(9, Stretch(FRIDAY - 5 * day, FRIDAY + 60), (gap,))
    first, last = FRIDAYS_NUMBER - 6, FRIDAYS_NUMBER
    unheard = unheard_days(first, last, SHANGHAI, coverage, said=[])
    assert sorted(FRIDAYS_NUMBER - number for number in unheard) == [2, 3, 6]
    told = unheard_days(first, last, SHANGHAI, coverage, said=[FRIDAYS_NUMBER - 2])
    assert sorted(FRIDAYS_NUMBER - number for number in told) == [3, 6]


def test_the_hours_of_days_are_heard_one_by_one():
    gap = Stretch(FRIDAY + 1800, FRIDAY + 7200)
    coverage = Coverage(9, Stretch(FRIDAY - 3600, FRIDAY + 10_000), (gap,))
    hours = heard_hours(FRIDAYS_NUMBER - 1, FRIDAYS_NUMBER, SHANGHAI, coverage)
    assert hours.shape == (2, 24)
    assert hours[0].tolist() == [0] * 23 + [3600]
    assert hours[1, :4].tolist() == [1800, 0, 2800, 0]


def test_the_wall_and_the_moment_lead_to_each_other():
    moment = at("2026-11-20 01:30")
    assert datetime.fromtimestamp(moment, SHANGHAI).hour == 1
    assert wall_of(moment, SHANGHAI) == moment + 8 * 3600
    assert moment_of(moment + 8 * 3600, SHANGHAI) == moment


@pytest.mark.parametrize(
    ("times", "mean"),
    [
        (["23:00", "01:00"], "00:00"),
        (["23:30", "23:40", "00:20"], "23:50"),
        (["22:00"], "22:00"),
        (["12:00", "14:00"], "13:00"),
    ],
)
def test_the_mean_of_times_goes_round_the_clock(times, mean):
    hours = [time.split(":") for time in times]
    seconds = np.array([int(hour) * 3600 + int(minute) * 60 for hour, minute in hours])
    (found,) = circular_means(seconds, np.zeros_like(seconds), 1)
    assert clock_label(found) == mean


def test_times_that_cancel_each_other_out_and_no_times_have_no_mean():
    seconds, whose = np.array([6 * 3600, 18 * 3600, 60]), np.array([0, 0, 2])
    assert circular_means(seconds, whose, 3) == pytest.approx([np.nan, np.nan, 60], nan_ok=True)


def test_a_minute_before_midnight_is_not_twenty_four():
    assert clock_label(86_399) == "00:00"
