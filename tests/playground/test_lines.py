"""How a typed line is read."""

import pytest

from groupscope.playground.lines import Order, Speech, read

NAMES = {"甲", "乙", "🌸乙酱", "老王 2 号"}


@pytest.mark.parametrize(
    ("line", "meaning"),
    [
        ("甲: 早", Speech("早", "甲")),
        ("甲：早", Speech("早", "甲")),
        ("  🌸乙酱 :早 \n", Speech("早", "🌸乙酱")),
        ("老王 2 号: /rank 本周", Speech("/rank 本周", "老王 2 号")),
        ("早", Speech("早")),
        ("丙: 早", Speech("丙: 早")),
        ("https://example.com/a:b", Speech("https://example.com/a:b")),
        ("甲: 比分 3:1", Speech("比分 3:1", "甲")),
        (">3 好呀", Speech("好呀", None, 3)),
        ("乙: >3 /撤回", Speech("/撤回", "乙", 3)),
        (">_<", Speech(">_<")),
        (":recall 3", Order("recall", "3")),
        ("：Poke 乙", Order("poke", "乙")),
        (":quit", Order("quit")),
        ("", None),
        ("   ", None),
        ("甲:", None),
    ],
)
def test_a_line_is_speech_or_an_order(line, meaning):
    assert read(line, NAMES) == meaning
