import pytest
from hypothesis import given

from groupscope.charts.emoji import is_emoji
from groupscope.charts.fonts import family_for
from groupscope.charts.names import clean, clusters
from tests.charts.conftest import hostile


@pytest.mark.parametrize(
    ("raw", "drawn"),
    [
        ("甲", "甲"),
        ("꧁༺昵称༻꧂", "昵称"),
        ("  a \u3000\t b\n", "a b"),
        ("\u3000\u200b\u3164\u2800", ""),
        ("สมชาย", ""),
        ("\u202eexe.png\u202c", "exe.png"),
        ("a\x00b\x1bc\ud83dd\ue000e\ufffdf", "abcdef"),
        ("𝓐𝓫𝓬", "𝓐𝓫𝓬"),
        ("ﷺ", "صلى الله عليه وسلم"),
        ("a" + "\u0336" * 50 + "b", "a\u0336\u0336b"),
        ("\u0336\u0301甲 \u0336乙", "甲 乙"),
        ("甲\ufe0f乙\u200d丙\U0001f3fb", "甲乙丙\U0001f3fb"),
        ("e\u0301", "é"),
    ],
)
def test_a_name_keeps_what_can_be_drawn_and_nothing_else(raw, drawn):
    assert clean(raw) == drawn


@pytest.mark.parametrize("emoji", ["👨‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🇨🇳", "1️⃣", "❤️‍🔥", "👍🏿", "🧑🏽‍🚀", "🫩", "☀️"])
def test_an_emoji_of_many_parts_is_one_character(emoji):
    assert clusters(clean(f"甲{emoji}乙")) == ("甲", emoji, "乙")


def test_letters_keep_their_marks_and_emoji_take_none():
    assert clusters("a\u0336\u0336b") == ("a\u0336\u0336", "b")
    assert clean("🦊\u0336") == "🦊"


def test_two_flags_without_a_space_stay_two():
    assert clusters("🇨🇳🇯🇵") == ("🇨🇳", "🇯🇵")


@given(hostile)
def test_whatever_is_left_of_a_name_can_be_drawn(name):
    for cluster in clusters(clean(name)):
        assert is_emoji(cluster) or all(map(family_for, cluster))


@given(hostile)
def test_no_space_is_left_at_an_end_or_beside_another(name):
    assert clean(name) == " ".join(clean(name).split())
