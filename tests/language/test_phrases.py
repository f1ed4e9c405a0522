"""Catchphrases: what somebody says again and again, and others do not."""

from groupscope.language.phrases import Catchphrase, catchphrases, phrases

OTHERS = [
    "今天吃什么", "好的", "明天开会吗", "这个问题怎么解决", "我觉得可以", "哈哈哈", "周末去爬山吧",
    "作业写完了吗", "外卖到了", "下雨了记得带伞", "谁有空打游戏", "图书馆人好多",
] * 20  # fmt: skip
PLAIN = OTHERS[:60]
"""What one says as everybody does."""


def said(*own: str, others: list[str] = OTHERS) -> dict[str, int]:
    return {one.text: one.count for one in catchphrases([*PLAIN, *own], others)}


def test_a_short_message_that_is_said_again_and_again_is_one():
    assert said(*["又是早八"] * 12)["又是早八"] == 12


def test_words_on_end_within_longer_messages_are_one_counted_once_a_message():
    endings = ["开会", "吃面", "下雨", "写作业", "打游戏", "爬山", "睡觉", "考试"]
    found = said(*(f"家人们谁懂啊 {end}，家人们谁懂啊" for end in endings))
    assert "".join(found).count("谁懂") == 1
    assert set(found.values()) == {8}


def test_what_everybody_says_is_nobodys_catchphrase():
    assert "好的" not in said(*["好的"] * 3)
    assert "我觉得可以" not in said(*["我觉得可以"] * 3)


def test_twice_is_not_again_and_again():
    assert "蚌埠住了" not in said(*["蚌埠住了"] * 2)
    assert "蚌埠住了" in said(*["蚌埠住了"] * 8)


def test_a_part_of_a_phrase_does_not_stand_beside_it():
    found = said(*["问题不大兄弟们"] * 10)
    assert list(found) == ["问题不大兄弟们"]


def test_without_anybody_to_compare_with_there_is_none():
    assert catchphrases(["又是早八"] * 9, []) == ()
    assert catchphrases([], OTHERS) == ()


def test_links_mentions_faces_and_punctuation_are_no_phrases():
    assert list(phrases("https://example.com/a/b @某人 [流泪]！！")) == []
    assert list(phrases("又是，早八")) == []
    assert set(phrases("又是早八！")) == {"又是早八", "是早八"}


def test_one_value_a_phrase():
    [one] = catchphrases([*PLAIN, *["绝绝子啊"] * 9], OTHERS, most=1)
    assert isinstance(one, Catchphrase)
    assert one.count == 9
