"""表情: emoji, QQ faces and stickers, counted by hand."""

import pytest

from groupscope.charts import Face
from groupscope.model import Kind, Member, Segment
from groupscope.report import HEADLINE_LENGTH, NothingSaidError
from groupscope.reports.faces import FaceUse, NoFacesError
from groupscope.store.names import Seen
from tests.reports.kit import FRIDAY, LONG_PERIODS, THURSDAY, Group
from tests.store.kit import BING, GROUP, JIA, YI, recalled, said

NOON = FRIDAY + 12 * 3600


def face(number: str) -> dict:
    return {"media": (f"face:{number}",), "segments": (Segment("face", {"id": number}),)}


def sticker(identity: str, name: str = "") -> dict:
    """A picture that QQ calls a sticker."""
    data = {"summary": name, "sub_type": 1}
    return {
        "kind": Kind.STICKER,
        "media": (f"image:{identity}",),
        "segments": (Segment("image", data),),
    }


def photo(identity: str) -> dict:
    data = {"sub_type": 0, "summary": "[图片]"}
    return {
        "kind": Kind.IMAGE,
        "media": (f"image:{identity}",),
        "segments": (Segment("image", data),),
    }


def market(identity: str, name: str) -> dict:
    """A face out of QQ's market, which has its own number."""
    segment = Segment("mface", {"emoji_id": identity, "summary": name})
    return {"kind": Kind.STICKER, "media": (f"sticker:{identity}",), "segments": (segment,)}


async def talk(group: Group, *lines: tuple, since: int = NOON) -> None:
    """(who, words) and maybe more of each line, one a second."""
    for place, (by, words, *more) in enumerate(lines):
        await group.tell(said(by, words, since + place, id=place + 1, **(more[0] if more else {})))


async def grids(group: Group, *args, **more) -> dict[str, list[tuple]]:
    """(emoji, label, count, note) of each face, by the titles of their grids."""
    marks = (await group.ask(FaceUse, *args, **more)).card().marks
    return {
        mark.title: [(one.emoji, one.label, one.count, one.note) for one in mark.faces]
        for mark in marks
        if hasattr(mark, "faces")
    }


async def test_each_sort_has_its_own_grid(group):
    await talk(
        group,
        (JIA, "哈哈😂"),
        (YI, "😂"),
        (YI, "好", face("179")),
        (YI, "", face("424")),
        (BING, "", sticker("0A", "[摸头]")),
        (BING, "", sticker("0A", "[摸头]")),
        (JIA, "", market("3a18", "[贴贴]")),
    )
    assert await grids(group) == {
        "😀 emoji": [("😂", "", 2, "甲")],
        "🐧 QQ 表情": [(None, "续标识", 1, "乙"), ("🐶", "doge", 1, "乙")],
        "🖼️ 表情包": [(None, "摸头", 2, "丙"), (None, "贴贴", 1, "甲")],
    }
    hints = [mark.hint for mark in (await group.ask(FaceUse)).card().marks]
    assert hints[:3] == ["共 2 次", "共 2 次", "共 3 次"]


async def test_a_face_counts_once_a_message(group):
    await talk(group, (JIA, "😂😂😂😂😂"), (YI, "😂 😂"), (YI, "🐱"))
    report = await group.ask(FaceUse)
    assert await grids(group) == {"😀 emoji": [("😂", "", 2, "甲"), ("🐱", "", 1, "乙")]}
    assert report.headline() == "今天最常用的表情：😂 2 次，甲 用得最多（1 次）"


async def test_an_emoji_is_the_same_with_and_without_its_selector(group):
    await talk(group, (JIA, "❤"), (YI, "❤️"), (BING, "❤️❤"))
    assert await grids(group) == {"😀 emoji": [("❤️", "", 3, "甲")]}


async def test_flags_families_and_skin_tones_are_one_emoji_each(group):
    await talk(group, (JIA, "🇨🇳👨‍👩‍👧👍🏽"))
    [found] = (await grids(group)).values()
    assert {one[0] for one in found} == {"🇨🇳", "👨‍👩‍👧", "👍🏽"}


async def test_pictures_are_no_faces_unless_qq_says_so(group):
    both = {
        "media": ("image:0A", "image:0B"),
        "segments": (
            Segment("text", {"text": "看"}),
            Segment("image", {"sub_type": 0}),
            Segment("image", {"subType": "1", "summary": "[笑死]"}),
        ),
    }
    await talk(group, (JIA, "", photo("0C")), (JIA, "看", both), (YI, "", {"media": ("image:",)}))
    assert await grids(group) == {"🖼️ 表情包": [(None, "笑死", 1, "甲")]}


async def test_a_sticker_without_a_name_is_called_what_it_is(group):
    await talk(group, (JIA, "", sticker("0A", "[动画表情]")))
    report = await group.ask(FaceUse)
    assert report.card().marks[0].faces == (Face(None, "11-20 12:00 那张", 1, "甲"),)
    assert report.headline() == "今天最常用的表情：[表情包] 1 次，甲 用得最多（1 次）"


async def test_commands_robots_and_recalled_messages_do_not_count(group):
    await talk(
        group,
        (JIA, "/词云 🐱", {"is_command": True}),
        (YI, "🤖", {"is_bot": True}),
        (BING, "😱"),
        (BING, "😂"),
    )
    await group.tell(recalled(3, NOON + 60))
    assert await grids(group) == {"😀 emoji": [("😂", "", 1, "丙")]}


async def test_who_uses_most_stands_on_a_board_equal_ones_by_number(group):
    await talk(group, (BING, "😂"), (YI, "😂"), (JIA, "😂🐱🍅"), (JIA, "没有"))
    board = (await group.ask(FaceUse)).card().marks[-1]
    assert [(row.name, row.value) for row in board.rows] == [
        ("甲", "3 次"),
        ("乙", "1 次"),
        ("丙", "1 次"),
    ]


async def test_a_member_sees_their_own(group):
    await talk(group, (JIA, "😂"), (YI, "🐱"), (YI, "🐱"), (BING, "无"))
    assert await grids(group, "今天", YI) == {"😀 emoji": [("🐱", "", 2, "")]}
    report = await group.ask(FaceUse, "今天", YI)
    assert report.headline() == "乙 今天最常用的表情：🐱 2 次"
    with pytest.raises(NoFacesError, match="^丙 今天没有发过表情。"):
        await group.ask(FaceUse, "今天", BING)


async def test_days_are_added_up_sealed_or_not_and_cut_by_the_period(group):
    await talk(group, (JIA, "😂"), (JIA, "😂"), since=THURSDAY + 86_398)
    await talk(group, (YI, "😂"), (YI, "🐱"))
    expected = {"😀 emoji": [("😂", "", 3, "甲"), ("🐱", "", 1, "乙")]}
    assert await grids(group, "本周") == expected
    await group.seal()
    assert await grids(group, "本周") == expected
    assert await grids(group, "今天") == {"😀 emoji": [("🐱", "", 1, "乙"), ("😂", "", 1, "乙")]}


async def test_nothing_said_and_no_face_are_told_apart(group):
    with pytest.raises(NothingSaidError):
        await group.ask(FaceUse)
    await talk(group, (JIA, "早"))
    with pytest.raises(NoFacesError, match="^今天没有人发表情。可以看长一点：/表情 近7天$"):
        await group.ask(FaceUse)


async def test_the_words_tell_everything(group):
    await talk(group, (JIA, "😂"), (YI, "", face("178")))
    assert (await group.ask(FaceUse)).text().splitlines()[2:] == [
        "emoji 1 次：😂 1",
        "QQ 表情 1 次：😏 1",
        "谁用得最多：甲 1、乙 1",
        "今天 00:00–21:00 · 2 条 · 无中断",
    ]


@pytest.mark.parametrize("words", LONG_PERIODS)
@pytest.mark.parametrize("member", [None, JIA])
async def test_the_one_line_fits(group, words, member):
    group.writer.put_seen(Seen(GROUP, FRIDAY, Member(JIA, nickname="很长的名字" * 30)))
    await talk(group, *[(JIA, "👨‍👩‍👧")] * 12, since=THURSDAY + 75_600)
    await talk(group, *[(JIA, "👨‍👩‍👧")] * 12)
    headline = (await group.ask(FaceUse, words, member)).headline()
    assert len(headline) <= HEADLINE_LENGTH
    assert "12 次" in headline or "24 次" in headline
