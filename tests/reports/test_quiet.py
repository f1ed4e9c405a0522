"""潜水: who is in the group and has said nothing."""

import pytest

from groupscope.access import Act, Role
from groupscope.charts import Board, Pills
from groupscope.model import Member
from groupscope.report import HEADLINE_LENGTH, NothingSaidError
from groupscope.reports.quiet import NobodyQuietError, Quiet
from groupscope.store import presence
from groupscope.store.names import Seen
from groupscope.store.presence import note_departure
from tests.reports.kit import FRIDAY, LONG_PERIODS, THURSDAY, WEDNESDAY
from tests.store.kit import BING, GROUP, JIA, NAPCAT, OTHER_GROUP, YI, at, recalled, said

DING = 30004
LAST_YEAR = at("2025-06-01 12:00")


async def joined(group, *members: Member, when: int = FRIDAY) -> None:
    for one in members:
        group.writer.put_seen(Seen(GROUP, when, one))
    await group.writer.flush()


def boards(quiet: Quiet) -> list[Board]:
    return [mark for mark in quiet.card().marks if isinstance(mark, Board)]


async def test_who_said_nothing_is_listed_the_longest_silent_first(group):
    """Of 甲 乙 丙 丁: 丁 was never heard, 丙 last on Wednesday, 乙 on Thursday, 甲 today."""
    await joined(group, Member(DING, nickname="丁", joined_at=LAST_YEAR))
    await group.tell(
        said(BING, "周三说的", WEDNESDAY), said(YI, "周四", THURSDAY), said(JIA, "早", FRIDAY)
    )
    quiet = await group.ask(Quiet, "今天")
    assert [(one.name, one.last_day) for one in quiet.silent] == [
        ("丁", None),
        ("丙", (WEDNESDAY + 8 * 3600) // 86_400),
        ("乙", (THURSDAY + 8 * 3600) // 86_400),
    ]
    assert quiet.headline() == "今天 3 人没说话（共 4 人）"
    assert quiet.text().splitlines()[2:5] == [
        "丁：记录以来没说过话，2025-06-01 入群",
        "丙：最后发言 2026-11-18",
        "乙：最后发言 2026-11-19",
    ]
    [board] = boards(quiet)
    assert [(row.name, row.value, row.share) for row in board.rows] == [
        ("丁", "未见发言", 1.0),
        ("丙", "2 天前", 1.0),
        ("乙", "1 天前", 0.5),
    ]


async def test_a_number_is_so_many_days_up_to_now(group):
    await group.tell(said(YI, "周四第一秒", THURSDAY), said(JIA, "早", FRIDAY))
    two = await group.ask(Quiet, "近30天", None, "2")
    assert [one.name for one in two.silent] == ["丙"]
    assert two.headline() == "近2天 1 人没说话（共 3 人）"
    one = await group.ask(Quiet, "近30天", None, "1")
    assert [one.name for one in one.silent] == ["丙", "乙"]
    assert one.text().endswith("近1天 00:00–21:00 · 1 条 · 无中断")


async def test_who_has_joined_since_stands_apart(group):
    await joined(
        group,
        Member(DING, nickname="丁", joined_at=THURSDAY),
        Member(BING, nickname="丙", joined_at=THURSDAY - 1),
    )
    await group.tell(said(JIA, "早", FRIDAY))
    quiet = await group.ask(Quiet, "近30天", None, "2")
    assert [one.name for one in quiet.silent] == ["乙", "丙"]
    assert [one.name for one in quiet.fresh] == ["丁"]
    assert quiet.headline() == "近2天 2 人没说话（共 4 人）；另有 1 位新人没开口"
    assert "这段时间才入群、还没说话：丁" in quiet.text()
    [pills] = [mark for mark in quiet.card().marks if isinstance(mark, Pills)]
    assert [(pill.text, pill.note) for pill in pills.pills] == [("丁", "11-19")]


async def test_only_those_count_who_are_there_and_are_people(group):
    await joined(
        group,
        Member(DING, nickname="走了"),
        Member(30005, nickname="机器人", is_robot=True),
        Member(30006, nickname="别的机器人"),
        Member(2854196301, nickname="QQ 官方"),
        Member(NAPCAT, nickname="我们自己"),
    )
    await group.tell(
        said(JIA, "早", FRIDAY),
        said(30006, "播报", THURSDAY, is_bot=True),
        said(YI, "别的群", FRIDAY, group=OTHER_GROUP),
    )
    async with group.writer.transaction() as connection:
        await note_departure(connection, GROUP, DING, FRIDAY)
        await presence.describe_account(connection, NAPCAT, "群镜", "x", "1")
    quiet = await group.ask(Quiet, "今天")
    assert sorted(one.name for one in quiet.silent) == ["丙", "乙"]
    assert quiet.members == 3


async def test_what_does_not_count_is_silence(group):
    await group.tell(
        said(JIA, "早", FRIDAY),
        said(YI, "/rank", FRIDAY, is_command=True),
        said(BING, "收回", FRIDAY, id=7),
        recalled(7, FRIDAY + 60),
    )
    assert {one.name for one in (await group.ask(Quiet, "今天")).silent} == {"乙", "丙"}


async def test_days_without_a_record_are_told(group):
    """Watched since Thursday: of thirty days two were heard."""
    await group.tell(said(JIA, "早", FRIDAY))
    quiet = await group.ask(Quiet, "近30天")
    assert quiet.unheard == 28
    assert quiet.headline() == "近30天 2 人没说话（共 3 人）；其中 28 天没有记录"
    warning = "28 天没有记录，那几天说过话的也可能在名单上"
    assert warning in quiet.text().splitlines()
    assert quiet.card().foot.endswith(warning)
    assert (await group.ask(Quiet, "全部")).unheard == 0


async def test_where_all_have_spoken_that_is_said(group):
    await group.tell(*(said(by, "早", FRIDAY + by) for by in (JIA, YI, BING)))
    with pytest.raises(NobodyQuietError, match="^今天没有人潜水：3 位群友都说过话。$"):
        await group.ask(Quiet, "今天")


async def test_before_the_record_nobody_is_called_silent(group):
    with pytest.raises(NothingSaidError, match="没有记录：那时我还不在群里"):
        await group.ask(Quiet, "2026-10")


async def test_the_card_shows_some_and_the_list_all(group):
    await joined(group, *(Member(40000 + n, nickname=f"群友{n}") for n in range(320)))
    await group.tell(said(JIA, "早", FRIDAY))
    quiet = await group.ask(Quiet, "今天")
    assert (len(quiet.silent), quiet.in_words) == (322, False)
    [board] = boards(quiet)
    assert (len(board.rows), board.hint) == (11, "还有 311 人：/潜水 全")
    whole = await group.ask(Quiet, "今天", None, "全")
    assert whole.in_words
    lines = whole.text().splitlines()
    assert len([line for line in lines if line.endswith("没说过话")]) == 300
    assert "还有 22 人" in lines


@pytest.mark.parametrize("words", LONG_PERIODS)
async def test_the_one_line_fits(group, words):
    await group.tell(said(JIA, "早", FRIDAY))
    await joined(group, Member(DING, nickname="丁", joined_at=FRIDAY))
    assert len((await group.ask(Quiet, words)).headline()) <= HEADLINE_LENGTH


def test_it_is_for_admins_and_in_private():
    assert Quiet.is_private
    assert Quiet.act is Act.SEE_QUIET_MEMBERS
    assert Quiet.act.least is Role.ADMIN
