"""Whatever is sent: no failure, bounded time, values in range."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groupscope.language.cleaning import LONGEST, clean
from groupscope.language.reading import VERSION, Vocabulary, read, said_of
from groupscope.language.segmenting import cut
from groupscope.model import Segment

ANYTHING = st.text(st.characters(codec=None, exclude_categories=())) | st.text(
    st.sampled_from(
        "[](){}（）:;^_-~T>< @/?？吗不没么啊a1哈😂\u200d\ufe0f\ud800\x00，不不没没几什么还是CQ:,id="
    )
)
PATIENCE = 0.5
"""Seconds of CPU; a machine that is busy takes some milliseconds."""

HOSTILE = [
    "😂" * 100_000,
    "👨\u200d" * 50_000,
    "[" * 100_000,
    "[CQ:" * 50_000,
    "[CQ:face,id=" * 20_000,
    "@" * 100_000,
    "@a" * 50_000,
    "(" * 100_000,
    "(^" * 50_000,
    "(^_" * 30_000 + ")",
    "T_" * 50_000,
    "a" * 100_000,
    "a." * 50_000,
    "a-" * 50_000,
    "1:" * 50_000,
    ">_<" * 30_000,
    "不" * 100_000,
    "好不" * 50_000,
    "什么还是" * 30_000,
    "不知道" * 30_000,
    "a啊" * 50_000,
    "abc" * 20 + "吗" + "我a" * 50_000,
    "哈" * 100_000,
    "哈嘿" * 50_000,
    "http://" * 20_000,
    "\u200b" * 100_000,
    "\x00\x1f" * 50_000,
    "\ud83d" * 100_000,
    "\u0301" * 100_000,
    " " * 100_000,
    "早" * 100_000,
    "龘靐" * 50_000,
    ":" * 100_000,
    "-_" * 50_000,
]


@given(ANYTHING)
@settings(deadline=None, max_examples=300)
def test_any_text_can_be_read(text: str):
    found = read(text)
    assert len(set(found.words)) == len(found.words)
    assert all(word == word.strip() != "" for word in found.words)
    assert found.mood is None or -1 <= found.mood <= 1


@given(ANYTHING)
@settings(deadline=None, max_examples=300)
def test_cleaning_twice_is_cleaning_once_for_what_can_be_seen(text: str):
    cleaned = clean(text)
    assert len(cleaned) <= LONGEST
    assert not any("\ud800" <= character <= "\udfff" for character in cleaned)


@given(ANYTHING)
@settings(deadline=None, max_examples=300)
def test_cutting_loses_nothing_but_white_space_and_what_repeats(text: str):
    cleaned = clean(text)
    said = {character for character in cleaned if not character.isspace()} - {"\ufe0f"}
    assert {character for token in cut(cleaned) for character in token} - {" "} >= said - {"\x1f"}


@given(ANYTHING, st.frozensets(st.text(max_size=6), max_size=5), st.frozensets(st.text(max_size=6)))
@settings(deadline=None, max_examples=200)
def test_any_words_may_be_added_and_ignored(
    text: str, added: frozenset[str], ignored: frozenset[str]
):
    found = read(text, Vocabulary(added, ignored))
    assert not {word.casefold() for word in ignored} & set(found.words)


@given(st.lists(st.tuples(st.sampled_from(["face", "mface", "image", "text", "at"]), ANYTHING)))
@settings(deadline=None)
def test_any_segments_say_something(pieces: list[tuple[str, str]]):
    segments = [
        Segment(kind, {"id": value, "summary": value, "text": value}) for kind, value in pieces
    ]
    assert isinstance(said_of(segments, ""), str)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_a_hostile_text_takes_no_longer_than_any_other(text: str):
    read("早")
    start = time.process_time()
    read(text)
    assert time.process_time() - start < PATIENCE


def test_a_reading_says_what_made_it():
    assert VERSION > 1000
