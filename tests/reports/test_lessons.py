"""课表: the lessons that there have been, the latest first."""

import pytest

from groupscope.charts import Board
from groupscope.report import HEADLINE_LENGTH
from groupscope.reports.lessons import Lessons, NoLessonsError
from groupscope.store.lessons import add_lesson
from tests.reports.kit import EVENING, THURSDAY
from tests.store.kit import GROUP, JIA, YI, at, said

EIGHT = at("2026-11-19 20:00")


async def held(group, name: str, since: int, until: int | None) -> None:
    async with group.writer.transaction() as connection:
        await add_lesson(connection, GROUP, name, (since, until), JIA)


async def test_they_are_listed_with_their_figures(group):
    await held(group, "线性代数", EIGHT, EIGHT + 5400)
    await held(group, "早课", THURSDAY + 8 * 3600, THURSDAY + 9 * 3600)
    await held(group, "答疑", EVENING - 600, None)
    await group.tell(
        said(JIA, "开始", EIGHT),
        said(YI, "好", EIGHT + 5399),
        said(YI, "课后", EIGHT + 5400),
        said(YI, "在吗", EVENING - 600),
    )
    found = await group.ask(Lessons, "全部")
    assert found.headline() == "共 3 节课，正在上「答疑」（11-20 20:50 起）"
    assert found.text().splitlines()[2:6] == [
        "#3 答疑：11-20 20:50 起，10 分钟，1 人参与",
        "#1 线性代数：11-19 20:00–21:30，1 小时 30 分，2 人参与",
        "#2 早课：11-19 08:00–09:00，1 小时，没有人说话",
        "看某一节：/课堂 编号",
    ]
    [board] = found.card().marks
    assert isinstance(board, Board)
    assert [(row.name, row.value, row.share, row.icon) for row in board.rows] == [
        ("#3 答疑", "1 条", 0.5, "🔔"),
        ("#1 线性代数", "2 条", 1.0, "🎓"),
        ("#2 早课", "0 条", 0.0, "🎓"),
    ]


async def test_of_many_the_latest_are_listed_and_the_rest_counted(group):
    for number in range(60):
        await held(group, "很长的课名" * 6, THURSDAY + number * 600, THURSDAY + number * 600 + 60)
    found = await group.ask(Lessons, "全部")
    assert len(found.headline()) <= HEADLINE_LENGTH
    assert found.held[0].lesson.number == 60
    assert len(found.card().marks[0].rows) == 12
    assert "还有更早的 10 节" in found.text().splitlines()


async def test_where_there_was_none_that_is_said(group):
    with pytest.raises(NoLessonsError, match="^本群还没有开过课。"):
        await group.ask(Lessons, "全部")
