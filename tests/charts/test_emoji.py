import pytest

from groupscope.charts.emoji import emoji_end, is_emoji, known, picture


@pytest.mark.parametrize("text", ["🦊", "⭐", "❤", "☀️", "©️", "🕰", "🅰", "1️⃣"])
def test_these_are_shown_in_colour(text):
    assert is_emoji(text)


@pytest.mark.parametrize("text", ["☀", "©", "™", "♥", "1", "#", "甲", "☺", "★"])
def test_these_are_letters_unless_colour_is_asked_for(text):
    assert emoji_end(text, 0) == 0


def test_the_longest_emoji_wins():
    assert emoji_end("x👩‍💻👩", 1) == 1 + len("👩‍💻")


def test_nearly_four_thousand_are_known_and_each_has_a_picture():
    assert len(known()) > 3900
    assert picture("❤️‍🔥", 34).size == (34, 34)


def test_each_is_found_with_and_without_its_selectors():
    assert is_emoji("🏳️‍🌈")
    assert is_emoji("🏳‍🌈")
