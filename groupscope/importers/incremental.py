"""Reading a JSON file of any size: what is asked for comes one by one, the rest as it stands there.

The C scanner of the standard library reads each value as a whole, out of a window of the file; only
the containers around them are walked in Python. That is faster than a parser of events, and memory
holds one value at a time.
"""

import json
import re
from collections.abc import Collection, Iterator
from typing import Any, Final, NoReturn, TextIO

from groupscope.importers.errors import BrokenFileError
from groupscope.importers.source import Source

WINDOW: Final = 1 << 20
"""Characters that are read at once."""
LONGEST_VALUE: Final = 1 << 25
"""A value that does not end within so many characters is broken."""
_SPACE: Final = re.compile(r"[ \t\r\n]*")
_SCAN: Final = json.JSONDecoder().raw_decode


def walk(source: Source, into: Collection[str]) -> Iterator[tuple[str, Any]]:
    """Give every value of a JSON file with its path; BrokenFileError where it is none.

    ``into`` names the objects and arrays that are walked through instead of given: ``""`` is the
    outermost, ``"messages"`` one inside it; what lies in that has the path ``"messages[]"``.
    """
    window = _Window(source)
    window.begin()
    yield from _walk(window, "", frozenset(into))
    if window.peek():
        window.fail("后面多了内容")


def _walk(window: "_Window", path: str, into: Collection[str]) -> Iterator[tuple[str, Any]]:
    opening = window.peek() if path in into else ""
    if opening == "{":
        yield from _walk_object(window, path, into)
    elif opening == "[":
        yield from _walk_array(window, f"{path}[]", into)
    else:
        yield path, window.value()


def _walk_object(window: "_Window", path: str, into: Collection[str]) -> Iterator[tuple[str, Any]]:
    window.take("{")
    if window.peek() == "}":
        window.take("}")
        return
    while True:
        name = window.value()
        if not isinstance(name, str):
            window.fail("这里应该是一个名字")
        window.take(":")
        yield from _walk(window, f"{path}.{name}" if path else name, into)
        if window.take(",}") == "}":
            return


def _walk_array(window: "_Window", path: str, into: Collection[str]) -> Iterator[tuple[str, Any]]:
    window.take("[")
    if window.peek() == "]":
        window.take("]")
        return
    while True:
        if path in into:
            yield from _walk(window, path, into)
        else:
            yield path, window.value()
        if window.take(",]") == "]":
            return


class _Window:
    """A stretch of the file, and a place in it."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._file: TextIO = source.open()
        self._text = ""
        self._at = 0
        self._lines = 1
        self._is_end = False

    def begin(self) -> None:
        """Read the first characters."""
        self._more()
        self._text = self._text.removeprefix("\ufeff")

    def peek(self) -> str:
        """Return the next character that is no white space; "" at the end."""
        while True:
            found = _SPACE.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text) or self._is_end:
                return self._text[self._at : self._at + 1]
            self._more()

    def take(self, wanted: str) -> str:
        """Take the next character, which must be one of those that are wanted."""
        found = self.peek()
        if not found:
            self.fail("文件在这里断了")
        if found not in wanted:
            self.fail(f"这里应该是 {' 或 '.join(wanted)}")
        self._at += 1
        return found

    def value(self) -> Any:  # noqa: ANN401 -- whatever JSON holds
        """Take the next value."""
        self.peek()
        while True:
            try:
                value, end = _SCAN(self._text, self._at)
            except ValueError:
                if self._is_end:
                    self.fail("文件在这里断了，或不是 JSON")
                if len(self._text) - self._at > LONGEST_VALUE:
                    self.fail("这里不是 JSON")
                self._more()
                continue
            except RecursionError:
                self.fail("这里套得太深")
            if end == len(self._text) and not self._is_end:
                self._more()  # a number may go on
                continue
            self._at = end
            return value

    def fail(self, why: str) -> NoReturn:
        """Give up, and tell where."""
        line = self._lines + self._text.count("\n", 0, self._at)
        raise BrokenFileError(self._source.path, f"到第 {line} 行", why)

    def _more(self) -> None:
        rest = self._text[self._at :]
        more = self._file.read(max(WINDOW, len(rest)))
        self._is_end = not more
        self._lines += self._text.count("\n", 0, self._at)
        self._text = rest + more
        self._at = 0
