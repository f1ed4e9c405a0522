"""Writing objects as JSON, one a line."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO


def write_lines(file: BinaryIO, told: Iterable[Mapping[str, Any]]) -> None:
    """Write objects, each on a line of its own."""
    file.writelines(
        json.dumps(one, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" for one in told
    )
