"""More or less than before, in words."""

from typing import Final, Literal

MANY_TIMES: Final = 10
"""From so many times as much on, people say 是…的 12 倍 and not 多 1100%."""


def change_label(now: int, before: int, name: str) -> str:
    """Return how a figure has changed against that of ``name``: 比上周多 18%, 与上周持平.

    Nothing before has no per cent (上周为 0), and less than half a per cent is no change.
    """
    percent = round(abs(now - before) / before * 100) if before else 100
    if now == before or not percent:
        return f"与{name}持平"
    if not before:
        return f"{name}为 0"
    if now >= MANY_TIMES * before:
        return f"是{name}的 {now / before:.0f} 倍"
    return f"比{name}{'多' if now > before else '少'} {percent}%"


def direction(now: int, before: int) -> Literal["up", "down"] | None:
    """Return which way an arrow points; None where ``change_label`` tells of no change."""
    if now == before or (before and not round(abs(now - before) / before * 100)):
        return None
    return "up" if now > before else "down"
