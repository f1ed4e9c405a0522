"""课堂: a named stretch with who took part, what was asked, and what was loved."""

import pytest

from groupscope.charts import Board, Pills, QuestionList, Quotes, Tiles, TimeLine
from groupscope.report import HEADLINE_LENGTH
from groupscope.reports.lesson import (
    Lesson,
    NoLessonError,
    NoSuchLessonError,
    SilentLessonError,
)
from groupscope.store.erasing import freeze_before
from groupscope.store.lessons import add_lesson, set_lesson
from tests.reports.kit import EVENING, FRIDAY, THURSDAY
from tests.store.kit import BING, GROUP, JIA, OTHER_GROUP, YI, at, reacted, recalled, said

EIGHT, HALF_PAST_NINE = at("2026-11-19 20:00"), at("2026-11-19 21:30")
TEN_MINUTES = 600


async def held(group, name: str, since: int, until: int | None, *, where: int = GROUP) -> int:
    """Let a lesson be held; its number."""
    async with group.writer.transaction() as connection:
        return (await add_lesson(connection, where, name, (since, until), JIA)).number


async def taught(group) -> None:
    """甲 teaches on Thursday evening: 4 messages of theirs, 3 of 乙, 1 of 丙; two questions."""
    await group.tell(
        said(JIA, "开始吧", EIGHT),
        said(JIA, "第一章", EIGHT + 1),
        said(YI, "这一步怎么来的？", EIGHT + 60, id=1),
        said(JIA, "两边同乘", EIGHT + 90, id=2, reply_to=1),
        said(YI, "懂了", EIGHT + 91),
        said(BING, "作业几号交？", EIGHT + 2 * TEN_MINUTES, id=3),
        said(YI, "好课", EIGHT + 2 * TEN_MINUTES + 1),
        said(JIA, "下课", HALF_PAST_NINE - 1),
        said(BING, "课前", EIGHT - 1),
        said(BING, "课后", HALF_PAST_NINE),
        reacted(YI, "76", 2, EIGHT + 100),
        reacted(BING, "76", 2, EIGHT + 101),
    )
    await held(group, "线性代数", EIGHT, HALF_PAST_NINE)


async def test_who_took_part_what_was_asked_and_what_was_loved(group):
    await taught(group)
    lesson = await group.ask(Lesson)
    assert dict(lesson.counts) == {JIA: 4, YI: 3, BING: 1}
    assert lesson.headline() == (
        "「线性代数」11-19 20:00–21:30：8 条，3 人参与，2 个问题，1 个有人答"
    )
    assert lesson.text().splitlines() == [
        "第 1 节：线性代数 · 群 20001",
        "「线性代数」11-19 20:00–21:30：8 条，3 人参与，2 个问题，1 个有人答",
        "最热 20:00（5 条）",
        "参与：甲 4、乙 3、丙 1",
        "🙋 丙：作业几号交？（待回答）",
        "🙋 乙：这一步怎么来的？（甲 30 秒后回答：两边同乘）",
        "🌟 甲：两边同乘 —— 2 人",
        "🌟 乙：这一步怎么来的？ —— 1 人",
        "11-19 20:00–21:30 · 8 条 · 无中断",
    ]


async def test_participation_is_told_by_ten_minutes(group):
    await taught(group)
    [tiles, line, questions, pair] = (await group.ask(Lesson)).card().marks
    board, quotes = pair.left, pair.right
    assert isinstance(line, TimeLine)
    assert [bar.count for bar in line.bars] == [5, 0, 2, 0, 0, 0, 0, 0, 1]
    assert [bar.speakers for bar in line.bars] == [2, 0, 2, 0, 0, 0, 0, 0, 1]
    assert [bar.label for bar in line.bars[:2]] == ["20:00", "20:10"]
    assert line.peaks[0].label == "20:00 · 5 条"
    assert isinstance(tiles, Tiles)
    assert [(tile.value, tile.note) for tile in tiles.tiles] == [
        ("8", "最热 20:00（5 条）"),
        ("3 人", "占全群 100%"),
        ("2", "1 个有人答"),
    ]
    assert isinstance(board, Board)
    assert [(row.name, row.value) for row in board.rows] == [
        ("甲", "4 条"),
        ("乙", "3 条"),
        ("丙", "1 条"),
    ]
    assert isinstance(questions, QuestionList)
    assert questions.hint == "2 个，1 个有人答"
    assert isinstance(quotes, Quotes)
    assert [row.text for row in quotes.rows] == ["两边同乘", "这一步怎么来的？"]


async def test_what_does_not_count_is_no_part_of_a_lesson(group):
    await taught(group)
    await group.tell(
        said(30004, "/rank", EIGHT + 5, is_command=True),
        said(30005, "播报", EIGHT + 6, is_bot=True),
        said(30006, "收回的问题？", EIGHT + 7, id=9),
        recalled(9, EIGHT + 60),
        said(30007, "别的群", EIGHT + 8, group=OTHER_GROUP),
    )
    lesson = await group.ask(Lesson)
    assert (lesson.course.total, len(lesson.counts), len(lesson.asked)) == (8, 3, 2)


async def test_it_is_the_same_when_its_day_is_sealed(group):
    await taught(group)
    before = (await group.ask(Lesson)).text()
    await group.seal()
    assert (await group.ask(Lesson)).text() == before


async def test_a_number_means_a_lesson_and_nothing_the_latest(group):
    await taught(group)
    await held(group, "晚来的早课", THURSDAY, THURSDAY + 3600)
    await group.tell(said(YI, "早", THURSDAY))
    assert (await group.ask(Lesson)).lesson.name == "线性代数"
    second = await group.ask(Lesson, "今天", None, "2")
    assert (second.lesson.name, second.course.total) == ("晚来的早课", 1)
    with pytest.raises(NoSuchLessonError, match="^没有「3」这节课。"):
        await group.ask(Lesson, "今天", None, "3")


async def test_one_that_goes_on_is_told_up_to_now(group):
    await held(group, "答疑", EVENING - 3600, None)
    await group.tell(said(JIA, "来吧", EVENING - 3600), said(YI, "好", EVENING - 1))
    lesson = await group.ask(Lesson)
    assert lesson.is_open
    assert lesson.headline() == "「答疑」20:00 起，进行中：2 条，2 人参与"
    assert lesson.period.until == EVENING
    assert lesson.card().subtitle == "群 20001 · 第 1 节 · 11-20 20:00 起 · 进行中"
    assert lesson.text().splitlines()[-1] == "11-20 20:00 起 · 2 条 · 无中断"


async def test_one_that_was_forgotten_closes_itself_after_four_hours(group):
    began = EVENING - 5 * 3600
    await held(group, "忘了", began, None)
    await group.tell(said(JIA, "在", began), said(YI, "早就下课了", began + 4 * 3600))
    lesson = await group.ask(Lesson)
    assert (lesson.is_open, lesson.course.total) == (False, 1)
    assert lesson.headline() == "「忘了」11-20 16:00–20:00：1 条，1 人参与"


async def test_a_corrected_time_counts(group):
    await taught(group)
    async with group.writer.transaction() as connection:
        await set_lesson(connection, GROUP, 1, (EIGHT, EIGHT + 60), YI)
    assert (await group.ask(Lesson)).course.total == 2


async def test_without_lessons_and_without_talk_that_is_said(group):
    with pytest.raises(NoLessonError, match="管理员发「/开课 课名」开始，发「/下课」结束"):
        await group.ask(Lesson)
    await held(group, "别的群的", EIGHT, None, where=OTHER_GROUP)
    with pytest.raises(NoLessonError):
        await group.ask(Lesson)
    await held(group, "静悄悄", FRIDAY, FRIDAY + 600)
    with pytest.raises(
        SilentLessonError, match=r"^「静悄悄」已下课（11-20 00:00–00:10），没有人说话。$"
    ):
        await group.ask(Lesson)
    await held(group, "刚开", EVENING - 60, None)
    with pytest.raises(SilentLessonError, match=r"^「刚开」进行中（.+），没有人说话。$"):
        await group.ask(Lesson)


async def test_before_the_record_there_is_nothing_to_tell(group):
    await held(group, "太早", THURSDAY - 86_400, THURSDAY - 80_000)
    with pytest.raises(SilentLessonError, match="没有记录：那时我还不在群里"):
        await group.ask(Lesson)


async def test_of_a_frozen_day_the_totals_are_told(group):
    await taught(group)
    await freeze_before(group.writer, group.store.sealer, GROUP, (FRIDAY + 8 * 3600) // 86_400)
    async with group.writer.transaction() as connection:
        await set_lesson(connection, GROUP, 1, (THURSDAY, THURSDAY + 86_400), YI)
    lesson = await group.ask(Lesson)
    assert lesson.course.total == 10
    assert "参与：不再保留是谁说的" in lesson.text()
    assert lesson.card().marks[1].hint == "每小时"


async def test_many_who_took_part_stand_on_pills(group):
    await group.tell(*(said(40000 + n, "到", EIGHT + n) for n in range(40)))
    await held(group, "点名", EIGHT, HALF_PAST_NINE)
    marks = (await group.ask(Lesson)).card().marks
    [pills] = [mark for mark in marks if isinstance(mark, Pills)]
    assert len(pills.pills) == 8
    assert pills.hint == "40 人，说得最多的 8 人"


async def test_the_card_has_answers_beside_an_open_question_in_order_of_time(group):
    """Six questions, the first three answered: two of those and the latest open one."""
    for n in range(6):
        await group.tell(said(JIA, "作业几号交？", EIGHT + 60 * n, id=10 + n))
    await group.tell(
        *(said(YI, f"周五 {n} 点", EIGHT + 600 + n, id=20 + n, reply_to=10 + n) for n in range(3))
    )
    await held(group, "答疑", EIGHT, HALF_PAST_NINE)
    marks = (await group.ask(Lesson)).card().marks
    [questions] = [mark for mark in marks if isinstance(mark, QuestionList)]
    assert [row.asked[-5:] for row in questions.rows] == ["20:01", "20:02", "20:05"]
    assert [row.answered_by for row in questions.rows] == ["乙", "乙", None]
    assert [row.answer for row in questions.rows] == ["周五 1 点", "周五 2 点", None]
    assert questions.hint == "6 个，3 个有人答"


async def test_an_answer_that_was_taken_back_is_none(group):
    await taught(group)
    await group.tell(recalled(2, EIGHT + 3600))
    lesson = await group.ask(Lesson)
    assert "🙋 乙：这一步怎么来的？（待回答）" in lesson.text().splitlines()


@pytest.mark.parametrize("times", [(EIGHT, HALF_PAST_NINE), (EIGHT, EIGHT + 12 * 3600)])
async def test_the_one_line_fits(group, times):
    await group.tell(*(said(JIA, "几点开会？", EIGHT + n) for n in range(30)))
    await held(group, "很长的课名" * 6, *times)
    assert len((await group.ask(Lesson)).headline()) <= HEADLINE_LENGTH
