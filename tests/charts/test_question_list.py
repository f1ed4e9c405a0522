from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from groupscope.charts import Card, QuestionList, QuestionRow, WordCloud
from groupscope.charts.marks.question_list import state_label
from groupscope.charts.theme import LIGHT
from tests.charts.conftest import board, hostile, near, pixels, row, sheet, stays_within

STATE = slice(345, 440)
FACE = slice(80, 170)


def asked(**facts: object) -> QuestionRow:
    told = {"number": 3, "member_id": 10001, "name": "甲", "text": "食堂几点关门？"}
    return QuestionRow(**{**told, "asked": "11-19 21:03", **facts})


def listed(*rows: QuestionRow) -> QuestionList:
    return QuestionList("❓ 问题", "近 7 天", rows)


ANSWERED = {"answered_by": "乙", "after": "6 分钟后"}


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({}, "待回答"),
        (ANSWERED, "已回答 · 乙 6 分钟后"),
        ({"answered_by": "乙"}, "已回答 · 乙"),
        ({"is_done": True}, "已标记解决"),
        ({"is_done": True, **ANSWERED}, "已标记解决"),
    ],
)
def test_the_state_is_told_in_words(facts, told):
    assert state_label(asked(**facts)) == told


def test_open_questions_stand_out():
    waiting, answered, settled = (
        pixels(sheet(listed(asked(**facts))))[STATE, 600:]
        for facts in ({}, ANSWERED, {"is_done": True})
    )
    assert near(LIGHT.brand, waiting, 0) > 1_500
    assert near(LIGHT.brand, answered, 0) == near(LIGHT.brand, settled, 0) == 0
    assert near(LIGHT.up, answered) > 100
    assert near(LIGHT.track, settled, 0) > 1_500


def test_an_answer_stands_below_its_question_on_two_lines_at_most():
    bare, one, two, many = (
        pixels(sheet(listed(asked(**ANSWERED, answer=text)))).shape[0]
        for text in (None, "五点", "五点" * 25, "五点" * 200)
    )
    assert bare < one < two == many


def test_an_answer_that_cannot_be_drawn_takes_no_room():
    bare, nothing = (
        pixels(sheet(listed(asked(**ANSWERED, answer=text)))).shape[0] for text in (None, "\u200b")
    )
    assert bare == nothing


def test_a_question_has_at_most_three_lines():
    one, three, many = (
        pixels(sheet(listed(asked(text="几点" * count)))).shape[0] for count in (1, 36, 400)
    )
    assert one < three == many


def test_the_face_of_who_asked_is_shown():
    file = BytesIO()
    Image.new("RGB", (140, 140), "#00FF00").save(file, "PNG")
    image = pixels(sheet(listed(asked())), avatars={10001: file.getvalue()})
    assert near("#00FF00", image[:, FACE], 0) > 5_000


def test_a_card_knows_whose_faces_it_shows():
    marks = (listed(asked(), asked(member_id=None)), WordCloud(()), *board(row(7)).marks)
    assert Card("", "", "", marks, "").member_ids == (10001, 10007)


def test_a_question_of_which_nothing_can_be_drawn_is_still_listed():
    image = pixels(sheet(listed(asked(name="\u200b", text="\u200b"))))
    assert near(LIGHT.bubble, image[300:], 0) > 5_000


def test_a_long_state_leaves_room_for_the_name():
    image = pixels(sheet(listed(asked(answered_by="乙" * 99, after="很久" * 99))))
    assert near(LIGHT.ink2, image[STATE, 240:290], 60) > 20


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.builds(
            QuestionRow, st.integers(0, 10**9), st.none() | st.integers(1, 10**10), hostile,
            hostile, hostile, st.none() | hostile, st.none() | hostile, st.booleans(),
        ),
        min_size=1,
        max_size=4,
    )
)  # fmt: skip
def test_no_question_is_drawn_beyond_the_plate(rows):
    assert stays_within(listed(*rows))
