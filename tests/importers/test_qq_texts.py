"""Texts of QQ: the PC client's file, what is copied out of its windows, the exporter's own."""

from datetime import datetime

from groupscope.model import Kind, NoticeKind
from tests.importers import samples
from tests.importers.kit import SHANGHAI, look_into
from tests.store.kit import history


def at(written: str) -> int:
    return int(datetime.fromisoformat(written).replace(tzinfo=SHANGHAI).timestamp())


def test_the_file_of_the_pc_client(write):
    found = look_into(write("\ufeff" + samples.QQ_TXT.replace("\n", "\r\n")))
    jia, yi, bing, wu, friend = found.said
    assert found.format == "qq-txt"
    assert [chat.name for chat in found.chats] == ["样例群", "乙"]
    assert (jia.sender.key, jia.sender.nickname, jia.sender.title) == ("10001", "甲", "管理员")
    assert (jia.at, jia.text) == (at("2020-02-14 09:16:13"), "第一行\n\n第三行\n2020-02-14")
    assert (yi.sender.key, yi.text, yi.media) == ("sample@example.com", "@甲", ("image:",))
    assert (bing.sender.key, bing.sender.nickname, bing.kind) == ("10003", "(丙)", Kind.IMAGE)
    assert bing.at == at("2020-02-14 21:18:00")
    assert (wu.at, wu.text) == (
        at("2020-02-14 00:00:01"), "2020-02-14 9:16:13 甲(10001)\n引用了一行"
    )  # fmt: skip
    assert (friend.sender.is_by_name, friend.text) == (True, "早")
    assert [one.kind for one in found.happened] == [NoticeKind.JOIN]
    assert found.closes()


async def test_mentions_in_texts_and_people_by_number(bring, write):
    await bring(write(samples.QQ_TXT), group=20001)
    rows = await bring.rows()
    mentions = {row.text: row.mentions for row in rows}
    assert mentions["@甲"] == "[10001]"
    assert {row.group_id for row in rows} == {20001}


async def test_who_has_only_a_name_is_met_by_it(bring, write):
    first = "2020-02-14 9:16:13 甲(10001)\n早\n\n2020-02-14 9:17:13 乙(10002)\n早\n"
    await bring(write(first), group=20001)
    outcome = await bring(write(samples.QQ_PHONE), group=20001)
    assert {row.sender_id for row in await bring.rows()} == {10001, 10002}
    assert outcome.chats[0].met_by_name == 2


async def test_who_is_not_known_by_name_gets_one_number_for_good(bring, write):
    await bring(write(samples.QQ_PHONE), group=20001)
    before = await bring.rows()
    await bring(write(samples.QQ_PHONE), group=20001)
    assert await bring.rows() == before
    assert len({row.sender_id for row in before}) == 2
    assert sorted((await bring.members()).values()) == ["乙", "甲"]


async def test_the_same_messages_from_another_program_are_not_doubled(bring, write):
    await bring(write(samples.QCE))
    text = (
        "2026-07-10 10:20:01 甲(10001)\n会议改到三点\n\n"
        "2026-07-10 10:20:02 乙(10002)\n@甲 收到[表情]\n\n"
        "2026-07-10 10:20:03 乙(10002)\n[图片]\n\n"
        "2026-07-10 10:20:05 甲(10001)\n发错了\n\n"
        "2026-07-10 10:20:09 甲(10001)\n这句是新的\n"
    )
    outcome = await bring(write(text), group=20001)
    account = outcome.chats[0].account
    assert (account.stored, account.already) == (1, 4)


async def test_what_a_file_told_is_not_fetched_once_more(bring, write, store):
    lunch = at("2026-11-20 12:00:00")
    text = (
        "2026-11-20 12:00:00 甲(10001)\n看这个[图片]\n\n"
        "2026-11-20 12:00:00 甲(10001)\n[图片]\n\n"
        "2026-11-20 12:00:01 乙(10002)\n@甲 好看\n\n"
        "2026-11-20 12:00:02 乙(10002)\n哈哈\n"
    )
    await bring(write(text), group=20001)
    there = await bring.rows()
    cat, dog = "image:cat", "image:dog"
    page = [
        history(10001, "看这个", lunch, group=20001, number=1, media=(cat,)),
        history(10001, "", lunch, group=20001, number=2, media=(cat,), kind=Kind.IMAGE),
        history(10001, "", lunch, group=20001, number=3, media=(dog,), kind=Kind.IMAGE),
        history(10002, "@甲 好看", lunch + 1, group=20001, number=4, mentions=(10001,)),
        history(10002, "哈哈", lunch + 2, group=20001, number=5),
        history(10002, "哈哈", lunch + 2, group=20001, number=6),
    ]
    assert await store.writer.record_history(page) == 2
    new = [row for row in await bring.rows() if row not in there]
    assert [(row.message_key, row.text) for row in new] == [(3, ""), (6, "哈哈")]
    assert await store.writer.record_history(page) == 0


def test_copied_from_the_window_of_the_pc(write):
    found = look_into(write(samples.QQ_COPIED))
    first, second = found.said
    assert found.format == "qq-copied"
    assert (first.sender.nickname, first.sender.title, first.sender.is_by_name) == (
        "甲", "冒泡", True
    )  # fmt: skip
    assert (first.at, first.text) == (at("2020-02-14 21:16:13"), "早\n第二行")
    assert (second.sender.key, second.kind) == ("10002", Kind.IMAGE)
    assert found.closes()


def test_copied_from_the_phone(write):
    found = look_into(write(samples.QQ_PHONE))
    assert [(one.at, one.text) for one in found.said] == [
        (at("2020-02-21 23:50:12"), "晚安"),
        (at("2020-02-21 23:51:00"), "晚安 大家"),
        (at("2020-02-22 00:01:02"), "早"),
    ]
    assert found.closes()


def test_the_exporters_own_text(write):
    found = look_into(write(samples.QCE_TXT))
    first, reply, picture = found.said
    assert found.format == "qce-txt"
    assert (first.sender.nickname, first.sender.title) == ("甲", "管理员")
    assert (first.at, first.text) == (at("2026-07-10 10:20:00"), "会议改到三点\n记得带电脑")
    assert (reply.text, reply.reply_to) == ("收到:", first.id)
    assert picture.kind is Kind.IMAGE
    assert [one.kind for one in found.happened] == [NoticeKind.JOIN]
    assert found.closes()


def test_files_of_old_windows_are_read_too(write):
    found = look_into(write(samples.QQ_TXT, encoding="gb18030"))
    assert found.said[0].sender.nickname == "甲"
