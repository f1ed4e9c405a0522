"""A room is one truth: numbers, times and names are the same for everyone."""

import pytest

from groupscope.model import Segment
from groupscope.playground import World, segments
from groupscope.playground.chronicle import StrangerError


async def test_messages_are_numbered_without_gaps(room, say):
    said = [await say("甲", "早"), await say("乙", "早"), await say("甲", "吃了吗")]
    assert [one.sequence for one in said] == [41, 42, 43]
    assert room.history == said


async def test_every_group_counts_for_itself():
    world = World()
    here, there = world.open(1, "这里"), world.open(2, "那里")
    here.seat(3, "甲")
    there.seat(3, "甲")
    await here.say("甲", "早")
    assert (await world.say(2, "甲", "早")).sequence == 1


async def test_numbers_may_skip_but_never_go_back(room, say):
    room.skip_to(100)
    room.skip_to(50)
    assert (await say("甲", "早")).sequence == 100


async def test_people_go_by_number_card_or_nickname(say):
    senders = [(await say(who, "早")).sender.user_id for who in (30002, "乙乙", "乙")]
    assert senders == [30002, 30002, 30002]


async def test_strangers_cannot_speak(say):
    with pytest.raises(StrangerError, match="群里没有「戊」这个人"):
        await say("戊", "早")


async def test_a_name_after_an_at_sign_is_a_mention(say):
    said = await say("甲", "看这里@乙乙和@丙，还有@全体成员，不是@戊")
    assert said.segments == (
        segments.text("看这里"),
        segments.at(30002, "乙乙"),
        segments.text("和"),
        segments.at(30003, "丙"),
        segments.text("，还有"),
        segments.at(0, "全体成员"),
        segments.text("，不是@戊"),
    )


async def test_a_segment_is_said_as_it_is(say):
    said = await say("甲", ["看", Segment("music", {"id": "1"}), segments.face(277)])
    assert [piece.type for piece in said.segments] == ["text", "music", "face"]
    assert said.text == "看"


async def test_a_recall_by_an_admin_names_the_admin(room, say, world):
    happened = []

    async def note(event):
        happened.append(event)

    said = await say("甲", "错了")
    world.listen(note)
    await room.recall(said, by="乙")
    assert (happened[0].said, happened[0].operator_id) == (said, 30002)
    assert room.recalled == {41}


async def test_reactions_are_counted_by_person(room, say):
    said = await say("甲", "好消息")
    await room.react(said, "乙")
    await room.react(said, "丙")
    await room.react(said, "丙")
    await room.react(said, "乙", added=False)
    assert room.likes(said) == {"76": 1}


async def test_who_left_is_no_member_and_is_not_forgotten(room):
    await room.leave("丙", kicked_by="甲")
    assert 30003 not in room.members
    assert room.everyone[30003].nickname == "丙"


async def test_what_is_remembered_is_told_to_nobody(room, world):
    async def fail(event):
        raise AssertionError(event)

    world.listen(fail)
    said = room.remember("甲", "昨天说的", when=5)
    assert (said.happened_at, room.history) == (5, [said])
