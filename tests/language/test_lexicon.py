from collections import Counter

import pytest

from groupscope.language.lexicon import Reading, Role, lexicon, spelling
from groupscope.language.lexicon_reading import read
from groupscope.language.lists import entries

LISTS = [
    "lexicon_feelings",
    "lexicon_everyday",
    "lexicon_things",
    "lexicon_idioms",
    "lexicon_either",
    "lexicon_slang",
    "lexicon_faces",
    "lexicon_emoji",
    "lexicon_kaomoji",
    "lexicon_neutral",
    "lexicon_modifiers",
]


def weights(*tokens: str) -> list[float]:
    return [one.weight for one in read(tokens) if one.role is Role.FEELING]


def test_every_word_is_listed_once():
    listed = Counter(
        word
        for subject in LISTS
        for line in entries(subject)
        for word in line.partition("\t")[2].split()
        if not word.startswith("mark:")
    )
    assert [word for word, times in listed.items() if times > 1] == []


def test_every_word_is_listed_as_it_is_looked_up():
    assert [word for word in lexicon() if spelling(word) != word] == []


def test_every_weight_is_in_range_and_every_modifier_has_none():
    assert all(-1 <= reading.weight <= 1 for reading in lexicon().values())
    weighing = (Role.FEELING, Role.EITHER)
    assert all(
        reading.weight == 0 for reading in lexicon().values() if reading.role not in weighing
    )


def test_it_does_not_matter_where_a_phrase_is_cut():
    assert weights("气死我了") == weights("气死", "我", "了") == weights("气", "死我", "了") != []


def test_the_longest_entry_wins():
    assert weights("不好意思") == [0]
    assert weights("生日", "快乐") == [0.8]


def test_what_is_glued_to_a_feeling_is_taken_off():
    assert [one.role for one in read(["真难过"])] == [Role.MORE, Role.FEELING]
    assert weights("难过了") == weights("难过")


def test_a_word_in_no_list_is_flavoured_by_its_characters():
    assert weights("臭味相") == weights("惨叫") == [-0.25]
    assert weights("没骗") == weights("骗") == []


def test_a_feeling_inside_another_word_is_not_felt():
    assert read(["开心超人"]) == read(["高兴路口"]) == [Reading(Role.NOTHING)]


@pytest.mark.parametrize(
    ("typed", "listed"),
    [
        ("666666", "666"),
        ("hhhhhhhh", "hhh"),
        ("hahahaha", "haha"),
        ("YYDS", "yyds"),
        ("55555", "555"),
        ("23333", "233"),
    ],
)
def test_stretched_spellings_are_one(typed: str, listed: str):
    assert spelling(typed) == listed


def test_an_unknown_drawn_face_is_read_by_its_eyes():
    assert weights("(ﾉ╥益╥)") == [-0.55]
    assert weights("(ﾉ≧◇≦)") == [0.5]
    assert weights("(・_・?)") == []
