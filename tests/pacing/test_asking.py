"""Nobody makes the bot flood a group, and nobody waits who has not asked yet."""

import pytest

from groupscope.pacing import Pacing, Verdict
from groupscope.pacing import asking as asking_module

ANSWER, POINT, REACT = Verdict.ANSWER, Verdict.POINT, Verdict.REACT
COOL_DOWN, SILENCE = Verdict.COOL_DOWN, Verdict.SILENCE


class Group:
    """A group that asks, at a time that a test sets."""

    def __init__(self, *, is_on: bool = True) -> None:
        self.now = 1000.0
        self.is_on = is_on
        self.pacing = Pacing(lambda: self.now)

    def asks(self, question: str, member: int = 1, group: int = 1, answer: int | None = None):
        verdict, given = self.pacing.judge(group, member, question, is_on=self.is_on)
        if answer is not None:
            given.answer_id = answer
        return verdict


@pytest.fixture
def group() -> Group:
    return Group()


def test_who_repeats_a_question_is_pointed_at_its_answer_then_gets_a_thumb_then_silence(group):
    assert group.asks("rank", answer=77) is ANSWER
    assert [group.asks("rank") for _ in range(4)] == [POINT, REACT, SILENCE, SILENCE]


def test_somebody_else_gets_an_answer_of_their_own(group):
    group.asks("rank", 1, answer=77)
    assert group.asks("rank", 2, answer=78) is ANSWER
    assert (group.asks("rank", 1), group.asks("rank", 2)) == (POINT, POINT)


def test_while_the_first_answer_is_on_its_way_there_is_nothing_to_point_at(group):
    assert group.asks("rank") is ANSWER
    assert group.asks("rank") is REACT


def test_an_answer_that_was_taken_back_is_nothing_to_point_at(group):
    group.asks("rank", answer=77)
    group.asks("mood", answer=78)
    group.pacing.taken_back(1, 77)
    group.pacing.taken_back(2, 78)
    assert group.asks("rank") is ANSWER
    assert group.asks("mood") is POINT


def test_a_minute_later_it_is_a_new_question(group):
    group.asks("rank", answer=77)
    group.now += 59.9
    assert group.asks("rank") is POINT
    group.now += 0.1
    assert group.asks("rank") is ANSWER


def test_different_questions_of_different_people_are_not_slowed_down(group):
    verdicts = {group.asks(f"question {number}", number) for number in range(1, 21)}
    assert verdicts == {ANSWER}


def test_a_group_has_twenty_answers_a_minute_then_one_notice(group):
    for number in range(1, 21):
        group.asks(f"question {number}", number)
    assert [group.asks("rank", member) for member in (30, 31, 30)] == [COOL_DOWN, SILENCE, SILENCE]
    assert group.asks("rank", 30, group=2) is ANSWER
    group.now += 60
    assert group.asks("rank", 30) is ANSWER


def test_what_is_refused_to_a_member_costs_the_group_nothing(group):
    for number in range(100):
        group.asks(f"question {number}")
    assert [group.asks(f"rank {number}", number) for number in range(2, 16)] == [ANSWER] * 14


def test_groups_do_not_slow_each_other_down(group):
    assert [group.asks("rank", 1, number) for number in range(30)] == [ANSWER] * 30


def test_a_member_has_six_questions_a_minute_then_one_notice(group):
    verdicts = [group.asks(f"question {number}") for number in range(9)]
    assert verdicts == [ANSWER] * 6 + [COOL_DOWN, SILENCE, SILENCE]
    assert group.asks("question 20", member=2) is ANSWER


def test_whoever_waits_may_ask_again_and_is_told_again(group):
    for number in range(8):
        group.asks(f"question {number}")
    group.now += 60
    verdicts = [group.asks(f"question {number}") for number in range(10, 18)]
    assert verdicts == [ANSWER] * 6 + [COOL_DOWN, SILENCE]


def test_a_question_that_could_not_be_answered_may_be_asked_again(group):
    group.asks("rank")
    group.pacing.forget(1, 1, "rank")
    assert group.asks("rank") is ANSWER


def test_switched_off_it_answers_everything():
    group = Group(is_on=False)
    assert {group.asks("rank") for _ in range(50)} == {ANSWER}


def test_it_remembers_within_bounds(group, monkeypatch):
    monkeypatch.setattr(asking_module, "REMEMBERED", 10)
    for number in range(100):
        group.asks(f"question {number}", number + 1, number)
    assert len(group.pacing._given) == len(group.pacing._asking) == 10
