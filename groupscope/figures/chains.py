"""Chains of people who say the same: per member, and which are the longest and the fastest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from groupscope.store.summaries.runs import Run


@dataclass(frozen=True, slots=True)
class Part:
    """A member's part in chains: how many they joined in, began and broke."""

    member: int
    joined: int = 0
    began: int = 0
    broke: int = 0


def longest(chains: Sequence[Run]) -> Run:
    """Return the chain of most people, then of most messages, then the later one."""
    return max(chains, key=lambda run: (len(run.links), run.messages, run.at, run.key))


def fastest(chains: Sequence[Run]) -> Run:
    """Return the chain that took the fewest seconds to its third person; then the longer one."""
    return min(chains, key=lambda run: (run.seconds_to_third, -len(run.links), -run.at, -run.key))


def by_length(chains: Iterable[Run]) -> list[Run]:
    """Return chains as ``longest`` orders them, the longest first."""
    order = sorted(chains, key=lambda run: (len(run.links), run.messages, run.at, run.key))
    return order[::-1]


def parts(chains: Iterable[Run]) -> list[Part]:
    """Return the part of each member, who joined in most first; then who broke, by QQ number."""
    joined: dict[int, int] = {}
    began: dict[int, int] = {}
    broke: dict[int, int] = {}
    for run in chains:
        for link in run.links:
            joined[link.member] = joined.get(link.member, 0) + 1
        began[run.began] = began.get(run.began, 0) + 1
        if breaker := run.broken_by:
            broke[breaker] = broke.get(breaker, 0) + 1
    found = (
        Part(member, joined.get(member, 0), began.get(member, 0), broke.get(member, 0))
        for member in joined.keys() | broke.keys()
    )
    return sorted(found, key=lambda part: (-part.joined, -part.began, -part.broke, part.member))


def of_member(chains: Iterable[Run], member: int) -> list[Run]:
    """Return the chains that a member took part in or broke."""
    return [
        run
        for run in chains
        if run.broken_by == member or any(link.member == member for link in run.links)
    ]
