import io

import numpy as np
import pytest
from PIL import Image

from groupscope.charts import CloudWord, WordCloud, draw
from groupscope.charts.png import png
from tests.charts.conftest import sheet


def opened(file: bytes) -> Image.Image:
    """Read a file to its end, check sums included."""
    with Image.open(io.BytesIO(file)) as image:
        image.verify()
    return Image.open(io.BytesIO(file))


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (257, 70)])
def test_every_pixel_comes_back(size):
    width, height = size
    noise = np.random.default_rng(7).integers(0, 256, (height, width, 3), np.uint8)
    image = opened(png(Image.fromarray(noise)))
    assert (image.format, image.mode, image.size) == ("PNG", "RGB", size)
    assert (np.asarray(image) == noise).all()


def test_a_card_is_smaller_than_with_filters():
    words = tuple(CloudWord(f"词{chr(0x4E00 + n)}", 90 / (n + 1)) for n in range(90))
    file, filtered = draw(sheet(WordCloud(words))), io.BytesIO()
    opened(file).save(filtered, "PNG", compress_level=3)
    assert len(file) < len(filtered.getvalue())
