"""From a notice frame to what happened, in every dialect."""

import pytest

from groupscope.model import NoticeKind, Reaction, Recall

NOW = 1_795_161_949
IN_GROUP = {"self_id": 10000, "post_type": "notice", "group_id": 20001, "time": NOW}


@pytest.fixture
def read(loaded):
    """Read a notice: ``read("group_recall", user_id=30001, …)``."""
    from plugins.recorder.notices import read_notice

    def read(kind, **fields):
        return read_notice({**IN_GROUP, "notice_type": kind, **fields}, NOW)

    return read


def test_a_recall_by_oneself_and_by_an_admin(read):
    for operator in (30001, "30002"):
        (recall,) = read("group_recall", user_id=30001, operator_id=operator, message_id=9, tip="")
        assert recall == Recall(
            self_id=10000,
            group_id=20001,
            message_id=9,
            recalled_at=NOW,
            sender_id=30001,
            operator_id=int(operator),
        )


@pytest.mark.parametrize(
    ("kind", "fields", "user_id"),
    [
        (
            "group_msg_emoji_like",
            {"user_id": 30003, "likes": [{"emoji_id": "76", "count": 2}], "is_add": True},
            30003,
        ),
        (
            "group_msg_emoji_like",
            {"user_id": 30003, "likes": [{"emoji_id": "76", "count": 2}], "sub_type": "add"},
            30003,
        ),
        ("reaction", {"operator_id": 30003, "code": "76", "count": 2, "sub_type": "add"}, 30003),
    ],
    ids=["NapCat, LLBot", "SnowLuma", "Lagrange"],
)
def test_a_reaction_in_three_dialects(read, kind, fields, user_id):
    (reaction,) = read(kind, message_id=9, **fields)
    assert isinstance(reaction, Reaction)
    assert (reaction.user_id, reaction.emoji, reaction.count) == (user_id, "76", 2)
    assert (reaction.is_added, reaction.message_id) == (True, 9)
    fields = {**fields, "is_add": False, "sub_type": "remove"}
    (taken_off,) = read(kind, message_id=9, **fields)
    assert not taken_off.is_added


@pytest.mark.parametrize("duration", [-1, 4294967295, "-1"])
def test_a_whole_group_is_silenced_without_an_end(read, duration):
    (ban,) = read("group_ban", user_id=0, operator_id=1, duration=duration, sub_type="ban")
    assert (ban.kind, ban.user_id) == (NoticeKind.BAN, None)
    assert ban.detail == {"seconds": -1, "everyone": True}


def test_a_ban_and_its_end(read):
    (ban,) = read("group_ban", user_id=30003, operator_id=30001, duration=600, sub_type="ban")
    assert (ban.kind, ban.user_id, ban.detail) == (NoticeKind.BAN, 30003, {"seconds": 600})
    (lift,) = read("group_ban", user_id=30003, operator_id=30001, duration=0, sub_type="lift_ban")
    assert lift.kind is NoticeKind.LIFT_BAN


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        ("group_increase", {"sub_type": "approve"}, NoticeKind.JOIN),
        ("group_increase", {"sub_type": "invite"}, NoticeKind.JOIN),
        ("group_decrease", {"sub_type": "leave", "operator_id": 0}, NoticeKind.LEAVE),
        ("group_decrease", {"sub_type": "kick"}, NoticeKind.KICK),
        ("group_decrease", {"sub_type": "kick_me"}, NoticeKind.KICK),
        ("group_decrease", {"sub_type": "disband"}, NoticeKind.DISBAND),
        ("group_dismiss", {}, NoticeKind.DISBAND),
        ("group_card", {"card_old": "a", "card_new": ""}, NoticeKind.CARD),
        ("group_admin", {"sub_type": "set"}, NoticeKind.ADMIN_SET),
        ("group_admin", {"sub_type": "unset"}, NoticeKind.ADMIN_UNSET),
        ("essence", {"sub_type": "add", "message_id": 9}, NoticeKind.ESSENCE_ADD),
        ("essence", {"sub_type": "delete", "message_id": 9}, NoticeKind.ESSENCE_DELETE),
        ("group_upload", {"file": {"name": "a.pdf", "size": 3}}, NoticeKind.UPLOAD),
        ("group_upload", {"file": None}, NoticeKind.UPLOAD),
        ("notify", {"sub_type": "poke", "target_id": 30003}, NoticeKind.POKE),
        ("notify", {"sub_type": "title", "title": "话痨"}, NoticeKind.TITLE),
        ("notify", {"sub_type": "group_name", "name_new": "b"}, NoticeKind.GROUP_NAME),
        ("group_name_change", {"name": "b"}, NoticeKind.GROUP_NAME),
        ("notify", {"sub_type": "honor", "honor_type": "talkative"}, NoticeKind.HONOR),
        ("notify", {"sub_type": "lucky_king", "target_id": 30003}, NoticeKind.LUCKY_KING),
    ],
)
def test_what_else_may_happen(read, kind, fields, expected):
    (notice,) = read(kind, **{"user_id": 30001, **fields})
    assert (notice.kind, notice.group_id, notice.happened_at) == (expected, 20001, NOW)
    assert notice.user_id == 30001


@pytest.mark.parametrize(
    "fields",
    [
        {"sub_type": "profile_like", "operator_id": 30001, "times": 5, "group_id": None},
        {"sub_type": "input_status", "group_id": 0, "user_id": 30001},
        {"sub_type": "poke", "group_id": None, "user_id": 30001, "target_id": 10000},
        {"sub_type": "something_new"},
        {"sub_type": None},
    ],
)
def test_what_is_about_no_group_is_passed_over_in_peace(read, recorder, fields):
    before = recorder.unreadable.total()
    assert read("notify", **fields) == []
    recorder.take({**IN_GROUP, "notice_type": "notify", **fields})
    assert recorder.unreadable.total() == before


def test_what_lacks_its_group_is_counted(recorder):
    before = recorder.unreadable["no group"]
    recorder.take({**IN_GROUP, "notice_type": "group_ban", "group_id": None})
    assert recorder.unreadable["no group"] == before + 1
