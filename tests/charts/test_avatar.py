from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from groupscope.charts.parts.avatar import LARGEST, ground_of, initial, portrait


def encoded(image: Image.Image, kind: str) -> bytes:
    file = BytesIO()
    image.save(file, kind)
    return file.getvalue()


RED = Image.new("RGB", (140, 100), "#FF0000")
FILES = [encoded(RED, kind) for kind in ("PNG", "JPEG", "GIF", "WEBP")]


@pytest.mark.parametrize("file", FILES, ids=["png", "jpeg", "gif", "webp"])
def test_a_picture_is_cut_to_a_square_of_the_size_asked_for(file):
    picture = portrait(file, 88)
    assert picture.size == (88, 88)
    red, green, blue, alpha = picture.getpixel((44, 44))
    assert (red > 250, green < 5, blue < 5, alpha) == (True, True, True, 255)


@given(st.sampled_from(FILES), st.data())
def test_a_broken_file_is_no_picture_and_no_error(file, data):
    cut = data.draw(st.integers(0, len(file)))
    at = data.draw(st.integers(0, len(file) - 1))
    spoilt = bytearray(file)
    spoilt[at : at + 8] = data.draw(st.binary(min_size=8, max_size=8))
    for broken in (file[:cut], bytes(spoilt), file[:cut] + file[::-1]):
        picture = portrait(broken, 88)
        assert picture is None or picture.size == (88, 88)


def test_files_that_lie_about_themselves_are_no_pictures():
    png, _, gif, _ = FILES
    without_head = png[:8] + bytes(4) + png[12:]
    with_unknown_chunk = png.replace(b"IDAT", b"\xb9s\xe9t")
    of_four_billion_pixels = gif[:6] + b"\xff\xff\xff\xff" + gif[10:]
    for broken in (without_head, with_unknown_chunk, of_four_billion_pixels, png[:60]):
        assert portrait(broken, 88) is None


def test_what_is_no_image_or_promises_to_be_huge_is_no_picture():
    assert portrait(b"", 88) is None
    assert portrait(b"<html>", 88) is None
    assert portrait(encoded(Image.new("1", (LARGEST + 1, 1)), "PNG"), 88) is None


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("甲乙", "甲"),
        (" \u200b乙", "乙"),
        ("👩‍💻甲", "👩‍💻"),
        ("alice", "A"),
        ("꧁༺丙", "丙"),
        ("", "#"),
    ],
)
def test_the_initial_is_the_first_character_that_can_be_seen(name, letter):
    assert initial(name) == letter


def test_members_keep_their_colour_and_share_eight_of_them():
    assert ground_of(10001) == ground_of(10001)
    assert len({ground_of(member_id) for member_id in range(10000, 10100)}) == 8
    assert ground_of(None)
