"""The two segmenters, each loaded when it is first used."""

import pickle
import sys
import warnings
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Literal, TypeAlias

from groupscope.language.lists import words

Segmenter: TypeAlias = Literal["auto", "rjieba", "jieba"]
Engine: TypeAlias = Callable[[str], list[str]]


@cache
def engine_of(segmenter: Segmenter) -> Engine:
    """Return what cuts plain text; ``auto`` is rjieba where it is installed, else jieba."""
    if segmenter == "auto":
        segmenter = "rjieba" if find_spec("rjieba") else "jieba"
    return _rjieba() if segmenter == "rjieba" else _jieba()


def _rjieba() -> Engine:
    """Load rjieba, whose one dictionary all groups share: a second would cost 24 MB."""
    import rjieba  # noqa: PLC0415  # 33 MB, for those who use it

    for word in sorted(words("chat_words")):
        rjieba.add_word(word, None, None)
    return rjieba.cut


def _jieba() -> Engine:
    """Load jieba, without its cache: that one is unmarshalled from where anybody may write.

    Reading the dictionary itself takes 0.6 s once, and 68 MB.
    """
    _lay_out_probabilities()
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


def _lay_out_probabilities() -> None:
    """Read jieba's table of 35,000 probabilities as its package ships it, not as source code.

    Where Python may not keep byte code, compiling the table takes 0.6 s and 57 MB at every start.
    """
    name = "jieba.finalseg.prob_emit"
    package = find_spec("jieba")
    if name in sys.modules or package is None or package.origin is None:
        return
    table = Path(package.origin).parent / "finalseg" / "prob_emit.p"
    if table.is_file():
        module = ModuleType(name)
        probabilities = pickle.loads(table.read_bytes())  # noqa: S301  # from jieba itself
        module.__dict__["P"] = probabilities
        sys.modules[name] = module
