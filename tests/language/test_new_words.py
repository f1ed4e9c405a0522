"""Words that the dictionary does not know."""

from random import Random

import pytest

from groupscope.language.new_words import new_words

DICE = Random(7)
TALK = "今天我们去食堂吃饭然后回宿舍写作业晚上一起打游戏明天早起上课看书睡觉周末逛街买东西"


def said_around(word: str, times: int) -> list[str]:
    """Say a word between characters that differ from message to message."""
    return [f"{DICE.choice(TALK)}{word}{DICE.choice(TALK)}" for _ in range(times)]


@pytest.fixture(scope="module")
def talk() -> list[str]:
    return ["".join(DICE.choices(TALK, k=12)) for _ in range(600)]


def test_a_name_that_everybody_says_is_found(talk: list[str]):
    found = new_words([*talk, *said_around("夏冬渊", 40)])
    assert [(one.word, one.count) for one in found] == [("夏冬渊", 40)]
    assert found[0].pmi >= 5
    assert found[0].entropy >= 1


def test_one_member_who_repeats_a_word_in_one_message_makes_no_word(talk: list[str]):
    assert new_words([*talk, "，".join(said_around("夏冬渊", 40))]) == ()


def test_what_is_always_followed_by_the_same_is_only_a_part(talk: list[str]):
    found = new_words([*talk, *said_around("夏冬渊社", 40)])
    assert [one.word for one in found] == ["夏冬渊社"]


def test_words_of_the_dictionary_and_laughter_are_not_new(talk: list[str]):
    assert new_words([*talk, *said_around("冰淇淋", 40), *said_around("哈哈哈哈", 40)]) == ()


def test_a_rare_word_waits(talk: list[str]):
    assert new_words([*talk, *said_around("夏冬渊", 10)]) == ()
    assert len(new_words([*talk, *said_around("夏冬渊", 10)], at_least=10)) == 1


def test_without_messages_there_are_no_words():
    assert new_words([]) == new_words(["", "hello", "😂"]) == ()
