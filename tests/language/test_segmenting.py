"""Cutting: what stays whole, with either segmenter."""

import subprocess
import sys
from pathlib import Path

import pytest

from groupscope.language.segmenters import Segmenter
from groupscope.language.segmenting import cut

LINES = Path(__file__).parent / "data"
BOTH = pytest.mark.parametrize("segmenter", ["rjieba", "jieba"])


@BOTH
def test_chinese_is_cut_into_words(segmenter: Segmenter):
    assert cut("我来到北京清华大学", segmenter) == ["我", "来到", "北京", "清华大学"]


@BOTH
def test_chat_words_that_no_newspaper_knows_are_known(segmenter: Segmenter):
    assert cut("家人们我绷不住了", segmenter) == ["家人们", "我", "绷不住", "了"]


@BOTH
@pytest.mark.parametrize(
    "whole",
    [
        *("[流泪]", "[尊嘟假嘟]", "[doge]"),
        *("😂", "👨‍👩‍👧", "🇨🇳", "👍🏻", "🏳️‍🌈".replace("\ufe0f", ""), "1\u20e3", "❤"),
        *("T_T", "QAQ", "orz", "^_^", ">_<", "-_-", "=_=", "→_→", "o.O", ":)", ":-D", ";P"),
        *(
            "(╯°□°）╯︵ ┻━┻",
            "╮(╯▽╰)╭",
            "(╥﹏╥)",
            "_(:з」∠)_",
            "(๑•̀ㅂ•́)و✧",
            "¯\\_(ツ)_/¯",
            "(￣▽￣)",
        ),
        *(
            "iPhone15",
            "C++",
            "C#",
            "don't",
            "3.14",
            "10:30",
            "B站",
            "T恤",
            "卡拉OK",
            "罒ω罒",
            "ありがとう",
            "привет",
        ),
    ],
)
def test_it_stays_whole_between_words(whole: str, segmenter: Segmenter):
    assert cut(f"今天{whole}开会", segmenter) == ["今天", whole, "开会"]


def test_what_stands_for_the_same_is_the_same():
    assert cut("❤️❤") == ["❤", "❤"]
    assert cut("哈哈哈") == cut("哈哈哈哈哈哈哈") == ["哈哈哈"]
    assert cut("妈妈") == ["妈妈"]


@pytest.mark.parametrize("text", ["如下:(1)", "好（笑）", "(周三)", "a/b"])
def test_brackets_of_a_sentence_are_no_faces(text: str):
    assert all(len(token) <= 2 for token in cut(text))


def test_white_space_is_left_out_and_punctuation_is_not():
    assert cut(" 你好 \n，  世界！") == ["你好", "，", "世界", "！"]


def test_jieba_says_nothing_and_leaves_nothing_behind(tmp_path):
    code = "from groupscope.language.segmenting import cut; print(cut('今天开会', 'jieba'))"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={"TMPDIR": str(tmp_path), "PYTHONPATH": ".", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert (done.stdout, done.stderr) == ("['今天', '开会']\n", "")
    assert list(tmp_path.iterdir()) == []


def test_both_segmenters_cut_chat_alike():
    lines = [
        line.split("\t", 1)[1]
        for name in ("questions_seen", "questions_unseen", "questions_long")
        for line in (LINES / f"{name}.tsv").read_text("utf-8").splitlines()
    ]
    differing = [line for line in lines if cut(line, "rjieba") != cut(line, "jieba")]
    assert len(differing) <= len(lines) / 100
