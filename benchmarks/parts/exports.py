"""Files as other programs export them, of any size, written from the benchmark's own talk."""

import json
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TextIO

WORDS = (
    *(
        "今天",
        "明天",
        "吃",
        "什么",
        "好",
        "呢",
        "火锅",
        "烧烤",
        "哈哈哈哈",
        "笑死",
        "我",
        "了",
        "几点",
    ),
    *("开会", "？", "觉得", "方案", "不太行", "再", "想想", "收到", "谢谢", "大家", "一起", "打"),
    *(
        "游戏",
        "天气",
        "也",
        "太热",
        "了吧",
        "不想",
        "出门",
        "作业",
        "老师",
        "考试",
        "代码",
        "服务器",
    ),
    *("重启", "周末", "电影", "地铁", "迟到", "外卖"),
)
BEGAN = 1_735_689_600
A_YEAR = 31_536_000
PEOPLE = 300


def talk(count: int) -> Iterator[tuple[int, int, int, str, int | None]]:
    """Give number, time, person, text, and what is replied to (8 %), over a year."""
    dice = random.Random(1)
    for number in range(count):
        text = "".join(dice.choices(WORDS, k=dice.randint(2, 12)))
        is_reply = number > 40 and dice.random() < 0.08
        target = number - dice.randint(1, 40) if is_reply else None
        yield number, BEGAN + number * A_YEAR // count, dice.randrange(PEOPLE), text, target


def chatlab(file: TextIO, count: int) -> None:
    """Write ChatLab JSONL."""
    meta = {"name": "样例群", "platform": "qq", "type": "group", "groupId": "20001"}
    _line(file, {"_type": "header", "chatlab": {"version": "0.0.2"}, "meta": meta})
    for number, at, person, text, target in talk(count):
        said = {"_type": "message", "sender": str(10_001 + person), "accountName": f"成员{person}"}
        said |= {"timestamp": at, "type": 0, "content": text, "platformMessageId": f"m{number}"}
        _line(
            file, said if target is None else said | {"type": 25, "replyToMessageId": f"m{target}"}
        )


def qce(file: TextIO, count: int) -> None:
    """Write qq-chat-exporter's clean JSON, about 400 bytes a message as its own files have."""
    info = {"name": "样例群", "type": "group", "peerUin": "20001"}
    file.write('{"metadata":{"name":"QQChatExporter","version":"6.0.4"},"chatInfo":')
    file.write(json.dumps(info, ensure_ascii=False) + ',"messages":[\n')
    for number, at, person, text, target in talk(count):
        elements: list[dict[str, Any]] = [{"type": "text", "data": {"text": text}}]
        if target is not None:
            quoted = {"messageId": f"75{target:017}", "referencedMessageId": f"75{target:017}"}
            elements.insert(0, {"type": "reply", "data": quoted})
        said = {
            "id": f"75{number:017}", "seq": str(number + 1), "timestamp": at * 1000,
            "time": "2026-07-10 10:21:00", "type": "type_1",
            "sender": {"uid": f"u_{person:022}", "uin": str(10_001 + person),
                       "name": f"成员{person}", "nickname": f"成员{person}"},
            "content": {"text": text, "elements": elements, "resources": [], "mentions": []},
            "recalled": False, "system": False,
        }  # fmt: skip
        file.write((",\n" if number else "") + json.dumps(said, ensure_ascii=False))
    file.write("]}\n")


def telegram(file: TextIO, count: int) -> None:
    """Write Telegram's JSON."""
    file.write('{"name":"样例组","type":"private_supergroup","id":9001,"messages":[\n')
    for number, at, person, text, target in talk(count):
        said: dict[str, Any] = {
            "id": number, "type": "message", "date": "2026-07-10T10:20:00",
            "date_unixtime": str(at), "from": f"Member {person}", "from_id": f"user{person}",
            "text": text, "text_entities": [{"type": "plain", "text": text}],
        }  # fmt: skip
        if target is not None:
            said["reply_to_message_id"] = target
        file.write((",\n" if number else "") + json.dumps(said, ensure_ascii=False, indent=1))
    file.write("]}\n")


def whatsapp(file: TextIO, count: int) -> None:
    """Write WhatsApp's text."""
    for _number, at, person, text, _target in talk(count):
        shown = datetime.fromtimestamp(at, UTC) + timedelta(hours=8)
        file.write(f"{shown:%d/%m/%y, %H:%M} - Member {person}: {text}\n")


def _line(file: TextIO, entry: dict[str, Any]) -> None:
    file.write(json.dumps(entry, ensure_ascii=False) + "\n")


WRITERS: dict[str, Callable[[TextIO, int], None]] = {
    "chatlab": chatlab,
    "qce": qce,
    "telegram": telegram,
    "whatsapp": whatsapp,
}


def written(folder: Path, name: str, count: int) -> Path:
    """Return a file of so many messages; it is written once."""
    path = folder / f"{name}-{count}.export"
    if not path.exists():
        with path.open("w", encoding="utf-8", newline="\n") as file:
            WRITERS[name](file, count)
    return path
