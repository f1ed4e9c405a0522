"""Lists of words in ``lists/``, an entry a line; a first line with ``#`` says what they are."""

from functools import cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "lists"


@cache
def words(name: str) -> tuple[str, ...]:
    """Return a list's entries as they stand, the spaces at their ends included."""
    lines = (FOLDER / f"{name}.txt").read_text("utf-8").split("\n")
    return tuple(line for line in lines if line and not line.startswith("# "))
