"""Scope: what a question is about."""

from dataclasses import dataclass

from groupscope.periods import Period


@dataclass(frozen=True, slots=True)
class Scope:
    """One group over one period; with ``member_id``, one member of it. Ids only, no names."""

    group_id: int
    period: Period
    member_id: int | None = None
