"""From a frame to a message: every field of every dialect, and whatever else may stand there."""

import base64
import copy
import hashlib
import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groupscope.model import EVERYONE, Kind

NOW = 1_795_161_949
BIGGEST = (1 << 63) - 1

NAPCAT = {
    "self_id": 10000,
    "user_id": 30001,
    "time": NOW,
    "message_id": 1437714257,
    "message_seq": 1437714257,
    "real_id": 1437714257,
    "real_seq": "41670",
    "message_type": "group",
    "sender": {"user_id": 30001, "nickname": "甲", "card": "小甲", "role": "owner"},
    "raw_message": "早",
    "font": 14,
    "sub_type": "normal",
    "message": [{"type": "text", "data": {"text": "早"}}],
    "message_format": "array",
    "post_type": "message",
    "group_id": 20001,
    "group_name": "番茄俱乐部",
}
NAPCAT_STRINGS = {
    **NAPCAT,
    "self_id": "10000",
    "user_id": "30001",
    "group_id": "20001",
    "message": "早",
    "message_format": "string",
    "sender": {"user_id": "30001", "nickname": "甲", "card": "小甲", "role": "owner"},
}
LLBOT = {
    **{key: NAPCAT[key] for key in NAPCAT if key not in ("real_id", "real_seq")},
    "message_id": -1335628842,
    "message_seq": 41670,
    "sender": {**NAPCAT["sender"], "level": "37", "title": "话痨"},
    "raw_pb": "",
}
LAGRANGE = {
    "message_type": "group",
    "sub_type": "normal",
    "message_id": 226242807,
    "group_id": 20001,
    "user_id": 30001,
    "anonymous": None,
    "message": [{"type": "text", "data": {"text": "早"}}],
    "raw_message": "早",
    "font": 0,
    "sender": {
        "user_id": 30001,
        "nickname": "甲",
        "card": "小甲",
        "sex": "unknown",
        "age": 0,
        "area": "",
        "level": "95",
        "role": "owner",
        "title": "",
    },
    "message_style": {"bubble_id": 2011915},
    "time": NOW,
    "self_id": 10000,
    "post_type": "message",
}
SNOWLUMA = {
    "time": NOW,
    "self_id": 10000,
    "post_type": "message",
    "message_type": "group",
    "sub_type": "normal",
    "message_id": -546393571,
    "message_seq": 41670,
    "group_id": 20001,
    "user_id": 30001,
    "message": [{"type": "text", "data": {"text": "早"}}],
    "raw_message": "早",
    "font": 0,
    "sender": {
        "user_id": 30001,
        "nickname": "甲",
        "card": "小甲",
        "role": "owner",
        "sex": "unknown",
        "age": 0,
    },
    "anonymous": None,
}
GOCQHTTP = {**SNOWLUMA, "sender": {**LAGRANGE["sender"], "level": ""}}
ANONYMOUS = {
    "anonymous": {"flag": "", "id": 0, "name": "嫦娥"},
    "font": 0,
    "group_id": 20001,
    "message": [{"type": "text", "data": {"text": "早"}}],
    "message_id": 98064478,
    "message_type": "group",
    "post_type": "message",
    "raw_message": "早",
    "self_id": 0,
    "sender": {"age": 0, "area": "", "level": "", "nickname": "匿名消息", "user_id": 80000000},
    "sub_type": "anonymous",
    "time": NOW,
    "user_id": 80000000,
}
DIALECTS = {
    "napcat": NAPCAT,
    "napcat, ids as strings": NAPCAT_STRINGS,
    "llbot": LLBOT,
    "lagrange": LAGRANGE,
    "snowluma": SNOWLUMA,
    "go-cqhttp": GOCQHTTP,
}


@pytest.fixture
def read(around):
    """Read a frame: ``read(NAPCAT, message=[…])``."""
    from plugins.recorder.frames import read_message

    def read(frame, **changes):
        return read_message({**frame, **changes}, around).message

    return read


@pytest.mark.parametrize("frame", DIALECTS.values(), ids=DIALECTS.keys())
def test_every_dialect_tells_the_same(read, frame):
    message = read(frame)
    assert (message.group_id, message.sender_id, message.self_id) == (20001, 30001, 10000)
    assert (message.sent_at, message.text, message.kind) == (NOW, "早", Kind.TEXT)
    assert (message.sender.nickname, message.sender.card, message.sender.role) == (
        "甲",
        "小甲",
        "owner",
    )
    assert message.sequence == (None if frame is LAGRANGE else 41670)
    assert message.group_name == ("番茄俱乐部" if "group_name" in frame else None)
    told = (message.is_own, message.is_bot, message.is_command, message.is_anonymous)
    assert told == (False, False, False, False)


def test_an_anonymous_member_is_nobody_in_particular(read):
    message = read(ANONYMOUS)
    assert message.is_anonymous
    assert (message.alias, message.sender, message.sender_id) == ("嫦娥", None, 80000000)


def test_our_own_messages_are_known_as_such(read):
    assert read(NAPCAT, post_type="message_sent", user_id=10000).is_own
    assert read(LAGRANGE, user_id=10000).is_own


@pytest.mark.parametrize(
    ("changes", "field", "expected"),
    [
        ({"time": NOW * 1000}, "sent_at", NOW),
        ({"time": str(NOW)}, "sent_at", NOW),
        ({"time": float(NOW)}, "sent_at", NOW),
        ({"message_id": "-17"}, "message_id", -17),
        ({"message_id": "abc"}, "message_id", None),
        ({"message_id": 1 << 70}, "message_id", None),
        ({"message_id": None}, "message_id", None),
        ({"real_seq": "0"}, "sequence", None),
        ({"real_seq": None, "message_seq": 0}, "sequence", None),
        ({"raw_message": None}, "text", "早"),
        ({"message": None}, "text", "早"),
        ({"message": None, "raw_message": "[CQ:face,id=1]早&amp;晚"}, "text", "早&晚"),
        ({"message": []}, "text", ""),
        ({"message": ""}, "text", ""),
        ({"message": {"type": "text", "data": {"text": "一段"}}}, "text", "一段"),
        ({"message": [{"type": "text", "data": None}]}, "text", ""),
        ({"message": ["早", {"type": "text", "data": {"text": "晚"}}]}, "text", "早晚"),
        ({"message": [{"type": "text", "data": {"text": "a\0b\ud800c"}}]}, "text", "ab\ufffdc"),
        ({"message": [{"type": "text", "data": {"text": "\ud83d\ude00"}}]}, "text", "😀"),
        ({"sender": None}, "sender_id", 30001),
        ({"sender": "甲"}, "sender_id", 30001),
        ({"user_id": None}, "sender_id", 30001),
        ({"group_name": "a\0b"}, "group_name", "ab"),
        ({"group_name": None}, "group_name", None),
    ],
)
def test_one_odd_field_costs_no_other(read, changes, field, expected):
    message = read(NAPCAT, **changes)
    assert getattr(message, field) == expected
    assert (message.group_id, message.sender_id) == (20001, 30001)


@pytest.mark.parametrize("missing", sorted(set(NAPCAT) - {"group_id"}))
def test_what_is_missing_costs_nothing_else(read, missing):
    frame = {key: value for key, value in NAPCAT.items() if key != missing}
    message = read(frame)
    assert (message.group_id, message.sender_id, message.text) == (20001, 30001, "早")


@pytest.mark.parametrize("level", [37, "37", 0, "0", "", None, [37]])
def test_a_level_may_be_of_any_type(read, level):
    sender = read(LLBOT, sender={**LLBOT["sender"], "level": level}).sender
    assert sender.nickname == "甲"
    assert sender.level == ("37" if str(level) == "37" else sender.level)


def segment(kind, **data):
    return {"type": kind, "data": data}


MD5 = "2E8289BBC260D9F93ED86E69387ACB93"


@pytest.mark.parametrize(
    ("pieces", "kind", "media"),
    [
        ([segment("face", id="277", raw={"faceText": "/汪汪"})], Kind.FACE, ("face:277",)),
        ([segment("image", file=f"{MD5}.jpg", sub_type=0)], Kind.IMAGE, (f"image:{MD5}",)),
        ([segment("image", file=f"{MD5}.jpg", sub_type=1)], Kind.STICKER, (f"image:{MD5}",)),
        ([segment("image", file=f"{MD5}.jpg", subType="1")], Kind.STICKER, (f"image:{MD5}",)),
        ([segment("image", file=f"{MD5.lower()}.image")], Kind.IMAGE, (f"image:{MD5}",)),
        (
            [segment("image", file="https://a.b/c?fileid=1", filename=f"{{{MD5}}}.jpg")],
            Kind.IMAGE,
            (f"image:{MD5}",),
        ),
        ([segment("image", file="marketface", emoji_id="3a18")], Kind.STICKER, ("sticker:3a18",)),
        ([segment("mface", emoji_id="3a18", summary="[摸头]")], Kind.STICKER, ("sticker:3a18",)),
        (
            [segment("mface", emoji_id="3a18", summary="[摸头]"), segment("text", text="[摸头]")],
            Kind.STICKER,
            ("sticker:3a18",),
        ),
        ([segment("record", file="a.amr", path="/x", url="file:///x")], Kind.VOICE, ("voice:",)),
        ([segment("video", file="a.mp4")], Kind.VIDEO, ("video:",)),
        ([segment("dice", result="3")], Kind.FACE, ("dice:3",)),
        ([segment("rps")], Kind.FACE, ("rps:",)),
        ([segment("file", file="a.pdf", file_size=3)], Kind.FILE, ()),
        ([segment("forward", id="x", content=[{"message": "密"}])], Kind.FORWARD, ()),
        ([segment("json", data='{"prompt": "[QQ小程序]"}')], Kind.CARD, ()),
        ([segment("xml", data="<a/>")], Kind.CARD, ()),
        ([segment("markdown", content="# 早")], Kind.CARD, ()),
        ([segment("poke", type=1)], Kind.FACE, ()),
        ([segment("shake")], Kind.FACE, ()),
        ([segment("location", lat="1", lon="2")], Kind.CARD, ()),
        ([segment("redbag", title="恭喜发财")], Kind.OTHER, ()),
        ([segment("never_seen", x={"y": [1, 2]})], Kind.OTHER, ()),
        ([segment("at", qq="30002")], Kind.TEXT, ()),
        ([segment("reply", id="5")], Kind.EMPTY, ()),
        ([], Kind.EMPTY, ()),
    ],
)
def test_every_kind_of_segment(read, pieces, kind, media):
    message = read(NAPCAT, message=pieces)
    assert (message.kind, message.media) == (kind, media)
    kept = json.dumps([piece.data for piece in message.segments], ensure_ascii=False)
    assert "http" not in kept
    assert "密" not in kept


def test_what_nobody_knows_is_kept_as_it_is(read):
    (piece,) = read(NAPCAT, message=[segment("never_seen", x={"y": [1, "二"]})]).segments
    assert (piece.type, piece.data) == ("never_seen", {"x": {"y": [1, "二"]}})


def test_whom_a_message_mentions(read):
    message = read(
        NAPCAT,
        message=[
            segment("at", qq="30002"),
            segment("at", qq=30003, name="@丙"),
            segment("at", qq="all"),
            segment("at", qq="30002"),
            segment("at", qq="nobody"),
        ],
    )
    assert message.mentions == (30002, 30003, EVERYONE)


@pytest.mark.parametrize(("id_", "expected"), [("-5", -5), (5, 5), ("x", None), (None, None)])
def test_what_a_message_answers(read, id_, expected):
    assert read(NAPCAT, message=[segment("reply", id=id_)]).reply_to == expected


def test_hosts_of_links_are_kept(read):
    card = json.dumps({"meta": {"detail_1": {"qqdocurl": "https://b.example.com/x?y=1"}}})
    message = read(
        NAPCAT,
        message=[
            segment("text", text="看 https://a.example.com/x，和 http://a.example.com:80/y"),
            segment("json", data=card),
        ],
    )
    assert message.links == ("a.example.com", "b.example.com")


@pytest.mark.parametrize(
    "field", ["file", "url", "anything"], ids=lambda field: f"base64 in {field}"
)
def test_embedded_bytes_become_their_digest(read, field):
    content = b"a picture" * 10_000
    encoded = base64.b64encode(content).decode()
    digest = hashlib.md5(content, usedforsecurity=False).hexdigest().upper()
    pieces = [segment("image", **{field: f"base64://{encoded}"})]
    (piece,) = read(NAPCAT, message=pieces).segments
    kept = json.dumps(piece.data)
    assert encoded[:40] not in kept
    assert digest in kept or field == "url"


def test_a_hundred_thousand_segments_are_read_in_a_moment(read):
    pieces = [segment("at", qq=str(number)) for number in range(1, 100_001)]
    began = time.process_time()
    read(NAPCAT, message=pieces)
    read(NAPCAT, message=[segment("text", text="a"), segment("face", id="1")] * 50_000)
    read(NAPCAT, message="[CQ:face,id=1]" * 50_000)
    assert time.process_time() - began < 20


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(codec=None), max_size=20)
    | st.sampled_from(["base64://", "\ud800", "\0", "/rank", "all", "[CQ:at,qq=1]", 1 << 64, -1]),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4)
    ),
    max_leaves=12,
)
NOTICES = [
    {"notice_type": kind, "sub_type": sub_type, "group_id": 20001, "user_id": 30001}
    for kind, sub_type in [
        ("group_recall", ""),
        ("group_increase", "approve"),
        ("group_decrease", "kick"),
        ("group_ban", "ban"),
        ("group_card", ""),
        ("group_admin", "set"),
        ("essence", "add"),
        ("group_upload", ""),
        ("group_msg_emoji_like", ""),
        ("reaction", "add"),
        ("notify", "poke"),
        ("notify", "title"),
        ("notify", "group_name"),
    ]
]
FRAMES = [
    *DIALECTS.values(),
    ANONYMOUS,
    *({"post_type": "notice", "self_id": 10000, "time": NOW, **notice} for notice in NOTICES),
]
PATIENT = settings(
    deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def is_clean(value: object) -> bool:
    """Whether a value holds nothing that a database refuses."""
    match value:
        case str():
            return "\0" not in value and not any("\ud800" <= c <= "\udfff" for c in value)
        case bool() | None | float():
            return True
        case int():
            return abs(value) <= BIGGEST
        case dict():
            return all(is_clean(key) and is_clean(item) for key, item in value.items())
        case list() | tuple() | set() | frozenset():
            return all(map(is_clean, value))
        case _:
            fields = getattr(value, "__dataclass_fields__", {})
            return all(is_clean(getattr(value, name)) for name in fields)


@PATIENT
@given(frame=st.dictionaries(st.sampled_from(sorted(NAPCAT)), JSON) | JSON)
def test_nothing_that_json_can_say_gets_past_the_door_as_an_error(recorder, frame):
    from plugins.recorder.door import Door

    if isinstance(frame, dict):
        recorder.take({"post_type": "message", "message_type": "group", **frame})
        recorder.take({"post_type": "notice", **frame})
        recorder.take(frame)
    assert Door.recorder is recorder


@st.composite
def spoilt(draw):
    """A good frame in which some fields, also deep ones, hold something else."""
    frame = copy.deepcopy(draw(st.sampled_from(FRAMES)))
    for _ in range(draw(st.integers(1, 4))):
        place = frame
        while isinstance(place, dict) and place:
            key = draw(st.sampled_from(sorted(place)))
            inner = place[key]
            inner = inner[0] if isinstance(inner, list) and inner else inner
            if isinstance(inner, dict) and draw(st.booleans()):
                place = inner
                continue
            place[key] = draw(JSON)
            break
    return frame


@PATIENT
@given(frame=spoilt())
def test_a_spoilt_frame_gives_clean_values_or_none(around, recorder, frame):
    from plugins.recorder.frames import UnreadableError, read_message
    from plugins.recorder.notices import read_notice

    recorder.take(frame)
    try:
        values = [read_message(frame, around).message, *read_notice(frame, NOW)]
    except UnreadableError:
        return
    for value in values:
        assert is_clean(value), value
        json.dumps([list(piece) for piece in getattr(value, "segments", ())], ensure_ascii=False)


async def test_the_database_takes_all_of_it(recorder):
    """Runs last: whatever the tests above have handed in was written, nothing put aside."""
    writer = recorder.app.store.writer
    recorder.take({**NAPCAT, "message": "zuletzt", "real_seq": "41999"})
    await writer.flush()
    assert writer.health.put_aside == 0
    assert writer.health.recorded > 0
