import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from math import dist

import numpy as np
import pytest
import wordcloud
from hypothesis import given, settings
from hypothesis import strategies as st
from wordcloud import wordcloud as library

from groupscope.charts import CloudWord, WordCloud, draw
from groupscope.charts.arranging import EDGE, HIGHEST, Arrangement, arranged
from groupscope.charts.packing import SIZES, Piece, pack
from groupscope.charts.room import CELL, NOWHERE, Room
from groupscope.charts.silhouette import silhouette
from groupscope.charts.theme import DARK, LIGHT
from tests.charts.conftest import NAMES, hostile, near, pixels, sheet, stays_within

COMMON = (
    *("摸鱼", "早八", "原神", "奶茶", "加班", "番茄牛腩", "开黑", "考研", "下雨", "猫猫"),
    *("[doge]", "笑死😂", "哈哈哈", "NoneBot", "yyds", "🐱"),
)


def words(count: int) -> tuple[CloudWord, ...]:
    """As many words as asked for, the n-th of them about 1/n as heavy as the first."""
    made = [*COMMON, *(f"词{chr(0x4E00 + number)}" for number in range(count))]
    return tuple(CloudWord(text, 300 / (n + 1)) for n, text in enumerate(made[:count]))


def laid(count: int, shape: str | None = None) -> Arrangement:
    arrangement = arranged(WordCloud(words(count), shape))
    assert arrangement
    return arrangement


def texts(arrangement: Arrangement) -> list[str]:
    return [each.piece.text for each in arrangement.placed]


@pytest.mark.parametrize("shape", [None, "🐱", "❤️"])
@pytest.mark.parametrize("count", [30, 400])
def test_the_heaviest_word_is_nearest_to_the_middle_and_none_is_larger(count, shape):
    cloud = laid(count, shape)
    middle = np.array(cloud.size) / 2
    if cloud.form:
        rows, columns = np.nonzero(np.asarray(cloud.form))
        middle = np.array((columns.mean(), rows.mean()))
    first = cloud.placed[0]
    away = [
        dist(middle, (each.box.x + each.box.width / 2, each.box.y + each.box.height / 2))
        for each in cloud.placed
    ]
    assert first.piece.text == "摸鱼"
    assert away[0] == min(away)
    assert first.piece.rung == max(each.piece.rung for each in cloud.placed)


@pytest.mark.parametrize("shape", [None, "🐱", "🌙"])
def test_no_two_words_touch(shape):
    boxes = [each.box for each in laid(400, shape).placed]
    for one, other in combinations(boxes, 2):
        beside = one.right < other.x or other.right < one.x
        assert beside or one.bottom < other.y or other.bottom < one.y


@pytest.mark.parametrize("shape", ["🐱", "❤️", "🌙", "1️⃣", "🇨🇳", "➖", "🦒"])
def test_words_lie_inside_the_silhouette(shape):
    cloud = laid(120, shape)
    form = np.asarray(cloud.form)
    assert len(cloud.placed) > 5
    assert all(
        form[each.box.y : each.box.bottom, each.box.x : each.box.right].min() > 200
        for each in cloud.placed
    )


@pytest.mark.parametrize("count", [1, 2, 5, 30, 400])
def test_a_free_cloud_fits_the_card_whatever_there_is(count):
    wide, high = laid(count).size
    assert wide <= EDGE
    assert high <= HIGHEST


def test_words_are_as_large_as_they_matter():
    rungs = [each.piece.rung for each in sorted(laid(60).placed, key=lambda each: each.piece.rank)]
    assert rungs == sorted(rungs, reverse=True)
    assert SIZES[rungs[0]] > 3 * SIZES[rungs[-1]]


def test_few_words_are_set_large_and_said_once():
    few = laid(5)
    assert texts(few) == [word.text for word in words(5)]
    assert SIZES[few.placed[0].piece.rung] > 100


def test_only_a_shape_repeats_words_and_only_when_it_is_not_full():
    few, many = texts(laid(5, "❤️")), texts(laid(400, "❤️"))
    assert len(few) > 60
    assert set(few) == {word.text for word in words(5)}
    assert len(many) == len(set(many)) > 60


def test_most_of_four_hundred_words_are_named():
    assert len(laid(400).placed) > 150


@pytest.mark.parametrize("shape", ["", "甲", "no emoji", "🐱🐱", "\ud83d", "\u200b", "☀"])
def test_what_is_no_emoji_is_no_shape(shape):
    assert silhouette(shape, EDGE) is None
    assert laid(10, shape) == laid(10)


def test_a_cloud_of_nothing_says_so():
    assert arranged(WordCloud(())) is None
    assert arranged(WordCloud((CloudWord("\u200b", 1),))) is None
    assert pixels(sheet(WordCloud(()))).shape[1] == 1080


def test_weights_may_be_anything():
    odd = tuple(CloudWord(f"词{n}", weight) for n, weight in enumerate((0.0, -1.0, 1e308, 1e-308)))
    assert arranged(WordCloud(odd))
    assert arranged(WordCloud(odd[:2]))


def test_words_that_look_the_same_are_one_word():
    cloud = arranged(WordCloud((CloudWord("甲\u200b", 2), CloudWord("甲", 1))))
    assert cloud
    assert texts(cloud) == ["甲"]


def test_an_endless_word_is_cut_after_twelve_characters():
    cloud = arranged(WordCloud((CloudWord("哈" * 99, 1), CloudWord("w" * 12, 1))))
    assert cloud
    assert texts(cloud) == ["哈" * 11 + "…", "w" * 12]


@settings(max_examples=15, deadline=None)
@given(st.lists(hostile, max_size=25), st.sampled_from([None, "❤️", "🌙"]))
def test_no_word_is_drawn_beyond_the_plate(found, shape):
    cloud = tuple(CloudWord(text, 30 / (n + 1)) for n, text in enumerate(found))
    assert stays_within(WordCloud(cloud, shape))


def test_all_hostile_words_are_drawn():
    cloud = tuple(CloudWord(name, 1) for name in NAMES)
    assert stays_within(WordCloud(cloud))
    assert stays_within(WordCloud(cloud, "🐱"))


def test_light_and_dark_have_inks_of_their_own_and_the_silhouette_shows():
    light, dark = (pixels(sheet(WordCloud(words(60), "🐱")), theme=t) for t in ("light", "dark"))
    for image, theme in ((light, LIGHT), (dark, DARK)):
        assert all(near(ink, image) > 100 for ink in theme.cloud)
        assert near(theme.marked, image, 0) > 100_000


def test_emoji_in_words_are_coloured():
    plain, laughing = (
        pixels(sheet(WordCloud((CloudWord(text, 1),)))) for text in ("笑死", "笑死😂")
    )
    assert near("#FFCC4D", laughing[280:]) > 2_000
    assert near("#FFCC4D", plain[280:]) == 0


@pytest.mark.parametrize("shape", [None, "🐱"])
def test_the_same_words_are_the_same_picture(shape):
    cloud = sheet(WordCloud(words(100), shape))
    assert draw(cloud) == draw(cloud)


def test_clouds_in_several_threads_do_not_disturb_each_other():
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: laid(40), range(8)))
    assert all(each == found[0] for each in found)


def test_wordcloud_asks_our_room_for_each_place_and_gets_its_own_names_back():
    """It has no hook for this: a release that works otherwise has to be looked at."""
    asked: list[tuple[int, int]] = []

    class Told(Room):
        def sample_position(self, height, width, _=None):
            asked.append((height, width))
            return super().sample_position(height, width)

    names = ("Image", "ImageFont", "ImageDraw", "IntegralOccupancyMap")
    before = [getattr(library, name) for name in names]
    pieces = [Piece(text, rank, 2) for rank, text in enumerate("甲乙丙")]
    placed = pack(pieces, Told(np.ones((50, 50), dtype=np.bool_)))
    assert wordcloud.__version__.startswith("1.9.")
    assert [each.piece for each in placed] == pieces
    assert len(asked) == 3
    assert [getattr(library, name) for name in names] == before


def test_names_of_wordcloud_come_back_after_a_failure():
    class Broken(Room):
        def sample_position(self, *_):
            raise ZeroDivisionError

    before = library.ImageFont
    with pytest.raises(ZeroDivisionError):
        pack([Piece("甲", 0, 2)], Broken(np.ones((50, 50), dtype=np.bool_)))
    assert library.ImageFont is before


def test_a_room_gives_the_nearest_free_place_and_none_twice():
    room = Room(np.ones((5, 5), dtype=np.bool_))
    assert room.sample_position(1, 1) == (2, 2)
    assert room.sample_position(3, 3) == NOWHERE
    assert room.sample_position(2, 5) in ((0, 0), (3, 0))
    assert room.sample_position(6, 1) == NOWHERE
    assert not room.has_place((5 * CELL, CELL * 4))


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), max_size=30),
    st.integers(0, 2**32 - 1),
)
def test_a_room_knows_what_is_taken_and_gives_the_nearest_place(sizes, seed):
    taken = np.random.default_rng(seed).random((20, 25)) < 0.1
    room, away = Room(~taken), distances(~taken)
    for height, width in sizes:
        row, column = room.sample_position(height, width)
        windows = np.lib.stride_tricks.sliding_window_view(taken, (height, width))
        free = ~windows.any(axis=(2, 3))
        if (row, column) == NOWHERE:
            assert not free.any()
        else:
            place = taken[row : row + height, column : column + width]
            near = away[height // 2 :, width // 2 :][: free.shape[0], : free.shape[1]]
            assert place.shape == (height, width)
            assert not place.any()
            assert near[row, column] == pytest.approx(near[free].min(), abs=1e-5)
            place[:] = True


def distances(free: np.ndarray) -> np.ndarray:
    """How far each cell is from the middle of the free ones, in their own width and height."""
    rows, columns = np.nonzero(free)
    down = (np.arange(free.shape[0]) - rows.mean()) / rows.std()
    across = (np.arange(free.shape[1]) - columns.mean()) / columns.std()
    return down[:, None] ** 2 + across**2


@pytest.mark.parametrize("shape", [None, "🐱"])
def test_a_warm_cloud_of_four_hundred_words_can_be_timed(shape, record_property):
    cloud = sheet(WordCloud(words(400), shape))
    draw(cloud)
    start = time.process_time()
    draw(cloud)
    record_property("cpu_ms", milliseconds := round((time.process_time() - start) * 1000))
    sys.stdout.write(f"400 words, {shape}: {milliseconds} ms CPU\n")
