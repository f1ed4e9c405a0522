"""Misbehaviour on request, the same every time for the same seed."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

EVERY_ACTION = frozenset({"*"})
"""Stands for all actions where a fault names some."""

HUGE = 2 << 20
"""Characters of text in the huge malformed frame; servers commonly take 16 MiB."""

WRONG_TYPES = {
    "time": "soon",
    "self_id": [10000],
    "post_type": "message",
    "message_type": "group",
    "sub_type": None,
    "message_id": {"id": 1},
    "group_id": "group",
    "user_id": None,
    "message": 42,
    "raw_message": None,
    "font": "bold",
    "sender": "甲",
}
"""A group message of which every field has the wrong type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """What goes wrong. The default is that nothing does.

    Events (never answers, lifecycle or heartbeats): ``drop_every`` nth is lost, ``repeat_every``
    nth comes twice, after ``malform_every`` nth comes one that cannot be read, ``shuffle`` holds
    back so many and sends them in another order, after ``abort_after`` of them the connection is
    torn down. Zero means never.

    Answers: late by ``answer_delay`` seconds, ``silent_on`` some actions, some ``unknown_actions``.
    A send fails (``send_fails``), or is done but answered as timed out (``send_times_out``), or is
    refused because the account is ``muted``.
    """

    answer_delay: float = 0.0
    silent_on: frozenset[str] = frozenset()
    unknown_actions: frozenset[str] = frozenset()
    without_history: bool = False
    send_fails: bool = False
    send_times_out: bool = False
    muted: bool = False
    drop_every: int = 0
    repeat_every: int = 0
    malform_every: int = 0
    shuffle: int = 0
    abort_after: int = 0
    seed: int = 0

    def lacks(self, action: str) -> bool:
        """Whether this action is to be unknown."""
        is_hidden = self.without_history and action == "get_group_msg_history"
        return is_hidden or _names(self.unknown_actions, action)

    def ignores(self, action: str) -> bool:
        """Whether this action gets no answer at all."""
        return _names(self.silent_on, action)


def _names(actions: frozenset[str], action: str) -> bool:
    return action in actions or actions == EVERY_ACTION


def malformed() -> tuple[str | bytes, ...]:
    """Frames that cannot be read, each broken in its own way."""
    huge = {"post_type": "message", "message_type": "group", "message": "x" * HUGE}
    return (
        '{"post_type": "message", "message_type": ',
        "",
        "null",
        "42",
        "[]",
        "NaN",
        '{"post_type": {}}',
        '{"post_type": "message", "message_type": "group", "message": "\\ud800\\u0000"}',
        "[" * 100_000,
        b"\xff\xfe\x00",
        json.dumps(WRONG_TYPES),
        json.dumps(huge),
    )


class Disorder:
    """Events on their way out, put into the disorder that the faults ask for."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.passed = 0
        self._random = Random(faults.seed)  # noqa: S311  # a repeatable disorder, no secret
        self._held: list[str] = []
        self._broken = malformed() if faults.malform_every else ()

    @property
    def must_abort(self) -> bool:
        """Whether the connection has carried as many events as it may."""
        return bool(self.faults.abort_after) and self.passed >= self.faults.abort_after

    def pass_on(self, frame: str) -> Iterator[str | bytes]:
        """Return what goes over the wire, now that this event is to be sent."""
        self.passed += 1
        if self._is_turn(self.faults.drop_every):
            return
        yield from self._shuffled(frame)
        if self._is_turn(self.faults.repeat_every):
            yield frame
        if self._is_turn(self.faults.malform_every):
            turn = self.passed // self.faults.malform_every - 1
            yield self._broken[turn % len(self._broken)]

    def held_back(self) -> list[str]:
        """Return what is still held back, in the order in which it should go out now."""
        held, self._held = self._held, []
        self._random.shuffle(held)
        return held

    def _is_turn(self, every: int) -> bool:
        return bool(every) and self.passed % every == 0

    def _shuffled(self, frame: str) -> list[str]:
        if not self.faults.shuffle:
            return [frame]
        self._held.append(frame)
        return self.held_back() if len(self._held) >= self.faults.shuffle else []
