"""热词: what is said more than usual, with its figures and an example."""

from random import Random

import pytest

from groupscope.model import Member
from groupscope.report import HEADLINE_LENGTH, NothingSaidError
from groupscope.reports.words import SHOWN, HotTalk, NoWordsError
from groupscope.store.erasing import freeze_before
from groupscope.store.names import Seen
from tests.reports.kit import FRIDAY, FRUITS, LONG_PERIODS, THURSDAY
from tests.store.kit import BING, GROUP, JIA, YI, at, recalled, said

LONG_AGO = at("2026-07-01 12:00")
"""More than ninety days before."""
DICE = Random(7)
TALK = "今天我们去食堂吃饭然后回宿舍写作业晚上一起打游戏明天早起上课看书睡觉周末逛街买东西"


USUAL = "火锅 奶茶 苹果 香蕉"


async def usual_talk(group) -> None:
    """Four hundred words on Thursday, a quarter of them 火锅."""
    await group.says(YI, USUAL, since=THURSDAY, times=100)


def figures(hot: HotTalk) -> list[tuple]:
    return [(row.place, row.text, row.count, row.usual) for row in hot.rows]


async def test_what_is_said_more_than_usual_stands_first(group):
    await usual_talk(group)
    await group.says(JIA, "番茄", times=12)
    await group.says(JIA, "火锅", since=FRIDAY + 60, times=6)
    hot = await group.ask(HotTalk)
    assert figures(hot) == [(1, "番茄", 12, 0.0)]
    assert hot.headline() == "今天最特别的词：番茄（12 条，平时 0 条）"
    assert "1. 番茄 12 条，平时 0 条：番茄" in hot.text()
    assert hot.text().endswith("今天 00:00–21:00 · 18 条 · 无中断")
    assert hot.card().marks[0].title == "📈 比平时说得多的词"
    assert hot.card().marks[0].hint == "与之前 90 天比"


async def test_the_usual_is_told_for_as_much_talk(group):
    """Before: 4 of 400. Today: 20 of 30, where 0.3 would be as usual."""
    await group.says(YI, USUAL, since=THURSDAY, times=99)
    await group.says(YI, "番茄", since=THURSDAY + 3600, times=4)
    await group.says(JIA, "番茄", times=20)
    await group.says(JIA, "火锅", since=FRIDAY + 60, times=10)
    [row] = (await group.ask(HotTalk)).rows
    assert (row.text, row.count, row.usual) == ("番茄", 20, pytest.approx(0.3))


async def test_fewer_than_three_messages_make_nothing_special(group):
    await group.says(YI, " ".join(FRUITS), since=THURSDAY, times=100)
    await group.says(JIA, "番茄", times=2)
    assert not (await group.ask(HotTalk)).is_special
    await group.says(JIA, "番茄", since=FRIDAY + 60)
    assert (await group.ask(HotTalk)).is_special


async def test_what_was_said_more_than_ninety_days_ago_is_not_the_usual(group):
    await usual_talk(group)
    await group.says(YI, "番茄", since=LONG_AGO, times=50)
    await group.says(JIA, "番茄", times=12)
    assert figures(await group.ask(HotTalk)) == [(1, "番茄", 12, 0.0)]


async def test_where_nothing_is_special_the_most_frequent_words_stand_there_as_such(group):
    await usual_talk(group)
    await group.says(JIA, "火锅", times=4)
    await group.says(JIA, "番茄", since=FRIDAY + 60, times=2)
    hot = await group.ask(HotTalk)
    assert figures(hot) == [(1, "火锅", 4, 1.5), (2, "番茄", 2, 0.0)]
    assert hot.headline() == "今天说得最多的词：火锅（4 条，平时 2 条）"
    assert hot.card().marks[0].title == "💬 说得最多的词"


async def test_with_nothing_to_compare_with_no_usual_is_told(group):
    await group.says(YI, "番茄", since=LONG_AGO, times=9)
    await group.says(JIA, "火锅", times=4)
    hot = await group.ask(HotTalk)
    assert figures(hot) == [(1, "火锅", 4, None)]
    assert hot.headline() == "今天说得最多的词：火锅（4 条）"
    assert "平时" not in hot.text()
    assert hot.card().marks[0].title == "💬 说得最多的词"
    assert hot.card().marks[0].hint == "还没有更早的记录可比"


async def test_of_everything_there_is_no_before(group):
    await usual_talk(group)
    hot = await group.ask(HotTalk, "全部")
    assert [row.usual for row in hot.rows] == [None] * 4


async def test_a_member_is_compared_with_the_others_meanwhile(group):
    await group.says(JIA, "番茄", since=THURSDAY, times=50)  # not meanwhile
    await group.says(YI, USUAL, times=100)
    await group.says(JIA, "番茄", since=FRIDAY + 200, times=12)
    await group.says(JIA, "火锅", since=FRIDAY + 300, times=6)
    hot = await group.ask(HotTalk, "今天", JIA)
    assert figures(hot) == [(1, "番茄", 12, 0.0)]
    assert hot.headline() == "甲 今天最特别的词：番茄（12 条，平时 0 条）"
    assert hot.card().title == "甲的热词"
    assert hot.card().marks[0].hint == "与群里其他人比"


async def test_whoever_speaks_alone_is_compared_with_nobody(group):
    await group.says(JIA, "番茄", times=6)
    assert figures(await group.ask(HotTalk, "今天", JIA)) == [(1, "番茄", 6, None)]


async def test_the_example_is_the_latest_message_that_counts(group):
    await group.says(JIA, "番茄好吃", "番茄汤", "番茄炒蛋好吃")
    await group.tell(
        said(YI, "番茄不能说的秘密", FRIDAY + 60, id=7),
        said(BING, "/热词 番茄", FRIDAY + 61, is_command=True),
        said(BING, "番茄广告", FRIDAY + 62, is_bot=True),
        said(YI, "番茄匿名", FRIDAY + 63, is_anonymous=True),
        recalled(7, FRIDAY + 64),
    )
    [row] = [row for row in (await group.ask(HotTalk)).rows if row.text == "番茄"]
    assert (row.example, row.example_by) in [("番茄汤", "甲"), ("番茄炒蛋好吃", "甲")]
    text = (await group.ask(HotTalk)).text()
    for never in ("秘密", "广告", "匿名", "/热词"):
        assert never not in text


async def test_a_members_example_is_their_own_and_within_the_period(group):
    await group.says(JIA, "番茄 苹果", since=THURSDAY)
    await group.says(JIA, "番茄 香蕉")
    await group.says(YI, "番茄 西瓜", since=FRIDAY + 60)
    rows = (await group.ask(HotTalk, "今天", JIA)).rows
    assert {(row.example, row.example_by) for row in rows} == {("番茄 香蕉", "甲")}


@pytest.mark.parametrize("word", ["¯\\_(ツ)_/¯", "100%_", "c++", "B站", "[流泪]", "❤️"])
async def test_words_of_any_signs_have_their_example(group, word):
    await group.says(JIA, f"番茄 {word}", times=3)
    rows = {row.text: row.example for row in (await group.ask(HotTalk)).rows}
    assert set(rows.values()) == {f"番茄 {word}"}


async def test_an_example_is_cut_and_stays_on_its_line(group):
    await group.says(JIA, "番茄\n" + "很长" * 50)
    example = (await group.ask(HotTalk)).rows[0].example
    assert example is not None
    assert len(example) == 60
    assert "\n" not in example
    assert example.endswith("…")


async def test_at_most_eight_words_are_shown(group):
    await group.says(JIA, *(f"word{letter}x" for letter in "abcdefghij"), times=3)
    hot = await group.ask(HotTalk)
    assert [row.text for row in hot.rows] == [f"word{letter}x" for letter in "abcdefgh"]
    assert len(hot.rows) == SHOWN


async def at_once(function, *values, **named):
    return function(*values, **named)


async def test_new_words_are_marked_and_make_room(group):
    """夏冬渊 is no word of the segmenter's; what stands beside it varies."""
    talk = ["".join(DICE.choices(TALK, k=12)) for _ in range(200)]
    named = [f"{DICE.choice(TALK)}夏冬渊{DICE.choice(TALK)}" for _ in range(40)]
    await group.says(JIA, *talk, *named)
    plain = await group.ask(HotTalk)
    hot = await plain.refined(at_once)
    *kept, new = hot.rows
    assert (new.place, new.text, new.count, new.usual) == (SHOWN, "夏冬渊", 40, None)
    assert [row.is_new for row in hot.rows] == [False] * (SHOWN - 1) + [True]
    assert tuple(kept) == plain.rows[: SHOWN - 1]
    assert (new.example, new.example_by) == (named[-1], "甲")
    assert f"8. 夏冬渊 40 条，新词：{named[-1]}" in hot.text()
    assert hot.headline() == plain.headline()


async def test_whoever_said_nothing_is_told_so(group):
    with pytest.raises(NothingSaidError, match="^今天还没有人说话。$"):
        await group.ask(HotTalk)
    await group.says(YI, "火锅")
    with pytest.raises(NoWordsError, match="^甲 今天没有说过能统计的词。"):
        await group.ask(HotTalk, "今天", JIA)


async def test_words_that_do_not_count_are_told_as_such(group):
    await group.says(JIA, "。。。", "123")
    with pytest.raises(NoWordsError, match="^今天没有说过能统计的词。"):
        await group.ask(HotTalk)


async def test_a_frozen_day_has_words_but_no_examples(group):
    await group.says(JIA, "火锅", since=THURSDAY, times=3)
    day = (FRIDAY + 8 * 3600) // 86_400
    await freeze_before(group.writer, group.store.sealer, GROUP, day)
    [row] = (await group.ask(HotTalk, "昨天")).rows
    assert (row.text, row.count, row.example, row.example_by) == ("火锅", 3, None, None)


@pytest.mark.parametrize("words", LONG_PERIODS)
@pytest.mark.parametrize("member", [None, JIA])
async def test_the_one_line_fits(group, words, member):
    group.writer.put_seen(Seen(GROUP, FRIDAY, Member(JIA, nickname="很长的名字" * 30)))
    await usual_talk(group)
    await group.says(JIA, "abcdefghijklmnopqrst", times=400)
    line = (await group.ask(HotTalk, words, member)).headline()
    assert len(line) <= HEADLINE_LENGTH
    assert "400 条" in line
