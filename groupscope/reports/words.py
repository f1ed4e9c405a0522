"""热词: what is special about a period or a member against the group's usual talk."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Self

from groupscope.charts import Card, HotWord, HotWords
from groupscope.errors import QuestionError
from groupscope.language.keywords import Keyword, keywords
from groupscope.language.new_words import NewWord, new_words
from groupscope.periods import Period
from groupscope.report import (
    HEADLINE_LENGTH,
    Report,
    Work,
    advice,
    clipped,
    command,
    coverage_line,
    covered,
    name_asked,
)
from groupscope.scope import Scope
from groupscope.store import Snapshot
from groupscope.store.coverage import Coverage
from groupscope.store.examples import Said, examples_of, latest_said

SHOWN = 8
USUAL_DAYS = 90
"""How many days before a period are its usual talk."""
LONGEST_EXAMPLE = 60
FEWEST_NEW = 5
"""A new word is in at least so many messages."""
NEW_SHOWN = 2


class NoWordsError(QuestionError):
    """Something was said, but no words that count, or not by the member who was asked about."""

    def __init__(self, period: Period, who: str | None) -> None:
        subject = f"{clipped(who)} " if who else ""
        super().__init__(f"{subject}{period.label}没有说过能统计的词。{advice(period, '热词')}")


@command(
    "words",
    "热词",
    period="近7天",
    summary="这段时间特别的词",
    example="/热词 昨天，/热词 @某人，/热词 加 番茄牛腩",
    icon="🔥",
    place=3,
    details=(
        ("加、忽略、恢复", "管理员：教我本群的词，/热词 加 番茄牛腩"),
        ("词表", "本群添加和忽略的词"),
        ("和谁比", "和之前 90 天比；看一个人时，和群里其他人比"),
    ),
    actions=frozenset(
        ["add", "加", "添加", "ignore", "忽略", "屏蔽", "reset", "恢复", "list", "词表"]
    ),
)
@dataclass(frozen=True, slots=True)
class HotTalk(Report):
    """Words said more than usual, by log-odds; each with an example message.

    The usual talk of a group is that of the ninety days before; of a member, what the others said
    meanwhile. Without any, or where nothing is special, the most frequent words stand there.
    ``said`` are the latest messages with who said them, the latest first: in them ``refined`` looks
    for words that the segmenter does not know.
    """

    group: str
    who: str | None
    period: Period
    rows: tuple[HotWord, ...]
    is_compared: bool
    is_special: bool
    said: tuple[Said, ...]
    names: Mapping[int, str]
    coverage: Coverage

    @classmethod
    async def load(cls, db: Snapshot, scope: Scope) -> Self:
        """Compare the words of a scope with the usual ones."""
        counts = await db.words(scope)
        coverage = await covered(db, scope)
        who = await name_asked(db, scope)
        if not counts:
            raise NoWordsError(scope.period, who)
        usual = await usual_words(db, scope, counts)
        special = keywords(counts, usual, limit=SHOWN)
        shown = special or most_frequent(counts, usual)
        latest = await latest_said(db, scope)
        examples = await examples_of(db, scope, [word.word for word in shown], latest)
        people = {one.sender for one in (*latest.said, *examples.values())}
        names = await db.names(scope.group_id, people)
        return cls(
            group=db.group_name(scope.group_id),
            who=who,
            period=scope.period,
            rows=tuple(
                exemplified(
                    HotWord(place, word.word, word.count, word.usual if usual else None),
                    examples.get(word.word),
                    names,
                )
                for place, word in enumerate(shown, start=1)
            ),
            is_compared=bool(usual),
            is_special=bool(special),
            said=latest.said,
            names=names,
            coverage=coverage,
        )

    async def refined(self, work: Work) -> Self:
        """Add the words that the segmenter cuts, though they hold together."""
        at_least = max(FEWEST_NEW, len(self.said) // 250)
        texts = tuple(one.text for one in self.said)
        found = await work(new_words, texts, at_least=at_least)
        known = {word.text for word in self.rows}
        new = [word for word in found if word.word not in known][:NEW_SHOWN]
        kept = self.rows[: SHOWN - len(new)]
        added = (self._new_word(place, word) for place, word in enumerate(new, start=len(kept) + 1))
        return replace(self, rows=(*kept, *added))

    def _new_word(self, place: int, word: NewWord) -> HotWord:
        """Return a new word with an example: the latest message that it was said in."""
        told = HotWord(place, word.word, word.count, usual=None, is_new=True)
        found = next((one for one in self.said if word.word in one.text), None)
        return exemplified(told, found, self.names)

    def headline(self) -> str:
        """Name the most special word, or the most frequent one, with its figures."""
        best = self.rows[0]
        who = f"{clipped(self.who)} " if self.who else ""
        what = "最特别的词" if self.is_special else "说得最多的词"
        line = f"{who}{self.period.label}{what}：{clipped(best.text, 8)}"
        told = f"{line}（{best.count:,} 条{usual_note(best)}）"
        return told if len(told) <= HEADLINE_LENGTH else f"{line}（{best.count:,} 条）"

    def text(self) -> str:
        """List the words with their figures and examples."""
        lines = [f"{self.period.label}热词 · {self.group}", self.headline()]
        for word in self.rows:
            usual = "，新词" if word.is_new else usual_note(word)
            example = f"：{clipped(word.example, 30)}" if word.example else ""
            lines.append(f"{word.place}. {clipped(word.text)} {word.count:,} 条{usual}{example}")
        return "\n".join([*lines, coverage_line(self.period, self.coverage)])

    def card(self) -> Card:
        """Draw the words."""
        hint = f"与之前 {USUAL_DAYS} 天比" if self.is_compared else "还没有更早的记录可比"
        if self.who and self.is_compared:
            hint = "与群里其他人比"
        title = f"{clipped(self.who)}的热词" if self.who else "这段时间的热词"
        said = f"{'全群 ' if self.who else ''}{self.coverage.messages:,} 条"
        subtitle = f"{self.group} · {self.period.label} · {said}"
        board = "📈 比平时说得多的词" if self.is_special else "💬 说得最多的词"
        marks = (HotWords(board, hint, self.rows),)
        return Card(title, "🔥", subtitle, marks, coverage_line(self.period, self.coverage))


async def usual_words(db: Snapshot, scope: Scope, counts: Mapping[str, int]) -> dict[str, int]:
    """Return the talk that a scope is compared with; it does not overlap the scope's own."""
    if scope.member_id is not None:
        everybody = Counter(await db.words(Scope(scope.group_id, scope.period)))
        everybody.subtract(counts)
        return dict(+everybody)
    start = scope.period.start
    before = Period(start - timedelta(days=USUAL_DAYS), start, "")
    return await db.words(Scope(scope.group_id, before)) if start.timestamp() > 0 else {}


def usual_note(word: HotWord) -> str:
    """Return how often a word is said usually, where that is known."""
    return "" if word.usual is None else f"，平时 {word.usual:.0f} 条"


def exemplified(word: HotWord, said: Said | None, names: Mapping[int, str]) -> HotWord:
    """Return a word with its example, where there is one to be seen."""
    text = clipped(said.text, LONGEST_EXAMPLE) if said else ""
    if said is None or not text:
        return word
    return replace(word, example=text, example_by=names[said.sender])


def most_frequent(counts: Mapping[str, int], usual: Mapping[str, int]) -> tuple[Keyword, ...]:
    """Return the most frequent words, where there is nothing to compare with or nothing special."""
    share = sum(counts.values()) / max(sum(usual.values()), 1)
    return tuple(
        Keyword(word, count, usual.get(word, 0) * share, 0.0)
        for word, count in list(counts.items())[:SHOWN]
    )
