"""问题: what was asked, who answered, and what is still open."""

import pytest

from groupscope.model import Member
from groupscope.report import HEADLINE_LENGTH
from groupscope.reports.questions import SHOWN, NothingAskedError, Questions
from groupscope.store.erasing import erase_member
from groupscope.store.identity import Place
from groupscope.store.marks import mark_done
from groupscope.store.names import Seen
from groupscope.store.tables import question_mark
from tests.reports.kit import FRIDAY, LONG_PERIODS, THURSDAY
from tests.store.kit import BING, GROUP, JIA, OTHER_GROUP, YI, history, recalled, said

NOON = FRIDAY + 12 * 3600
ASKED = "几点开会？"


def became(questions: Questions) -> list[tuple]:
    """Who asked, who answered and after how many seconds, in the order of the list."""
    return [(asked.asker_id, asked.answer_by, asked.answer_after) for asked in questions.asked]


async def test_a_question_is_open_until_somebody_answers(group):
    await group.tell(said(JIA, ASKED, NOON, id=1), said(YI, "火锅真好吃", NOON + 1))
    questions = await group.ask(Questions)
    assert became(questions) == [(JIA, None, None)]
    assert questions.headline() == "今天 1 个问题，1 个还没人答"
    assert f"1. 甲：{ASKED}（待回答）" in questions.text()
    assert questions.text().endswith("今天 00:00–21:00 · 2 条 · 无中断")
    [row] = questions.card().marks[0].rows
    assert (row.number, row.name, row.asked) == (1, "甲", "11-20 12:00")
    assert (row.answered_by, row.after, row.is_done) == (None, None, False)


async def test_a_reply_by_somebody_else_is_an_answer(group):
    await group.tell(
        said(JIA, ASKED, NOON, id=1),
        said(JIA, "我是说今天", NOON + 5, id=2, reply_to=1),
        said(YI, "三点", NOON + 360, id=3, reply_to=1),
        said(BING, "四点吧", NOON + 400, id=4, reply_to=1),
    )
    questions = await group.ask(Questions)
    assert became(questions) == [(JIA, YI, 360)]
    assert questions.headline() == "今天 1 个问题，都有人答了"
    assert f"1. 甲：{ASKED}（乙 6 分钟后回答）" in questions.text()


@pytest.mark.parametrize(
    ("seconds", "label"),
    [
        (0, "0 秒后"),
        (59, "59 秒后"),
        (60, "1 分钟后"),
        (3600, "1 小时后"),
        (5400, "1 小时 30 分后"),
    ],
)
async def test_how_fast_is_told_as_people_say_it(group, seconds, label):
    await group.tell(
        said(JIA, ASKED, NOON, id=1), said(YI, "三点", NOON + seconds, id=2, reply_to=1)
    )
    assert (await group.ask(Questions)).card().marks[0].rows[0].after == label


async def test_else_who_mentions_the_asker_first_answers(group):
    await group.tell(
        said(YI, "@甲 早", NOON - 1, mentions=(JIA,)),
        said(JIA, ASKED, NOON, id=1),
        said(BING, "@乙 你知道的", NOON + 1, mentions=(YI,)),
        said(YI, "@甲 三点", NOON + 20, mentions=(BING, JIA)),
        said(BING, "@甲 四点", NOON + 30, mentions=(JIA,)),
    )
    assert became(await group.ask(Questions)) == [(JIA, YI, 20)]


async def test_a_reply_goes_before_an_earlier_mention(group):
    await group.tell(
        said(JIA, ASKED, NOON, id=1),
        said(YI, "@甲 三点", NOON + 20, mentions=(JIA,)),
        said(BING, "四点", NOON + 90, id=3, reply_to=1),
    )
    assert became(await group.ask(Questions)) == [(JIA, BING, 90)]


async def test_nothing_is_guessed(group):
    await group.tell(
        said(JIA, ASKED, NOON, id=1),
        said(YI, "三点", NOON + 1),
        said(BING, "火锅", NOON + 2, id=2),
        said(YI, "@甲 好吃", NOON + 3, mentions=(JIA,), reply_to=2),  # answers 丙
        said(YI, "@甲 哪个会议室？", NOON + 4, mentions=(JIA,)),  # asks, itself
        said(JIA, "@甲 三点", NOON + 5, mentions=(JIA,)),  # the asker
        said(BING, "@甲 三点", NOON + 86_401, mentions=(JIA,)),  # too late
    )
    first = (await group.ask(Questions)).asked[-1]
    assert (first.asker_id, first.text, first.answer_by) == (JIA, ASKED, None)


async def test_what_does_not_count_neither_asks_nor_answers(group):
    await group.tell(
        said(JIA, ASKED, NOON, id=1),
        said(YI, "/rank 什么？", NOON + 1, is_command=True),
        said(YI, "几点吃饭？", NOON + 2, is_anonymous=True),
        said(BING, "几点睡觉？", NOON + 3, id=5),
        recalled(5, NOON + 4),
        said(BING, "三点", NOON + 5, id=6, reply_to=1),
        recalled(6, NOON + 6),
        said(YI, "我是机器人", NOON + 7, id=7, reply_to=1, is_bot=True),
    )
    assert became(await group.ask(Questions)) == [(JIA, None, None)]


async def test_the_open_ones_come_first_and_the_latest_first_among_them(group):
    await group.tell(
        said(JIA, "第一个怎么弄？", NOON, id=1),
        said(YI, "第二个怎么弄？", NOON + 1, id=2),
        said(JIA, "第三个怎么弄？", NOON + 2, id=3),
        said(YI, "第四个怎么弄？", NOON + 3, id=4),
        said(BING, "这样", NOON + 4, id=5, reply_to=3),
        said(BING, "那样", NOON + 5, id=6, reply_to=1),
    )
    questions = await group.ask(Questions)
    assert [asked.text[:3] for asked in questions.asked] == ["第四个", "第二个", "第三个", "第一个"]
    assert (questions.total, questions.open_count) == (4, 2)
    assert questions.headline() == "今天 4 个问题，2 个还没人答"
    rows = questions.card().marks[0].rows
    assert (rows[0].number, rows[0].text[:3]) == (1, "第四个")
    assert questions.card().marks[0].hint == "2 个待回答"


@pytest.mark.parametrize("option", ["open", "没人答", "未答", "待答"])
async def test_only_the_open_ones_when_asked_so(group, option):
    await group.tell(
        said(JIA, ASKED, NOON, id=1),
        said(YI, "三点", NOON + 1, id=2, reply_to=1),
        said(YI, "几点吃饭？", NOON + 2, id=3),
    )
    assert option in Questions.command.options
    assert became(await group.ask(Questions, "今天", None, option)) == [(YI, None, None)]
    await group.tell(said(JIA, "六点", NOON + 3, id=4, reply_to=3))
    with pytest.raises(NothingAskedError, match="^今天没有还没人答的问题。$"):
        await group.ask(Questions, "今天", None, option)


async def test_where_nobody_asked_that_is_told(group):
    with pytest.raises(NothingAskedError, match="^今天没有人提问。可以看长一点：/问题 近7天$"):
        await group.ask(Questions)


async def test_of_a_member_their_own_questions(group):
    await group.tell(
        said(JIA, ASKED, NOON, id=1),
        said(YI, "几点吃饭？", NOON + 1, id=2),
        said(JIA, "六点", NOON + 2, id=3, reply_to=2),
    )
    assert became(await group.ask(Questions, "今天", YI)) == [(YI, JIA, 1)]
    with pytest.raises(NothingAskedError):
        await group.ask(Questions, "今天", BING)


async def test_an_answer_may_come_after_the_period_but_not_before(group):
    last = FRIDAY - 60
    await group.tell(said(JIA, ASKED, last, id=1), said(YI, "三点", FRIDAY + 60, id=2, reply_to=1))
    assert became(await group.ask(Questions, "昨天")) == [(JIA, YI, 120)]
    with pytest.raises(NothingAskedError):
        await group.ask(Questions)


async def test_an_answer_that_history_brings_later_counts(group):
    await group.tell(said(JIA, ASKED, NOON, id=1))
    await group.fetch(history(YI, "三点", NOON + 60, id=2, reply_to=1))
    assert became(await group.ask(Questions)) == [(JIA, YI, 60)]


async def mark(group, place: Place, by: int = JIA, at: int = NOON + 100) -> None:
    async with group.writer.transaction() as connection:
        await mark_done(connection, GROUP, place, by, at)


async def test_a_question_that_is_marked_is_not_open(group):
    await group.tell(said(JIA, ASKED, NOON, id=1), said(YI, "几点吃饭？", NOON + 1, id=2))
    before = await group.ask(Questions)
    assert [asked.asker_id for asked in before.asked] == [YI, JIA]
    await mark(group, before.asked[0].place)
    after = await group.ask(Questions)
    assert [(asked.asker_id, asked.is_open) for asked in after.asked] == [(JIA, True), (YI, False)]
    assert after.open_count == 1
    assert "2. 乙：几点吃饭？（已标记解决）" in after.text()
    assert [row.is_done for row in after.card().marks[0].rows] == [False, True]


async def test_a_second_mark_changes_nothing(group):
    await group.tell(said(JIA, ASKED, NOON, id=1))
    [asked] = (await group.ask(Questions)).asked
    await mark(group, asked.place, JIA, NOON + 100)
    await mark(group, asked.place, YI, NOON + 200)
    [row] = await group.rows(question_mark)
    assert (row.done_by, row.done_at) == (JIA, NOON + 100)


async def test_another_groups_questions_are_not_seen(group):
    await group.tell(said(JIA, ASKED, NOON, id=1, group=OTHER_GROUP))
    with pytest.raises(NothingAskedError):
        await group.ask(Questions)


async def test_an_erased_answer_opens_its_question_again(group):
    await group.tell(said(JIA, ASKED, NOON, id=1), said(YI, "三点", NOON + 9, id=2, reply_to=1))
    await erase_member(group.writer, group.store.tombstones, GROUP, YI, NOON + 3600)
    assert became(await group.ask(Questions)) == [(JIA, None, None)]


async def test_ten_are_shown_and_all_are_counted(group):
    await group.says(JIA, ASKED, times=13)
    questions = await group.ask(Questions)
    assert (len(questions.asked), questions.total, questions.open_count) == (SHOWN, 13, 13)
    assert [asked.place.sent_at - FRIDAY for asked in questions.asked] == list(range(12, 2, -1))


async def test_numbers_are_the_same_however_often_one_asks(group):
    """All in one second."""
    await group.tell(*(said(JIA, f"第{n}个怎么弄？", NOON, number=n) for n in range(1, 6)))
    texts = [asked.text for asked in (await group.ask(Questions)).asked]
    assert texts == [f"第{n}个怎么弄？" for n in range(5, 0, -1)]


async def test_a_long_question_is_cut_and_stays_on_its_line(group):
    await group.tell(said(JIA, "很长\n" * 100 + "几点开会？", NOON))
    questions = await group.ask(Questions)
    [row] = questions.card().marks[0].rows
    assert len(row.text) == 120
    assert "\n" not in row.text
    assert len(questions.text().splitlines()) == 5


@pytest.mark.parametrize("words", LONG_PERIODS)
async def test_the_one_line_fits(group, words):
    group.writer.put_seen(Seen(GROUP, FRIDAY, Member(JIA, nickname="很长的名字" * 30)))
    await group.says(JIA, ASKED, since=THURSDAY + 21 * 3600, times=13)
    await group.says(JIA, ASKED, times=13)
    line = (await group.ask(Questions, words)).headline()
    assert len(line) <= HEADLINE_LENGTH
    assert "个问题" in line


async def test_of_a_member_the_line_and_the_card_say_whose_they_are(group):
    await group.tell(said(JIA, ASKED, NOON, id=1), said(YI, "几点吃饭？", NOON + 2, id=3))
    questions = await group.ask(Questions, "今天", YI)
    assert questions.headline() == "乙 今天 1 个问题，1 个还没人答"
    assert questions.card().title == "乙问了什么"
    with pytest.raises(NothingAskedError, match="^丙 今天没有提问。"):
        await group.ask(Questions, "今天", BING)
