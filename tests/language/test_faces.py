"""From segments to the line that is analysed."""

from groupscope.language.faces import face_named
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
