"""Nobody makes the bot flood a group, and nobody waits who has not asked yet."""

import pytest

from groupscope.pacing import Pacing, Verdict

ANSWER, POINT, REACT, SILENCE = Verdict.ANSWER, Verdict.POINT, Verdict.REACT, Verdict.SILENCE


class Group:
    """A group that asks, at a time that a test sets."""

    def __init__(self, *, is_on: bool = True) -> None:
        self.now = 1000.0
        self.pacing = Pacing(lambda: self.now, is_on=is_on)

    def asks(self, question: str, member: int = 1, group: int = 1, answer: int | None = None):
        verdict, given = self.pacing.judge(group, member, question)
        if answer is not None:
            given.answer_id = answer
        return verdict


@pytest.fixture
def group() -> Group:
    return Group()


def test_the_same_question_points_at_its_answer_then_reacts_then_is_silent(group):
    assert group.asks("rank", answer=77) is ANSWER
    assert [group.asks("rank", member) for member in (2, 3, 4, 5)] == [
        POINT,
        REACT,
        SILENCE,
        SILENCE,
    ]


def test_while_the_first_answer_is_on_its_way_there_is_nothing_to_point_at(group):
    assert group.asks("rank") is ANSWER
    assert group.asks("rank", 2) is REACT


def test_a_minute_later_it_is_a_new_question(group):
    group.asks("rank", answer=77)
    group.now += 59.9
    assert group.asks("rank", 2) is POINT
    group.now += 0.1
    assert group.asks("rank", 2) is ANSWER


def test_different_questions_of_different_people_are_never_slowed_down(group):
    assert {group.asks(f"question {number}", number) for number in range(50)} == {ANSWER}


def test_groups_do_not_slow_each_other_down(group):
    assert [group.asks("rank", 1, number) for number in range(20)] == [ANSWER] * 20


def test_a_member_has_six_questions_a_minute(group):
    verdicts = [group.asks(f"question {number}") for number in range(9)]
    assert verdicts == [ANSWER] * 6 + [REACT, SILENCE, SILENCE]
    assert group.asks("question 20", member=2) is ANSWER


def test_whoever_waits_may_ask_again(group):
    for number in range(8):
        group.asks(f"question {number}")
    group.now += 60
    assert group.asks("question 20") is ANSWER


def test_a_question_that_could_not_be_answered_may_be_asked_again(group):
    group.asks("rank")
    group.pacing.forget(1, "rank")
    assert group.asks("rank") is ANSWER


def test_switched_off_it_answers_everything():
    group = Group(is_on=False)
    assert {group.asks("rank") for _ in range(50)} == {ANSWER}


def test_it_remembers_within_bounds(group, monkeypatch):
    monkeypatch.setattr("groupscope.pacing.REMEMBERED", 10)
    for number in range(100):
        group.asks(f"question {number}", number)
    assert len(group.pacing._given) == len(group.pacing._asking) == 10
