"""What the group that does not exist says and does."""

from collections import Counter
from dataclasses import replace

import pytest

from groupscope.demo import ACCOUNT, GROUP, Roster, events
from groupscope.demo.lists import words
from groupscope.demo.people import cast
from groupscope.demo.plan import FIRST_MEMBER, heard, occasions, offline
from groupscope.language.reading import read
from groupscope.model import Kind, Message, Notice, NoticeKind, Reaction, Recall
from tests.demo.conftest import EVENING, SHANGHAI, plan


def test_the_same_plan_gives_the_same_and_another_seed_something_else(month):
    assert list(events(plan())) == month
    other = [event for event in events(plan(seed=2)) if isinstance(event, Message)]
    assert [message.text for message in other[:50]] != [
        event.text for event in month if isinstance(event, Message)
    ][:50]


@pytest.mark.parametrize(
    "size",
    [
        {"messages": 1},
        {"messages": 37, "days": 1, "members": 3},
        {"messages": 500, "days": 14, "members": 200},
        {"messages": 3000, "days": 2},
    ],
)
def test_there_are_as_many_messages_as_planned_and_the_last_is_said_at_the_end(size):
    said = [event for event in events(plan(**size)) if isinstance(event, Message)]
    assert len(said) == plan(**size).messages
    assert said[-1].sent_at == EVENING


def test_everything_comes_in_order_of_time(month, said):
    assert [message.sent_at for message in said] == sorted(message.sent_at for message in said)
    numbers = [message.sequence for message in said]
    assert numbers == sorted(set(numbers))
    assert len({message.message_id for message in said}) == len(said)


def test_nothing_is_heard_while_the_bot_is_away_and_the_group_goes_on_meanwhile(said):
    away = max(offline(plan()), key=lambda one: one.seconds)
    assert away.seconds > 40 * 3600
    assert not [one for one in said if away.since <= one.sent_at < away.until]
    before = max(one.sequence for one in said if one.sent_at < away.since)
    after = min(one.sequence for one in said if one.sent_at >= away.until)
    assert after - before > 150  # some 130 a day are said


def test_nobody_speaks_who_is_not_in_the_group(said):
    people = {person.user_id: person for person in cast(plan())}
    for message in said:
        if message.sender_id in people:
            person = people[message.sender_id]
            assert person.since <= message.sent_at
            assert person.until is None or message.sent_at < person.until + 3600
    assert {one.sender_id for one in said} - people.keys() <= {ACCOUNT, FIRST_MEMBER - 1}


def test_a_reply_quotes_what_was_said_before_by_its_id(said):
    before = set()
    for message in said:
        assert message.reply_to is None or message.reply_to in before
        before.add(message.message_id)
    assert sum(message.reply_to is not None for message in said) > len(said) * 0.05


def test_everything_happens_that_a_group_lives_through(month, said):
    happened = Counter(event.kind for event in month if isinstance(event, Notice))
    assert {NoticeKind.JOIN, NoticeKind.POKE, NoticeKind.CARD, NoticeKind.ESSENCE_ADD} <= set(
        happened
    )
    kinds = Counter(message.kind for message in said)
    assert {Kind.TEXT, Kind.IMAGE, Kind.STICKER, Kind.FACE, Kind.CARD, Kind.VOICE} <= set(kinds)
    assert sum(isinstance(event, Reaction) for event in month) > len(said) * 0.03
    assert sum(isinstance(event, Recall) for event in month) > len(said) * 0.002
    assert sum(message.is_command for message in said) > 3
    assert any(message.is_own for message in said)
    assert any(message.links for message in said)
    assert any(message.mentions for message in said)
    assert sum(isinstance(event, Roster) for event in month) == 2 + len(offline(plan()))


def test_a_picture_comes_again_from_somebody_else(said):
    posted = Counter(one.media for one in said if one.kind is Kind.IMAGE)
    assert 1 <= sum(count > 1 for count in posted.values()) < len(posted) / 5


def test_some_say_the_same_one_after_the_other(said):
    chains = [
        first
        for first, second, third in zip(said, said[1:], said[2:], strict=False)
        if first.text
        and first.text == second.text == third.text
        and len({first.sender_id, second.sender_id, third.sender_id}) == 3
    ]
    assert len(chains) >= 5


def test_no_sentence_is_said_to_death(said):
    lines = [
        one.text
        for one in said
        if len(one.text) >= 9 and "哈哈" not in one.text and one.text not in words("chains")
    ]
    texts = Counter(lines)
    assert len(texts) > 0.97 * texts.total()
    assert max(texts.values()) <= 6


def test_many_talk_little_and_few_talk_much(said):
    counts = sorted(Counter(one.sender_id for one in said).values(), reverse=True)
    assert sum(counts[:5]) > 0.4 * len(said)
    assert counts[0] < 0.25 * len(said)


def test_evenings_are_loud_and_nights_are_quiet(said):
    hours = Counter(plan().hour(one.sent_at) for one in said)
    assert hours[20] + hours[21] > 6 * (hours[3] + hours[4])


def test_moods_swing_with_what_happens():
    whole = plan(days=90, messages=9000)
    exam = [one.when for one in occasions(whole) if one.topic == "exam"]
    feast = [one.when for one in occasions(whole) if one.topic == "festival"]
    told = [one for one in events(whole) if isinstance(one, Message) and one.kind is Kind.TEXT]

    def mood(stretches) -> float:
        lines = [
            one.text for one in told if any(s.since <= one.sent_at < s.until for s in stretches)
        ]
        felt = [mood for line in lines if (mood := read(line).mood) is not None]
        return sum(felt) / len(felt)

    usual = mood(heard(whole))
    assert mood(exam) < usual - 0.03
    assert mood(feast) > usual + 0.06


def test_cards_change_and_whoever_speaks_then_bears_the_new_one(month):
    shown: dict[int, str | None] = {}
    renamed = 0
    for event in month:
        if isinstance(event, Roster):
            shown |= {member.user_id: member.card for member in event.members}
        elif isinstance(event, Notice) and event.kind is NoticeKind.CARD:
            assert event.detail["old"] == (shown[event.user_id] or "")
            shown[event.user_id] = event.detail["new"]
            renamed += 1
        elif isinstance(event, Message) and event.sender and event.sender_id in shown:
            assert event.sender.card == shown[event.sender_id]
    assert renamed


def test_names_are_hostile_and_numbers_belong_to_nobody():
    people = cast(plan(members=300))
    names = [person.member.card or person.member.nickname for person in people]
    assert None in names
    assert any(name and "\u202e" in name for name in names)
    assert any(name and len(name) > 30 for name in names)
    assert len({name for name in names if name}) > 290
    assert all(person.user_id >= 1 << 32 for person in people)
    assert GROUP >= 1 << 32


def test_roles_are_one_owner_and_some_admins():
    roles = Counter(person.member.role for person in cast(plan()))
    assert roles["owner"] == 1
    assert roles["admin"] == 2


def test_another_zone_has_its_own_days():
    from zoneinfo import ZoneInfo

    there = replace(plan(days=2, messages=300), zone=ZoneInfo("America/New_York"))
    assert there.midnight(0) % 86400 == 5 * 3600  # 00:00 in New York in winter
    assert plan().midnight(0) % 86400 == 16 * 3600
    assert SHANGHAI is not there.zone
    assert sum(isinstance(one, Message) for one in events(there)) == 300
