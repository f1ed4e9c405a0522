import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groupscope.charts import HotWord, HotWords
from groupscope.charts.marks.hot_words import usual_label
from groupscope.charts.theme import LIGHT
from tests.charts.conftest import hostile, near, pixels, sheet, stays_within

ROW = slice(345, 460)


def hot(*rows: HotWord) -> HotWords:
    return HotWords("🔥 特别的词", "和近 30 天比", rows)


def word(place: int = 1, **facts: object) -> HotWord:
    return HotWord(**{"place": place, "text": "番茄牛腩", "count": 182, "usual": 3.0, **facts})


@pytest.mark.parametrize(
    ("usual", "told"),
    [
        (3.0, "平时 3 条"),
        (0.44, "平时 0.4 条"),
        (12.6, "平时 13 条"),
        (1234.5, "平时 1,234 条"),
        (0.01, "平时几乎没有"),
        (0.0, "平时没有"),
    ],
)
def test_the_usual_count_is_told_as_exactly_as_it_helps(usual, told):
    assert usual_label(usual) == told


def test_new_words_have_a_pill():
    known, new = (pixels(sheet(hot(word(is_new=new))))[ROW] for new in (False, True))
    assert near(LIGHT.chip, known, 0) == 0
    assert near(LIGHT.chip, new, 0) > 1_000


def test_an_example_is_a_bubble_of_at_most_two_lines():
    none, blank, short, two, long = (
        pixels(sheet(hot(word(example=example))))
        for example in (None, "\u200b", "真香", "番茄牛腩" * 12, "番茄牛腩" * 90)
    )
    assert near(LIGHT.bubble, none[300:], 0) == near(LIGHT.bubble, blank[300:], 0) == 0
    assert 2_000 < near(LIGHT.bubble, short[300:], 0) < near(LIGHT.bubble, long[300:], 0)
    assert none.shape[0] == blank.shape[0] < short.shape[0] < two.shape[0] == long.shape[0]


def test_who_said_it_stands_before_what_was_said():
    alone, said, nameless = (
        pixels(sheet(hot(word(example="真香", example_by=by)))) for by in (None, "乙", "\u200b")
    )
    assert (alone == nameless).all()
    assert near(LIGHT.bubble, said[300:], 0) > near(LIGHT.bubble, alone[300:], 0)


def test_bars_are_as_long_as_their_share_of_the_longest():
    image = pixels(sheet(hot(word(1, count=100), word(2, count=50))))
    # Bars begin at 152 and end at 1000.
    tracks = sorted(near(LIGHT.track, line[None], 0) for line in image[300:560])
    assert abs(tracks[-1] - 424) < 12


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.builds(
            HotWord, st.integers(0, 10**6), hostile, st.integers(0, 10**15),
            st.floats(0, 1e9), st.booleans(), st.none() | hostile, st.none() | hostile,
        ),
        min_size=1,
        max_size=5,
    )
)  # fmt: skip
def test_no_word_or_example_is_drawn_beyond_the_plate(rows):
    assert stays_within(hot(*rows))


def test_ten_words_with_long_examples_stay_below_the_height_of_a_card():
    rows = (word(n, example="番茄牛腩" * 90, example_by="夜猫子") for n in range(1, 11))
    assert pixels(sheet(hot(*rows))).shape[0] <= 2400
