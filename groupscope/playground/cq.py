"""CQ strings, the older notation of messages: ``早[CQ:at,qq=10000]``.

Escapes: onebot-11, message/string.md. Inside a code the comma is escaped too; in plain text only
some implementations do so, and every reader takes both.
"""

import re
from collections.abc import Iterable, Iterator

from groupscope.model import Segment
from groupscope.playground.values import Json

_CODE = re.compile(r"\[CQ:([^,\]]+)((?:,[^,=\]]+=[^,\]]*)*)\]")


def escape(words: str, *, comma: bool = False) -> str:
    """Plain text as it stands in a CQ string; ``comma`` as within a code."""
    safe = words.replace("&", "&amp;").replace("[", "&#91;").replace("]", "&#93;")
    return safe.replace(",", "&#44;") if comma else safe


def unescape(words: str) -> str:
    """Return what ``escape`` was given; the ampersand last, so that nothing is undone twice."""
    plain = words.replace("&#44;", ",").replace("&#91;", "[").replace("&#93;", "]")
    return plain.replace("&amp;", "&")


def encode(segments: Iterable[Json], *, comma: bool = False) -> str:
    """Return the CQ string of wire segments; ``comma`` escapes commas in plain text as well.

    Objects become ``[object Object]`` as in implementations written in JavaScript; nulls are left
    out.
    """
    return "".join(_code(segment, comma=comma) for segment in segments)


def _code(segment: Json, *, comma: bool) -> str:
    data: Json = segment["data"]
    if segment["type"] == "text":
        return escape(str(data["text"]), comma=comma)
    pairs = (f",{key}={_value(value)}" for key, value in data.items() if value is not None)
    return f"[CQ:{segment['type']}{''.join(pairs)}]"


def _value(value: object) -> str:
    words = "[object Object]" if isinstance(value, (dict, list)) else str(value)
    return escape(words, comma=True)


def decode(words: str) -> tuple[Segment, ...]:
    """Segments of a CQ string; all data are strings, and nothing that is written is lost."""
    return tuple(_pieces(words))


def _pieces(words: str) -> Iterator[Segment]:
    end = 0
    for code in _CODE.finditer(words):
        yield from _text(words[end : code.start()])
        yield Segment(code[1], dict(_pairs(code[2])))
        end = code.end()
    yield from _text(words[end:])


def _text(words: str) -> Iterator[Segment]:
    if words:
        yield Segment("text", {"text": unescape(words)})


def _pairs(parameters: str) -> Iterator[tuple[str, str]]:
    for pair in filter(None, parameters.split(",")):
        key, _, value = pair.partition("=")
        yield key, unescape(value)
