"""ChatLab's two kinds of files, end to end."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from groupscope.importers.errors import DeniedGroupError
from groupscope.importers.outcome import Outcome
from groupscope.importers.tally import Remark
from groupscope.model import Kind, Message
from groupscope.store.ledger import State, accounts
from tests.importers.kit import look_into

GROUP = 20001
AT = 1783650000
HEADER = {
    "_type": "header",
    "chatlab": {"version": "0.0.2", "exportedAt": 1783700000},
    "meta": {"name": "样例群", "platform": "qq", "type": "group", "groupId": str(GROUP)},
}


def member(number: int, name: str, **more) -> dict:
    return {"_type": "member", "platformId": str(number), "accountName": name} | more


def line(number: int, name: str, after: int, text: str | None, **more) -> dict:
    said = {"sender": str(number), "accountName": name, "timestamp": AT + after, "type": 0}
    return {"_type": "message", **said, "content": text} | more


MORNING = [
    HEADER,
    member(10001, "甲", roles=[{"id": "owner"}]),
    line(10001, "甲", 0, "早", platformMessageId="101"),
    line(10002, "乙", 60, "看置顶", type=25, platformMessageId="102", replyToMessageId="101"),
    line(10002, "乙", 61, "[图片]", type=1),
    line(10003, "丙", 90, "丙加入了群聊", type=80),
    line(10001, "甲", 120, "今天几点开会？", groupNickname="群主甲"),
]


async def account(bring, group: int = GROUP):
    async with bring.store.engine.connect() as connection:
        return (await accounts(connection, group))[0]


def chat(outcome: Outcome):
    return outcome.chats[0]


async def test_a_file_comes_into_its_group(bring, write):
    outcome = await bring(write(MORNING))
    assert chat(outcome).found == 4
    assert outcome.tally.remarks == {Remark.WITHOUT_MEDIA: 1}
    assert chat(outcome).account.stored == 4
    assert await bring.texts() == ["早", "看置顶", "", "今天几点开会？"]
    assert [row.kind for row in await bring.rows()] == [Kind.TEXT, Kind.TEXT, Kind.IMAGE, Kind.TEXT]
    assert [row.sender_id for row in await bring.rows()] == [10001, 10002, 10002, 10001]
    assert bring.store.groups.get(GROUP).name == "样例群"


async def test_it_is_understood_like_what_is_heard(bring, write):
    await bring(write(MORNING))
    rows = await bring.rows()
    assert [row.is_question for row in rows] == [0, 0, 0, 1]
    assert json.loads(rows[3].words)
    assert all(row.language_version for row in rows)


async def test_replies_find_what_they_answer(bring, write):
    await bring(write(MORNING))
    first, reply, *_ = await bring.rows()
    assert (reply.reply_to_at, reply.reply_to_key) == (first.sent_at, first.message_key)


async def test_who_joined_and_what_people_were_called(bring, write):
    await bring(write(MORNING))
    assert [(row.kind, row.user_id) for row in await bring.notices()] == [("join", 10003)]
    assert await bring.members() == {10001: "群主甲", 10002: "乙", 10003: "丙"}
    assert (10001, "群主甲") in await bring.names()


async def test_faces_that_words_name_are_faces(bring, write):
    await bring(write([
        HEADER,
        line(10001, "甲", 0, "好[斜眼笑][没这个]"),
        line(10001, "甲", 1, "[斜眼笑]", type=5),
        line(10001, "甲", 2, "[动画表情]", type=5),
        line(10002, "乙", 3, "@甲 [斜眼笑]"),
    ]))  # fmt: skip
    rows = await bring.rows()
    assert [(row.text, row.kind, row.media) for row in rows] == [
        ("好[没这个]", Kind.TEXT, '["face:178"]'),
        ("", Kind.FACE, '["face:178"]'),
        ("", Kind.STICKER, '["sticker:"]'),
        ("@甲 [斜眼笑]", Kind.TEXT, '["face:178"]'),
    ]
    assert "[斜眼笑]" in rows[0].words
    assert "[斜眼笑]" in rows[1].words
    assert rows[3].mentions == "[10001]"


async def test_a_second_time_changes_nothing(bring, write):
    path = write(MORNING)
    await bring(path)
    before = [await bring.rows(), await bring.notices(), await bring.members(), await bring.names()]
    outcome = await bring(path)
    assert [
        await bring.rows(), await bring.notices(), await bring.members(), await bring.names()
    ] == before  # fmt: skip
    assert (chat(outcome).account.stored, chat(outcome).account.already) == (0, 4)


async def test_the_stretch_counts_as_filled_and_the_ledger_is_kept(bring, write):
    await bring(write(MORNING))
    assert await bring.stretches() == [(AT, AT + 121, "import")]
    kept = await account(bring)
    assert (kept.state, kept.stored, kept.notices, kept.format) == (
        State.DONE, 4, 1, "chatlab-jsonl"
    )  # fmt: skip
    assert json.loads(kept.detail)["found"] == 4


async def test_a_trial_writes_nothing(bring, write):
    outcome = await bring(write(MORNING), dry=True)
    assert chat(outcome).account.stored == 4
    assert await bring.rows() == []
    assert await bring.stretches() == []


async def test_another_group_can_be_named(bring, write):
    await bring(write(MORNING), group=777)
    assert {row.group_id for row in await bring.rows()} == {777}


async def test_what_the_bot_has_heard_is_not_doubled(bring, write):
    writer = bring.store.writer
    writer.record(Message(
        self_id=1, group_id=GROUP, sender_id=10001, sent_at=AT, message_id=-5, sequence=900,
        text="早",
    ))  # fmt: skip
    writer.record(Message(
        self_id=1, group_id=GROUP, sender_id=10002, sent_at=AT + 61, message_id=-6, sequence=902,
        text="", kind=Kind.IMAGE, media=("image:ABC",),
    ))  # fmt: skip
    await writer.flush()
    outcome = await bring(write(MORNING))
    assert (chat(outcome).account.stored, chat(outcome).account.already) == (2, 2)
    rows = await bring.rows()
    assert [row.text for row in rows] == ["早", "看置顶", "", "今天几点开会？"]
    assert rows[1].reply_to_key == 900


async def test_rows_go_in_by_the_hundred_and_none_is_left_over(bring, write):
    """557 are five hundred, fifty and seven."""
    path = write([HEADER, *(line(10001, "甲", second, f"第{second}句") for second in range(557))])
    assert chat(await bring(path)).account.stored == 557
    assert await bring.texts() == [f"第{second}句" for second in range(557)]


async def test_equal_lines_of_a_second_are_all_kept(bring, write, small_pages):
    path = write([HEADER, *(line(10001, "甲", 0, "哈") for _ in range(25))])
    assert chat(await bring(path)).account.stored == 25
    assert chat(await bring(path)).account.already == 25
    assert len(await bring.rows()) == 25


async def test_stopped_it_goes_on_where_it_was(bring, write, small_pages):
    path = write([HEADER, *(line(10001, "甲", second, f"第{second}句") for second in range(100))])
    first = await bring(path, stop_after=40)
    assert first.is_stopped
    assert (await account(bring)).state is State.STOPPED
    there = len(await bring.rows())
    assert 40 <= there < 100
    second = await bring(path)
    assert not second.is_stopped
    assert await bring.texts() == [f"第{second}句" for second in range(100)]
    kept = await account(bring)
    assert (kept.state, kept.stored, kept.already) == (State.DONE, 100, 0)
    assert (AT, AT + 100, "import") in await bring.stretches()


async def test_who_was_erased_stays_erased(bring, write):
    async with bring.store.writer.transaction() as connection:
        await bring.store.tombstones.add(connection, GROUP, 10002, AT + 1_000)
    outcome = await bring(write(MORNING))
    assert await bring.texts() == ["早", "今天几点开会？"]
    assert chat(outcome).account.refused == 2
    assert 10002 not in await bring.members()


async def test_of_who_takes_no_part_a_number_is_kept(bring, write):
    async with bring.store.writer.transaction() as connection:
        await bring.store.opt_outs.choose(connection, GROUP, 10002, AT, is_out=True)
    await bring(write(MORNING))
    rows = await bring.rows()
    assert [(row.sender_id, row.text, row.is_withheld) for row in rows] == [
        (10001, "早", 0), (0, "", 1), (0, "", 1), (10001, "今天几点开会？", 0)
    ]  # fmt: skip
    assert 10002 not in await bring.members()
    await bring(write(MORNING))
    assert len(await bring.rows()) == 4


@pytest.mark.parametrize("settings", [{"deny_groups": f"[{GROUP}]"}])
async def test_a_denied_group_takes_nothing(bring, write):
    with pytest.raises(DeniedGroupError, match="DENY_GROUPS"):
        await bring(write(MORNING))


def test_lines_that_are_none_are_told_with_their_numbers(write):
    path = write("\n".join([json.dumps(HEADER), "{broken", "# a note", "", '{"_type":"sticker"}',
                            json.dumps(line(1, "甲", 0, "早") | {"timestamp": None})]))  # fmt: skip
    found = look_into(path)
    assert {str(reason): kept.lines for reason, kept in found.tally.left_out.items()} == {
        "读不懂": [2], "不认识的条目": [5], "没有时间": [6]
    }  # fmt: skip
    assert found.closes()


@given(some.lists(some.one_of(
    some.text(max_size=20).filter(lambda text: "\n" not in text),
    some.sampled_from([json.dumps(one, ensure_ascii=False) for one in MORNING]),
    some.dictionaries(some.sampled_from(["_type", "sender", "timestamp", "type", "content"]),
                      some.one_of(some.integers(), some.text(max_size=5), some.sampled_from(
                          ["message", "member", 0, 80, AT]))).map(json.dumps),
), max_size=15))  # fmt: skip
def test_every_line_is_accounted_for(tmp_path_factory, lines):
    path = tmp_path_factory.mktemp("x") / "x"
    whole = "\n".join([json.dumps(HEADER), *lines])
    path.write_text(whole, "utf-8", newline="\n")
    found = look_into(path)
    assert found.tally.read == len(whole.removesuffix("\n").split("\n"))
    assert found.closes()
