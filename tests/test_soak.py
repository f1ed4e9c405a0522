"""The day that the soak lives through, its clock, and what it calls growth."""

import subprocess
import sys

from benchmarks.parts.soak_clock import DrivenClock
from benchmarks.parts.soak_day import (
    BEGIN,
    CUT,
    CUTS,
    MINUTES,
    RESTARTS,
    Day,
    is_away,
    minute_of,
    moments,
    shown,
)
from benchmarks.parts.soak_memory import Weight, growth
from tests.bots import ROOT

DAY = Day(10_000, (1, 2, 3, 4, 5))


def test_all_messages_are_said_evenly_within_the_day():
    said = [DAY.said_in(minute) for minute in range(MINUTES)]
    assert sum(said) == 10_000
    assert set(said) == {6, 7}
    assert list(moments(1, 4)) == [BEGIN + 60, BEGIN + 75, BEGIN + 90, BEGIN + 105]


def test_every_group_gets_six_digests_at_minutes_of_its_own():
    due = [(minute, group) for minute in range(MINUTES) for group in DAY.due_in(minute)]
    assert len(due) == len({minute for minute, _ in due}) == 30
    assert DAY.times(2) == ("14:37", "18:37", "22:37", "02:37", "06:37", "10:37")
    assert [minute for minute, group in due if group == 1] == [150, 390, 630, 870, 1110, 1350]


def test_one_digest_is_due_while_nobody_is_there():
    away = [minute for minute in range(MINUTES) if is_away(minute)]
    assert len(away) == len(CUTS) * CUT
    assert [minute for minute in away if DAY.due_in(minute)] == [minute_of("18:30")]
    assert not any(is_away(minute) or is_away(minute - 1) for minute in RESTARTS)


def test_questions_go_round_the_groups_when_somebody_is_there():
    asked = [DAY.question_of(minute) for minute in range(MINUTES)]
    assert asked[:11:10] == [(1, "/排行"), (2, "/词云")]
    assert sum(one is not None for one in asked) == 144 - sum(
        is_away(minute) for minute in range(0, MINUTES, 10)
    )


def test_a_minute_is_shown_as_a_clock_shows_it():
    assert [shown(minute) for minute in (0, 61, 727, 1439)] == ["12:00", "13:01", "00:07", "11:59"]
    assert all(minute_of(shown(minute)) == minute for minute in range(MINUTES))


def test_growth_is_told_by_the_middle_of_both_halves():
    weights = [Weight(rss, rss / 2, 0) for rss in (100, 90, 110, 104, 106, 300)]
    assert round(growth(weights, lambda weight: weight.rss), 6) == 6
    assert round(growth(weights, lambda weight: weight.uss), 6) == 6


READING = """
import sys
from pathlib import Path
from benchmarks.parts.soak_clock import DrivenClock
clock = DrivenClock(Path(sys.argv[1]))
print("ready", flush=True)
seen = {clock()}
while max(seen) < 2e9:
    seen.add(clock())
print(min(seen))
"""


def test_another_process_sees_the_clock_go_and_never_a_time_that_was_not_set(tmp_path):
    clock = DrivenClock.made(tmp_path / "clock", 1.5e9)
    call = [sys.executable, "-c", READING, str(tmp_path / "clock")]
    with subprocess.Popen(call, cwd=ROOT, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout.readline() == "ready\n"
        for step in range(200_000):
            clock.set(1.5e9 + step)
        clock.set(2e9)
        assert float(reader.stdout.read()) >= 1.5e9
    assert clock() == 2e9
