"""What stays whole: faces, emoji, 颜文字, latin words and numbers.

A segmenter cuts these to pieces; they are taken out before it sees the rest. Every rule is bounded
or free of choice, so that a hostile text costs no more than its length.
"""

import re
from functools import cache
from typing import Final

from groupscope.language.lists import entries, words
from groupscope.language.trie import pattern_of

HANZI: Final = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
"""Chinese characters, for use inside a character class."""

PLAIN: Final = re.compile(f"[{HANZI}\\s，。！？、：；…“”《》~～!?,]*")
"""Text in which nothing has to stay whole: three messages in four."""

RUN: Final = re.compile(f"(?P<run>(?P<same>[{HANZI}])(?P=same){{2,}})")
"""A character three times or more: laughter and the like, which segmenters cut anyhow."""

FACE: Final = r"\[[^\[\]\s]{1,12}\]"
"""A QQ face or a sticker's summary: [流泪]."""

_PICTURE: Final = (
    "[\U0001f004\U0001f0cf\U0001f170-\U0001f251\U0001f300-\U0001faff"
    "\u231a\u231b\u2328\u23cf\u23e9-\u23f3\u23f8-\u23fa\u2600-\u2604\u260e\u2611\u2614\u2615\u2618"
    "\u261d\u2620\u2622\u2623\u2626\u262e\u262f\u2638-\u263a\u2648-\u2653\u2660\u2663\u2665\u2666"
    "\u2668\u267b\u267f\u2692-\u2697\u2699-\u269c\u26a0\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5"
    "\u26c8\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2702\u2705\u2708-\u270d\u270f\u2712\u2714"
    "\u2716\u2728\u2733\u2734\u2744\u2747\u274c\u274e\u2753-\u2755\u2757\u2763\u2764\u2795-\u2797"
    "\u27a1\u2934\u2935\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55]"
    "[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]*[\U000e0020-\U000e007f]*"
)
"""One picture with its variation, skin tone and tag characters (Unicode TS #51)."""

EMOJI: Final = (
    "(?:[\U0001f1e6-\U0001f1ff]{2}"
    "|[0-9#*]\ufe0f?\u20e3"
    f"|{_PICTURE}(?:\u200d(?:{_PICTURE}|[\u2640\u2642\u2695\u2696]\ufe0f?))*)"
)
"""Flags, keycaps, and pictures joined to one by ZWJ."""

_ODD: Final = f"[^\\s{HANZI}()（）A-Za-z0-9，。！？、：；“”.,!?+/%&$#@'\"-]"
_INSIDE: Final = f"(?:{_ODD}|[ oOTVvuUqQxXwW03;:.,'\"+#@-])"
_ARMS: Final = "[\\\\/_~～oOヽヾノﾉっつ╮╭╯╰┗┛┏┓٩وﻭ✧♪☆★゜ﾟ彡凸Σε=メ︵︶*ゞ｡▔シʃƪ]"
_BRACKETED: Final = (
    f"{_ARMS}{{0,3}}[(（](?={_INSIDE}{{0,12}}{_ODD}{_INSIDE}{{0,12}}[)）])"
    f"(?={_INSIDE}*?{_ODD}{_INSIDE}*?{_ODD}){_INSIDE}{{2,14}}[)）]{_ARMS}{{0,6}}"
)
"""(╥﹏╥), ╮(╯▽╰)╭, _(:з」∠)_: brackets around at least two signs that no sentence has there."""

_EYES: Final = (
    r"(?<![A-Za-z0-9])(?:(?P<eye>[TtQqOoUuXx0><^=;@·・￣╥ಥ°→←╯-])(?:[_.^﹏▽ωДд□△ｰ‿o]|_{2,4}|\.\.)"
    r"(?P=eye)|>[_.﹏]{1,3}<|[Oo][_.][Oo0])(?![A-Za-z0-9])"
)
"""T_T, ^_^, >_<, -_-, o.O: a mouth between two eyes."""

_SIDEWAYS: Final = (
    rf"(?<![A-Za-z0-9])[:;=]['-]?(?:\)+|\((?![{HANZI}])|[DPpOo3|*\\]|/(?!/))(?![A-Za-z0-9])"
)
""":) :-D ;P"""

_NUMBER: Final = r"[0-9]+(?:[.:][0-9]+)+%?"
_LATIN: Final = r"[A-Za-z0-9]+(?:[.'’_+\-&][A-Za-z0-9]+)*(?:\+{1,2}|#|%)?"
_OTHER_LETTERS: Final = f"[^\\W\\d_{HANZI}]+"
"""Kana, hangul, cyrillic: whole as they are written."""


_BEGINS_PLAIN: Final = re.compile(f"[{HANZI}]")
_NOT_PLAIN: Final = f"(?=[^{HANZI}\\s，。！？、…])"
"""Most places of a text begin nothing that the rules could find; this tells in one step."""


@cache
def wholes() -> re.Pattern[str]:
    """Compile the rules; a run of one character is the group ``run``."""
    faces, mixed = entries("kaomoji"), words("mixed_words")
    plain_first = (word for word in (*faces, *mixed) if _BEGINS_PLAIN.match(word))
    rules = (
        EMOJI,
        pattern_of(faces),
        FACE,
        _BRACKETED,
        _EYES,
        _SIDEWAYS,
        f"(?i:{pattern_of(mixed)})(?![A-Za-z0-9])",
        _NUMBER,
        _LATIN,
        _OTHER_LETTERS,
    )
    at_plain = f"(?i:{pattern_of(plain_first)})(?![A-Za-z0-9])"
    return re.compile(f"{RUN.pattern}|{at_plain}|{_NOT_PLAIN}(?:{'|'.join(rules)})")
