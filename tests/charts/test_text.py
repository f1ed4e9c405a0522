import pytest
from hypothesis import given
from hypothesis import strategies as st

from groupscope.charts import Pill, Pills
from groupscope.charts.fonts import FAMILIES, face
from groupscope.charts.names import clean
from groupscope.charts.text import clip, has_every_glyph, runs, width, wrap
from groupscope.charts.theme import Font
from tests.charts.conftest import NAMES, hostile, stays_within

BODY = Font(30, 400)
fonts = st.sampled_from([BODY, Font(23, 500), Font(58, 800)])


@given(hostile, fonts)
def test_every_run_has_a_glyph_for_each_of_its_characters(name, font):
    assert all(has_every_glyph(run, font) for run in runs(name, font))


@pytest.mark.parametrize("name", NAMES)
def test_no_character_looks_like_the_sign_for_a_missing_glyph(name):
    for run in runs(name, BODY):
        if run.family:
            opened = face(run.family, BODY)
            missing = bytes(opened.getmask("\U0010fffe"))
            shapes = [bytes(opened.getmask(each)) for each in run.text if each not in " □"]
            assert missing not in shapes


@given(hostile, fonts, st.integers(60, 900))
def test_a_clipped_text_fits(name, font, limit):
    clipped = clip(name, font, limit)
    assert width(clipped, font) <= limit
    assert clipped == clean(name) or clipped.endswith("…")


def test_clipping_cuts_no_character_in_two():
    family = "👨‍👩‍👧‍👦"
    assert clip(family * 5, BODY, 150) == family * 3 + "…"


def test_a_text_that_fits_is_left_alone():
    assert clip("甲乙丙", BODY, 90) == "甲乙丙"
    assert clip("甲乙丙", BODY, 89) == "甲…"


@given(hostile, st.integers(100, 900), st.integers(1, 4))
def test_wrapped_lines_fit_and_are_not_more_than_allowed(name, limit, most):
    lines = wrap(name, BODY, limit, most)
    assert len(lines) <= most
    assert all(width(line, BODY) <= limit for line in lines)


def test_nothing_is_lost_when_there_are_lines_enough():
    text = "今天 00:00–21:35 · 400 条 · 离线 12 分钟，" * 4 + "x" * 100
    lines = wrap(text, BODY, 400, 99)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_line_begins_with_no_comma_and_breaks_no_word_or_time():
    assert wrap("甲乙丙，丁", BODY, 90, 9) == ("甲乙", "丙，丁")
    assert wrap("说 hello", BODY, 90, 9) == ("说", "hello")
    assert wrap("从 00:00–21:35 起", BODY, 190, 9) == ("从", "00:00–21:35", "起")


def test_each_script_is_drawn_by_a_family_that_has_it():
    families = [run.family for run in runs("甲ლ김𝓐🦊", BODY)]
    chinese, dejavu, stix, korean = FAMILIES[:4]
    assert families == [chinese, dejavu, korean, stix, None]


def test_right_to_left_letters_are_turned_and_the_rest_stays():
    assert [run.text for run in runs("שלום 甲", BODY)] == ["םולש", " ", "甲"]


def test_arabic_letters_are_joined():
    # Drawn from the left: meem alone, lam and alef as one, seen in its initial form.
    assert [run.text for run in runs("سلام", BODY)] == ["\ufee1\ufefc\ufeb3"]


def test_the_width_of_a_line_is_that_of_its_runs():
    assert width("甲乙", BODY) == 60
    assert width("甲🦊", BODY) == 30 + 37
    assert width("", BODY) == 0


@pytest.mark.parametrize("letter", ["ₗ\u0332", "W\u0332\u20dd", "Ⱥ"])
def test_no_accent_reaches_far_beyond_its_letter(letter):
    assert stays_within(Pills(letter, letter, (Pill(letter),)))
