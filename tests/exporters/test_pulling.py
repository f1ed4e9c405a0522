"""ChatLab's Pull protocol, point by point, as its client goes about it."""

import pytest

from groupscope.exporters import pulling
from groupscope.exporters.pulling import NoSessionError, PullError, messages_since, sessions
from groupscope.model import Group, Member
from groupscope.store.names import Seen
from tests.store.kit import GROUP, JIA, NOON, OTHER_GROUP, YI, recalled, said

THIRD = 20003


@pytest.fixture
async def groups(chat):
    """Three groups: 番茄 was the last to speak, 香蕉 before that, the third has said nothing."""
    async with chat.writer.transaction() as connection:
        known = [Group(GROUP, "番茄俱乐部"), Group(OTHER_GROUP, "香蕉"), Group(THIRD, "空")]
        await chat.store.groups.refresh(connection, known, NOON)
    chat.writer.put_seen(Seen(GROUP, NOON, Member(JIA, nickname="甲", role="owner")))
    await chat.tell(
        said(JIA, "早", NOON, id=1),
        said(YI, "看置顶", NOON + 60, id=2, reply_to=1),
        said(YI, "好的", NOON - 60, group=OTHER_GROUP),
    )
    return chat


async def test_all_groups_are_found_the_latest_first(groups):
    told = await sessions(groups.store)
    assert told["page"] == {"hasMore": False}
    assert told["sessions"][0] == {
        "id": str(GROUP),
        "name": "番茄俱乐部",
        "platform": "qq",
        "type": "group",
        "messageCount": 2,
        "memberCount": 1,
        "lastMessageAt": NOON + 60,
    }
    assert [one["id"] for one in told["sessions"]] == [str(GROUP), str(OTHER_GROUP), str(THIRD)]
    assert "lastMessageAt" not in told["sessions"][2]


async def test_groups_are_found_by_name_and_number_and_in_pages(groups):
    async def found(**asked):
        return [one["name"] for one in (await sessions(groups.store, **asked))["sessions"]]

    assert await found(keyword=" 俱乐 ") == ["番茄俱乐部"]
    assert await found(keyword=str(OTHER_GROUP)) == ["香蕉"]
    first = await sessions(groups.store, limit=2)
    assert first["page"]["hasMore"] is True
    cursor = first["page"]["nextCursor"]
    assert await found(limit=2, cursor=cursor) == ["空"]
    with pytest.raises(PullError, match="另一个关键词"):
        await sessions(groups.store, keyword="番茄", cursor=cursor)
    for broken in ("x", "%%%", "e30="):
        with pytest.raises(PullError, match="cursor"):
            await sessions(groups.store, cursor=broken)


async def test_the_first_page_has_group_and_members(groups):
    told = await messages_since(groups.store, str(GROUP))
    assert told["chatlab"]["version"] == "0.0.2"
    assert told["meta"]["groupId"] == str(GROUP)
    assert told["members"][0] == {
        "platformId": str(JIA),
        "accountName": "甲",
        "roles": [{"id": "owner"}],
    }
    assert [(one["type"], one["content"]) for one in told["messages"]] == [
        (0, "早"),
        (25, "看置顶"),
    ]
    assert told["messages"][1]["replyToMessageId"] == told["messages"][0]["platformMessageId"]
    assert told["sync"] == {"hasMore": False, "nextSince": NOON + 60}


async def test_what_came_since_is_told_without_them(groups):
    told = await messages_since(groups.store, str(GROUP), since=NOON + 1)
    assert told.keys() == {"chatlab", "messages", "sync"}
    assert [one["content"] for one in told["messages"]] == ["看置顶"]
    nothing = await messages_since(groups.store, str(GROUP), since=NOON + 61)
    assert (nothing["messages"], nothing["sync"]) == (
        [],
        {"hasMore": False, "nextSince": NOON + 61},
    )


async def pulled(store, limit: int) -> list[str]:
    """What ChatLab has at the end: it goes on as ``sync`` says, and drops what it has."""
    since, known, pages = 0, {}, 0
    while True:
        pages += 1
        assert pages < 100
        told = await messages_since(store, str(GROUP), since, limit)
        known |= {one["platformMessageId"]: one["content"] for one in told["messages"]}
        since = told["sync"]["nextSince"]
        if not told["sync"]["hasMore"]:
            return list(known.values())


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 1000])
async def test_page_after_page_everything_arrives(groups, limit):
    """Nine in one second, more than go on a page, do not hold it up."""
    crowd = [said(YI, f"同一秒 {number}", NOON + 100, id=50 + number) for number in range(9)]
    later = [
        said(JIA, f"后来 {number}", NOON + 200 + number, id=90 + number) for number in range(5)
    ]
    await groups.tell(*crowd, *later)
    told = await pulled(groups.store, limit)
    assert sorted(told) == sorted(["早", "看置顶", *(one.text for one in (*crowd, *later))])


async def test_what_must_not_leave_does_not(groups):
    await groups.tell(said(YI, "秘密", NOON + 100, id=70), recalled(2, NOON + 120))
    async with groups.writer.transaction() as connection:
        await groups.store.opt_outs.choose(connection, GROUP, YI, NOON + 130, is_out=True)
    told = await messages_since(groups.store, str(GROUP))
    assert [one["content"] for one in told["messages"]] == ["早"]
    assert str(YI) not in str(told)


async def test_no_other_sessions_are_told(groups):
    for asked in ("999999", "x", "", "１２３", "-1", "9" * 30):
        with pytest.raises(NoSessionError):
            await messages_since(groups.store, asked)


def test_no_page_is_larger_than_is_good():
    assert pulling.MOST_MESSAGES <= 5_000
