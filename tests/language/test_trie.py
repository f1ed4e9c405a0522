"""One pattern for many words."""

import re

from hypothesis import given
from hypothesis import strategies as st

from groupscope.language.trie import pattern_of


def test_the_longest_word_is_found():
    assert re.findall(pattern_of(["番茄", "番茄牛腩", "牛腩"]), "番茄牛腩番茄牛") == [
        "番茄牛腩",
        "番茄",
    ]


def test_no_words_match_nothing():
    assert re.search(pattern_of([]), "番茄") is None
    assert re.search(pattern_of([""]), "番茄") is None


def test_signs_stand_for_themselves():
    words = ["(╥_╥)", "[x]", "^_^", "a-b", "\\o/", "]", "-", "*", "?", ".", "|", "{2}"]
    pattern = re.compile(pattern_of(words))
    assert all(pattern.fullmatch(word) for word in words)
    assert not pattern.fullmatch("a+b")


@given(st.sets(st.text(min_size=1, max_size=4), min_size=1, max_size=40), st.text(max_size=6))
def test_it_is_the_words_and_nothing_else(words: set[str], other: str):
    pattern = re.compile(pattern_of(words))
    assert all(pattern.fullmatch(word) for word in words)
    assert bool(pattern.fullmatch(other)) == (other in words)
