from dataclasses import replace
from io import BytesIO

from PIL import Image

from groupscope.charts import Cheer, Quote, Quotes
from groupscope.charts.theme import LIGHT
from tests.charts.conftest import near, pixels, sheet


def said(text: str = "明天的早八，我已经提前原谅自己了", **facts: object) -> Quote:
    return Quote(**{"member_id": 1, "name": "甲", "when": "11-18 23:48", "text": text, **facts})


def listed(*rows: Quote) -> Quotes:
    return Quotes("✨ 名场面", "近 7 天", rows)


def test_a_bubble_is_as_wide_as_what_was_said():
    short, long = (pixels(sheet(listed(said(text))))[400:520] for text in ("早", "早" * 20))
    assert 1_000 < near(LIGHT.bubble, short, 0) < near(LIGHT.bubble, long, 0) / 3


def test_what_it_was_given_hangs_below_the_bubble():
    alone, cheered = (
        pixels(sheet(listed(said(cheers=cheers))))
        for cheers in ((), (Cheer("😂", 24), Cheer("回复", 8)))
    )
    assert cheered.shape[0] == alone.shape[0] + 30
    assert near(LIGHT.chip, cheered, 0) > 4_000
    assert near(LIGHT.chip, alone, 0) == 0


def test_of_many_cheers_those_are_shown_that_fit():
    few, many = (
        pixels(sheet(listed(said("早", cheers=(Cheer("😂", 1_234_567),) * count))))
        for count in (3, 40)
    )
    assert few.shape == many.shape
    assert near(LIGHT.chip, many, 0) > near(LIGHT.chip, few, 0)


def test_a_note_stands_beside_the_name():
    plain, noted = (pixels(sheet(listed(said(note=note)))) for note in ("", "😊 +82"))
    head = slice(345, 390)
    assert near(LIGHT.track, noted[head, 800:], 0) > 1_000
    assert near(LIGHT.track, plain[head, 800:], 0) == 0


def test_a_long_name_is_cut_and_the_note_beside_it_stays_whole():
    short, long = (
        pixels(sheet(listed(said(name=name, note="11 人")))) for name in ("乙", "i" * 300)
    )
    note = (slice(345, 390), slice(910, None))
    assert near(LIGHT.track, short[note], 0) > 500
    assert (short[note] == long[note]).all()


def test_the_face_of_who_said_it_is_shown():
    file = BytesIO()
    Image.new("RGB", (140, 140), "#00FF00").save(file, "PNG")
    image = pixels(sheet(listed(said())), avatars={1: file.getvalue()})
    assert near("#00FF00", image[:, 80:160], 0) > 4_000


def test_the_longer_the_list_the_fewer_lines_has_a_bubble():
    long = said("番茄牛腩" * 99, cheers=(Cheer("😂", 24),))
    heights = [pixels(sheet(listed(*[long] * count))).shape[0] for count in (1, 4, 10)]
    assert heights[1] < 4 * heights[0]
    assert heights[2] <= 2_400


def test_low_quotes_have_two_lines():
    several = [replace(listed(said("番茄牛腩" * count)), is_low=True) for count in (15, 99)]
    heights = [pixels(sheet(mark)).shape[0] for mark in several]
    assert heights[0] == heights[1] < pixels(sheet(listed(said("番茄牛腩" * 99)))).shape[0]


def test_what_cannot_be_drawn_is_still_a_quote():
    assert near(LIGHT.bubble, pixels(sheet(listed(said("\u200b", name="\u200b")))), 0) > 5_000
