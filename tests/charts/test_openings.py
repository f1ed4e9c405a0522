"""The plates on top of a portrait and of a digest."""

from dataclasses import replace
from io import BytesIO

import numpy as np
from PIL import Image

from groupscope.charts import Card, Issue, Person
from groupscope.charts.theme import LIGHT
from tests.charts.conftest import near, pixels

PERSON = Person(7, "甲", "本群第 1", 0.25, "入群 742 天", ("🌙 夜猫子",), "总在 22 点后说话。")
ISSUE = Issue(
    "日报", 3842, "18% 比昨天", "up", "都在聊番茄牛腩", (1, 2, 8, 4), ("0 点", "24 点"), "2 点"
)


def opened(opening: Person | Issue, **options: object) -> np.ndarray:
    return pixels(Card("画像", "🪪", "摸鱼研究所", (), "今天", opening), **options)


def test_a_portrait_shows_the_face_large():
    file = BytesIO()
    Image.new("RGB", (200, 200), "#00FF00").save(file, "PNG")
    assert near("#00FF00", opened(PERSON, avatars={7: file.getvalue()}), 0) > 22_000


def test_the_ring_is_as_long_as_the_share_and_says_it_in_figures():
    def warm(share: float) -> int:
        image = opened(replace(PERSON, share=share))[120:330, 80:320]
        return int(((image[..., 0] > 230) & (image[..., 1] < 170) & (image[..., 2] < 130)).sum())

    quarter, half, whole = warm(0.25), warm(0.5), warm(1.0)
    assert quarter < half < whole
    assert 1.6 < half / quarter < 2.4
    # The pill with the figure.
    assert near(LIGHT.down, opened(PERSON), 0) > 1_500


def test_what_a_portrait_does_not_know_takes_no_room():
    bare = replace(PERSON, titles=(), sentence="")
    assert opened(bare).shape[0] < opened(replace(PERSON, titles=())).shape[0]
    assert opened(replace(PERSON, sentence="")).shape[0] < opened(PERSON).shape[0]


def white(image: np.ndarray) -> list[int]:
    """How much of each quarter is purely white at the foot of the bars."""
    plate = image[40:-140, 84:996]
    lines = [line for line in plate if near("#FFFFFF", line[None], 0) > 40]
    return [near("#FFFFFF", part[None], 0) for part in np.array_split(lines[-1], 4)]


def test_the_highest_bar_of_a_digest_is_white_and_the_others_faint():
    found = white(opened(ISSUE))
    assert found[2] > 40
    assert found[0] == found[1] == found[3] == 0


def test_a_digest_without_hours_or_a_sentence_is_lower():
    heights = [
        opened(issue).shape[0]
        for issue in (ISSUE, replace(ISSUE, sentence=""), replace(ISSUE, sentence="", hours=()))
    ]
    assert heights == sorted(heights, reverse=True)
    assert len(set(heights)) == 3
    assert (
        opened(replace(ISSUE, hours=(0, 0))).shape[0] == opened(replace(ISSUE, hours=())).shape[0]
    )


def test_the_change_has_a_pill_of_its_own_where_there_is_one():
    told, silent = (opened(replace(ISSUE, change=change)) for change in ("18% 比昨天", ""))
    pill = slice(240, 310), slice(420, 700)
    assert near("#FFFFFF", told[pill], 0) > 4_000
    assert near("#FFFFFF", silent[pill], 0) < 1_000


def test_the_largest_figure_is_whole():
    huge, more = (opened(replace(ISSUE, total=total)) for total in (1_234_567, 12_345_678))
    assert (huge != more).any()
    assert near("#FFFFFF", huge[240:400], 0) > 10_000
