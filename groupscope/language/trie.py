"""One regular expression for many words, as fast as one for a few.

``re`` tries the branches of an alternation one after the other; folded into a trie, a position
costs as many steps as the longest word has characters, however many words there are.
"""

import re
from collections.abc import Iterable
from typing import TypeAlias

_Node: TypeAlias = dict[str, "_Node"]
_END = ""
"""The key that says: a word may end here."""


def pattern_of(words: Iterable[str]) -> str:
    """Return a pattern that matches the longest of ``words`` at a place; of none, it never does."""
    root: _Node = {}
    for word in filter(None, words):
        node = root
        for character in word:
            node = node.setdefault(character, {})
        node[_END] = {}
    return _written(root) if root else r"(?!)"


def _written(node: _Node) -> str:
    """Write the words below a node; the depth is that of the longest word."""
    branches = [
        re.escape(character) + _written(below)
        for character, below in sorted(node.items())
        if character
    ]
    if not branches:
        return ""
    written = f"(?:{'|'.join(branches)})"
    return f"{written}?" if _END in node else written
