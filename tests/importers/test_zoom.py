"""Zoom's chat files in all their kinds."""

from datetime import datetime

import pytest

from tests.importers import samples
from tests.importers.kit import SHANGHAI, look_into

FOLDER = "2026-09-23 15.00.00 样例会 12345678901"


def at(written: str) -> int:
    return int(datetime.fromisoformat(written).replace(tzinfo=SHANGHAI).timestamp())


def test_the_present_kind(write):
    found = look_into(write(samples.ZOOM, f"{FOLDER}/meeting_saved_new_chat.txt"))
    question, answer = found.said
    assert (found.format, found.chats[0].name) == ("zoom", "样例会")
    assert (question.sender.key, question.at) == ("Ann Lee", at("2026-09-23 15:01:39"))
    assert question.text == "How do I install it?"
    assert (answer.sender.key, answer.text, answer.reply_to) == (
        "Bo from Oslo", "with uv", question.id
    )  # fmt: skip
    assert [(one.emoji, one.is_added, one.target) for one in found.reacted] == [
        ("👍", True, question.id), ("👍", False, question.id)
    ]  # fmt: skip
    assert {str(reason): (known.count, known.lines) for reason, known in
            found.tally.left_out.items()} == {
        "私聊消息": (3, [7]), "表情回应找不到原消息": (1, [14])
    }  # fmt: skip
    assert found.closes()


async def test_replies_and_reactions_come_into_the_store(bring, write):
    await bring(write(samples.ZOOM, f"{FOLDER}/chat.txt"))
    question, answer = await bring.rows()
    assert (answer.reply_to_at, answer.reply_to_key) == (question.sent_at, question.message_key)
    assert {row.message_key for row in await bring.reactions()} == {question.message_key}
    assert "secret" not in " ".join(await bring.texts())


def test_the_old_kind(write):
    found = look_into(write(samples.ZOOM_OLD, f"{FOLDER}/meeting_saved_chat.txt"))
    assert [(one.sender.key, one.text) for one in found.said] == [("Ann Lee", "hello")]
    assert found.tally.left == 1
    assert found.closes()


def test_of_a_recording_in_the_cloud(write):
    found = look_into(write(samples.ZOOM_CLOUD, "GMT20260923-070000_Recording.txt"))
    assert [(one.sender.key, one.text, one.at) for one in found.said] == [
        ("Ann Lee", "hello", at("2026-09-23 15:12:34")),
        ("Bo", "hi: there", at("2026-09-23 15:12:40")),
    ]
    assert found.closes()


@pytest.mark.parametrize(
    ("sample", "expected"),
    [
        (samples.ZOOM_KOREAN, [("김 하나", "안녕하세요", "10:12:40")]),
        (samples.ZOOM_COPIED, [("김하나", "안녕", "20:00"), ("박", "네", "11:55")]),
    ],
)
def test_in_korean(write, sample, expected):
    found = look_into(write(sample, f"{FOLDER}/chat.txt"))
    assert [(one.sender.key, one.text, one.at) for one in found.said] == [
        (who, text, at(f"2026-09-23 {time}")) for who, text, time in expected
    ]
    assert found.closes()


def test_in_russian(write):
    found = look_into(write(samples.ZOOM_RUSSIAN))
    assert [(one.sender.key, one.text) for one in found.said] == [
        ("Анна", "привет всем"), ("Бо", "привет")
    ]  # fmt: skip
    assert found.said[1].reply_to == found.said[0].id
    assert [one.is_added for one in found.reacted] == [True, False]
    assert found.closes()


def test_a_clock_that_runs_backwards_has_passed_midnight(write):
    late = "23:59:59 From Ann to Everyone:\n\ta\n00:00:05 From Ann to Everyone:\n\tb\n"
    found = look_into(write(late, f"{FOLDER}/chat.txt"))
    assert [one.at for one in found.said] == [at("2026-09-23 23:59:59"), at("2026-09-24 00:00:05")]


def test_a_date_that_nobody_tells_is_said_to_be_guessed(write):
    found = look_into(write(samples.ZOOM, "chat.txt"))
    assert any("日期是猜的" in str(remark) for remark in found.tally.remarks)
