"""表情: the emoji, QQ faces and stickers that are used most."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Self

import numpy as np

from groupscope.charts import Board, BoardRow, Card, Face, Faces
from groupscope.errors import QuestionError
from groupscope.language.faces import coloured, face_like, face_named, sticker_named
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
from groupscope.store.media import FACE, faces_in, sticker_data
from groupscope.store.packing import Table
from groupscope.store.places import messages_at
from groupscope.store.summaries.faces import FACES, SORT_BITS, FaceSort, face_number

SHOWN = {FaceSort.EMOJI: 10, FaceSort.QQ_FACE: 5, FaceSort.STICKER: 5}
"""How many of each sort are shown."""
BEST = 3
"""How many members stand on the board."""
TITLES = {
    FaceSort.EMOJI: ("😀", "emoji"),
    FaceSort.QQ_FACE: ("🐧", "QQ 表情"),
    FaceSort.STICKER: ("🖼️", "表情包"),
}
LONGEST_LOVER = 6
"""Characters of a name below a face."""
STICKER_LABEL = "表情包"
"""What a sticker is called that has no name; in the grid it is told by when it was last sent."""


class NoFacesError(QuestionError):
    """Nobody has sent an emoji, a face or a sticker in a period, or not the member asked about."""

    def __init__(self, period: Period, who: str | None) -> None:
        what = (
            f"{clipped(who)} {period.label}没有发过表情" if who else f"{period.label}没有人发表情"
        )
        super().__init__(f"{what}。{advice(period, '表情')}")


class Used(NamedTuple):
    """A face with the number of messages it was in, and who sent it most."""

    number: int
    messages: int
    lover: int
    by_lover: int
    example: Place

    @property
    def sort(self) -> FaceSort:
        """What sort of face it is."""
        return FaceSort(self.number & SORT_BITS)


class Shape(NamedTuple):
    """How a face looks: an emoji, where there is one, and what it is called."""

    emoji: str | None
    label: str

    @property
    def shown(self) -> str:
        """The face within a sentence: 😂, [斜眼笑]."""
        return self.emoji or f"[{self.label}]"


@command(
    "faces",
    "表情",
    "表情包",
    "表情榜",
    period="近7天",
    summary="大家最常用哪些表情",
    example="/表情 本月，/我的表情",
    icon="😂",
    details=(
        ("算几次", "一条消息里同一个表情只算一次，刷屏不占便宜"),
        ("表情包", "按图片本身认，同一张图就是同一个；没名字的写最近一次是什么时候发的"),
        ("不算", "普通图片、给消息贴的表情"),
    ),
)
@dataclass(frozen=True, slots=True)
class FaceUse(Report):
    """In how many messages each emoji, QQ face and sticker was, most first, of each sort.

    ``totals`` counts each sort; ``lovers`` are the members who used most, with how often.
    """

    group: str
    who: str | None
    period: Period
    used: tuple[Used, ...]
    shapes: Mapping[int, Shape]
    totals: Mapping[FaceSort, int]
    lovers: tuple[tuple[int, int], ...]
    names: Mapping[int, str]
    coverage: Coverage

    @classmethod
    async def load(cls, db: Snapshot, scope: Scope) -> Self:
        """Count the faces of a group or a member."""
        coverage = await covered(db, scope)
        member = scope.member_id
        who = await name_asked(db, scope)
        cells = (await db.summary(FACES, scope)).cells
        cells = cells[cells[:, 1] == member] if member else cells
        if not len(cells):
            await refuse_forgotten(db, scope, coverage)
            raise NoFacesError(scope.period, who)
        used = most_used(cells)
        lovers = () if member else sums(cells[:, 1], cells[:, 2], BEST)
        people = {one.lover for one in used} | {one for one, _ in lovers}
        sorts = (cells[:, 0] & SORT_BITS, cells[:, 2])
        return cls(
            group=db.group_name(scope.group_id),
            who=who,
            period=scope.period,
            used=used,
            shapes=await shapes_of(db, scope.group_id, used),
            totals={FaceSort(sort): count for sort, count in sums(*sorts, len(FaceSort))},
            lovers=lovers,
            names=await db.names(scope.group_id, people),
            coverage=coverage,
        )

    def headline(self) -> str:
        """Name the most used face with its figure, and who uses it most."""
        best = max(self.used, key=lambda one: (one.messages, one.example))
        shown = self.shapes[best.number].shown
        who = f"{clipped(self.who)} " if self.who else ""
        line = f"{who}{self.period.label}最常用的表情：{shown} {best.messages:,} 次"
        lover = f"，{clipped(self.names[best.lover])} 用得最多（{best.by_lover:,} 次）"
        told = line if self.who else line + lover
        return told if len(told) <= HEADLINE_LENGTH else line

    def text(self) -> str:
        """List the faces by their sort, and who used most."""
        whose = f"{clipped(self.who)} " if self.who else ""
        lines = [f"{whose}{self.period.label}的表情 · {self.group}", self.headline()]
        for sort, found in self._by_sort():
            told = "、".join(f"{self.shapes[one.number].shown} {one.messages:,}" for one in found)
            lines.append(f"{TITLES[sort][1]} {self.totals[sort]:,} 次：{told}")
        if self.lovers:
            told = "、".join(f"{clipped(self.names[one])} {n:,}" for one, n in self.lovers)
            lines.append(f"谁用得最多：{told}")
        return "\n".join([*lines, coverage_line(self.period, self.coverage)])

    def card(self) -> Card:
        """Draw a grid of each sort, and who used most."""
        grids = (
            Faces(
                title=" ".join(TITLES[sort]),
                hint=f"共 {self.totals[sort]:,} 次",
                faces=tuple(map(self._face, found)),
            )
            for sort, found in self._by_sort()
        )
        marks = (*grids, *self._board())
        title = f"{clipped(self.who)}的表情" if self.who else "大家爱用的表情"
        subtitle = f"{self.group} · {self.period.label}"
        return Card(title, "😂", subtitle, marks, coverage_line(self.period, self.coverage))

    def _by_sort(self) -> Iterable[tuple[FaceSort, list[Used]]]:
        for sort in FaceSort:
            if found := [one for one in self.used if one.sort is sort]:
                yield sort, found

    def _face(self, one: Used) -> Face:
        shape = self.shapes[one.number]
        lover = "" if self.who else clipped(self.names[one.lover], LONGEST_LOVER)
        label = "" if one.sort is FaceSort.EMOJI else shape.label
        if shape.label == STICKER_LABEL:
            last = datetime.fromtimestamp(one.example.sent_at, self.period.zone)
            label = f"{last:%m-%d %H:%M} 那张"
        return Face(shape.emoji, label, one.messages, lover)

    def _board(self) -> tuple[Board, ...]:
        if not self.lovers:
            return ()
        most = self.lovers[0][1]
        rows = (
            BoardRow(place, one, self.names[one], f"{count:,} 次", count / most)
            for place, (one, count) in enumerate(self.lovers, start=1)
        )
        return (Board("🏆 谁最爱发表情", "每条消息每个表情算一次", tuple(rows)),)


def most_used(cells: Table) -> tuple[Used, ...]:
    """Return the most used faces of each sort; among equals the one that was sent last."""
    numbers, position = np.unique(cells[:, 0], return_inverse=True)
    counts = np.bincount(position, cells[:, 2], len(numbers)).astype(np.int64)
    latest = np.zeros(len(numbers), np.int64)
    np.maximum.at(latest, position, cells[:, 3])
    order = np.lexsort((numbers, -latest, -counts))
    found: list[Used] = []
    for sort, most in SHOWN.items():
        best = order[(numbers[order] & SORT_BITS) == sort][:most]
        found += (used(cells[position == place], int(counts[place])) for place in best.tolist())
    return tuple(found)


def used(cells: Table, count: int) -> Used:
    """Return a face by its cells: the latest example, and who sent it most, ties by QQ number."""
    number, lover, most, *_ = cells[np.lexsort((cells[:, 1], -cells[:, 2]))[0]].tolist()
    *_, sent_at, key = cells[np.lexsort((cells[:, 4], cells[:, 3]))[-1]].tolist()
    return Used(number, count, lover, most, Place(sent_at, key))


def sums(keys: Table, counts: Table, most: int) -> tuple[tuple[int, int], ...]:
    """Add counts up by key; return (key, sum), most first, ties by key."""
    found, position = np.unique(keys, return_inverse=True)
    added = np.bincount(position, counts, len(found)).astype(np.int64)
    order = np.lexsort((found, -added))[:most]
    return tuple(zip(found[order].tolist(), added[order].tolist(), strict=True))


async def shapes_of(db: Snapshot, group_id: int, faces: Iterable[Used]) -> dict[int, Shape]:
    """Return how faces look, by the messages that they are in."""
    listed = list(faces)
    rows = await messages_at(db, group_id, (one.example for one in listed))
    shapes: dict[int, Shape] = {}
    for one in listed:
        row = rows[one.example]
        face = next(face for face in faces_in(row) if face_number(face) == one.number)
        shapes[one.number] = shape_of(one.sort, face, sticker_data(row, face))
    return shapes


def shape_of(sort: FaceSort, face: str, data: Mapping[str, object]) -> Shape:
    """Return how a face looks; ``data`` is what is told of a sticker."""
    if sort is FaceSort.EMOJI:
        return Shape(coloured(face), face)
    if sort is FaceSort.QQ_FACE:
        number = face.removeprefix(FACE)
        return Shape(face_like(number), face_named(number) or f"表情 {number}")
    return Shape(None, sticker_named(data) or STICKER_LABEL)
