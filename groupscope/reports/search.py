"""搜: what was said that holds some words, the newest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from groupscope.access import EVERY_GROUP, Act
from groupscope.charts import Card, Quote, Quotes
from groupscope.commands import Question
from groupscope.errors import QuestionError
from groupscope.figures.finding import excerpt, moment_label
from groupscope.periods import Period
from groupscope.report import HEADLINE_LENGTH, Report, clipped, command, coverage_line, name_asked
from groupscope.scope import Scope
from groupscope.store import Snapshot
from groupscope.store.coverage import Coverage
from groupscope.store.search import Found, looks_up, search

A_PAGE = 10
LAST_PAGE = 100
EVERYWHERE = frozenset({"所有群", "全部群", "everywhere"})
MORE = frozenset({"more", "更多", "下一页"})
ORIGINAL = frozenset({"original", "原文"})


class NothingSoughtError(QuestionError):
    """Nothing was given that could be looked for."""

    def __init__(self) -> None:
        super().__init__("要搜什么？至少两个字，例如：/搜 番茄牛腩，/搜 开会 上周 @某人")


class NothingFoundError(QuestionError):
    """Nobody, or not the one who was asked about, has said it."""

    def __init__(self, words: str, period: Period, who: str | None, page: int) -> None:
        if page > 1:
            super().__init__("没有更早的了。")
        elif who:
            super().__init__(
                f"{clipped(who)} {period.label}没有说过{words}（只搜了 TA 自己的话）。"
            )
        else:
            super().__init__(f"{period.label}没有人说过{words}。")


@command(
    "search",
    "搜",
    "搜索",
    period="全部",
    summary="谁什么时候说过什么",
    example="/搜 番茄牛腩，/搜 开会 上周 @某人",
    icon="🔎",
    takes_words=True,
    options=EVERYWHERE,
    actions=MORE | ORIGINAL,
    details=(
        ("几个词", "都要出现；要连在一起就加引号：/搜 “下周 开会”"),
        ("更多", "更早的十条"),
        ("原文 编号", "引用那条消息，点一下跳过去，并给出前后几句"),
        ("所有群", "机器人的主人，私聊里：一次搜所有群"),
        ("搜得到什么", "任意两个字以上的原话；撤回的、命令、机器人的、不参与统计的人的，都搜不到"),
    ),
)
@dataclass(frozen=True, slots=True)
class Search(Report):
    """A page of ten messages that hold all the words, whatever their case."""

    plugin: ClassVar[str] = "searching"
    about_others: ClassVar[Act] = Act.SEARCH_OTHERS
    about_everybody: ClassVar[Act] = Act.SEARCH_OTHERS
    everywhere: ClassVar[frozenset[str]] = EVERYWHERE

    group: str | None
    """None where all groups were searched."""
    who: str | None
    period: Period
    words: tuple[str, ...]
    page: int
    found: tuple[Found, ...]
    has_more: bool
    size: int
    """Of a page."""
    names: Mapping[tuple[int, int], str]
    """By group and member."""
    groups: Mapping[int, str]
    coverage: Coverage | None

    @classmethod
    async def load(cls, db: Snapshot, scope: Scope) -> Self:
        """Look for nothing: NothingSoughtError."""
        return await cls.ask(db, Question(scope))

    @classmethod
    async def ask(cls, db: Snapshot, question: Question) -> Self:
        """Find a page of messages; NothingSoughtError, or NothingFoundError."""
        return await cls.page_of(db, question, A_PAGE)

    @classmethod
    async def page_of(cls, db: Snapshot, question: Question, size: int) -> Self:
        """Find a page of so many messages; as ``ask``."""
        scope, words = question.scope, question.words
        if not any(map(looks_up, words)):
            raise NothingSoughtError
        page = min(max(question.page, 1), LAST_PAGE)
        rows = await search(db, scope, words, page * size + 1)
        shown = rows[(page - 1) * size : page * size]
        who = await name_asked(db, scope)
        if not shown:
            raise NothingFoundError(quoted(words), scope.period, who, page)
        is_everywhere = scope.group_id == EVERY_GROUP
        return cls(
            group=None if is_everywhere else db.group_name(scope.group_id),
            who=who,
            period=scope.period,
            words=words,
            page=page,
            found=tuple(shown),
            has_more=len(rows) > page * size,
            size=size,
            names=await _names(db, shown),
            groups={row.group_id: db.group_name(row.group_id) for row in shown},
            coverage=None if is_everywhere else await db.coverage(scope),
        )

    def headline(self) -> str:
        """Say how many there are, and who said the newest when."""
        newest = self.found[0]
        name = clipped(self.names[newest.group_id, newest.sender_id])
        count = len(self.found)
        if self.page > 1:
            first = (self.page - 1) * self.size + 1
            many = f"第 {first}–{first + count - 1} 条"
        else:
            many = f"最近 {count} 条" if self.has_more else f"{self.period.label} {count} 条"
        said = f"{many}，{name} {self._when(newest)}"
        return f"{quoted(self.words, HEADLINE_LENGTH - len(said))}{said}"

    def text(self) -> str:
        """List what was said, with its numbers."""
        lines = [self.headline()]
        lines += [
            f"{number}. {clipped(self.names[row.group_id, row.sender_id])}"
            f"（{self._when(row)}{self._where(row)}）：{excerpt(row, self.words[0])}"
            for number, row in self._numbered()
        ]
        return "\n".join([*lines, self._hint(), self._foot()])

    def card(self) -> Card:
        """Draw what was said."""
        rows = tuple(
            Quote(
                member_id=row.sender_id,
                name=self.names[row.group_id, row.sender_id],
                when=self._when(row),
                text=excerpt(row, self.words[0]),
                note=clipped(self.groups[row.group_id]) if self.group is None else f"#{number}",
            )
            for number, row in self._numbered()
        )
        title = quoted(self.words, 24)
        where = self.group or "所有群"
        whose = f" · {clipped(self.who)}说的" if self.who else ""
        quotes = Quotes("🔎 最近说的在最前面", self._hint(), rows)
        subtitle = f"{where} · {self.period.label}{whose}"
        return Card(title, "🔎", subtitle, (quotes,), self._foot())

    def _numbered(self) -> list[tuple[int, Found]]:
        return list(enumerate(self.found, start=(self.page - 1) * self.size + 1))

    def _when(self, row: Found) -> str:
        return moment_label(row.sent_at, self.period.zone, self.period.end.year)

    def _where(self, row: Found) -> str:
        return f"，{clipped(self.groups[row.group_id])}" if self.group is None else ""

    def _hint(self) -> str:
        return "更早的：/搜 更多" if self.has_more else "就这些"

    def _foot(self) -> str:
        if self.coverage is None:
            return f"{self.period.label} · 所有群"
        return coverage_line(self.period, self.coverage)


def quoted(words: tuple[str, ...], longest: int = 40) -> str:
    """Return what was looked for, in quotation marks."""
    return f"「{clipped(' '.join(words), max(longest - 2, 4))}」"


async def _names(db: Snapshot, rows: list[Found]) -> dict[tuple[int, int], str]:
    """Return how those who said something are called in their groups."""
    people: dict[int, set[int]] = {}
    for row in rows:
        people.setdefault(row.group_id, set()).add(row.sender_id)
    return {
        (group_id, member): name
        for group_id, members in people.items()
        for member, name in (await db.names(group_id, members)).items()
    }
