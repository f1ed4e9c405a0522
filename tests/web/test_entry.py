"""Tickets and codes run out, by a clock that the tests set."""

import pytest

from groupscope.store.web_sessions import digest_of
from groupscope.web.entry import LETTERS, SECONDS, Claim, Entry
from groupscope.web.failures import TooFastError
from groupscope.web.limits import Limit
from tests.store.kit import JIA, YI, Clock

ME = Claim(JIA, "甲", "番茄俱乐部", 1)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def entry(clock) -> Entry:
    return Entry(clock)


def test_a_ticket_lets_in_once_within_five_minutes(entry, clock):
    ticket = entry.ticket(JIA)
    assert entry.redeem(ticket) == JIA
    assert entry.redeem(ticket) is None
    late = entry.ticket(JIA)
    clock.now += SECONDS
    assert entry.redeem(late) is None


def test_a_newer_ticket_voids_the_older_ones_of_the_same_person(entry):
    first, theirs, second = entry.ticket(JIA), entry.ticket(YI), entry.ticket(JIA)
    assert entry.redeem(first) is None
    assert (entry.redeem(theirs), entry.redeem(second)) == (YI, JIA)


def test_secrets_are_held_as_hashes(entry):
    ticket, (secret, waiting) = entry.ticket(JIA), entry.code()
    held = repr(vars(entry))
    assert ticket not in held
    assert secret not in held
    assert digest_of(ticket) in held
    assert set(waiting.code) <= set(LETTERS)


def test_a_code_runs_out(entry, clock):
    secret, waiting = entry.code()
    clock.now += SECONDS
    assert not entry.claim(waiting.code, ME)
    assert entry.look(secret) is None


def test_a_code_is_settled_once(entry):
    secret, waiting = entry.code()
    assert entry.claim(f" {waiting.code.lower()} ", ME)
    assert not entry.claim(waiting.code, Claim(YI, "乙", None, 2))
    assert entry.settle(secret) == ME
    assert entry.settle(secret) is None


def test_who_leaves_takes_what_is_on_its_way_along(entry):
    ticket, (secret, waiting) = entry.ticket(JIA), entry.code()
    entry.claim(waiting.code, ME)
    entry.forget(JIA)
    assert entry.redeem(ticket) is None
    assert entry.look(secret) is None


def test_a_limit_says_when_to_come_again():
    clock = Clock(1000)
    limit = Limit(2, 60, clock)
    limit.take("a")
    clock.now += 20
    limit.take("a")
    with pytest.raises(TooFastError) as refused:
        limit.take("a")
    assert refused.value.seconds == 41
    limit.take("b")
    clock.now += 40
    limit.take("a")
