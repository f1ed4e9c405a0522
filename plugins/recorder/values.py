"""Reading single fields of a OneBot frame, whatever an implementation put there."""

import base64
import binascii
import hashlib
import re
from typing import Any

BIGGEST = (1 << 63) - 1
NAME_LENGTH = 255
MILLISECONDS = 100_000_000_000
"""Epoch seconds reach this in the year 5138: what is larger is milliseconds."""
A_DAY = 86_400
SURROGATES = re.compile("[\ud800-\udfff]")
DEEPEST = 12
"""How deep a segment's data may nest; nothing that QQ sends comes near."""


def number(value: object) -> int | None:
    """Read an integer that fits into 64 bit, also from a string; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        value = int(value) if value.is_integer() else None
    elif isinstance(value, str):
        text = value.strip()
        value = int(text) if len(text) < 21 and _is_integer(text) else None  # noqa: PLR2004 -- digits of 64 bit
    if isinstance(value, int) and -BIGGEST <= value <= BIGGEST:
        return value
    return None


def positive(value: object) -> int | None:
    """Read an integer above zero, as QQ numbers and sequence numbers are."""
    found = number(value)
    return found if found is not None and found > 0 else None


def moment(value: object, now: int) -> int:
    """Read a time in epoch seconds: milliseconds are told apart, nonsense becomes ``now``."""
    found = positive(value)
    if found is not None and found >= MILLISECONDS:
        found //= 1000
    return found if found is not None and found <= now + A_DAY else now


def text_of(value: object) -> str:
    """Read text without what databases refuse: NUL and lone surrogates."""
    if not isinstance(value, str):
        return "" if value is None else str(value)
    return clean(value)


def clean(text: str) -> str:
    """Return text without NUL, and with U+FFFD for lone surrogates."""
    if text.isascii():
        return text.replace("\0", "") if "\0" in text else text
    return SURROGATES.sub("\ufffd", _joined(text).replace("\0", ""))


def name_of(value: object) -> str | None:
    """Read a name: at most 255 characters; None for none."""
    found = text_of(value)[:NAME_LENGTH] if value is not None else ""
    return found or None


def cleaned(value: Any, depth: int = 0) -> Any:  # noqa: ANN401 -- JSON of any shape
    """Return JSON with clean text and without base64, whose digest takes its place."""
    if isinstance(value, str):
        return without_base64(clean(value))
    if depth >= DEEPEST:
        return None
    if isinstance(value, dict):
        return {clean(str(key)): cleaned(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [cleaned(item, depth + 1) for item in value]
    return value


def without_base64(text: str) -> str:
    """Return ``md5:…`` in place of embedded bytes; any other text as it is."""
    if text.startswith("base64://"):
        return embedded_digest(text.removeprefix("base64://"))
    if text.startswith("data:") and ";base64," in text[:100]:
        return embedded_digest(text.partition(";base64,")[2])
    return text


def embedded_digest(encoded: str) -> str:
    """Return ``md5:`` and the digest of base64 text, as QQ names an image."""
    try:
        content = base64.b64decode(encoded, validate=False)
    except (binascii.Error, ValueError):
        content = encoded.encode("utf-8", "replace")
    return "md5:" + hashlib.md5(content, usedforsecurity=False).hexdigest().upper()


def _is_integer(text: str) -> bool:
    return text.removeprefix("-").isascii() and text.removeprefix("-").isdigit()


def _joined(text: str) -> str:
    """Join surrogate pairs that came as two escapes, so that only lone ones are left."""
    if not SURROGATES.search(text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
