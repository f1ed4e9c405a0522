"""复读: chains of people who say the same thing in a row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from groupscope.charts import Board, BoardRow, Card, Cheer, Quote, Quotes, Tile, Tiles
from groupscope.errors import QuestionError
from groupscope.figures.chains import Part, by_length, fastest, of_member, parts
from groupscope.figures.said import quotable
from groupscope.periods import Period
from groupscope.report import (
    HEADLINE_LENGTH,
    Report,
    advice,
    clipped,
    command,
    coverage_line,
    covered,
    name_asked,
    refuse_forgotten,
)
from groupscope.scope import Scope
from groupscope.store import Snapshot
from groupscope.store.coverage import Coverage
from groupscope.store.identity import Place
from groupscope.store.places import messages_at
from groupscope.store.summaries.runs import FEWEST, PATIENCE, RUNS, Run

SHOWN = 5
"""How many chains are shown."""
BEST = 5
"""How many members stand on the board."""
LONGEST_QUOTE = 60
IN_A_HEADLINE = 12
"""Characters of what was repeated, in a headline."""
REPEAT = "🔁"


class NobodyRepeatedError(QuestionError):
    """There was no chain in a period, or none that the member asked about had a part in."""

    def __init__(self, period: Period, who: str | None) -> None:
        whose = f"{clipped(who)} " if who else ""
        what = "没有参与或打断过复读" if who else "没有复读"
        super().__init__(
            f"{whose}{period.label}{what}（{FEWEST} 人接连说一样的才算）。{advice(period, '复读')}"
        )


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain with what was repeated."""

    run: Run
    text: str

    @property
    def people(self) -> int:
        """How many took part."""
        return len(self.run.links)


@command(
    "repeat",
    "复读",
    "复读机",
    period="近7天",
    summary="谁带头复读，谁打断，最长多少人",
    example="/复读 本月，/我的复读",
    icon=REPEAT,
    details=(
        ("算复读", f"至少 {FEWEST} 个不同的人接连发一样的文字、图片或表情"),
        ("一样", "大小写、全角半角、空格不计；骰子、语音、视频不算"),
        ("同一个人连发", "不算多一个人，也不算打断"),
        ("中间的命令和机器人", "当作没有；撤回的也是"),
        ("断了", f"有人说了别的算他打断；隔了 {PATIENCE // 60} 分钟没人接，算自己停下"),
        ("最快", "从第一条到第三个人用的时间"),
    ),
)
@dataclass(frozen=True, slots=True)
class Repeats(Report):
    """Chains of a period, the longest first, and each member's part in them.

    Of a member: the chains that they took part in or broke. ``total`` is how many chains there
    are, ``swift`` the one that reached its third person in the shortest time.
    """

    group: str
    member: int | None
    period: Period
    chains: tuple[Chain, ...]
    swift: Chain
    total: int
    messages: int
    parts: tuple[Part, ...]
    names: Mapping[int, str]
    coverage: Coverage

    @classmethod
    async def load(cls, db: Snapshot, scope: Scope) -> Self:
        """Find the chains of a group or a member."""
        coverage = await covered(db, scope)
        member = scope.member_id
        everybodys = (await db.summary(RUNS, scope)).chains
        runs = by_length(of_member(everybodys, member) if member else everybodys)
        if not runs:
            await refuse_forgotten(db, scope, coverage)
            who = await name_asked(db, scope)
            raise NobodyRepeatedError(scope.period, who)
        swift = fastest(runs)
        chains = await chains_of(db, scope.group_id, [*runs[:SHOWN], swift])
        everybody = parts(everybodys)
        shown = [one for one in everybody if member is None or one.member == member][:BEST]
        return cls(
            group=db.group_name(scope.group_id),
            member=member,
            period=scope.period,
            chains=tuple(chains[:-1]),
            swift=chains[-1],
            total=len(runs),
            messages=sum(run.messages for run in runs),
            parts=tuple(shown),
            names=await db.names(scope.group_id, named_in([*runs[:SHOWN], swift], shown)),
            coverage=coverage,
        )

    def headline(self) -> str:
        """Tell of the longest chain: how many people, who began it, who broke it."""
        best = self.chains[0]
        said = f"最长 {best.people} 人「{clipped(best.text, IN_A_HEADLINE)}」"
        began = f"，{self._called(best.run.began)} 带头"
        breaker = best.run.broken_by
        broke = f"，{self._called(breaker)} 打断" if breaker else ""
        start = f"{self._whose()}{self.period.label}复读 {self.total:,} 次，"
        lines = (start + said + began + broke, start + said + began, start + said, said)
        return next((line for line in lines if len(line) <= HEADLINE_LENGTH), lines[-1])

    def text(self) -> str:
        """List the chains, the fastest one, and the members."""
        lines = [f"{self._whose()}{self.period.label}复读 · {self.group}", self.headline()]
        for place, chain in enumerate(self.chains, start=1):
            lines.append(f"{place}. 「{chain.text}」{chain.people} 人，{self._course(chain)}")
        swift = self.swift
        lines.append(f"最快：「{swift.text}」{seconds_label(swift.run)}内 {FEWEST} 人")
        lines += [
            f"{self._called(part.member)}：参与 {part.joined} 次{part_note(part)}"
            for part in self.parts
        ]
        return "\n".join([*lines, coverage_line(self.period, self.coverage)])

    def card(self) -> Card:
        """Draw the chains and the members."""
        quotes = Quotes(
            "🔁 最长的复读", f"{self.total} 次复读", tuple(map(self._quote, self.chains))
        )
        marks = (Tiles(self._tiles()), quotes, *self._board())
        title = f"{self._called(self.member)}的复读" if self.member else "人类的本质"
        subtitle = f"{self.group} · {self.period.label}"
        return Card(title, REPEAT, subtitle, marks, coverage_line(self.period, self.coverage))

    def _quote(self, chain: Chain) -> Quote:
        breaker = chain.run.broken_by
        return Quote(
            member_id=chain.run.began,
            name=self.names[chain.run.began],
            when=self._when(chain),
            text=chain.text,
            cheers=(Cheer(REPEAT, chain.run.messages),),
            note=f"{chain.people} 人" + (f" · {self._called(breaker)} 打断" if breaker else ""),
        )

    def _tiles(self) -> tuple[Tile, ...]:
        best, swift = self.chains[0], self.swift
        if self.member is not None:
            part = self.parts[0]
            return (
                Tile(REPEAT, "参与", f"{part.joined} 次"),
                Tile("🚩", "带头", f"{part.began} 次"),
                Tile("✋", "打断", f"{part.broke} 次"),
            )
        return (
            Tile(REPEAT, "复读", f"{self.total} 次", f"共 {self.messages:,} 条"),
            Tile("📏", "最长", f"{best.people} 人", clipped(best.text, IN_A_HEADLINE)),
            Tile("⚡", "最快", seconds_label(swift.run), clipped(swift.text, IN_A_HEADLINE)),
        )

    def _board(self) -> tuple[Board, ...]:
        if self.member is not None:
            return ()
        most = max(self.parts[0].joined, 1)
        rows = tuple(
            BoardRow(
                place=place,
                member_id=part.member,
                name=self.names[part.member],
                value=f"{part.joined} 次",
                share=part.joined / most,
                note=part_note(part).removeprefix("，"),
            )
            for place, part in enumerate(self.parts, start=1)
        )
        return (Board("🙋 谁最爱复读", "参与的次数", rows),)

    def _course(self, chain: Chain) -> str:
        breaker = chain.run.broken_by
        end = f"{self._called(breaker)} 打断" if breaker else "没人打断"
        return f"{self._when(chain)} {self._called(chain.run.began)} 带头，{end}"

    def _when(self, chain: Chain) -> str:
        return f"{datetime.fromtimestamp(chain.run.at, self.period.zone):%m-%d %H:%M}"

    def _whose(self) -> str:
        return f"{self._called(self.member)} " if self.member else ""

    def _called(self, member: int | None) -> str:
        return clipped(self.names[member]) if member is not None else ""


async def chains_of(db: Snapshot, group_id: int, runs: Iterable[Run]) -> list[Chain]:
    """Return runs with what they repeat: what their first message says."""
    listed = list(runs)
    rows = await messages_at(db, group_id, (Place(run.at, run.key) for run in listed))
    return [Chain(run, quotable(rows[Place(run.at, run.key)], LONGEST_QUOTE)) for run in listed]


def named_in(runs: Iterable[Run], parts: Iterable[Part]) -> set[int]:
    """Return whose names are told of chains and of parts in them."""
    told = {member for run in runs for member in (run.began, run.broken_by) if member}
    return told | {part.member for part in parts}


def part_note(part: Part) -> str:
    """Return what a member did besides joining in: ，带头 2 次，打断 1 次."""
    began = f"，带头 {part.began} 次" if part.began else ""
    return began + (f"，打断 {part.broke} 次" if part.broke else "")


def seconds_label(run: Run) -> str:
    """Return how long a chain took to its third person: 4 秒, 2 分 5 秒."""
    minutes, seconds = divmod(run.seconds_to_third, 60)
    return f"{minutes} 分 {seconds} 秒" if minutes else f"{seconds} 秒"
