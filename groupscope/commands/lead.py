"""How a command begins: ``/`` or ``／``, after nothing that can be seen."""

from collections.abc import Collection
from typing import Final

_BLANK: Final = "".join(
    map(chr, (*range(9, 14), 32, 133, 160, *range(0x2000, 0x2010), 0x2060, 0x3000, 0xFEFF))
)
"""White space, and what stands for nothing at all (zero-width space and the like)."""

_WIDE: Final = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
"""The full-width forms of the ASCII characters (Unicode, Halfwidth and Fullwidth Forms)."""


def after_start(text: str, starts: Collection[str]) -> str | None:
    """Cut off the longest command start; None when ``text`` does not begin with one."""
    text = text.lstrip(_BLANK)
    found = [start for start in starts if _begins(text, start)]
    return text[len(max(found, key=len)) :] if found else None


def _begins(text: str, start: str) -> bool:
    """Whether ``text`` begins with ``start``, in any width."""
    head = text[: len(start)]
    if head == start:
        return True
    is_wide = not (head.isascii() and start.isascii())
    return is_wide and head.translate(_WIDE) == start.translate(_WIDE)


def is_blank(text: str) -> bool:
    """Whether nothing of ``text`` can be seen."""
    return not text.strip(_BLANK)


def looks_like_command(text: str, starts: Collection[str] = frozenset("/")) -> bool:
    """Whether a text is somebody's command, be it ours or another bot's: /签到, ／rank, /1.

    An empty start is no sign of a command, and is passed over.
    """
    rest = after_start(text, [start for start in starts if start])
    return rest is not None and rest[:1].isalnum()
