"""What leaves the store, and in which form; what has left comes in again as it was."""

import csv
import json
from datetime import datetime
from pathlib import Path

import pytest

from groupscope.commands import Question
from groupscope.config import Config
from groupscope.digest import discover
from groupscope.errors import QuestionError
from groupscope.exporters import all_formats
from groupscope.exporters.errors import NothingToExportError
from groupscope.exporters.leaving import Left, export
from groupscope.importers.identities import person_number
from groupscope.model import Kind, Member, Message, Segment
from groupscope.periods import read_period
from groupscope.scope import Scope
from groupscope.store import Store, outgoing, presence
from groupscope.store.migrate import migrate
from tests.importers.kit import Bringing
from tests.reports.kit import EVENING
from tests.store.kit import (
    BING,
    GROUP,
    JIA,
    NOON,
    SHANGHAI,
    YI,
    Chat,
    Clock,
    period,
    reacted,
    recalled,
    said,
)

PHOTO = {"kind": Kind.IMAGE, "media": ("image:abc",)}
SHRUG = Segment("face", {"id": "178"})


def shown(number: int, name: str, card: str | None = None) -> Member:
    return Member(number, nickname=name, card=card)


async def talk(chat: Chat) -> None:
    """甲 asks and is renamed, 乙 answers, 丙 posts a picture; something is recalled."""
    await chat.tell(
        said(JIA, "几点开会？", NOON, id=1, sender=shown(JIA, "甲")),
        said(YI, "三点\n第二行", NOON + 60, id=2, reply_to=1, sender=shown(YI, "乙", "乙乙")),
        said(BING, "", NOON + 70, id=3, sender=shown(BING, "丙"), **PHOTO),
        said(BING, "说错了", NOON + 75, id=4),
        said(JIA, "番茄牛腩真好吃", NOON + 80, id=5, sender=shown(JIA, "甲", "番茄")),
        said(YI, "@番茄 =1+1", NOON + 90, id=6, number=77, mentions=(JIA,)),
        recalled(4, NOON + 100),
        reacted(BING, "76", 1, NOON + 110),
    )


def more() -> list[Message]:
    """A face among words, an @ as QQ tells it, a link, a file, and the same picture twice."""
    at_yi = Segment("at", {"qq": str(YI), "name": "乙乙"})
    words = Segment("text", {"text": " 来"})
    face = (Segment("text", {"text": "好"}), SHRUG)
    file = Segment("file", {"file": "周报.pdf"})
    link = "看 https://example.com/x"
    return [
        said(YI, "好", NOON + 150, id=31, segments=face, media=("face:178",)),
        said(JIA, " 来", NOON + 160, id=32, segments=(at_yi, words), mentions=(YI,)),
        said(BING, link, NOON + 170, id=33, links=("example.com",)),
        said(BING, "", NOON + 175, id=34, kind=Kind.FILE, files=("周报.pdf",), segments=(file,)),
        said(JIA, "", NOON + 180, id=35, **PHOTO),
        said(YI, "", NOON + 190, id=36, **PHOTO),
    ]


async def leave(store: Store, key: str, folder: Path, since=NOON - 1, until=NOON + 1000) -> Left:
    await store.writer.flush()
    form = all_formats()[key]
    scope = Scope(GROUP, period(since, until))
    return await export(store, scope, form, folder / f"x{form.suffix}")


def lines(left: Left) -> list[dict]:
    return [json.loads(line) for line in left.path.read_text("utf-8").splitlines()]


async def test_chatlab_gets_header_members_and_messages(chat, tmp_path):
    await talk(chat)
    told = lines(await leave(chat.store, "chatlab", tmp_path))
    assert told[0]["chatlab"]["version"] == "0.0.2"
    assert told[0]["meta"] == {
        "name": f"群 {GROUP}",
        "platform": "qq",
        "type": "group",
        "groupId": str(GROUP),
    }
    members = {one["platformId"]: one for one in told if one["_type"] == "member"}
    assert members[str(YI)] == {
        "_type": "member",
        "platformId": str(YI),
        "accountName": "乙",
        "groupNickname": "乙乙",
    }
    said_ = [one for one in told if one["_type"] == "message"]
    assert [(one["type"], one["content"]) for one in said_] == [
        (0, "几点开会？"),
        (25, "三点\n第二行"),
        (1, "[图片]"),
        (81, "撤回了一条消息"),
        (0, "番茄牛腩真好吃"),
        (0, "@番茄 =1+1"),
    ]
    assert said_[1]["replyToMessageId"] == said_[0]["platformMessageId"]
    assert [one.get("groupNickname") for one in said_ if one["sender"] == str(JIA)][1] == "番茄"
    assert {"sender", "accountName", "timestamp", "type", "content"} <= said_[0].keys()


async def test_a_table_is_for_spreadsheets_and_holds_no_formulas(chat, tmp_path):
    await talk(chat)
    left = await leave(chat.store, "csv", tmp_path)
    assert left.path.read_bytes().startswith(b"\xef\xbb\xbf")
    with left.path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["text"] for row in rows] == [
        "几点开会？",
        "三点\n第二行",
        "[图片]",
        "",
        "番茄牛腩真好吃",
        "'@番茄 =1+1",
    ]
    assert rows[0]["local_time"] == "2026-11-20 12:00:00"
    assert rows[5]["mentions"] == str(JIA)
    assert rows[3]["is_recalled"] == "1"


async def test_parquet_has_the_same_rows_with_their_types(chat, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    await talk(chat)
    left = await leave(chat.store, "parquet", tmp_path)
    rows = parquet.read_table(left.path).to_pylist()
    assert [row["text"] for row in rows][-1] == "@番茄 =1+1"
    assert rows[0]["sent_at"] == NOON
    assert rows[3]["is_recalled"] is True
    assert left.messages == 6


@pytest.mark.parametrize("key", all_formats())
async def test_who_takes_no_part_is_in_no_file(chat, tmp_path, key):
    await chat.tell(
        said(JIA, "留下", NOON, id=1),
        said(YI, "秘密", NOON + 60, id=2, sender=shown(YI, "秘密人")),
        said(JIA, "@某 回来", NOON + 70, id=3, mentions=(YI,)),
        reacted(YI, "76", 1, NOON + 80),
    )
    async with chat.writer.transaction() as connection:
        await chat.store.opt_outs.choose(connection, GROUP, YI, NOON + 100, is_out=True)
    left = await leave(chat.store, key, tmp_path)
    content = left.path.read_bytes()
    assert str(YI).encode() not in content
    assert "秘密".encode() not in content
    assert left.messages == 2


async def test_a_period_is_kept_to_and_an_empty_one_is_told(chat, tmp_path):
    await talk(chat)
    left = await leave(chat.store, "jsonl", tmp_path, NOON + 60, NOON + 80)
    assert left.messages == 3
    with pytest.raises(NothingToExportError, match="没有可以导出的消息"):
        await leave(chat.store, "jsonl", tmp_path / "b", NOON + 5000, NOON + 6000)
    assert list((tmp_path / "b").iterdir()) == []


async def test_pages_hold_everything_once(chat, tmp_path, monkeypatch):
    for size in (1, 2, 3, 7):
        monkeypatch.setattr(outgoing.pages, "__defaults__", (size,))
        if size == 1:
            await talk(chat)
        told = lines(await leave(chat.store, "jsonl", tmp_path))
        assert [one["text"] for one in told if one["_type"] == "message"][-2:] == [
            "番茄牛腩真好吃",
            "@番茄 =1+1",
        ]
        kinds = [one["_type"] for one in told]
        assert (kinds.count("message"), kinds.count("reaction"), kinds.count("notice")) == (6, 1, 1)
        times = [one["at"] for one in told if "at" in one]
        assert times == sorted(times)


async def answers(store: Store) -> dict[str, str]:
    """What every report says of the group, without how long nobody listened."""
    now = datetime.fromtimestamp(EVENING, SHANGHAI)
    found: dict[str, str] = {}
    for key, report in discover().items():
        for words, member in (("今天", None), ("近7天", JIA)):
            when = read_period(words, now).clamped(now)
            question = Question(Scope(GROUP, when, member), words=("番茄",))
            async with store.snapshot() as db:
                try:
                    text = (await report.ask(db, question)).text()
                except (QuestionError, ValueError) as error:
                    text = str(error)
            found[f"{key} {words}"] = "\n".join(
                line for line in text.splitlines() if " · " not in line
            )
    return found


@pytest.fixture
async def elsewhere(tmp_path):
    """Another installation that knows nothing."""
    store = Store(
        Config(database_url=f"sqlite+aiosqlite:///{tmp_path}/other.db"), clock=Clock(EVENING)
    )
    await migrate(store.engine, tmp_path)
    await store.open()
    yield store
    await store.close()


@pytest.mark.parametrize("key", ["jsonl", "chatlab"])
async def test_what_has_left_comes_in_again_to_the_same_answers(chat, tmp_path, elsewhere, key):
    for number in range(30):
        await chat.tell(said(JIA, f"番茄 {number % 7} 好吃", NOON - 30 * number, id=100 + number))
        await chat.tell(said(YI, "哈哈哈 太棒了", NOON - 30 * number + 1, id=200 + number))
    await talk(chat)
    await chat.tell(*more())
    async with chat.writer.transaction() as connection:
        await presence.fill(connection, GROUP, NOON - 29 * 30, NOON + 191, "import")
    left = await leave(chat.store, key, tmp_path, NOON - 10_000)
    outcome = await Bringing(elsewhere)(left.path)
    assert outcome.broken is None
    assert outcome.tally.left == 0
    before, after = await answers(chat.store), await answers(elsewhere)
    told_otherwise = {one: (before[one], after[one]) for one in before if before[one] != after[one]}
    only_ours = {"groups", "quiet", "lesson", "lessons"}
    if key == "chatlab":
        # Reactions do not exist there: they are in what is loved most, and where that is shown.
        only_ours |= {"quotes", "portrait", "digest", "weekly", "monthly"}
        only_ours |= {"shares"}  # a picture has no identity: nobody knows that it came twice
    others = {key: told for key, told in told_otherwise.items() if key.split()[0] not in only_ours}
    assert others == {}


async def test_bringing_in_again_where_it_came_from_changes_nothing(chat, tmp_path):
    await talk(chat)
    count = len(await chat.rows())
    for key in ("jsonl", "chatlab"):
        left = await leave(chat.store, key, tmp_path)
        outcome = await Bringing(chat.store)(left.path)
        assert [one.account.stored for one in outcome.chats] == [0]
    assert len(await chat.rows()) == count


async def test_numbers_that_an_import_has_made_stay_when_they_leave_and_come_again(
    chat, tmp_path, elsewhere
):
    made = person_number("discord", "番茄#1234")
    await chat.tell(said(made, "早", NOON, id=1, sender=shown(made, "番茄")))
    for key in ("jsonl", "chatlab"):
        await Bringing(elsewhere)((await leave(chat.store, key, tmp_path)).path)
    assert [row.sender_id for row in await Bringing(elsewhere).rows()] == [made]
