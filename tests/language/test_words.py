"""Which words of a message count."""

import pytest

from groupscope.language.reading import read
from groupscope.language.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("今天的番茄牛腩真的很好吃", ("番茄牛腩", "好吃")),
        ("奶茶奶茶，奶茶！", ("奶茶",)),
        ("我 的 了 猫", ()),
        ("花了100块，3.5折，10:30，50%，2026-11-19", ()),
        ("两天 三个 第一次 十几岁", ()),
        ("五一考四级", ("五一", "四级")),
        ("2333333 66666 555555 996", ("233", "666", "555", "996")),
        ("哈哈 哈哈哈哈哈 hhhhh hahaha", ("哈哈",)),
        ("好好好 啊啊啊啊", ()),
        ("Python PYTHON ｐｙｔｈｏｎ C++", ("python", "c++")),
        ("the wifi is a w", ("wifi",)),
        ("b站 B站 a股 卡拉ok", ("B站", "A股", "卡拉OK")),
        ("失恋了[流泪]😂❤⭐T_T", ("失恋", "[流泪]", "😂", "❤️", "⭐️", "T_T")),
        ("[图片][动画表情]", ()),
        ("……！！！？？？~~~ ——", ()),
        ("(╯°□°）╯︵ ┻━┻ :)", ("(╯°□°）╯︵ ┻━┻", ":)")),
        ("d41d8cd98f00b204e9800998ecf8427e", ()),
        ("/rank 番茄", ()),
    ],
)
def test_words_that_count(said: str, words: tuple[str, ...]):
    assert read(said).words == words


def test_a_group_has_words_of_its_own():
    own = Vocabulary(user_words=frozenset({"芭比星", "CS", "猫"}))
    assert read("芭比星的猫在打cs，不是CSGO和ucs", own).words == (
        "芭比星",
        "猫",
        "CS",
        "csgo",
        "ucs",
    )
    assert "芭比星" not in read("芭比星的猫").words


def test_a_word_of_ones_own_cuts_no_face():
    own = Vocabulary(user_words=frozenset({"流泪", "可怜"}))
    assert own.cut("[流泪]流泪[狗狗可怜]") == ["[流泪]", "流泪", "[狗狗可怜]"]


def test_a_word_of_ones_own_counts_as_it_was_written_in_any_case():
    own = Vocabulary(user_words=frozenset({"K歌之王", "CPU战士"}))
    assert read("k歌之王和Cpu战士", own).words == ("K歌之王", "CPU战士")


def test_a_word_of_ones_own_may_be_a_stop_word():
    assert read("我们走", Vocabulary(user_words=frozenset({"我们"}))).words == ("我们",)


def test_ignored_words_do_not_count_in_any_form():
    own = Vocabulary(stop_words=frozenset({"奶茶", "Python", "哈哈", "[流泪]"}))
    assert read("奶茶 PYTHON 哈哈哈哈 [流泪] 火锅", own).words == ("火锅",)


def test_ignoring_wins_over_adding():
    both = Vocabulary(user_words=frozenset({"奶茶"}), stop_words=frozenset({"奶茶"}))
    assert read("奶茶", both).words == ()


def test_a_group_joins_what_the_installation_knows():
    installation = Vocabulary(frozenset({"电竞社"}), frozenset({"奶茶"}), "rjieba")
    group = Vocabulary(frozenset({"芭比星"}), frozenset({"火锅"}))
    joined = installation.joined(group)
    assert read("电竞社芭比星奶茶火锅", joined).words == ("电竞社", "芭比星")
    assert joined.segmenter == "rjieba"


def test_the_longest_word_of_ones_own_wins():
    own = Vocabulary(user_words=frozenset({"番茄", "番茄星人"}))
    assert own.cut("番茄星人吃番茄") == ["番茄星人", "吃", "番茄"]


def test_a_thousand_words_of_ones_own_do_no_harm():
    own = Vocabulary(user_words=frozenset(f"词{number}号" for number in range(1000)))
    assert read("词7号和词999号", own).words == ("词7号", "词999号")
