"""Formats of JSON: every message with its sender, time, reply, mentions and reactions."""

import json

import pytest

from groupscope.importers import incremental, recognised
from groupscope.importers.errors import UnknownFormatError
from groupscope.model import Kind, NoticeKind
from tests.importers import samples
from tests.importers.kit import look_into
from tests.importers.samples import AT


@pytest.fixture(params=[7, 64, 1 << 20], ids=["tiny window", "small window", "wide window"])
def window(request, monkeypatch):
    monkeypatch.setattr(incremental, "WINDOW", request.param)


@pytest.mark.usefixtures("window")
def test_chatlab_json(write):
    found = look_into(write(samples.CHATLAB_JSON))
    assert found.format == "chatlab-json"
    assert found.texts == [("甲", "早"), ("乙", "")]
    assert found.said[1].files == ("a.txt",)
    assert [one.kind for one in found.happened] == [NoticeKind.LEAVE]
    assert found.closes()


@pytest.mark.usefixtures("window")
def test_clean_messages_of_qce(write):
    found = look_into(write(samples.QCE))
    first, reply, picture, recalled = found.said
    assert found.format == "qce-json"
    assert (found.chats[0].key, found.chats[0].name) == ("20001", "样例群")
    assert (first.sender.key, first.sender.nickname, first.sender.card) == (
        "10001",
        "甲",
        "甲的名片",
    )
    assert (first.at, first.sequence, first.text) == (AT + 1, 1, "会议改到三点")
    assert (reply.text, reply.reply_to, reply.mentions) == (" 收到", first.id, ("10001",))
    assert reply.media == ("face:14",)
    assert (picture.kind, picture.media) == (
        Kind.IMAGE, ("image:0123456789ABCDEF0123456789ABCDEF",)
    )  # fmt: skip
    assert recalled.recalled_at == AT + 5
    assert [(one.kind, one.who.key) for one in found.happened] == [(NoticeKind.JOIN, "10003")]
    assert found.closes()


def test_messages_of_qce_4(write):
    found = look_into(write(samples.QCE_OLD))
    assert [(one.sender.key, one.at, one.text) for one in found.said] == [
        ("10001", AT, "早上好"), ("10002", AT + 9, "早")
    ]  # fmt: skip
    assert found.said[1].reply_to == "71"
    assert found.said[1].sequence == 902
    assert found.closes()


def chunked(write, **more):
    for number, one in enumerate(samples.QCE_MESSAGES, 1):
        write([one], f"chunks/c{number:06}.jsonl")
    chunks = [{"fileName": f"c{number:06}.jsonl", "relativePath": f"chunks/c{number:06}.jsonl",
               "count": 1} for number in range(1, 6)]  # fmt: skip
    return write({"metadata": {}, "chatInfo": samples.CHAT_INFO,
                  "chunked": {"format": "jsonl", "chunksDir": "chunks", "chunks": chunks}} | more,
                 "manifest.json")  # fmt: skip


def test_qce_in_chunks(write):
    found = look_into(chunked(write))
    assert found.format == "qce-chunked"
    assert [one.text for one in found.said] == ["会议改到三点", " 收到", "", "发错了"]
    assert found.closes()


def test_a_folder_stands_for_its_manifest(write):
    assert look_into(chunked(write).parent).tally.messages == 4


def test_a_missing_chunk_is_told_and_what_came_before_is_kept(write):
    path = chunked(write)
    (path.parent / "chunks" / "c000003.jsonl").unlink()
    found = look_into(path)
    assert len(found.said) == 2
    assert "c000003.jsonl" in found.broken
    assert found.closes()


async def test_replies_joins_and_recalls_of_qce_come_into_the_store(bring, write):
    await bring(write(samples.QCE))
    first, reply, picture, recalled = await bring.rows()
    assert (reply.reply_to_at, reply.reply_to_key) == (first.sent_at, first.message_key)
    assert json.loads(reply.mentions) == [10001]
    assert picture.text == ""
    assert (recalled.recalled_at, recalled.text) == (AT + 5, "")
    assert [row.message_key for row in (first, reply, picture, recalled)] == [1, 2, 3, 5]
    assert [(row.kind, row.user_id) for row in await bring.notices()] == [("join", 10003)]


@pytest.mark.usefixtures("window")
def test_telegram(write):
    found = look_into(write(samples.TELEGRAM))
    assert found.format == "telegram"
    assert found.texts == [("Ann Lee", "早"), ("", "看 https://example.org/a Ann"), ("Bo", "")]
    assert (found.said[1].reply_to, found.said[1].mentions) == ("2", ("user1",))
    assert (found.said[2].kind, found.said[2].pieces[0].data["summary"]) == (Kind.STICKER, "😂")
    assert [(one.emoji, one.who and one.who.key, one.at, one.total) for one in found.reacted] == [
        ("👍", "user2", AT + 9, None), ("🎉", None, AT + 1, 3)
    ]  # fmt: skip
    assert [(one.kind, one.by.nickname, one.detail) for one in found.happened] == [
        (NoticeKind.JOIN, "Ann Lee", "Bo")
    ]  # fmt: skip
    assert [str(reason) for reason in found.tally.left_out] == ["不认识的系统提示"]
    assert found.closes()


def test_all_chats_of_telegram(write):
    found = look_into(write(samples.TELEGRAM_ALL))
    assert [chat.name for chat in found.chats] == ["样例组", "另一组"]
    assert found.texts[-1] == ("Cy", "嗨")
    assert found.closes()


async def test_telegrams_reactions_find_their_messages(bring, write):
    path = write(samples.TELEGRAM)
    await bring(path)
    await bring(path)
    first = (await bring.rows())[0]
    rows = await bring.reactions()
    assert [(row.emoji, row.message_at, row.message_key) for row in rows] == [
        ("🎉", first.sent_at, first.message_key), ("👍", first.sent_at, first.message_key)
    ]  # fmt: skip


def test_discord(write):
    found = look_into(write(samples.DISCORD))
    assert found.format == "discord"
    assert found.chats[0].name == "样例服 · general"
    assert [(one.sender.nickname, one.sender.is_bot, one.text, one.at) for one in found.said] == [
        ("ann", False, "早", AT), ("helper", True, "帮助", AT + 1), ("ann", False, "", AT + 2)
    ]  # fmt: skip
    assert found.said[0].sender.card == "Ann Lee"
    assert (found.said[1].reply_to, found.said[1].mentions) == (
        found.said[0].id,
        (samples.ANN["id"],),
    )
    assert found.said[2].kind is Kind.IMAGE
    assert [(one.emoji, one.total) for one in found.reacted] == [("👍", 2)]
    assert [one.kind for one in found.happened] == [NoticeKind.JOIN]
    assert found.closes()


def test_a_torn_file_tells_the_line_and_keeps_what_came_before(write):
    whole = json.dumps(samples.QCE, ensure_ascii=False, indent=1)
    torn = whole[: whole.index("发错了")]
    found = look_into(write(torn))
    assert len(found.said) == 3
    line = torn.count("\n", 0, torn.rindex('"id"')) + 1
    assert f"第 {line - 1} 行" in found.broken
    assert found.closes()


def test_rubbish_in_the_midst_tells_the_line(write):
    whole = json.dumps(samples.TELEGRAM, ensure_ascii=False, indent=1)
    found = look_into(write(whole.replace('"id": 3,', '"id": 3 3,')))
    assert len(found.said) == 1
    assert "不是 JSON" in found.broken or "断了" in found.broken


async def test_what_came_before_a_break_is_stored(bring, write):
    whole = json.dumps(samples.QCE, ensure_ascii=False, indent=1)
    outcome = await bring(write(whole[: whole.index("发错了")]))
    assert outcome.broken
    assert len(await bring.rows()) == 3


@pytest.mark.parametrize("content", [b"", b"hello", b"\x00\x01\xff", b"{", b"[]", b"\xff\xfe"])
def test_what_is_no_export_is_refused_with_a_sentence(write, content):
    with pytest.raises(UnknownFormatError, match="认不出"):
        recognised(write(content))
