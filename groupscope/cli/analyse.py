"""``groupscope analyse``: what is understood of every line of a text."""

import json
import sys
from collections.abc import Iterable, Iterator
from typing import BinaryIO

import click

from groupscope.language.mood import label_of
from groupscope.language.reading import read

LONGEST_LINE = 1 << 16
"""Bytes of a line that are read at once; what comes after them is passed over."""


@click.command(short_help="逐行分析一个文本文件：词、心情、是不是提问。")
@click.argument("file", type=click.File("rb"))
def command(file: BinaryIO) -> None:
    r"""逐行分析一个 UTF-8 文本文件，每行输出一个 JSON；FILE 写 - 就读标准输入。

    例：printf '今天几点开会\n' | uv run groupscope analyse -
    """
    out = sys.stdout.buffer  # UTF-8, whatever the terminal's own encoding is
    for line in lines(file):
        out.write(analysed(line).encode() + b"\n")
        out.flush()  # whoever reads along sees a line when it is done


def lines(file: BinaryIO) -> Iterator[str]:
    """Give the lines of a file as they come, each at most 64 KiB; broken bytes become U+FFFD."""
    for raw in _starts(iter(lambda: file.readline(LONGEST_LINE), b"")):
        yield raw.decode("utf-8-sig", "replace").rstrip("\r\n")


def _starts(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Give the first piece of each line, and pass over the others."""
    is_start = True
    for piece in pieces:
        if is_start:
            yield piece
        is_start = piece.endswith(b"\n")


def analysed(line: str) -> str:
    """Return a line's reading as one JSON object."""
    reading = read(line)
    return json.dumps(
        {
            "text": line,
            "words": reading.words,
            "mood": None if reading.mood is None else round(reading.mood, 4),
            "label": label_of(reading.mood),
            "question": reading.is_question,
        },
        ensure_ascii=False,
    )
