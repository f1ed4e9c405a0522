"""Questions: what asks, and what only looks like it."""

import re
from pathlib import Path

import pytest

from groupscope.language.reading import read

LINES = Path(__file__).parent / "data"
MARKS = re.compile("[?？]")


@pytest.mark.parametrize(
    "said",
    [
        "你到哪了？",
        "明天几点开会",
        "周五几点开会",
        "吃饭没",
        "在吗",
        "老师呢",
        "他来不来",
        "这题怎么做",
        "吃火锅还是烧烤",
        "有没有人一起开黑",
        "你知道为什么吗",
        "不知道你们那边下雨没",
        "要多久啊",
        "密码是啥呀",
        "我到楼下了，你在哪",
        "明天几点",
        "谁有空",
        "有人知道wifi密码不",
        "求个链接",
        "xx多少钱来着",
        "哪家好吃",
        "要不要一起去",
        "能开发票不亲",
        "线上还是线下",
        "谁能帮我带杯水",
        "属啥的",
        "你认识他吗",
        "幾點下課",
        "肿么了",
    ],
)
def test_asks(said: str):
    assert read(said).is_question


@pytest.mark.parametrize(
    "said",
    [
        "后天开会",
        "复习呢",
        "我也想去呢",
        "还有几个人没来",
        "不知道说啥",
        "不知道他来不来",
        "谁知道呢",
        "什么都行",
        "没什么",
        "凭什么",
        "怎么可能",
        "我还是不去了",
        "快递还没有到",
        "告诉我几点到",
        "说不定他不来",
        "去不去都行",
        "不错不错",
        "不去不去",
        "真不错真不错",
        "你爱干嘛干嘛",
        "？？？",
        "谁不想啊",
        "你说呢？",
        "不是吧？",
        "这也行？",
        "能不能别吵了",
        "他问我去不去",
        "看什么看",
        "开什么玩笑",
        "哪来那么多钱",
        "要多远有多远",
        "五招教你选西瓜",
        "谁要谁拿",
        "管他呢",
        "不就是个游戏嘛",
        "这么贵",
        "看 https://example.com/?a=1",
        "/rank ?",
        "",
    ],
)
def test_does_not_ask(said: str):
    assert not read(said).is_question


def labelled(name: str) -> list[tuple[bool, str]]:
    lines = (LINES / f"{name}.tsv").read_text("utf-8").splitlines()
    return [(label == "1", text) for label, text in (line.split("\t", 1) for line in lines)]


def f1(lines: list[tuple[bool, str]]) -> float:
    found = [(asks, read(text).is_question) for asks, text in lines]
    right = sum(asks and is_found for asks, is_found in found)
    return 2 * right / (sum(asks for asks, _ in found) + sum(is_found for _, is_found in found))


@pytest.mark.parametrize(
    ("name", "with_marks", "without"),
    [
        ("questions_seen", 0.95, 0.93),
        ("questions_unseen", 0.93, 0.88),
        ("questions_long", 0.90, 0.90),
    ],
)
def test_most_questions_of_a_group_are_found(name: str, with_marks: float, without: float):
    """The second half was set aside before the rules were written; they were never fitted to it.

    The long lines have a question inside a statement, or only look like one; no question marks.
    """
    lines = labelled(name)
    bare = [(asks, MARKS.sub("", text)) for asks, text in lines]
    assert f1(lines) >= with_marks
    assert f1([(asks, text) for asks, text in bare if text.strip()]) >= without
