"""Titles are earned by rule, each at its figure and not a message before."""

from dataclasses import replace

import pytest

from groupscope.figures.titles import Traits, titles_of
from groupscope.model import Kind

PLAIN = Traits(
    messages=100,
    place=12,
    speakers=30,
    active_days=10,
    heard_days=30,
    hours=tuple([4] * 20 + [5] * 4),
    kinds=tuple([Kind.TEXT] * 100),
    questions=0,
    turned=0,
    was_turned_to=0,
    word=None,
)


def hours(**said: int) -> tuple[int, ...]:
    """A hundred messages: so many at ``h3``, the rest at 15."""
    counts = [said.get(f"h{hour}", 0) for hour in range(24)]
    counts[15] += 100 - sum(counts)
    return tuple(counts)


def kinds(pictures: int) -> tuple[int, ...]:
    return tuple([Kind.IMAGE] * pictures + [Kind.TEXT] * (100 - pictures))


def earned(**traits) -> list[str]:
    return [title.name for title in titles_of(replace(PLAIN, **traits))]


def test_who_stands_out_in_nothing_has_none():
    assert earned() == []


@pytest.mark.parametrize(
    ("at_last", "not_yet", "title"),
    [
        ({"place": 3, "speakers": 10}, {"place": 4}, "发言第 3"),
        ({"place": 1, "speakers": 10}, {"place": 1, "speakers": 9}, "发言第 1"),
        ({"active_days": 27}, {"active_days": 26}, "天天都在"),
        (
            {"active_days": 7, "heard_days": 7},
            {"active_days": 6, "heard_days": 6},
            "天天都在",
        ),
        ({"hours": hours(h0=15, h4=15)}, {"hours": hours(h0=14, h4=15)}, "夜猫子"),
        ({"hours": hours(h4=30)}, {"hours": hours(h5=24, h23=50)}, "夜猫子"),
        ({"hours": hours(h5=10, h7=15)}, {"hours": hours(h5=10, h7=14, h8=50)}, "早起的人"),
        ({"word": ("火锅", 10, 20)}, {"word": ("火锅", 10, 21)}, "常说「火锅」"),
        ({"word": ("火锅", 10, 10)}, {"word": ("火锅", 9, 9)}, "常说「火锅」"),
        ({"turned": 30}, {"turned": 29}, "爱接话"),
        ({"was_turned_to": 40}, {"was_turned_to": 39}, "常被找"),
        ({"kinds": kinds(40)}, {"kinds": kinds(39)}, "图比话多"),
        ({"questions": 15}, {"questions": 14}, "爱提问"),
    ],
)
def test_each_has_its_rule(at_last, not_yet, title):
    assert earned(**at_last) == [title]
    assert earned(**not_yet) == []


def test_below_fifty_messages_nobody_earns_any():
    assert earned(messages=49, place=1, active_days=30) == []
    enough = earned(messages=50, place=1, active_days=30, hours=hours())
    assert enough == ["发言第 1", "天天都在"]


def test_what_is_earned_by_the_clock_needs_to_be_seen():
    assert earned(hours=None) == []


def test_five_at_most_and_each_with_its_figure():
    all_of_them = titles_of(
        replace(
            PLAIN,
            place=1,
            active_days=30,
            hours=hours(h2=40, h6=30),
            kinds=kinds(80),
            questions=50,
            turned=50,
            was_turned_to=60,
            word=("火锅", 12, 20),
        )
    )
    assert [(title.name, title.why) for title in all_of_them] == [
        ("发言第 1", "30 人里"),
        ("天天都在", "30 天里 30 天说过话"),
        ("夜猫子", "0–5 点占 40%"),
        ("早起的人", "5–8 点占 30%"),
        ("常说「火锅」", "全群 20 条里说了 12 条"),
    ]
