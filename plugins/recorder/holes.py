"""Whether what history has told is whole, by the numbers that a group gives its messages: pure."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median

from groupscope.model import Message

WHOLE = 0.8
"""A stretch counts as filled when this share of its sequence numbers is there."""
NUMBERED_NOTICES = 5
"""So many numbers in a row may be missing: QQ numbers its grey notices, too."""

Numbered = Mapping[int, int]
"""Sequence numbers, and when each of them was sent."""


def reached_by(messages: Sequence[Message], since: int, numbered: Numbered) -> int | None:
    """Return how far back a fetch is whole; None where sequence numbers show holes in it."""
    if has_holes(numbered, since):
        return None
    return max(since, min((item.sent_at for item in messages), default=since))


def has_holes(numbered: Numbered, since: int) -> bool:
    """Tell whether numbers that mostly follow one another miss some, from a moment on.

    The last number before that moment counts, too: the first ones after it may be what is missing.
    """
    numbers = sorted(numbered)
    if len(numbers) < 2 or median(steps_of(numbers)) != 1:  # noqa: PLR2004 -- a step needs two
        return False  # too few, or a platform that leaves numbers out by itself
    before = [number for number in numbers if numbered[number] < since]
    missing = [step - 1 for step in steps_of(numbers[max(len(before) - 1, 0) :])]
    share = sum(missing) / (sum(missing) + len(missing)) if missing else 0
    return max(missing, default=0) > NUMBERED_NOTICES or (
        sum(missing) > NUMBERED_NOTICES and share > 1 - WHOLE
    )


def steps_of(numbers: Sequence[int]) -> list[int]:
    """Return how far each number is from the one before it."""
    return [later - earlier for earlier, later in pairwise(numbers)]


def unique(messages: Sequence[Message]) -> list[Message]:
    """Return messages once each: pages overlap at their anchor."""
    seen: dict[tuple[int | None, int | None, int, int], Message] = {}
    for position, item in enumerate(messages):
        is_named = item.message_id is not None or item.sequence is not None
        seen.setdefault(
            (item.message_id, item.sequence, item.sent_at, -1 if is_named else position), item
        )
    return list(seen.values())
