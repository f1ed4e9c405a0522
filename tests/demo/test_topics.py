"""What can be said: the templates."""

from collections.abc import Iterator
from string import Formatter

import pytest

from groupscope.demo.lists import words
from groupscope.demo.speech import common
from groupscope.demo.topics import FOLDER, Topic, hours_of, occasion, topics

OCCASIONS = [occasion(path.stem) for path in sorted((FOLDER / "events").glob("*.txt"))]
ALL = [*topics(), *OCCASIONS]
ALWAYS = {"n", "count", "who", "noun"} | set(common())


def templates(topic: Topic) -> Iterator[str]:
    yield from (*topic.openers, *topic.lines, *topic.glad, *topic.sad)
    for question in topic.questions:
        yield from (question.text, *question.answers)


def slots(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def test_there_is_a_lot_to_say():
    assert len(topics()) >= 12
    assert sum(1 for topic in ALL for _ in templates(topic)) >= 600


@pytest.mark.parametrize("topic", ALL, ids=lambda topic: topic.key)
def test_every_slot_can_be_filled(topic):
    unknown = {name for line in templates(topic) for name in slots(line)} - ALWAYS
    assert unknown <= set(topic.slots)
    assert "noun" in topic.slots
    assert topic.hours


@pytest.mark.parametrize("topic", ALL, ids=lambda topic: topic.key)
def test_every_question_has_answers(topic):
    assert topic.openers
    assert all(question.answers for question in topic.questions)


@pytest.mark.parametrize(
    "name", ["frames", "frames_glad", "frames_sad", "heads", "tails", "asking"]
)
def test_every_frame_can_be_filled(name):
    assert {slot for line in words(name) for slot in slots(line)} <= ALWAYS


def test_hours_go_round_the_clock():
    assert hours_of("8-10 22-2") == {8, 9, 22, 23, 0, 1}
    assert hours_of("20-24") == {20, 21, 22, 23}
