"""Every implementation writes a group message with its own fields, of its own types."""

import json

import pytest
from nonebot.adapters.onebot.v11 import Adapter, GroupMessageEvent

from groupscope.model import Segment
from groupscope.playground import DIALECTS, GOCQHTTP, LAGRANGE, LLBOT, NAPCAT, SNOWLUMA, segments

Null = type(None)
EVERYWHERE = {
    "self_id": int,
    "user_id": int,
    "time": int,
    "message_id": int,
    "message_type": str,
    "sub_type": str,
    "group_id": int,
    "raw_message": str,
    "message": list,
    "font": int,
    "sender": dict,
    "post_type": str,
}
FIELDS = {
    NAPCAT: {
        "message_seq": int,
        "real_id": int,
        "real_seq": str,
        "message_format": str,
        "group_name": str,
    },
    LLBOT: {"message_seq": int, "message_format": str, "raw_pb": str, "group_name": str},
    SNOWLUMA: {"message_seq": int, "anonymous": Null},
    LAGRANGE: {"message_style": dict, "anonymous": Null},
    GOCQHTTP: {"message_seq": int, "anonymous": Null},
}
WHO = {"user_id": int, "nickname": str, "card": str, "role": str}
SENDER = {
    NAPCAT: {},
    LLBOT: {"level": str, "title": str},
    SNOWLUMA: {"sex": str, "age": int},
    LAGRANGE: {"sex": str, "age": int, "area": str, "level": str, "title": str},
    GOCQHTTP: {"sex": str, "age": int, "area": str, "level": str, "title": str},
}
FONT = {NAPCAT: 14, LLBOT: 14, SNOWLUMA: 0, LAGRANGE: 0, GOCQHTTP: 0}
every_dialect = pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)


def types(row):
    return {key: type(value) for key, value in row.items()}


@pytest.fixture
def heard(bot, connect, say):
    """What the bot hears when 乙 says something."""

    async def heard(dialect, words, who="乙", reply_to=None, **options):
        await connect(dialect, **options)
        await say(who, words, reply_to=reply_to)
        return await bot.hears()

    return heard


@every_dialect
async def test_the_fields_and_their_types(heard, dialect):
    frame = await heard(dialect, "早")
    assert types(frame) == EVERYWHERE | FIELDS[dialect]
    assert types(frame["sender"]) == WHO | SENDER[dialect]


@every_dialect
async def test_the_values_that_mean_the_same_everywhere(heard, dialect, world):
    frame = await heard(dialect, "早")
    assert frame["self_id"] == 10000
    assert frame["user_id"] == frame["sender"]["user_id"] == 30002
    assert frame["group_id"] == 20001
    assert frame["time"] == int(world.clock())
    assert frame["post_type"] == "message"
    assert frame["sub_type"] == "normal"
    assert (frame["sender"]["card"], frame["sender"]["role"]) == ("乙乙", "admin")
    assert frame["message"] == [{"type": "text", "data": {"text": "早"}}]
    assert frame["raw_message"] == "早"
    assert frame["font"] == FONT[dialect]


@every_dialect
async def test_the_adapter_reads_it_as_a_group_message(heard, dialect):
    words = ["看", segments.at(30001, "甲"), segments.face(277), segments.image(b"x")]
    event = Adapter.json_to_event(await heard(dialect, words))
    assert isinstance(event, GroupMessageEvent)
    assert [piece.type for piece in event.message] == ["text", "at", "face", "image"]


@pytest.mark.parametrize("dialect", [LLBOT, SNOWLUMA, GOCQHTTP], ids=lambda d: d.name)
async def test_the_true_number_is_message_seq(heard, dialect):
    assert (await heard(dialect, "早"))["message_seq"] == 41


async def test_napcat_hides_the_true_number_in_real_seq(heard):
    frame = await heard(NAPCAT, "早")
    assert frame["real_seq"] == "41"
    assert frame["message_seq"] == frame["real_id"] == frame["message_id"]


async def test_lagrange_has_the_true_number_in_its_id_alone(heard):
    assert (await heard(LAGRANGE, "早"))["message_id"] >> 16 & 0xFFFF == 41


@every_dialect
async def test_in_string_format_the_message_is_a_cq_string(heard, dialect):
    frame = await heard(dialect, ["看 [x] ", segments.at(30001, "甲")], as_string=True)
    name = ",name=@甲" if dialect in (LLBOT, LAGRANGE) else ""
    assert frame["message"] == f"看 &#91;x&#93; [CQ:at,qq=30001{name}]"
    assert frame.get("message_format", "string") == "string"


async def test_only_snowluma_escapes_commas_in_plain_text(heard, bot):
    assert (await heard(SNOWLUMA, "a,b"))["raw_message"] == "a&#44;b"
    assert (await heard(NAPCAT, "a,b", account=30003))["raw_message"] == "a,b"


@every_dialect
async def test_whatever_people_type_arrives_as_they_typed_it(heard, dialect):
    words = '𠮷👨‍👩‍👧 \u202e反\x00 \ud83d半 \n\t\\ "引号"'
    frame = await heard(dialect, segments.text(words))
    assert frame["message"][0]["data"]["text"] == words


async def test_napcat_trims_the_raw_message_and_not_the_message(heard):
    frame = await heard(NAPCAT, " 早 ")
    assert frame["raw_message"] == "早"
    assert frame["message"][0]["data"]["text"] == " 早 "


@every_dialect
async def test_a_reply_comes_first_and_carries_an_id_as_text(bot, connect, say, dialect):
    peer = await connect(dialect)
    question = await say("甲", "几点？")
    await say("乙", "九点", reply_to=question)
    reply = (await bot.heard(2))[1]["message"][0]
    assert reply == {"type": "reply", "data": {"id": str(peer.id_of(question))}}


@every_dialect
async def test_some_drop_a_reply_whose_target_is_gone(bot, connect, say, room, dialect):
    await connect(dialect)
    question = await say("甲", "几点？")
    await room.recall(question)
    await say("乙", "九点", reply_to=question)
    kinds = [piece["type"] for piece in (await bot.heard(3))[2]["message"]]
    dropped = dialect in (NAPCAT, LLBOT)
    assert kinds == (["text"] if dropped else ["reply", "text"])


IMAGE = {
    NAPCAT: {"summary": str, "file": str, "sub_type": int, "url": str, "file_size": str},
    LLBOT: {"file": str, "url": str, "file_size": str, "subType": int},
    SNOWLUMA: {"url": str, "file": str, "sub_type": int, "summary": str},
    LAGRANGE: {"file": str, "filename": str, "url": str, "summary": str, "subType": int},
    GOCQHTTP: {"file": str, "subType": str, "url": str},
}


@every_dialect
async def test_a_picture_has_the_fields_of_its_implementation(heard, dialect):
    frame = await heard(dialect, segments.image(b"x", sticker=True))
    picture = frame["message"][0]
    assert picture["type"] == "image"
    assert types(picture["data"]) == IMAGE[dialect]
    assert "9DD4E461268C8034F5C8564E155C67A6" in json.dumps(picture).upper()


STICKER = {
    NAPCAT: ["image"],
    LLBOT: ["mface"],
    SNOWLUMA: ["image"],
    LAGRANGE: ["mface", "text"],
    GOCQHTTP: ["text"],
}


@every_dialect
async def test_a_shop_sticker_is_something_else_on_each(heard, dialect):
    frame = await heard(dialect, segments.sticker("3a181abe", "[摸头]"))
    assert [piece["type"] for piece in frame["message"]] == STICKER[dialect]
    first = frame["message"][0]["data"]
    assert first.get("emoji_id", "3a181abe") == "3a181abe"
    assert first.get("summary", "[摸头]") == "[摸头]"


DICE = {
    NAPCAT: {"type": "dice", "data": {"result": "6"}},
    LLBOT: {"type": "dice", "data": {"result": "6"}},
    SNOWLUMA: {"type": "face", "data": {"id": "358"}},
    LAGRANGE: {"type": "dice", "data": {}},
    GOCQHTTP: {"type": "dice", "data": {"value": "6"}},
}


@every_dialect
async def test_a_die_shows_its_six_only_on_some(heard, dialect):
    assert (await heard(dialect, segments.dice(6)))["message"] == [DICE[dialect]]


@every_dialect
async def test_everyone_is_mentioned_as_all(heard, dialect):
    mention = (await heard(dialect, "@全体成员"))["message"][0]
    assert mention["data"]["qq"] == "all"


@every_dialect
async def test_what_no_dialect_knows_passes_through(heard, dialect):
    frame = await heard(dialect, Segment("hologram", {"depth": 3}))
    assert frame["message"] == [{"type": "hologram", "data": {"depth": 3}}]


@every_dialect
async def test_own_messages_are_told_only_if_so_set(bot, connect, say, dialect):
    peer = await connect(dialect)
    await say("机器人", "自己手机发的")
    await say("甲", "早")
    assert (await bot.hears())["user_id"] == 30001
    peer.reports_own = True
    await say("机器人", "又一条")
    own = await bot.hears()
    assert own["user_id"] == own["self_id"] == 10000
    assert own["post_type"] == ("message" if dialect is LAGRANGE else "message_sent")


async def test_a_private_message_reaches_the_bot(bot, connect):
    peer = await connect()
    number = await peer.whisper(30009, "在吗", nickname="辛")
    frame = await bot.hears()
    assert (frame["message_type"], frame["message_id"], frame["user_id"]) == (
        "private",
        number,
        30009,
    )


MEDIA = {
    "record": {
        NAPCAT: {"file", "path", "url", "file_size"},
        LLBOT: {"file", "url", "path", "file_size"},
        SNOWLUMA: {"file", "url"},
        LAGRANGE: {"file", "url"},
        GOCQHTTP: {"file", "url"},
    },
    "video": {
        NAPCAT: {"file", "url", "file_size"},
        LLBOT: {"file", "url", "path", "file_size"},
        SNOWLUMA: {"file", "url"},
        LAGRANGE: {"file", "url"},
        GOCQHTTP: {"file", "url", "cover"},
    },
    "file": {
        NAPCAT: {"file", "file_id", "file_size"},
        LLBOT: {"file", "url", "file_id", "path", "file_size"},
        SNOWLUMA: {
            *("file", "file_id", "file_size", "name", "size", "id", "url", "file_hash"),
        },
        LAGRANGE: {"file_name", "file_hash", "file_id", "url"},
    },
    "json": dict.fromkeys(DIALECTS, frozenset({"data"})),
    "forward": dict.fromkeys(DIALECTS, frozenset({"id"})),
}
SAID = {
    "record": segments.voice("a.amr"),
    "video": segments.video("a.mp4"),
    "file": segments.file("a.pdf", 7),
    "json": segments.card('{"prompt": "[QQ小程序]"}'),
    "forward": segments.forward("7351"),
}


@pytest.mark.parametrize(
    ("kind", "dialect"),
    [(kind, dialect) for kind, known in MEDIA.items() for dialect in known],
    ids=lambda value: getattr(value, "name", value),
)
async def test_voices_videos_files_cards_and_forwards(heard, kind, dialect):
    [piece] = (await heard(dialect, SAID[kind]))["message"]
    assert piece["type"] == kind
    assert set(piece["data"]) == MEDIA[kind][dialect]
    if "file_size" in piece["data"]:
        assert isinstance(piece["data"]["file_size"], int if dialect is SNOWLUMA else str)


FINGERS = {
    NAPCAT: {"type": "rps", "data": {"result": "3"}},
    LLBOT: {"type": "rps", "data": {"result": "3"}},
    SNOWLUMA: {"type": "face", "data": {"id": "359"}},
    LAGRANGE: {"type": "rps", "data": {}},
    GOCQHTTP: {"type": "rps", "data": {"value": "3"}},
}


@every_dialect
async def test_a_fist_shows_itself_only_on_some(heard, dialect):
    assert (await heard(dialect, segments.fingers(3)))["message"] == [FINGERS[dialect]]
