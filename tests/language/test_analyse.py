"""``groupscope analyse``: a JSON object for every line."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from groupscope.cli import main


def analysed(content: bytes, *, file: str = "-") -> list[dict[str, Any]]:
    done = CliRunner().invoke(main, ["analyse", file], input=content)
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout_bytes.decode().splitlines()]


def test_a_line_of_text_is_a_line_of_json():
    (found,) = analysed("失恋了[流泪]\n".encode())
    assert found.keys() == {"text", "words", "mood", "label", "question"}
    assert found["text"] == "失恋了[流泪]"
    assert found["words"] == ["失恋", "[流泪]"]
    assert found["mood"] < 0
    assert (found["label"], found["question"]) == ("negative", False)


def test_what_has_no_mood_has_no_label():
    assert analysed("/rank\n\n。。。".encode()) == [
        {"text": text, "words": [], "mood": None, "label": None, "question": False}
        for text in ("/rank", "", "。。。")
    ]


def test_questions_are_told():
    assert [one["question"] for one in analysed("明天几点开会\r\n八点\r\n".encode())] == [
        True,
        False,
    ]


def test_a_file_is_read_as_well(tmp_path: Path):
    file = tmp_path / "lines.txt"
    file.write_text("\ufeff早安，火锅\n", "utf-8")
    assert [one["text"] for one in analysed(b"", file=str(file))] == ["早安，火锅"]


def test_broken_bytes_do_no_harm():
    (found,) = analysed(b"\xff\xfe\xe4\xbd " + "火锅".encode() + b"\xed\xa0\x80\x00\n")
    assert found["words"] == ["火锅"]


@pytest.mark.parametrize("line", ["早" * 1_000_000, "😂" * 100_000])
def test_a_very_long_line_is_one_line(line: str):
    found = analysed(f"{line}\n火锅\n".encode())
    assert len(found) == 2
    assert line.startswith(found[0]["text"].rstrip("\ufffd"))
    assert found[1]["words"] == ["火锅"]


def test_a_file_that_is_not_there_is_told():
    assert CliRunner().invoke(main, ["analyse", "nowhere.txt"]).exit_code != 0
