"""Which tokens of a message count as words, and in which form."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Final, NamedTuple

from groupscope.language.lists import words as listed
from groupscope.language.vocabulary import DEFAULT, Vocabulary
from groupscope.language.wholes import EMOJI, FACE, HANZI

_LONGEST_LATIN: Final = 24
"""What is longer is a key, a hash, somebody's head on the keyboard."""

_HANZI: Final = re.compile(f"[{HANZI}]+")
_FACE: Final = re.compile(FACE)
_EMOJI: Final = re.compile(EMOJI)
_PICTURES: Final = frozenset({"[图片]", "[动画表情]", "[表情]", "[语音]", "[视频]", "[文件]"})
_SIGNS: Final = re.compile(r"[\W_]+")
_SENTENCE_SIGNS: Final = re.compile(
    r"[-.…—~～。，！？、!?,;；:：_+%#&*=|/\\\"'“”‘’()（）\[\]【】《》<>]+"
)
"""Any number of these is punctuation; 颜文字 have something else among them, or are listed."""

_ASTRAL: Final = 0x10000
"""From here on, emoji are shown in colour without being asked."""

_FIGURE: Final = re.compile(r"[0-9.:_+%&/-]+")
_LAUGHTER: Final = re.compile(r"([哈呵嘿嘻呜嘤嘎])\1+")
_LATIN_LAUGHTER: Final = re.compile(r"h{3,}|(?:ha){2,}h?|w{3,}", re.IGNORECASE)
_REPEATED: Final = re.compile(r"(.)\1+")
_COUNTED: Final = re.compile(
    r"(?!(?:五一|六一|十一|三八)$)[第每]?[一二两三四五六七八九十百千万亿几半零〇]+"
    r"[个点天次年月号分块元岁人位只条张件遍回下些楼班口秒日周期名杯斤米步种句家顿把套份]?[钟钱半多]?"
)
"""两天, 第一次, 十几个; but 五一 is a holiday, and 四级 an exam."""

_CHAT_FIGURES: Final = (
    (re.compile(r"23{2,}"), "233"),
    (re.compile(r"6{3,}"), "666"),
    (re.compile(r"5{3,}"), "555"),
    (re.compile(r"520|1314|996|007|985|211"), None),
)
"""Figures that are words, and the form that stands for all of them; None: as it is."""


class _Own(NamedTuple):
    """A vocabulary's words without regard to case, and those kept as they were written."""

    kept: Mapping[str, str]
    ignored: frozenset[str]


def words_of(tokens: Iterable[str], vocabulary: Vocabulary = DEFAULT) -> tuple[str, ...]:
    """Return the words that count, in order of appearance, each once per message.

    Left out: stop words, single characters, figures, punctuation. Case is folded (but B站 and words
    of one's own are as they were written), laughter of any length is one word (哈哈), and emoji
    have U+FE0F where they need it to be shown in colour.
    """
    has_own = vocabulary.user_words or vocabulary.stop_words
    forms = _own_forms(tokens, vocabulary) if has_own else map(_counted_form, tokens)
    return tuple(dict.fromkeys(form for form in forms if form))


def _own_forms(tokens: Iterable[str], vocabulary: Vocabulary) -> Iterator[str | None]:
    """Give the form of each token where a vocabulary's own words come first."""
    own = _own(vocabulary)
    for token in tokens:
        folded = token.casefold()
        form = own.kept.get(folded) or _counted_form(token)
        yield None if form in own.ignored or folded in own.ignored else form


@lru_cache(maxsize=1 << 14)
def _counted_form(token: str) -> str | None:
    """Return the form in which a token counts; chat says the same words again and again."""
    if _HANZI.fullmatch(token):
        return _hanzi(token)
    if token[0] == "[" and _FACE.fullmatch(token):
        return None if token in _PICTURES else token
    if _EMOJI.fullmatch(token):
        is_symbol = len(token) == 1 and ord(token) < _ASTRAL
        return token + "\ufe0f" if is_symbol else token
    return _rest(token, token.casefold())


def _hanzi(token: str) -> str | None:
    """Judge a token of Chinese characters alone."""
    if len(token) == 1 or token in _stop_words():
        return None
    if _LAUGHTER.fullmatch(token):
        return token[:2]
    if len(token) > 2 and _REPEATED.fullmatch(token):  # noqa: PLR2004  # 妈妈 is a word
        return None
    return None if _COUNTED.fullmatch(token) else token


def _rest(token: str, folded: str) -> str | None:
    """Judge latin words, figures, 颜文字 and punctuation."""
    if _FIGURE.fullmatch(token):
        return _figure(token)
    if _SIGNS.fullmatch(token) or not token.isalnum():
        return _signs(token, folded)
    if _LATIN_LAUGHTER.fullmatch(folded):
        return "哈哈"
    if len(token) == 1 or len(token) > _LONGEST_LATIN or folded in _stop_words():
        return None
    return _mixed_words().get(folded, folded)


def _figure(token: str) -> str | None:
    for pattern, form in _CHAT_FIGURES:
        if pattern.fullmatch(token):
            return form or token
    return None


def _signs(token: str, folded: str) -> str | None:
    """Keep 颜文字 as they are and C++ as a word; drop punctuation and stray joiners."""
    if token[0].isalpha() and token.isascii() and "_" not in token and "^" not in token:
        return folded if len(token) <= _LONGEST_LATIN and folded not in _stop_words() else None
    is_face = len(token) > 1 and not _SENTENCE_SIGNS.fullmatch(token)
    return token if is_face or _is_sideways(token) else None


_is_sideways: Final[Callable[[str], object]] = re.compile(r"[:;=]['-]?[)(DPp3/\\]+").fullmatch


@cache
def _mixed_words() -> Mapping[str, str]:
    """Map B站 and its like, in any case, to how they are written."""
    return {word.casefold(): word for word in listed("mixed_words")}


def _stop_words() -> frozenset[str]:
    return listed("stop_words")


@lru_cache(maxsize=256)
def _own(vocabulary: Vocabulary) -> _Own:
    return _Own(
        # of two ways to write it, the one with more capitals: those sort first
        {word.casefold(): word for word in sorted(vocabulary.user_words, reverse=True)},
        frozenset(word.casefold() for word in vocabulary.stop_words),
    )
