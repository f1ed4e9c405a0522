"""Where operating systems differ: answered here, so that nothing else asks on which one it runs.

``system`` is its name as in ``sys.platform``; tests give another one.
"""

import socket
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Final, TextIO

WINDOWS: Final = "win32"
SAMPLE: Final = "群镜"


def bind_alone(
    listener: socket.socket, address: tuple[str, int], system: str = sys.platform
) -> None:
    """Bind a socket where nobody else listens, as the server does afterwards; else OSError.

    SO_REUSEADDR passes over connections that linger; on Windows it would share a port that somebody
    listens on, and the server, which does not set it there, would fail without a sentence.
    """
    if system != WINDOWS:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(address)


def write_any_letter(*streams: TextIO) -> None:
    """Let streams write Chinese, and a question mark for what they have no letter for.

    What is redirected into a file or a pipe on Windows is written in the machine's own encoding:
    one without emoji, or even without Chinese, would end the program with an error.
    """
    for stream in streams:
        if isinstance(stream, TextIOWrapper):
            encoding = stream.encoding if _has_letters(stream.encoding) else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace")


def _has_letters(encoding: str) -> bool:
    try:
        SAMPLE.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def to_read_only(file: Path) -> str:
    """Return the address by which SQLite opens a file to read it, and makes none.

    Drive letters, backslashes and ``%#?`` in a path mean something else in an address.
    """
    return f"{file.absolute().as_uri()}?mode=ro"
