import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groupscope.language.mood import THRESHOLD, label_of, mood
from groupscope.language.reading import read
from groupscope.language.segmenters import Segmenter
from groupscope.language.segmenting import cut
from groupscope.language.vocabulary import Vocabulary

LINES = Path(__file__).parent / "data"


def label(text: str) -> str | None:
    return label_of(mood(cut(text)))


def labelled(name: str) -> list[tuple[str, str]]:
    rows = (line.split("\t", 1) for line in (LINES / name).read_text("utf-8").splitlines())
    return [(row[0], row[1]) for row in rows]


# what a model of shop reviews gets wrong


@pytest.mark.parametrize(
    "text",
    [
        *(
            "客服电话",
            "问一下客服",
            "换个浏览器",
            "带身份证",
            "重启一下",
            "会议号发一下",
            "后天开会",
        ),
        *("我问问", "203教室", "图书馆", "周五交作业", "作业是什么", "拜拜", "噢", "老师", "妈妈"),
        *("退房", "草", "呵呵", "[微笑]", "[捂脸]", "@全体成员 今晚八点开会"),
    ],
)
def test_talk_about_things_is_neutral(text: str):
    assert label(text) == "neutral"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "太强了",
            "太好了",
            "好评",
            "么么哒",
            "超级好吃",
            "哈哈哈哈哈哈",
            "生日快乐",
            "yyds",
            "YYDS",
        ),
        *("xswl", "awsl", "666666", "😂", "😂😂😂", "❤️", "[庆祝]", "(≧▽≦)", "^_^", "过了过了"),
    ],
)
def test_joy_is_positive(text: str):
    assert label(text) == "positive"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "失恋了",
            "分手了",
            "想哭",
            "心态崩了",
            "不想上课",
            "输了",
            "失眠",
            "好惨",
            "发烧了",
            "好累",
        ),
        *(
            "讨厌",
            "emo了",
            "[流泪]",
            "😭",
            "T_T",
            "QAQ",
            "(╥﹏╥)",
            "气死我了",
            "挂科了",
            "呜呜呜呜呜",
        ),
    ],
)
def test_sorrow_and_anger_are_negative(text: str):
    assert label(text) == "negative"


@pytest.mark.parametrize("text", ["", "？？？", "。。。", "……", "1", "+1", "13800000000", "@ 123"])
def test_where_nothing_is_said_there_is_nothing_to_score(text: str):
    assert mood(cut(text)) is None
    assert label(text) is None


# negation, questions, comfort, strength


def test_a_denied_joy_is_sad_and_a_denied_sorrow_is_nothing():
    assert label("不开心") == "negative"
    assert label("没那么开心") == "negative"
    assert label("我不难过") == "neutral"


def test_two_negations_cancel():
    assert label("不是不喜欢") == "positive"


def test_a_negation_ends_with_its_clause():
    assert label("不，开心死了") == "positive"


def test_who_asks_or_comforts_feels_nothing():
    assert label("你开心吗") == "neutral"
    assert label("累不累") == "neutral"
    assert label("别难过了") == "neutral"
    assert label("不舒服的话就请假吧") == "neutral"


def test_a_question_mark_asks_for_its_clause_only():
    assert label("这个方案大家满意？") == "neutral"
    assert label("这个方案大家满意！") == "positive"
    assert label("你在哪？我好难过") == "negative"


def test_what_stands_beside_a_question_word_is_asked():
    assert label("哪个漂亮") == "neutral"
    assert label("你喜欢的是谁") == "neutral"


def test_a_negation_at_the_end_asks():
    assert label("你难过不") == "neutral"
    assert label("你难过不是一天两天了") == "negative"


def test_swearing_and_tears_go_with_what_else_is_felt():
    assert label("真tm好吃") == label("呜呜呜太感动了") == "positive"
    assert label("真tm难吃") == label("tmd") == label("呜呜呜") == "negative"
    assert score("卧槽太帅了") > score("太帅了")


def test_what_follows_from_a_sorrow_is_not_felt():
    assert label("无聊就来找我玩") == label("累了就睡") == "neutral"
    assert label("开心就完事") == "positive"


def test_white_space_between_chinese_characters_is_a_comma():
    assert label_of(read("找了没有 急死我了").mood) == "negative"
    assert read("不 开心死了") == read("不，开心死了")


def test_an_indignant_question_is_not_a_question():
    assert label("你有病吗") == "negative"
    assert label("怎么这么倒霉啊") == "negative"


def score(text: str) -> float:
    found = mood(cut(text))
    assert found is not None
    return found


def test_stronger_words_make_stronger_moods():
    assert score("有点难过") > score("难过") > score("非常难过")
    assert score("开心") < score("特别开心")


def test_joy_and_sorrow_weigh_against_each_other():
    assert score("好累") < score("好累，但是很开心") < score("很开心")


# the whole


def test_a_label_changes_at_the_threshold():
    assert label_of(THRESHOLD) == "positive"
    assert label_of(THRESHOLD - 1e-9) == "neutral"
    assert label_of(-THRESHOLD) == "negative"
    assert label_of(None) is None


@pytest.mark.parametrize("segmenter", ["rjieba", "jieba"])
@pytest.mark.parametrize("name", ["mood_lines.tsv", "mood_unseen.tsv"])
def test_labelled_lines_are_told_by_either_segmenter(name: str, segmenter: str):
    lines = labelled(name)
    told = [(right, label_of(mood(cut(text, segmenter))) or "neutral") for right, text in lines]
    neutral = [said == "neutral" for right, said in told if right == "neutral"]
    polar = [(right, said) for right, said in told if right != "neutral"]
    assert sum(neutral) / len(neutral) >= 0.9
    assert sum(right == said for right, said in polar) / len(polar) >= 0.6
    assert sum(said not in (right, "neutral") for right, said in polar) / len(polar) <= 0.02


@pytest.mark.parametrize("segmenter", ["rjieba", "jieba"])
@pytest.mark.parametrize(("name", "found"), [("plain_seen.tsv", 0.7), ("plain_unseen.tsv", 0.4)])
def test_plain_language_is_told_as_far_as_words_go(name: str, found: float, segmenter: Segmenter):
    """What happened to somebody, with hardly a word of feeling; the unseen lines came last."""
    vocabulary = Vocabulary(segmenter=segmenter)
    told = [
        (right, label_of(read(text, vocabulary).mood) or "neutral")
        for right, text in labelled(name)
    ]
    neutral = [said == "neutral" for right, said in told if right == "neutral"]
    polar = [(right, said) for right, said in told if right != "neutral"]
    assert sum(neutral) / len(neutral) >= 0.9
    assert sum(right == said for right, said in polar) / len(polar) >= found
    assert sum(said not in (right, "neutral") for right, said in polar) / len(polar) <= 0.02


@given(st.text(max_size=200))
def test_any_text_is_scored_in_range_or_not_at_all(text: str):
    found = mood(cut(text))
    assert found is None or -1 <= found <= 1


@given(st.lists(st.text(min_size=1, max_size=8), max_size=40))
def test_any_tokens_are_scored_in_range_or_not_at_all(tokens: list[str]):
    found = mood(tokens)
    assert found is None or -1 <= found <= 1


@pytest.mark.parametrize(
    "text", ["不开心", "😂", "哈", "(", "T_T", "怎么", "好", "ha", "6", "\u0000"]
)
def test_long_lines_take_time_in_proportion(text: str):
    tokens = cut(text) * (100_000 // len(cut(text) or [""]))
    start = time.process_time()
    mood(tokens)
    assert time.process_time() - start < 5
