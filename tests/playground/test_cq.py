"""CQ strings: what is written can be read again, whatever people type."""

from hypothesis import given
from hypothesis import strategies as st

from groupscope.playground import cq

words = st.text(st.characters(codec="utf-8"), min_size=1)
names = st.from_regex(r"[a-z_]{1,8}", fullmatch=True)
texts = words.map(lambda typed: {"type": "text", "data": {"text": typed}})
codes = st.builds(
    lambda kind, data: {"type": kind, "data": data},
    names.filter(lambda kind: kind != "text"),
    st.dictionaries(names, st.text(st.characters(codec="utf-8"))),
)


def joined(pieces):
    """Neighbouring texts become one, as a string cannot tell them apart."""
    whole = []
    for piece in pieces:
        if piece["type"] == "text" and whole and whole[-1]["type"] == "text":
            whole[-1]["data"]["text"] += piece["data"]["text"]
        else:
            whole.append({"type": piece["type"], "data": dict(piece["data"])})
    return whole


def read(written):
    return [{"type": kind, "data": dict(data)} for kind, data in cq.decode(written)]


@given(st.lists(texts | codes), st.booleans())
def test_a_message_survives_being_written_and_read(pieces, comma):
    assert read(cq.encode(pieces, comma=comma)) == joined(pieces)


@given(words)
def test_nothing_that_is_typed_can_become_a_code(typed):
    assert all(piece.type == "text" for piece in cq.decode(cq.escape(typed)))


def test_brackets_ampersands_and_commas_are_escaped_where_they_must_be():
    text = {"type": "text", "data": {"text": "[a],&"}}
    at = {"type": "at", "data": {"qq": "1", "name": "[a],&"}}
    assert cq.encode([text]) == "&#91;a&#93;,&amp;"
    assert cq.encode([text], comma=True) == "&#91;a&#93;&#44;&amp;"
    assert cq.encode([at]) == "[CQ:at,qq=1,name=&#91;a&#93;&#44;&amp;]"


def test_objects_are_written_as_javascript_writes_them_and_nulls_not_at_all():
    face = {"type": "face", "data": {"id": "311", "raw": {"faceIndex": 311}, "resultId": None}}
    assert cq.encode([face]) == "[CQ:face,id=311,raw=&#91;object Object&#93;]"
