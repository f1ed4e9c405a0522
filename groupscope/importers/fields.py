"""Reading single fields of somebody else's JSON, whatever stands there."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from groupscope.importers.source import Source
from groupscope.importers.tally import Reason, Tally

MILLISECONDS = 100_000_000_000
"""Epoch seconds reach this in the year 5138: what is larger is milliseconds."""

_SCAN: Final = json.JSONDecoder().raw_decode

Fields = Mapping[str, Any]
NONE: Fields = {}


def mapping(value: object) -> Fields:
    """Return an object, or an empty one."""
    return value if isinstance(value, dict) else NONE


def listing(value: object) -> list[Any]:
    """Return a list, or an empty one."""
    return value if isinstance(value, list) else []


def words(value: object) -> str | None:
    """Return text that says something, also a number as text; else None."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return None


def moment(value: object) -> int | None:
    """Return a time in epoch seconds, also from milliseconds or from digits; else None."""
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1e15:  # noqa: PLR2004 -- no clock says so
        return None
    return int(value // 1000) if value >= MILLISECONDS else int(value)


def number(value: object) -> int | None:
    """Return a whole number above zero, also from digits; else None."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 19:  # noqa: PLR2004 -- digits of 64 bit
        value = int(value)
    return value if isinstance(value, int) and value is not True and value > 0 else None


def json_lines(source: Source, tally: Tally) -> Iterator[tuple[int, Fields]]:
    """Give the object on each line of JSONL; lines that are none are left out, and counted."""
    for line, text in source.lines(tally):
        if not text or text[0] == "#" or text.isspace():
            tally.frame += 1
            continue
        entry = _whole(text.strip())
        if isinstance(entry, dict):
            yield line, entry
        else:
            tally.leave_out(line, Reason.UNREADABLE)


def _whole(text: str) -> Any:  # noqa: ANN401 -- whatever JSON holds
    """Return what a text holds; None where it is no JSON, or something follows it."""
    try:
        value, end = _SCAN(text)
    except (ValueError, RecursionError):
        return None
    return value if end == len(text) else None
