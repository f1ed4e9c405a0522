"""Texts of other platforms: WhatsApp, KakaoTalk."""

from datetime import datetime

import pytest

from groupscope.model import Kind, NoticeKind
from tests.importers import samples
from tests.importers.kit import SHANGHAI, look_into


def at(written: str) -> int:
    return int(datetime.fromisoformat(written).replace(tzinfo=SHANGHAI).timestamp())


def test_whatsapp(write):
    found = look_into(write(samples.WHATSAPP, "WhatsApp Chat with 样例.txt"))
    first, media, file, gone = found.said
    assert (found.format, found.chats[0].name) == ("whatsapp", "样例")
    assert (first.sender.key, first.at, first.text) == (
        "Ann Lee", at("2026-07-10 21:14"), "早\n第二行: 还在说"
    )  # fmt: skip
    assert (media.kind, media.text) == (Kind.OTHER, "")
    assert (file.files, file.text) == (("IMG-1.jpg",), "看这个")
    assert (gone.text, gone.recalled_at) == ("", at("2026-07-13 09:00"))
    assert [one.kind for one in found.happened] == [NoticeKind.JOIN, NoticeKind.LEAVE]
    assert found.tally.left == 2
    assert found.closes()


def test_whatsapp_of_an_american_phone(write):
    found = look_into(write(samples.WHATSAPP_PHONE))
    assert [(one.sender.key, one.at, one.text) for one in found.said] == [
        ("Ann", at("2026-07-10 21:13:05"), "hi"),
        ("Ann", at("2026-07-10 21:13:06"), ""),
        ("Bo", at("2026-07-13 00:00"), "12: not a name"),
    ]
    assert found.said[1].kind is Kind.IMAGE
    assert found.closes()


@pytest.mark.parametrize(
    ("dates", "days", "is_sure"),
    [
        (("01/02/26", "13/02/26"), ("2026-02-01", "2026-02-13"), True),
        (("01/02/26", "01/13/26"), ("2026-01-02", "2026-01-13"), True),
        (("2026-02-01", "2026-02-13"), ("2026-02-01", "2026-02-13"), True),
        (("01/02/26", "02/01/26"), ("2026-01-02", "2026-02-01"), True),
        (("01/02/26", "01/02/26"), ("2026-02-01", "2026-02-01"), False),
    ],
)
def test_the_whole_file_tells_which_is_the_day(write, dates, days, is_sure):
    found = look_into(write("".join(f"{date}, 10:00 - Ann: x\n" for date in dates)))
    assert [one.at for one in found.said] == [at(f"{day} 10:00") for day in days]
    assert ("分不清" in "".join(map(str, found.tally.remarks))) is not is_sure


def test_kakaotalk_of_the_pc(write):
    found = look_into(write(samples.KAKAO))
    first, pictures, gone = found.said
    assert (found.format, found.chats[0].name) == ("kakaotalk", "样例방")
    assert (first.sender.key, first.at, first.text) == (
        "이 름", at("2026-07-10 21:13"), "안녕\n둘째 줄"
    )  # fmt: skip
    assert (pictures.at, pictures.media) == (at("2026-07-10 12:01"), ("image:",) * 3)
    assert gone.recalled_at == at("2026-07-11 00:05")
    assert [one.kind for one in found.happened] == [NoticeKind.LEAVE]
    assert found.closes()


def test_kakaotalk_of_phones(write):
    found = look_into(write(samples.KAKAO_PHONE))
    assert [(one.sender.key, one.at, one.text, one.kind) for one in found.said] == [
        ("이름", at("2026-07-10 20:08"), "안녕 : 친구", Kind.TEXT),
        ("보", at("2026-07-10 21:00"), "", Kind.STICKER),
    ]
    assert [(one.kind, one.at) for one in found.happened] == [
        (NoticeKind.JOIN, at("2026-07-10 20:09"))
    ]
    assert found.closes()


def test_wechat(write):
    found = look_into(write("\ufeff" + samples.WECHAT.replace("\n", "\r\n"), "样例群.csv"))
    first, picture, quoting = found.said
    assert (found.format, found.chats[0].name) == ("wechat-csv", "样例群")
    assert (first.sender.key, first.sender.nickname, first.at) == (
        "wxid_a", "甲", samples.AT
    )  # fmt: skip
    assert first.text.replace("\r", "") == "早\n第二行, 带逗号"
    assert (picture.sender.card, picture.kind) == ("备注", Kind.IMAGE)
    assert quoting.text == "收到"
    assert [one.kind for one in found.happened] == [NoticeKind.JOIN]
    assert found.tally.left == 1
    assert found.closes()


@pytest.mark.parametrize("window", [5, 100, 1 << 18])
def test_mht(write, monkeypatch, window):
    monkeypatch.setattr("groupscope.importers.formats.qq_mht.WINDOW", window)
    found = look_into(write(samples.MHT.replace("\n", "\r\n")))
    first, picture, next_day = found.said
    assert (found.format, found.chats[0].name) == ("qq-mht", "样例群")
    assert (first.sender.key, first.at, first.text) == (
        "10001", at("2020-02-14 09:16:13"), "早&安\n第二行"
    )  # fmt: skip
    assert (picture.sender.key, picture.kind) == ("sample@example.com", Kind.IMAGE)
    assert next_day.at == at("2020-02-15 00:00:01")
    assert [one.kind for one in found.happened] == [NoticeKind.JOIN]
    assert found.closes()
