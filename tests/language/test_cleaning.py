"""Cleaning: what is nobody's words goes out."""

import pytest

from groupscope.language.cleaning import LONGEST, clean, paused


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("今天开会", "今天开会"),
        ("@小明 今天开会", "今天开会"),
        ("今天 @小明", "今天"),
        ("＠全体成员 今天开会", "今天开会"),
        ("写信到 a@b.example 就行", "写信到 a@b.example 就行"),
        ("看 https://b23.tv/abc?x=1 这个", "看   这个"),
        ("看b23.tv/abc这个", "看 这个"),
        ("[CQ:at,qq=10001] 早[CQ:image,file=a.jpg,url=https://x]", "早"),
        ("[CQ:face,id=5]失恋了", "[流泪]失恋了"),
        ("[CQ:face,id=99999]失恋了", "失恋了"),
        ("今\u200b天\ufeff开\u00ad会", "今天开会"),
        ("今天\x00\x07开会", "今天 开会"),
        ("今天\ud83d开会\udc00", "今天开会"),
        ("ＡＢＣ１２３", "ABC123"),
        ("/rank 上周", ""),
        (" ／词云", ""),
        ("/(ㄒoㄒ)/~~", "/(ㄒoㄒ)/~~"),
        ("1/2", "1/2"),
        ("   ", ""),
        ("", ""),
    ],
)
def test_what_is_left(said: str, left: str):
    assert clean(said).split() == left.split()


def test_only_the_beginning_of_a_very_long_message_is_looked_at():
    assert clean("早" * 100_000) == "早" * LONGEST
    assert clean("a早" * 100_000) == "a早" * (LONGEST // 2)


def test_a_family_stays_together():
    assert clean("👨‍👩‍👧早") == "👨‍👩‍👧早"


def test_white_space_is_a_pause_between_chinese_characters_alone():
    assert paused("好的  明天见") == "好的，明天见"
    assert paused("装 Python 3 了 OK") == "装 Python 3 了 OK"
