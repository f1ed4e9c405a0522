"""Every message is stored, once, whatever comes beside it."""

import json
from hashlib import md5

import pytest

from groupscope.playground import DIALECTS, GOCQHTTP, LAGRANGE, LLBOT, NAPCAT, SNOWLUMA, Faults
from groupscope.playground import segments as piece
from tests.bots import ME, MY_OTHER_SELF, until

EVERY_DIALECT = pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
BOTH_FORMATS = pytest.mark.parametrize("as_string", [False, True], ids=["array", "string"])


@EVERY_DIALECT
@BOTH_FORMATS
async def test_what_is_said_is_stored_once(chat, dialect, as_string):
    await chat.connect(dialect, as_string=as_string)
    for words in ("早", "吃了吗", "早"):
        await chat.say("甲", words)
    await chat.say("丙", "没呢 [笑] & [CQ:face,id=1],走")
    rows = await chat.stored()
    assert sorted((row["sender_id"], row["text"]) for row in rows) == [
        (30001, "吃了吗"),
        (30001, "早"),
        (30001, "早"),
        (30003, "没呢 [笑] & [CQ:face,id=1],走"),
    ]


@EVERY_DIALECT
@BOTH_FORMATS
async def test_what_is_in_a_message_is_kept(chat, dialect, as_string):
    await chat.connect(dialect, as_string=as_string)
    first = await chat.say("甲", "看 https://example.com/a?b=c，快")
    await chat.say("丙", ["@乙 ", piece.image(b"a picture"), "好看"], reply_to=first)
    link, answer = sorted(await chat.stored(), key=lambda row: row["sender_id"])
    assert json.loads(link["links"]) == ["example.com"]
    assert answer["text"].strip() == "好看"
    assert (answer["reply_to_at"], answer["reply_to_key"]) == (
        link["sent_at"],
        link["message_key"],
    )
    assert json.loads(answer["mentions"]) == [30002]
    assert json.loads(answer["media"]) == [f"image:{md5(b'a picture').hexdigest().upper()}"]
    assert "http" not in answer["segments"]


SEQUENCED = [NAPCAT, LLBOT, SNOWLUMA, GOCQHTTP]


@pytest.mark.parametrize("dialect", SEQUENCED, ids=lambda dialect: dialect.name)
async def test_the_groups_own_number_is_the_key(chat, dialect):
    await chat.connect(dialect)
    said = [await chat.say("甲", words) for words in "一二三"]
    assert [row["message_key"] for row in await chat.stored()] == [one.sequence for one in said]


@pytest.mark.parametrize(
    "dialects",
    [
        (NAPCAT, NAPCAT),
        (LLBOT, NAPCAT),
        (LAGRANGE, NAPCAT),
        (NAPCAT, LAGRANGE),
        (LAGRANGE, LAGRANGE),
    ],
    ids=lambda pair: "+".join(dialect.name for dialect in pair),
)
async def test_two_accounts_in_a_group_store_a_message_once_and_answer_once(chat, dialects):
    one = await chat.connect(dialects[0], ME)
    other = await chat.connect(dialects[1], MY_OTHER_SELF)
    for words in ("早", "早", "在吗"):
        await chat.say("甲", words)
    await chat.ask("甲", "/help")
    await until(lambda: [row for row in chat.bot.messages(chat.group_id) if row["is_own"]])
    rows = await chat.stored()
    assert sorted(row["text"] for row in rows if not row["is_own"]) == ["/help", "在吗", "早", "早"]
    assert len(one.sent) + len(other.sent) == 1
    assert len([row for row in rows if row["is_own"]]) == 1


@pytest.mark.parametrize("reports_own", [False, True], ids=["no echo", "echo"])
@EVERY_DIALECT
async def test_what_the_bot_says_is_stored_once(chat, dialect, reports_own):
    await chat.connect(dialect, reports_own=reports_own)
    answer = await chat.ask("甲", "/help")
    await until(lambda: [row for row in chat.bot.messages(chat.group_id) if row["is_own"]])
    question, own = sorted(await chat.stored(), key=lambda row: row["is_own"])
    assert (own["sender_id"], own["text"]) == (ME, answer.text)
    assert (own["reply_to_at"], own["reply_to_key"]) == (
        question["sent_at"],
        question["message_key"],
    )
    assert own["is_provisional"] == (not reports_own)


@pytest.mark.parametrize("reports_own", [False, True], ids=["no echo", "echo"])
async def test_two_accounts_hear_each_others_posts_once(chat, reports_own):
    await chat.connect(NAPCAT, ME, reports_own=reports_own)
    await chat.connect(LLBOT, MY_OTHER_SELF, reports_own=reports_own)
    answer = await chat.ask("甲", "/help")
    await until(lambda: [row for row in chat.bot.messages(chat.group_id) if row["is_own"]])
    own = [row for row in await chat.stored() if row["is_own"]]
    assert [row["sender_id"] for row in own] == [answer.said.sender.user_id]


async def test_a_recalled_message_says_nothing_any_more(chat, peer):
    said = await chat.say("甲", ["说错了 https://example.com ", piece.face(14)])
    await chat.room.recall(said)
    (row,) = await chat.stored()
    assert (row["text"], row["segments"], row["media"], row["links"]) == ("", None, None, None)
    assert row["recalled_by"] == 30001
    assert row["recalled_at"]


async def test_a_recall_that_comes_before_its_message_drops_the_words_all_the_same(chat):
    peer = await chat.connect(faults=Faults(shuffle=2, seed=1))
    said = await chat.say("甲", "说错了")
    await chat.room.recall(said)
    await peer.settle()
    (row,) = await chat.stored()
    assert (row["text"], row["recalled_by"]) == ("", 30001)


async def test_an_admin_recalls_what_somebody_else_said(chat, peer):
    said = await chat.say("丙", "广告")
    await chat.room.recall(said, by="乙")
    (row,) = await chat.stored()
    assert (row["text"], row["recalled_by"], row["sender_id"]) == ("", 30002, 30003)


@EVERY_DIALECT
async def test_a_message_is_recalled_in_every_dialect(chat, dialect):
    await chat.connect(dialect)
    said = await chat.say("甲", "说错了")
    await chat.say("甲", "留着")
    await chat.room.recall(said)
    assert sorted(row["text"] for row in await chat.stored()) == ["", "留着"]


@pytest.mark.parametrize(
    "dialect", [NAPCAT, LLBOT, SNOWLUMA, LAGRANGE], ids=lambda dialect: dialect.name
)
async def test_an_emoji_is_put_on_a_message_and_taken_off(chat, dialect):
    await chat.connect(dialect)
    said = await chat.say("甲", "好消息")
    await chat.room.react(said, "丙", "76")
    await chat.room.react(said, "丙", "76", added=False)
    (row,) = await chat.stored()
    reactions = chat.bot.rows("select * from reaction where group_id = ?", chat.group_id)
    assert sorted((one["user_id"], one["emoji"], one["is_added"]) for one in reactions) == [
        (30003, "76", 0),
        (30003, "76", 1),
    ]
    assert {(one["message_at"], one["message_key"]) for one in reactions} == {
        (row["sent_at"], row["message_key"])
    }


@EVERY_DIALECT
async def test_what_happens_in_a_group_is_stored(chat, dialect):
    await chat.connect(dialect)
    room = chat.room
    await room.join(30010, "新人")
    await room.leave("新人")
    await room.join(30011, "又一个", by="乙")
    await room.leave(30011, kicked_by="乙")
    await room.mute("丙", 600, by="乙")
    await room.mute("丙", 0, by="乙")
    await room.mute_everyone(by="甲")
    await room.mute_everyone(by="甲", is_muted=False)
    await room.set_admin("丙")
    await room.set_admin("丙", is_set=False)
    await chat.stored()
    told = {
        (row["kind"], row["user_id"], row["operator_id"]) for row in chat.bot.notices(room.group_id)
    }
    assert {
        ("kick", 30011, 30002),
        ("ban", 30003, 30002),
        ("lift_ban", 30003, 30002),
        ("ban", None, 30001),
        ("lift_ban", None, 30001),
    } <= told
    assert {(kind, user_id) for kind, user_id, _ in told} >= {
        ("join", 30010),
        ("join", 30011),
        ("leave", 30010),
        ("admin_set", 30003),
        ("admin_unset", 30003),
    }
    details = [json.loads(row["detail"]) for row in chat.bot.notices(room.group_id, "ban")]
    assert sorted(detail["seconds"] for detail in details) == [-1, 600]


async def test_pokes_best_messages_titles_and_files_are_stored(chat):
    await chat.connect(NAPCAT)
    room = chat.room
    said = await room.say("甲", "金句")
    await room.set_essence(said, by="乙")
    await room.poke("甲", "丙")
    await room.set_title("丙", "话痨")
    await room.upload("丙", "番茄.pdf", 1234)
    rows = await chat.stored()
    notices = chat.bot.notices(room.group_id)
    assert {(row["kind"], row["user_id"]) for row in notices} == {
        ("essence_add", 30001),
        ("poke", 30001),
        ("title", 30003),
        ("upload", 30003),
    }
    essence = next(row for row in notices if row["kind"] == "essence_add")
    quoted = next(row for row in rows if row["text"] == "金句")
    assert essence["message_key"] == quoted["message_key"]
    assert essence["operator_id"] == 30002
    (files,) = [json.loads(row["files"]) for row in rows if row["files"]]
    assert files == ["番茄.pdf"]


async def test_groups_members_and_their_names_come_from_the_lists(chat, peer):
    await until(
        lambda: chat.bot.rows("select 1 from member where group_id = ?", chat.group_id),
        "the member list",
    )
    members = chat.bot.rows("select * from member where group_id = ?", chat.group_id)
    assert {row["user_id"]: (row["nickname"], row["card"], row["role"]) for row in members} == {
        10000: ("群镜", "", "member"),
        30001: ("甲", "", "owner"),
        30002: ("乙", "乙乙", "admin"),
        30003: ("丙", "", "member"),
        30004: ("丁", "", "member"),
        30009: ("主", "", "member"),
    }
    (group,) = chat.bot.rows("select * from chat_group where group_id = ?", chat.group_id)
    assert (group["name"], group["member_count"]) == ("番茄俱乐部", 6)


async def test_former_names_are_remembered(chat):
    await chat.connect(NAPCAT)
    await until(lambda: chat.bot.rows("select 1 from member where group_id = ?", chat.group_id))
    chat.later(60)
    await chat.room.set_card("乙", "小乙")
    await chat.room.rename("土豆俱乐部", by="甲")
    await chat.say("小乙", "改名了")
    await chat.stored()
    names = chat.bot.rows(
        "select user_id, kind, name from name_history where group_id = ? order by seen_at",
        chat.group_id,
    )
    told = [(row["user_id"], row["kind"], row["name"]) for row in names]
    assert [name for user_id, kind, name in told if (user_id, kind) == (30002, "card")] == [
        "乙乙",
        "小乙",
    ]
    assert [name for _, kind, name in told if kind == "group"] == ["番茄俱乐部", "土豆俱乐部"]
    (group,) = chat.bot.rows("select name from chat_group where group_id = ?", chat.group_id)
    assert group["name"] == "土豆俱乐部"


async def test_frames_that_cannot_be_read_cost_nobody_else_anything(chat):
    peer = await chat.connect(faults=Faults(malform_every=1))
    for number in range(24):
        await chat.say("甲", f"第 {number} 条")
    assert await chat.texts() == [f"第 {number} 条" for number in range(24)]
    assert peer.is_online


async def test_repeated_and_shuffled_frames_are_stored_once_and_in_order(chat):
    await chat.connect(faults=Faults(repeat_every=1, shuffle=7, seed=3))
    for number in range(21):
        await chat.say("甲", f"第 {number} 条")
    assert await chat.texts() == [f"第 {number} 条" for number in range(21)]


async def test_what_is_said_in_private_is_not_stored(chat, peer):
    before = chat.bot.rows("select count(*) from message where text like '%悄悄话%'")[0][0]
    await peer.whisper(30001, "悄悄话")
    await chat.stored()
    after = chat.bot.rows("select count(*) from message where text like '%悄悄话%'")[0][0]
    assert (before, after) == (0, 0)


async def test_a_burst_is_stored_whole(chat, peer):
    frames = []
    for number in range(2_000):
        said = chat.room.remember("甲", f"第 {number} 条")
        frames.append(json.dumps(peer.frame(said), ensure_ascii=False))
    await peer.flood(frames)
    assert await chat.texts() == [f"第 {number} 条" for number in range(2_000)]
