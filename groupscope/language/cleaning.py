"""From what was sent to what was said: a text without what is nobody's words."""

import re
from typing import Final

from groupscope.language.faces import face_named
from groupscope.language.wholes import HANZI, PLAIN

LONGEST: Final = 2000
"""Characters of a message that are analysed; a segmenter holds everybody up meanwhile."""

_LONGEST_RAW: Final = 10 * LONGEST
"""What is looked at before the codes in it are taken out."""

_CODE: Final = re.compile(r"\[CQ:(?P<type>[A-Za-z_]+)(?P<fields>[^\[\]]*)\]")
_FACE_NUMBER: Final = re.compile(r",id=([0-9]+)")
_ADDRESS: Final = re.compile(
    r"(?:https?://|www\.)[!-~]+"
    r"|(?<![A-Za-z0-9.-])(?:[A-Za-z0-9-]{1,63}\.){1,4}(?:com|cn|net|org|tv|cc|io|top|me)"
    r"(?![A-Za-z0-9])(?:/[!-~]*)?",
    re.IGNORECASE,
)
_MENTION: Final = re.compile(r"(?<![A-Za-z0-9._-])[@＠][^\s@＠，。！？,!?]{1,60}(?:\s|$)")
_NOTHING: Final = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc"
    "\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff]"
)
"""Zero width, direction, lone surrogates, private use. ZWJ stays: emoji are made with it."""

_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_COMMAND: Final = re.compile(r"\s*[/／](?=[^\W_])")
_PAUSE: Final = re.compile(f"(?<=[{HANZI}])\\s+(?=[{HANZI}])")
_WIDE: Final = {wide: wide - 0xFEE0 for wide in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF5B))}
"""Full-width letters and digits (Unicode, Halfwidth and Fullwidth Forms)."""


def clean(said: str) -> str:
    """Return at most 2,000 characters of what was said; a command says nothing.

    Out go CQ codes, addresses, mentions written as text, characters that cannot be seen. Faces
    among the codes become ``[name]``, full-width letters and digits become narrow.
    """
    if PLAIN.fullmatch(said, 0, LONGEST):
        return said[:LONGEST]
    said = _NOTHING.sub("", said[:_LONGEST_RAW])
    if _COMMAND.match(said):
        return ""
    said = _CODE.sub(_spoken_code, said)
    said = _ADDRESS.sub(" ", said)
    said = _MENTION.sub(" ", said)
    return _CONTROL.sub(" ", said).translate(_WIDE)[:LONGEST].strip()


def paused(text: str) -> str:
    """Return a text with a comma for white space between Chinese characters, which chat means."""
    return _PAUSE.sub("，", text) if " " in text else text


def _spoken_code(code: re.Match[str]) -> str:
    """Give a face its name; whatever else a code stands for was not said."""
    number = _FACE_NUMBER.match(code["fields"])
    name = face_named(number[1]) if number and code["type"] == "face" else None
    return f"[{name}]" if name else " "
