"""Tables of integers: packed, put together, added up."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from groupscope.store.packing import as_bytes, mixed_up, number_of, stacked, table_of, tallied

BIG = st.integers(-(2**62), 2**62)
tables = st.lists(st.tuples(BIG, BIG, BIG), max_size=20)


@given(st.lists(tables, max_size=4), tables)
def test_what_is_packed_comes_out_again_in_order(days, loose):
    packed = [as_bytes(table_of(rows, 3)) for rows in days]
    together = stacked(packed, [table_of(loose, 3)], 3)
    assert [tuple(row) for row in together.tolist()] == [
        row for day in [*days, loose] for row in day
    ]


few = st.integers(0, 3)


@given(st.lists(st.tuples(few, few, st.integers(1, 9), st.integers(0, 99), BIG), max_size=40))
def test_equal_rows_are_added_up_and_the_latest_example_stays(rows):
    counts: Counter[tuple[int, int]] = Counter()
    latest: dict[tuple[int, int], int] = {}
    for one, other, count, at, _ in rows:
        counts[one, other] += count
        latest[one, other] = max(at, latest.get((one, other), at))
    added = tallied(table_of(rows, 5), 2).tolist()
    assert {(row[0], row[1]): row[2] for row in added} == counts
    assert {(row[0], row[1]): row[3] for row in added} == latest
    assert len(added) == len(counts)
    assert all(tuple(row[3:]) in {tuple(told[3:]) for told in rows} for row in added)


def test_different_rows_are_mixed_differently():
    table = np.stack(np.meshgrid(np.arange(300), np.arange(300)), axis=-1).reshape(-1, 2)
    assert len(np.unique(mixed_up(table))) == 90_000


def test_a_text_has_one_number_always():
    assert number_of("😂") == number_of("😂") != number_of("🤣")
    assert 0 < number_of("") < 2**62
