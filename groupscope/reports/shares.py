"""分享: links, cards, files and pictures; and pictures that had been posted before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self

import numpy as np

from groupscope.charts import Board, BoardRow, Card, Pair, Pill, Pills, Tile, Tiles
from groupscope.errors import QuestionError
from groupscope.figures.reposts import Repost, reposts_in
from groupscope.figures.sharing import Shared, kinds_of, most_shared
from groupscope.language.sites import ANY_SITE, site_named
from groupscope.model import Kind
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
from groupscope.store.packing import number_of
from groupscope.store.places import messages_at
from groupscope.store.summaries import SPEAKERS
from groupscope.store.summaries.pictures import PICTURES
from groupscope.store.summaries.shares import SHARES, Sort, names_in

SHOWN = {Sort.SITE: 4, Sort.CARD: 4, Sort.FILE: 2}
REPOSTS = 2
KIND_NAMES: Mapping[int, tuple[str, str]] = {
    Kind.TEXT: ("💬", "文字"),
    Kind.IMAGE: ("🖼️", "图片"),
    Kind.STICKER: ("🤪", "表情包"),
    Kind.FACE: ("😀", "QQ 表情"),
    Kind.VOICE: ("🎙️", "语音"),
    Kind.VIDEO: ("🎬", "视频"),
    Kind.FILE: ("📄", "文件"),
    Kind.CARD: ("🃏", "卡片"),
    Kind.FORWARD: ("📚", "聊天记录"),
}
OTHER = ("📦", "其他")
LONGEST_SHARER = 7
"""Characters of a name on the boards that stand side by side."""
NAMELESS_CARD = "其他卡片"


class NothingSharedError(QuestionError):
    """Nothing but words was sent in a period, or nothing by the member asked about."""

    def __init__(self, period: Period, who: str | None) -> None:
        subject = f"{clipped(who)} {period.label}没有" if who else f"{period.label}没有人"
        super().__init__(f"{subject}分享过链接、卡片、文件或图片。{advice(period, '分享')}")


@command(
    "shares",
    "分享",
    "火星图",
    period="近7天",
    summary="链接、卡片、文件、图片，还有发过的图",
    example="/分享 本月，/我的分享",
    icon="🔗",
    details=(
        ("链接", "按网站算，b23.tv 和 bilibili.com 都是 B站；卡片里的链接也算"),
        ("消息类型", "一条消息只算一种，有字就算文字"),
        ("火星图", "同一张图在本群以前发过；“第 3 次”连这次一起数，表情包不算"),
    ),
)
@dataclass(frozen=True, slots=True)
class Shares(Report):
    """What a group, or a member, shared besides words.

    ``shared``: sites and cards by how many messages they were in, files the latest first; ``kinds``
    are messages by kind, most first, ``totals`` how much there is of each sort. ``reposts`` are
    pictures that had been posted in this group before.
    """

    group: str
    who: str | None
    period: Period
    shared: tuple[Shared, ...]
    labels: Mapping[int, str]
    totals: Mapping[Sort, int]
    kinds: tuple[tuple[int, int], ...]
    reposts: tuple[Repost, ...]
    repost_count: int
    names: Mapping[int, str]
    coverage: Coverage

    @classmethod
    async def load(cls, db: Snapshot, scope: Scope) -> Self:
        """Count what was shared, and look for pictures in all that was recorded before."""
        coverage = await covered(db, scope)
        member = scope.member_id
        who = await name_asked(db, scope)
        cells = (await db.summary(SHARES, scope)).cells
        cells = cells[cells[:, 2] == member] if member else cells
        reposts = await reposts_of(db, scope)
        if not len(cells) and not reposts:
            await refuse_forgotten(db, scope, coverage)
            raise NothingSharedError(scope.period, who)
        speakers = (await db.summary(SPEAKERS, scope)).by_member()
        messages = speakers.get(member, 0) if member else sum(speakers.values())
        shared = tuple(
            one for sort, most in SHOWN.items() for one in most_shared(cells, sort)[:most]
        )
        people = {one.sharer for one in shared}
        people |= {who for one in reposts[:REPOSTS] for who in (one.posted_by, one.first_by)}
        return cls(
            group=db.group_name(scope.group_id),
            who=who,
            period=scope.period,
            shared=shared,
            labels=await labels_of(db, scope.group_id, shared),
            totals={sort: int(cells[cells[:, 0] == sort][:, 3].sum()) for sort in Sort},
            kinds=kinds_of(cells, messages),
            reposts=tuple(reposts[:REPOSTS]),
            repost_count=len(reposts),
            names=await db.names(scope.group_id, people),
            coverage=coverage,
        )

    def headline(self) -> str:
        """Say how much of each sort there is, and which site leads."""
        told = "、".join(
            f"{tile.label} {tile.value}" for tile in self._tiles() if tile.value != "0"
        )
        line = f"{self._whose()}{self.period.label}：{told or '没有链接、卡片、文件和图片'}"
        best = next((one for one in self.shared if one.sort is Sort.SITE), None)
        lead = (
            f"，最多的是 {clipped(self.labels[best.number], 20)}（{best.messages:,} 条）"
            if best
            else ""
        )
        return line + lead if len(line + lead) <= HEADLINE_LENGTH else line

    def text(self) -> str:
        """List sites, cards, files, pictures that had been posted before, and kinds."""
        lines = [f"{self._whose()}{self.period.label}的分享 · {self.group}", self.headline()]
        for board in filter(lambda board: board.rows, self._boards()):
            rows = "；".join(
                " ".join(filter(None, (clipped(row.name, 30), row.value, row.note)))
                for row in board.rows
            )
            lines.append(f"{board.title}：{rows}")
        kinds = "、".join(f"{pill.text} {pill.note}" for pill in self._kinds())
        return "\n".join([*lines, f"消息类型：{kinds}", coverage_line(self.period, self.coverage)])

    def card(self) -> Card:
        """Draw the tiles, a board of each sort, and the kinds of messages."""
        title = f"{clipped(self.who)}的分享" if self.who else "大家分享了什么"
        subtitle = f"{self.group} · {self.period.label}"
        sites, cards, *others = self._boards()
        sides = (Pair(sites, cards),) if sites.rows and cards.rows else (sites, cards)
        boards = [mark for mark in (*sides, *others) if isinstance(mark, Pair) or mark.rows]
        kinds = Pills("📊 消息类型", f"文字占 {self._words_share():.0%}", self._kinds())
        marks = (Tiles(self._tiles()), *boards, kinds)
        return Card(title, "🔗", subtitle, marks, coverage_line(self.period, self.coverage))

    def _whose(self) -> str:
        return f"{clipped(self.who)} " if self.who else ""

    def _tiles(self) -> tuple[Tile, ...]:
        kinds = dict(self.kinds)
        again = f"{self.repost_count:,} 张发过" if self.repost_count else ""
        return (
            Tile("🔗", "链接", f"{self.totals[Sort.SITE]:,}"),
            Tile("🃏", "卡片", f"{self.totals[Sort.CARD]:,}"),
            Tile("📄", "文件", f"{self.totals[Sort.FILE]:,}"),
            Tile("🖼️", "图片", f"{kinds.get(Kind.IMAGE, 0):,}", again),
        )

    def _boards(self) -> tuple[Board, Board, Board, Board]:
        return (
            Board("🔗 常去的网站", "", self._ranked(Sort.SITE)),
            Board("🃏 卡片", "", self._ranked(Sort.CARD)),
            Board("📄 最近的文件", f"共 {self.totals[Sort.FILE]:,} 个", self._files()),
            Board("🪐 火星图", "本群发过的图又发了一次", tuple(map(self._repost, self.reposts))),
        )

    def _ranked(self, sort: Sort) -> tuple[BoardRow, ...]:
        found = [one for one in self.shared if one.sort is sort]
        most = max((one.messages for one in found), default=1)
        return tuple(
            BoardRow(
                place=place,
                member_id=None,
                name=self.labels[one.number],
                value=f"{one.messages:,} 条",
                share=one.messages / most,
                note="" if self.who else f"{clipped(self.names[one.sharer], LONGEST_SHARER)} 最多",
                icon=self._icon(one),
            )
            for place, one in enumerate(found, start=1)
        )

    def _files(self) -> tuple[BoardRow, ...]:
        return tuple(
            BoardRow(
                place=None,
                member_id=None,
                name=self.labels[one.number],
                value=self._when(one.latest.sent_at),
                note="" if self.who else clipped(self.names[one.sharer]),
                icon="📄",
            )
            for one in self.shared
            if one.sort is Sort.FILE
        )

    def _repost(self, one: Repost) -> BoardRow:
        first = "自己" if one.first_by == one.posted_by else clipped(self.names[one.first_by])
        return BoardRow(
            place=None,
            member_id=one.posted_by,
            name=self.names[one.posted_by],
            value=f"第 {one.times} 次",
            note=f"{self._when(one.posted_at)} 发的图，{first} {self._when(one.first_at)} 就发过",
        )

    def _icon(self, one: Shared) -> str:
        """Return an emoji for a site or a card: a known site's own."""
        icon = site_named(self.labels[one.number]).icon
        return "🃏" if one.sort is Sort.CARD and icon == ANY_SITE else icon

    def _kinds(self) -> tuple[Pill, ...]:
        names = ((*KIND_NAMES.get(kind, OTHER), count) for kind, count in self.kinds)
        return tuple(Pill(f"{icon} {name}", f"{count:,}") for icon, name, count in names)

    def _words_share(self) -> float:
        """Return which share of all messages is text."""
        everything = max(sum(count for _, count in self.kinds), 1)
        return dict(self.kinds).get(int(Kind.TEXT), 0) / everything

    def _when(self, at: int) -> str:
        moment = datetime.fromtimestamp(at, self.period.zone)
        this_year = moment.year == self.period.end.year
        return f"{moment:%m-%d %H:%M}" if this_year else f"{moment:%Y-%m-%d}"


async def labels_of(db: Snapshot, group_id: int, shared: Iterable[Shared]) -> dict[int, str]:
    """Return what things are called, by the messages that they are in."""
    listed = list(shared)
    rows = await messages_at(db, group_id, (one.latest for one in listed))
    told = {
        number_of(name): name or NAMELESS_CARD for row in rows.values() for _, name in names_in(row)
    }
    return {one.number: told[one.number] for one in listed}


async def reposts_of(db: Snapshot, scope: Scope) -> list[Repost]:
    """Return pictures of the scope that had been posted before, in all that was recorded."""
    period = scope.period
    ever = Period(datetime.fromtimestamp(0, period.zone), period.end, "")
    cells = (await db.summary(PICTURES, Scope(scope.group_id, ever))).cells
    lately = cells[cells[:, 1] >= period.since]
    return reposts_in(cells[np.isin(cells[:, 0], lately[:, 0])], period.since, scope.member_id)
