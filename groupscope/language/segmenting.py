"""Cutting a text into words: one function in front of two segmenters.

``rjieba`` is jieba's own dictionary and model in Rust: the same words, nineteen times as fast.
"""

import warnings
from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import find_spec
from typing import Final, Literal, TypeAlias

from groupscope.language.lists import words
from groupscope.language.wholes import PLAIN, RUN, wholes

Segmenter: TypeAlias = Literal["auto", "rjieba", "jieba"]
Cut: TypeAlias = Callable[[str], list[str]]

_VARIATION: Final = "\ufe0f"


def cut(text: str, segmenter: Segmenter = "auto") -> list[str]:
    """Cut a cleaned text into all its tokens, in order; only white space is left out.

    QQ faces (``[流泪]``), emoji, 颜文字, latin words and numbers are one token each; an emoji comes
    without U+FE0F, so that ❤ and ❤️ are the same. ``segmenter`` is a setting of the installation;
    ``auto`` takes rjieba where it is installed. A character three times or more on end is one token
    of three: 哈哈哈哈哈 is 哈哈哈. Time grows with the text's length alone.
    """
    engine = _engine(segmenter)
    if PLAIN.fullmatch(text) and not RUN.search(text):
        return [token for token in engine(text) if not token.isspace()]
    return [token for token in _pieces(text, engine) if token and not token.isspace()]


def _pieces(text: str, engine: Cut) -> Iterator[str]:
    """Take out what stays whole, and have the rest cut."""
    done = 0
    for whole in wholes().finditer(text):
        if done < whole.start():
            yield from engine(text[done : whole.start()])
        found = whole[0].replace(_VARIATION, "")
        yield found[:3] if whole["run"] else found
        done = whole.end()
    if done < len(text):
        yield from engine(text[done:])


@cache
def _engine(segmenter: Segmenter) -> Cut:
    if segmenter == "auto":
        segmenter = "rjieba" if find_spec("rjieba") else "jieba"
    return _rjieba() if segmenter == "rjieba" else _jieba()


def _rjieba() -> Cut:
    """Load rjieba, whose one dictionary all groups share: a second would cost 24 MB."""
    import rjieba  # noqa: PLC0415  # 33 MB, for those who use it

    for word in sorted(words("chat_words")):
        rjieba.add_word(word, None, None)
    return rjieba.cut


def _jieba() -> Cut:
    """Load jieba, without its cache: that one is unmarshalled from where anybody may write.

    Reading the dictionary itself takes 0.6 s once.
    """
    with warnings.catch_warnings():  # setuptools complains that jieba imports pkg_resources
        warnings.simplefilter("ignore")
        import jieba  # noqa: PLC0415  # slow, for those who use it
    tokenizer = jieba.dt
    if not tokenizer.initialized:
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
        tokenizer.initialized = True
    for word in sorted(words("chat_words")):
        tokenizer.add_word(word)
    return tokenizer.lcut
