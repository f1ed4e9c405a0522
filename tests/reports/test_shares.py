"""分享: links, cards, files, pictures, counted by hand."""

import json

import pytest

from groupscope.charts import Pair, Pill
from groupscope.model import Kind, Member, Segment
from groupscope.report import HEADLINE_LENGTH, NothingSaidError
from groupscope.reports.shares import NothingSharedError, Shares
from groupscope.store.erasing import freeze_before
from groupscope.store.names import Seen
from tests.reports.kit import FRIDAY, LONG_PERIODS, THURSDAY, Group
from tests.store.kit import BING, GROUP, JIA, YI, recalled, said

NOON = FRIDAY + 12 * 3600


def links(*hosts: str) -> dict:
    return {"links": hosts}


def photo(identity: str, **more) -> dict:
    data = {"sub_type": 0}
    return {
        "kind": Kind.IMAGE,
        "media": (f"image:{identity}",),
        "segments": (Segment("image", data),),
        **more,
    }


def sticker(identity: str) -> dict:
    data = {"sub_type": 1}
    return {
        "kind": Kind.STICKER,
        "media": (f"image:{identity}",),
        "segments": (Segment("image", data),),
    }


def file(name: str) -> dict:
    return {"kind": Kind.FILE, "files": (name,)}


def card(app: str, **detail: str) -> dict:
    told = json.dumps({"app": app, "meta": {"detail_1": detail}})
    return {"kind": Kind.CARD, "segments": (Segment("json", {"data": told}),)}


async def talk(group: Group, *lines: tuple, since: int = NOON) -> None:
    """(who, words) and maybe more of each line, one a second."""
    for place, (by, words, *more) in enumerate(lines):
        number = (since - THURSDAY) * 10 + place + 1
        await group.tell(said(by, words, since + place, id=number, **(more[0] if more else {})))


async def boards(group: Group, *args, **more) -> dict[str, list[tuple]]:
    """(icon, name, value, note) of each line, by the titles of their boards."""
    marks = (await group.ask(Shares, *args, **more)).card().marks[1:-1]
    flat = [
        side
        for mark in marks
        for side in ((mark.left, mark.right) if isinstance(mark, Pair) else (mark,))
    ]
    return {
        mark.title: [(row.icon, row.name, row.value, row.note) for row in mark.rows]
        for mark in flat
    }


async def test_links_are_counted_by_site(group):
    await talk(
        group,
        (JIA, "看", links("b23.tv")),
        (YI, "看", links("www.bilibili.com", "b23.tv")),
        (YI, "看", links("www.news.example.com.cn")),
        (YI, "看", links("img.example.com.cn")),
        (YI, "看", links("m.weibo.cn")),
    )
    assert (await boards(group))["🔗 常去的网站"] == [
        ("🔗", "example.com.cn", "2 条", "乙 最多"),
        ("📺", "B站", "2 条", "甲 最多"),
        ("👁️", "微博", "1 条", "乙 最多"),
    ]
    report = await group.ask(Shares)
    assert report.headline() == "今天：链接 5，最多的是 example.com.cn（2 条）"


async def test_cards_are_counted_by_where_they_come_from(group):
    program = card("com.tencent.miniapp_01", title="哔哩哔哩", desc="一个视频")
    await talk(
        group,
        (JIA, "", program),
        (YI, "", program),
        (YI, "", card("com.tencent.structmsg", tag="QQ音乐", title="一首歌")),
        (YI, "", {"kind": Kind.CARD, "segments": (Segment("json", {"data": "坏了"}),)}),
    )
    assert (await boards(group))["🃏 卡片"] == [
        ("📺", "B站", "2 条", "甲 最多"),
        ("🃏", "其他卡片", "1 条", "乙 最多"),
        ("🎧", "QQ音乐", "1 条", "乙 最多"),
    ]


async def test_the_latest_files_are_listed(group):
    await talk(
        group,
        (JIA, "", file("课件.pdf")),
        (YI, "", file("作业.docx")),
        (BING, "", file("课件.pdf")),
    )
    assert (await boards(group))["📄 最近的文件"] == [
        ("📄", "课件.pdf", "11-20 12:00", "丙"),
        ("📄", "作业.docx", "11-20 12:00", "乙"),
    ]
    tiles = (await group.ask(Shares)).card().marks[0].tiles
    assert [(tile.label, tile.value) for tile in tiles] == [
        ("链接", "0"),
        ("卡片", "0"),
        ("文件", "3"),
        ("图片", "0"),
    ]


async def test_a_picture_that_comes_again_is_found(group):
    await talk(group, (JIA, "", photo("0A")), since=THURSDAY)
    await talk(group, (YI, "", photo("0A")), (BING, "", photo("0B")), since=THURSDAY + 3600)
    await talk(group, (BING, "看", photo("0A", kind=Kind.TEXT)), (BING, "", photo("0C")))
    expected = [("", "丙", "第 3 次", "11-20 12:00 发的图，甲 11-19 00:00 就发过")]
    assert (await boards(group, "今天"))["🪐 火星图"] == expected
    await group.seal()
    assert (await boards(group, "今天"))["🪐 火星图"] == expected
    assert (await boards(group, "昨天"))["🪐 火星图"] == [
        ("", "乙", "第 2 次", "11-19 01:00 发的图，甲 11-19 00:00 就发过")
    ]
    report = await group.ask(Shares)
    assert report.card().marks[0].tiles[3].note == "1 张发过"


async def test_ones_own_picture_counts_too_a_sticker_and_what_nobody_knows_do_not(group):
    twice = {"media": ("image:0A", "image:0A"), "kind": Kind.IMAGE}
    await talk(
        group,
        (JIA, "", {**twice, "segments": (Segment("image", {}), Segment("image", {}))}),
        (JIA, "", photo("0A")),
        (JIA, "", sticker("0B")),
        (YI, "", sticker("0B")),
        (JIA, "", {"kind": Kind.IMAGE, "media": ("image:",)}),
        (YI, "", {"kind": Kind.IMAGE, "media": ("image:",)}),
    )
    assert (await boards(group))["🪐 火星图"] == [
        ("", "甲", "第 2 次", "11-20 12:00 发的图，自己 11-20 12:00 就发过")
    ]


async def test_of_a_member_those_pictures_count_that_they_posted_again(group):
    await talk(
        group,
        (JIA, "", photo("0A")),
        (YI, "", photo("0A")),
        (JIA, "", photo("0A")),
        (YI, "", photo("0B")),
    )
    assert (await boards(group, "今天", YI))["🪐 火星图"][0][1:3] == ("乙", "第 2 次")
    assert (await boards(group, "今天", JIA))["🪐 火星图"][0][1:3] == ("甲", "第 3 次")


async def test_a_picture_that_was_recalled_had_not_been_posted(group):
    await talk(group, (JIA, "", photo("0A")), (YI, "", photo("0A")))
    await group.tell(recalled((NOON - THURSDAY) * 10 + 1, NOON + 60))
    assert "🪐 火星图" not in await boards(group)


async def test_messages_are_told_by_their_kind(group):
    await talk(
        group,
        *((JIA, "早") for _ in range(6)),
        (JIA, "", photo("0A")),
        (JIA, "", {"kind": Kind.VOICE, "media": ("voice:",)}),
        (YI, "看图", photo("0B", kind=Kind.TEXT)),
        (YI, "", {"kind": Kind.EMPTY}),
        (YI, "/rank", {"is_command": True}),
    )
    assert (await group.ask(Shares)).card().marks[-1].pills == (
        Pill("💬 文字", "7"),
        Pill("🖼️ 图片", "1"),
        Pill("🎙️ 语音", "1"),
        Pill("📦 其他", "1"),
    )
    assert (await group.ask(Shares)).card().marks[-1].hint == "文字占 70%"


async def test_commands_and_robots_share_nothing(group):
    await talk(
        group,
        (JIA, "/看", {**links("b23.tv"), "is_command": True}),
        (YI, "签到", {**links("b23.tv"), "is_bot": True}),
    )
    await talk(group, (JIA, "没有"), since=NOON + 60)
    with pytest.raises(NothingSharedError, match="^今天没有人分享过链接、卡片、文件或图片。"):
        await group.ask(Shares)


async def test_a_members_shares_are_their_own(group):
    await talk(group, (JIA, "看", links("b23.tv")), (YI, "看", links("zhihu.com")), (BING, "早"))
    found = await boards(group, "今天", YI)
    assert found["🔗 常去的网站"] == [("💡", "知乎", "1 条", "")]
    assert (
        await group.ask(Shares, "今天", YI)
    ).headline() == "乙 今天：链接 1，最多的是 知乎（1 条）"
    with pytest.raises(NothingSharedError, match="^丙 今天没有分享过"):
        await group.ask(Shares, "今天", BING)


async def test_days_are_added_up_sealed_or_not(group):
    await talk(group, (JIA, "看", links("b23.tv")), since=FRIDAY - 1)
    await talk(group, (YI, "看", links("b23.tv")), since=FRIDAY)
    for _ in range(2):
        assert (await boards(group, "本周"))["🔗 常去的网站"][0][2] == "2 条"
        assert (await boards(group, "今天"))["🔗 常去的网站"][0][2:] == ("1 条", "乙 最多")
        await group.seal()


async def test_stickers_alone_are_told_by_their_kind(group):
    await talk(group, (JIA, "", sticker("0A")), (JIA, "早"), (YI, "早"))
    report = await group.ask(Shares)
    assert report.headline() == "今天：没有链接、卡片、文件和图片"
    assert report.card().marks[-1].pills == (
        Pill("💬 文字", "2"),
        Pill("🤪 表情包", "1"),
    )


async def test_nothing_said_and_what_is_forgotten_are_told_as_such(group):
    with pytest.raises(NothingSaidError):
        await group.ask(Shares)
    await talk(group, (JIA, "看", links("b23.tv")), since=THURSDAY)
    await freeze_before(group.writer, group.store.sealer, GROUP, (FRIDAY + 8 * 3600) // 86_400)
    with pytest.raises(NothingSaidError, match="已过保留期"):
        await group.ask(Shares, "昨天")


@pytest.mark.parametrize("words", LONG_PERIODS)
@pytest.mark.parametrize("member", [None, JIA])
async def test_the_one_line_fits(group, words, member):
    group.writer.put_seen(Seen(GROUP, FRIDAY, Member(JIA, nickname="很长的名字" * 30)))
    host = "a" * 60 + ".example"
    await talk(group, (JIA, "看", links(host)), (JIA, "", photo("0A")), (JIA, "", file("一.pdf")))
    headline = (await group.ask(Shares, words, member)).headline()
    assert len(headline) <= HEADLINE_LENGTH
    assert "链接 1、文件 1、图片 1" in headline
