"""搜: what was said that holds some words, the newest first."""

import pytest

from groupscope.access import EVERY_GROUP
from groupscope.commands import Question
from groupscope.periods import Period
from groupscope.report import HEADLINE_LENGTH
from groupscope.reports.search import NothingFoundError, NothingSoughtError, Search
from groupscope.scope import Scope
from tests.reports.kit import FRIDAY, LONG_PERIODS, THURSDAY
from tests.store.kit import GROUP, JIA, OTHER_GROUP, YI, period, said

LONG = "开头" * 200 + "番茄牛腩" + "结尾" * 200


async def ask(group, *words: str, page: int = 1, by=None, where=GROUP, when: Period | None = None):
    when = when or period(THURSDAY - 400 * 86_400, FRIDAY + 21 * 3600, "全部")
    async with group.store.snapshot() as db:
        return await Search.ask(db, Question(Scope(where, when, by), words=words, page=page))


async def test_what_was_said_is_listed_with_who_said_it_when(group):
    await group.says(JIA, "番茄牛腩真好吃", since=THURSDAY)
    await group.says(YI, "我也想吃番茄", since=FRIDAY)
    await group.says(YI, "香蕉", since=FRIDAY + 5)
    found = await ask(group, "番茄")
    assert found.headline() == "「番茄」全部 2 条，乙 11-20 00:00"
    assert found.text().splitlines() == [
        "「番茄」全部 2 条，乙 11-20 00:00",
        "1. 乙（11-20 00:00）：我也想吃番茄",
        "2. 甲（11-19 00:00）：番茄牛腩真好吃",
        "就这些",
        found.text().splitlines()[-1],
    ]
    [quotes] = found.card().marks
    assert [(row.name, row.text, row.note) for row in quotes.rows] == [
        ("乙", "我也想吃番茄", "#1"),
        ("甲", "番茄牛腩真好吃", "#2"),
    ]


async def test_pages_go_back_in_time(group):
    await group.says(JIA, *(f"第{number:02}次番茄" for number in range(25)))
    first = await ask(group, "番茄")
    assert first.headline() == "「番茄」最近 10 条，甲 11-20 00:00"
    assert "更早的：/搜 更多" in first.text()
    third = await ask(group, "番茄", page=3)
    assert [row.text for row in third.found] == [f"第{n:02}次番茄" for n in (4, 3, 2, 1, 0)]
    assert third.headline() == "「番茄」第 21–25 条，甲 11-20 00:00"
    assert third.text().splitlines()[1].startswith("21. 甲")
    with pytest.raises(NothingFoundError, match="^没有更早的了。$"):
        await ask(group, "番茄", page=4)


async def test_of_a_long_message_the_part_is_shown_that_was_looked_for(group):
    await group.says(JIA, LONG)
    [row] = (await ask(group, "番茄")).card().marks[0].rows
    assert "番茄牛腩" in row.text
    assert row.text.startswith("…")
    assert row.text.endswith("…")
    assert len(row.text) <= 92


@pytest.mark.parametrize("words", [(), ("茄",), ("a", "b")])
async def test_one_character_is_too_little(group, words):
    with pytest.raises(NothingSoughtError, match="至少两个字"):
        await ask(group, *words)


async def test_what_nobody_said_is_told(group):
    await group.says(JIA, "香蕉")
    with pytest.raises(NothingFoundError, match="^全部没有人说过「番茄」。$"):
        await ask(group, "番茄")
    with pytest.raises(NothingFoundError, match="^乙 全部没有说过「香蕉」"):
        await ask(group, "香蕉", by=YI)


async def test_all_groups_are_told_apart(group):
    await group.says(JIA, "番茄")
    await group.tell(said(JIA, "番茄汤", FRIDAY + 60, group=OTHER_GROUP))
    found = await ask(group, "番茄", where=EVERY_GROUP)
    assert [row.note for row in found.card().marks[0].rows] == [
        f"群 {OTHER_GROUP}",
        f"群 {GROUP}",
    ]
    assert f"群 {OTHER_GROUP}" in found.text()


@pytest.mark.parametrize("label", LONG_PERIODS)
async def test_a_headline_fits_beside_a_picture(group, label):
    await group.says(JIA, "番茄" * 40)
    when = period(FRIDAY - 86_400, FRIDAY + 86_400, label)
    found = await ask(group, "番茄" * 40, when=when)
    assert len(found.headline()) <= HEADLINE_LENGTH
