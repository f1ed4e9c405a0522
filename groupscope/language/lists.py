"""Word lists under ``data/``: one subject each, read once, when first asked for."""

from functools import cache
from importlib.resources import files


@cache
def entries(subject: str) -> tuple[str, ...]:
    """Return the entries of ``data/<subject>.txt``, in order.

    One entry a line; blank lines and lines that begin with ``# `` are for the reader.
    """
    content = files("groupscope.language").joinpath("data", f"{subject}.txt").read_text("utf-8")
    lines = (line.rstrip("\n") for line in content.split("\n"))
    return tuple(line for line in lines if line.strip() and not line.startswith("# "))


@cache
def words(subject: str) -> frozenset[str]:
    """Return every word of ``data/<subject>.txt``, where a line holds several."""
    return frozenset(word for line in entries(subject) for word in line.split())
