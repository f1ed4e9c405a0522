"""From segments to the line that is analysed."""

import pytest

from groupscope.language.faces import coloured, face_like, face_named, reaction_sign
from groupscope.language.lists import entries
from groupscope.language.reading import said_of
from groupscope.model import Segment


def text(words: str) -> Segment:
    return Segment("text", {"text": words})


def test_words_faces_and_named_stickers_are_said():
    segments = [
        text("失恋了"),
        Segment("face", {"id": "5"}),
        Segment("face", {"id": 14}),
        Segment("mface", {"summary": "[摸头]"}),
        Segment("image", {"summary": "&#91;贴贴&#93;"}),
    ]
    assert said_of(segments, "失恋了") == "失恋了[流泪][微笑][摸头][贴贴]"


def test_what_nobody_said_is_left_out():
    segments = [
        Segment("reply", {"id": "1"}),
        Segment("at", {"qq": "10001", "name": "@小明"}),
        text(" 早 "),
        Segment("face", {"id": "99999"}),
        Segment("face", {"id": "358"}),
        Segment("dice", {"result": "3"}),
        Segment("image", {"summary": "[动画表情]"}),
        Segment("image", {"file": "a.jpg"}),
        Segment("json", {"data": "{}"}),
        Segment("mface", {"summary": ""}),
        Segment("mface", {"summary": "[这个名字长得不像话根本不是名字]"}),
    ]
    assert said_of(segments, "早") == "早"


def test_a_mention_parts_the_words_around_it():
    assert said_of([text("早"), Segment("at", {"qq": "1"}), text("安")], "早安").split() == [
        "早",
        "安",
    ]


def test_without_segments_the_text_is_what_was_said():
    assert said_of([], "早") == "早"


def test_old_and_new_faces_have_names():
    assert (face_named(5), face_named("264"), face_named(427)) == ("流泪", "捂脸", "偷感")
    assert face_named(None) is None


def test_faces_have_the_emoji_that_comes_nearest():
    assert (face_like(182), face_like("179"), face_like(424)) == ("😂", "🐶", None)


def test_every_face_with_a_likeness_is_known_and_has_one():
    numbers = [number for line in entries("face_emoji") for number in line.split()[1:]]
    assert len(numbers) == len(set(numbers))
    assert [number for number in numbers if face_named(number) is None] == []


@pytest.mark.parametrize(
    ("code", "sign"),
    [
        ("76", "👍"),
        ("424", "[续标识]"),
        ("128514", "😂"),
        ("10084", "❤️"),
        ("99", "👏"),
        ("20013", "[表情]"),
        ("99999999", "[表情]"),
        ("55357", "[表情]"),
        ("", "[表情]"),
        ("👍", "👍"),
    ],
)
def test_a_reaction_is_shown_by_its_code(code, sign):
    assert reaction_sign(code) == sign


def test_old_signs_are_asked_to_be_in_colour():
    assert [coloured(one) for one in ("❤", "😂", "👨‍👩‍👧")] == ["❤️", "😂", "👨‍👩‍👧"]
