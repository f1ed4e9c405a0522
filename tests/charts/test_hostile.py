"""Every mark there is, full of what people may call themselves and write; none is listed here.

How each value is made follows from its type, so a new mark is drawn here by itself. Some hundred
pictures hold some thousand texts; ``GROUPSCOPE_TEST_EXAMPLES=10`` draws ten times as many.
"""

import os
import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from groupscope.charts import Card, Clock, HeatMap, Issue, Mark, Pair, Person, Single, TimeLine
from groupscope.charts.shapes import channels
from groupscope.charts.text import clip, has_every_glyph, runs, width, wrap
from groupscope.charts.theme import DARK, Font
from tests.charts.conftest import PLATE_RIGHT, hostile, pixels, sheet

TIMES = int(os.environ.get("GROUPSCOPE_TEST_EXAMPLES", "1"))
MARKS = get_args(Single)
DRAWN = settings(
    max_examples=6 * TIMES,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink a picture takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
SIGNED = ("mean", "low", "high", "mood", "baseline")
"""Numbers that lie between −1 and 1; shares lie between 0 and 1."""
MEASURED = ("x", "y", "size", "weight", "usual", "rows")
"""Numbers that may be as large as they like."""
MOST = 6
"""How many of a kind a value holds at most."""


def made(kind: Any, name: str = "") -> st.SearchStrategy[Any]:
    """Anything of a type; ``name`` is that of the field it is for."""
    if is_dataclass(kind):
        return built(kind)
    if get_origin(kind) in (Union, types.UnionType):
        return st.one_of(*(made(one, name) for one in get_args(kind)))
    if get_origin(kind) is Literal:
        return st.sampled_from(get_args(kind))
    if get_origin(kind) is tuple:
        return tuples(get_args(kind), name)
    return SIMPLE[kind](name)


def built(kind: Any) -> st.SearchStrategy[Any]:
    hints = get_type_hints(kind)
    values = {field.name: made(hints[field.name], field.name) for field in fields(kind)}
    return st.builds(kind, **values).map(COHERENT.get(kind, lambda value: value))


def tuples(kinds: tuple[Any, ...], name: str) -> st.SearchStrategy[Any]:
    if kinds[-1] is not Ellipsis:
        return st.tuples(*(made(one, name) for one in kinds))
    return st.lists(made(kinds[0], name), max_size=MOST).map(tuple)


def numbers(name: str) -> st.SearchStrategy[float]:
    if name in MEASURED:
        return st.one_of(st.floats(1e-3, 100), st.floats(1e-9, 1e12))
    return st.floats(-1, 1) if name in SIGNED else st.floats(0, 1)


SIMPLE: dict[Any, Callable[[str], st.SearchStrategy[Any]]] = {
    str: lambda _: hostile,
    bool: lambda _: st.booleans(),
    int: lambda _: st.one_of(st.integers(0, 30), st.integers(-1, 10**12)),
    float: numbers,
    type(None): lambda _: st.none(),
}


def one_grid(value: HeatMap) -> HeatMap:
    """Rows are equally long, each has its label, and the ring lies on one of the cells."""
    wide = max(map(len, value.rows), default=0) or 3
    rows = tuple((row * wide + (None,) * wide)[:wide] for row in value.rows) or ((None,) * wide,)
    ring = value.ring and (abs(value.ring[0]) % len(rows), abs(value.ring[1]) % wide)
    labels = (value.row_labels * len(rows) + ("",) * len(rows))[: len(rows)]
    return replace(value, rows=rows, row_labels=labels, ring=ring)


def one_line(value: TimeLine) -> TimeLine:
    """Buckets follow each other, peaks are among them, the stretch before has as many."""
    bars = tuple(
        replace(bar, at=place / len(value.bars), count=abs(bar.count), speakers=abs(bar.speakers))
        for place, bar in enumerate(value.bars)
    )
    peaks = tuple(replace(peak, bar=abs(peak.bar) % len(bars)) for peak in value.peaks if bars)
    earlier = value.earlier and tuple(abs(each) for each in value.earlier)
    if earlier is not None:
        earlier = (earlier + (0,) * len(bars))[: len(bars)]
    return replace(value, bars=bars, peaks=peaks, earlier=earlier)


def all_day(hours: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(abs(each) for each in (*hours, *(0,) * 24)[:24])


COHERENT: dict[Any, Callable[[Any], Any]] = {
    HeatMap: one_grid,
    TimeLine: one_line,
    Clock: lambda value: replace(value, hours=all_day(value.hours)),
    Issue: lambda value: replace(value, hours=all_day(value.hours)),
}
"""What the parts of a value have to do with each other."""


def stays_on_the_page(card: Card) -> bool:
    """Whether nothing is drawn beyond the margins of the page."""
    image = pixels(card, theme="dark")
    ground = np.array(channels(DARK.ground))
    beside = [image[:, :40], image[:, PLATE_RIGHT:], image[-40:]]
    return image.shape[1] == 1080 and all((part == ground).all() for part in beside)


@pytest.mark.parametrize("kind", MARKS, ids=lambda kind: kind.__name__)
@DRAWN
@given(data=st.data())
def test_no_mark_is_torn_by_what_people_write(kind, data):
    assert stays_on_the_page(sheet(data.draw(built(kind))))


@pytest.mark.parametrize("kind", MARKS, ids=lambda kind: kind.__name__)
@DRAWN
@given(data=st.data())
def test_nor_is_one_that_has_half_of_the_width(kind, data):
    pair = Pair(data.draw(built(kind)), data.draw(made(Single)))
    assert stays_on_the_page(sheet(pair))


@pytest.mark.parametrize("kind", [Person, Issue], ids=lambda kind: kind.__name__)
@DRAWN
@given(data=st.data())
def test_nor_is_the_plate_on_top(kind, data):
    texts = [data.draw(hostile) for _ in range(4)]
    title, icon, subtitle, foot = texts
    card = Card(title, icon, subtitle, (), foot, opening=data.draw(built(kind)))
    assert stays_on_the_page(card)


@settings(max_examples=400 * TIMES, deadline=None)
@given(
    hostile,
    st.sampled_from([Font(23, 500), Font(30, 400), Font(58, 800)]),
    st.integers(60, 900),
    st.integers(1, 4),
)
def test_no_text_is_too_wide_or_has_a_box(text, font, room, lines):
    for each in (clip(text, font, room), *wrap(text, font, room, lines)):
        assert width(each, font) <= room
        assert all(has_every_glyph(run, font) for run in runs(each, font))


def test_every_mark_there_is_is_drawn_here():
    assert {*MARKS, Pair} == set(get_args(Mark))
    assert len(MARKS) >= 19
