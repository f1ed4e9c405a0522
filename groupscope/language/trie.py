"""One regular expression for many words, as fast as one for a few.

``re`` tries the branches of an alternation one after the other; folded into a trie, a position
costs as many steps as the longest word has characters, however many words there are.
"""

import re
from collections.abc import Iterable
from typing import Final, TypeAlias

_Node: TypeAlias = dict[str, "_Node"]
_END = ""
"""The key that says: a word may end here."""

_MANY: Final = 8
"""From so many branches on, one look at the first characters of them all is worth it."""


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
    choice = f"(?:{'|'.join(branches)})"
    written = choice if len(branches) < _MANY else f"(?:{_glance(node)}{choice})"
    return f"{written}?" if _END in node else written


def _glance(node: _Node) -> str:
    """Write a look at whether any branch can begin here, before they are tried in turn."""
    return f"(?=[{''.join(map(re.escape, sorted(filter(None, node))))}])"
