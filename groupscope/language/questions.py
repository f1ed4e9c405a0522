"""Whether a message asks something: rules, clause by clause.

A question mark asks. Without one, a clause asks by its last word (吗, 没, 不, 呢 after a name), by
A不A, by a choice (A 还是 B) or by a question word, unless the question is inside a statement
(不知道他几点来), stands for anything (什么都行), or wants no answer (谁知道呢, 凭什么).
The expressions themselves are lists under ``data/questions/``.
"""

import re
from functools import cache
from typing import Final

from groupscope.language.lists import entries

_HINT: Final = re.compile(
    r"[?？吗嘛么呢吧没不否谁哪几多啥咋何怎什肿孰干真木咩求嗎麼麽誰幾為沒還]|还是|问"
)
"""A text with none of these asks nothing."""

_TRADITIONAL: Final = str.maketrans(
    "嗎麼麽誰幾為沒還問點說們個過這裡裏時後會來對", "吗么么谁几为没还问点说们个过这里里时后会来对"
)
"""What questions are made of, for those who write the older characters."""

_CLAUSE: Final = re.compile(r"(?:\[[^\[\]]*\]|[^\w?？]|_)+")
_LONGEST_CLAUSE: Final = 60
"""Characters of a clause that are looked at, from its end: that is where Chinese asks."""

_PARTICLES: Final = "啊呀呐喔噢哟哇啦诶欸咧阿捏哈嘿呵呜嘤唉哎哦abcdefghijklmnopqrstuvwxyz"
"""What a speaker adds at the end, and changes nothing."""

_CALLED: Final = re.compile(
    r"(?<=[不没吗呢么吧啊])(?:亲|老板|大佬|各位|宝子?|家人们?|兄弟们?|姐妹们?|同学们?|老师|大家)$"
)
"""Whom it was said to, behind the question: 能开发票不亲."""

_CALLED_ENDS: Final = frozenset("亲板佬位宝子人弟妹学们师家")

_A_NOT_A: Final = re.compile(
    r"(?<![不没])(?P<verb>[^\W\d_])[^\W\d_就也都又还才了便]?[不没](?P=verb)|有木有|可否|能否|是否|有无|可不可以"
)
"""Going or not going; said twice, 不去不去 asks nothing."""
_CHOICE: Final = re.compile(r".{2}还是.{2}")
_MA: Final = re.compile(
    r"吗|(?<![什那这怎要多饿])么$|.咩$|[^的是对好行真就说这那了来去要会人哈错事干]嘛$"
)
_NOT_MA: Final = re.compile(r"干吗|^吗的|[他你尼]吗的|^[他尼]吗")
_NOT: Final = re.compile(r"(?:[没木]有|[没不否啵伐])+$")
_STATED: Final = re.compile(
    r"(?:[还也都就又从并谁没才偏要决绝可是说真不但我他她的]|根本|当然|绝对|肯定|一个|什么|啥|完全|一点|反正)$"
)
"""Before 没 or 不, this makes it a statement: 还没, 都不."""

_OTHER_FORMS: Final = re.compile(r"还是|问|[真假]的?$|有木有|[可能是]否|有无")
_WHERE_IS: Final = re.compile(r"(?:那么?|所以|但|可)?[^\W\d_]{1,5}呢")
_SAID_TO_YOU: Final = re.compile(
    r"^[你您].{0,4}(?:不会|没|不是|应该|知道|还|也|是).*吧$|^[你您]们?(?:现在)?[在到][^等待睡玩坐看]{2,6}吧$"
    r"|(?<!应该)(?<!可能)(?<!好像)(?<!大概)(?<!估计)(?<=.{2})[是对]吧$|^[是对]吧$"
    r"|没(?:什么|啥)?事吧$|^应该没.{1,4}吧$|^(?!应该|可能|估计|大概|好像|我).{2,4}(?:是在|不(?:用|会|是|上|下|开|放|考|收)).{1,5}(?<!了)吧$"
)


def is_question(text: str) -> bool:
    """Tell whether a cleaned text asks something that somebody could answer.

    What only the voice makes a question (他也去) is not found without its question mark.
    """
    if not _HINT.search(text):
        return False
    if "？" in text or "?" in text:
        return not _asks_nobody().fullmatch(text.lower())
    clauses = _CLAUSE.split(text.lower().translate(_TRADITIONAL))
    return any(_asks(clause[-_LONGEST_CLAUSE:]) for clause in clauses if clause)


def _asks(clause: str) -> bool:
    """Judge one clause; the cheap tests come first, for most clauses ask nothing."""
    if clause[-1] in _CALLED_ENDS:
        clause = _CALLED.sub("", clause)
    bare = clause.rstrip(_PARTICLES).removesuffix("来着") or clause
    is_asked_by_tail = _asks_by_tail(bare)
    if not is_asked_by_tail and not _has_form(bare):
        return False
    if _rule("asked_outright").search(bare):
        return True
    if _rule("no_answer_wanted").search(clause):
        return False
    return is_asked_by_tail or (not _is_inside(bare) and _asks_by_form(clause, bare))


def _asks_by_tail(bare: str) -> bool:
    """吗; 没 and 不 after what is asked; 呢 after a name; 吧 said to somebody."""
    last = bare[-1]
    if ("吗" in bare or last in "么咩嘛") and _MA.search(bare):
        return not _NOT_MA.search(bare)
    if last in "没有不否啵伐":
        before = _NOT.sub("", bare)
        return before not in ("", bare) and not _STATED.search(before)
    if last == "呢":
        return bool(_WHERE_IS.fullmatch(bare)) and not _rule("verbal").search(bare)
    return last == "吧" and bool(_SAID_TO_YOU.search(bare))


def _has_form(bare: str) -> bool:
    """Tell whether there is anything of a question that is not asked by its tail."""
    is_negated = "不" in bare or "没" in bare
    return bool(
        _rule("question_words").search(bare)
        or _OTHER_FORMS.search(bare)
        or (is_negated and _A_NOT_A.search(bare))
    )


def _is_inside(bare: str) -> bool:
    """Tell whether what asks comes soon after 不知道, 告诉 and the like, and nothing before."""
    found = _inside().search(bare)
    return found is not None and not _A_NOT_A.search(bare, 0, found.start())


def _asks_by_form(clause: str, bare: str) -> bool:
    """A不A, a choice, or a question word that means what it says."""
    if _A_NOT_A.search(bare) and not _rule("a_not_a_but").search(bare):
        return True
    if _CHOICE.search(clause) and not _rule("choice_but").search(bare):
        return True
    return bool(_rule("question_words").search(bare)) and not _rule("anything").search(bare)


@cache
def _rule(name: str) -> re.Pattern[str]:
    return re.compile(_written(name))


@cache
def _asks_nobody() -> re.Pattern[str]:
    """Compile what asks nothing even with a question mark: ？？？, 至于吗？"""
    return re.compile(rf"\W*(?:(?:{_written('asks_nobody')})[^\w]*)?")


@cache
def _inside() -> re.Pattern[str]:
    asked = f"{_written('question_words')}|(?P<verb>.)[不没](?P=verb)|有没有|是否"
    return re.compile(f"(?:{_written('inside')}).{{0,10}}?(?:{asked})")


@cache
def _written(name: str) -> str:
    """Join the expressions of a list; ``{wh}`` in them stands for any question word."""
    joined = "|".join(entries(f"questions/{name}"))
    return (
        joined.replace("{wh}", f"(?:{_written('question_words')})") if "{wh}" in joined else joined
    )
