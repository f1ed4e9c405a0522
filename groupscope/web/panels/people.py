"""Panels about people: who said how much, who is there, who turns to whom, who comes and goes."""

from collections import Counter

from sqlalchemy import select

from groupscope.access import Act
from groupscope.figures.mood_course import Feelings
from groupscope.reports.newcomers import Newcomers
from groupscope.reports.rank import Board, Rank, counts_before, places
from groupscope.reports.ties import Interplay
from groupscope.store.asked import board_of
from groupscope.store.present import members_present
from groupscope.store.summaries import ACTIVITY, SPEAKERS
from groupscope.store.summaries.moods import moods_kind
from groupscope.store.tables import member
from groupscope.web.panels.kinds import Row, Told, Wanted, panel

MOST_ROWS, USUAL_ROWS = 1_000, 100
SEXES = {"male": "男", "female": "女", "unknown": "未知"}


@panel(
    "summary",
    "概览",
    ("key", "项目", "key"),
    ("label", "名称", "what"),
    ("value", "数值", "value"),
    ("note", "说明", "note"),
)
async def summary(wanted: Wanted) -> Told:
    """Tell the figures of a group or a member."""
    db, scope = wanted.db, wanted.scope
    counts = (await db.summary(SPEAKERS, scope)).by_member()
    coverage = await db.coverage(scope)
    who = scope.member_id
    said = coverage.messages if who is None else counts.get(who, 0)
    facts: dict[str, object] = {"messages": said, "speakers": len(counts)}
    rows: list[Row] = [
        ("messages", "消息", said, ""),
        ("speakers", "发言的人", len(counts), ""),
    ]
    if who is not None:
        share = said / max(sum(counts.values()), 1)
        place = places(counts).get(who)
        facts |= {"place": place, "share": share}
        rows += [("place", "名次", place, ""), ("share", "占全群", round(share, 4), "")]
    if wanted.sees(Act.SEE_MOOD_OF_OTHERS):
        tally = (await db.summary(moods_kind(who), scope)).tally
        average = Feelings(tally).average
        mood = round(average.mean, 4) if tally.messages else None
        facts |= {"mood": mood, "scored": tally.messages}
        facts |= {"mood_low": average.low, "mood_high": average.high} if tally.messages else {}
        rows.append(("mood", "平均心情", mood, f"{tally.messages:,} 条"))
    if who is None:
        board = await board_of(db, scope)
        facts["open_questions"] = board.open_count
        rows.append(("open_questions", "待答问题", facts["open_questions"], f"共 {board.total} 个"))
    if wanted.sees(Act.SEE_CLOCK_OF_OTHERS):
        activity = await db.summary(ACTIVITY, scope)
        hours = activity.by_hour.sum(axis=0) if who is None else activity.hours_of(who)
        facts["busiest_hour"] = int(hours.argmax()) if hours.sum() else None
        rows.append(("busiest_hour", "最热的钟点", facts["busiest_hour"], ""))
    return Told(rows, facts)


@panel(
    "rank",
    "发言排行",
    ("place", "名次", "place"),
    ("id", "QQ", "id"),
    ("name", "群友", "member"),
    ("messages", "消息", "messages"),
    ("share", "占比", "share"),
    ("moved", "名次变化", "moved"),
    ("is_new", "新上榜", "new"),
    ("is_marked", "所选", "selected"),
)
async def rank(wanted: Wanted) -> Told:
    """Tell who said how much: the board of /排行, longer."""
    db, scope = wanted.db, wanted.scope
    report = await Rank.load(db, scope)
    counts = (await db.summary(SPEAKERS, scope)).by_member()
    earlier = await counts_before(db, scope)
    shown = list(counts)[: wanted.call.number("limit", USUAL_ROWS, 1, MOST_ROWS)]
    if scope.member_id in counts and scope.member_id not in shown:
        shown.append(scope.member_id)
    board = Board(counts, places(counts), places(earlier), await db.names(scope.group_id, shown))
    before = scope.period.before()
    return Told(
        [
            (row.place, one, row.name, row.count, row.share, row.moved, row.is_new, row.is_marked)
            for one in shown
            for row in [board.row(one, is_marked=one == scope.member_id)]
        ],
        {
            "total": report.total,
            "speakers": report.speakers,
            "before": before.label if before and earlier else None,
        },
        report.headline(),
    )


@panel(
    "gender",
    "性别",
    ("sex", "键", "key"),
    ("label", "性别", "sex"),
    ("members", "人数", "members"),
    ("messages", "消息", "messages"),
    takes_member=False,
)
async def gender(wanted: Wanted) -> Told:
    """Tell how members call themselves, as far as QQ says; who has said nothing is unknown."""
    db, scope = wanted.db, wanted.scope
    here = await members_present(db.connection, scope.group_id, db.now)
    told = select(member.c.user_id, member.c.sex).where(member.c.group_id == scope.group_id)
    rows = (await db.connection.execute(told)).all()
    sexes = {row.user_id: row.sex if row.sex in SEXES else "unknown" for row in rows}
    counts = (await db.summary(SPEAKERS, scope)).by_member()
    members = Counter(sexes.get(one, "unknown") for one in here)
    said: Counter[str] = Counter()
    for one, count in counts.items():
        said[sexes.get(one, "unknown")] += count
    return Told(
        [(sex, label, members[sex], said[sex]) for sex, label in SEXES.items()],
        {"is_all_unknown": members.total() == members["unknown"]},
    )


@panel(
    "ties",
    "谁和谁聊",
    ("left_id", "QQ", "id"),
    ("left", "群友", "member"),
    ("right_id", "对方 QQ", "other id"),
    ("right", "对方", "other"),
    ("there", "去", "there"),
    ("back", "回", "back"),
)
async def ties(wanted: Wanted) -> Told:
    """Tell who replies to and mentions whom: /互动."""
    report = await Interplay.load(wanted.db, wanted.scope)
    names = report.names
    return Told(
        [
            (pair.left, names[pair.left], pair.right, names[pair.right], pair.there, pair.back)
            for pair in report.pairs
        ],
        {
            name: [{"id": one, "name": names[one], "count": count} for one, count in ends]
            for name, ends in (("given", report.given), ("received", report.received))
        },
        report.headline(),
    )


@panel(
    "comings",
    "入群和离开",
    ("id", "QQ", "id"),
    ("name", "群友", "member"),
    ("what", "入群或离开", "what"),
    ("at", "时间", "at"),
    ("note", "说明", "note"),
    takes_member=False,
)
async def comings(wanted: Wanted) -> Told:
    """Tell who came and went: /新人."""
    report = await Newcomers.load(wanted.db, wanted.scope)
    came, went = report.comings.arrivals, report.comings.departures
    rows = [
        (one.member, report.names[one.member], "join", one.joined_at, spoke_after(one.spoke_at))
        for one in came
    ]
    rows += [
        (
            one.member,
            report.names[one.member],
            "kick" if one.is_kicked else "leave",
            one.left_at,
            "",
        )
        for one in went
    ]
    steps = report.card().marks[0] if came else None
    return Told(
        sorted(rows, key=lambda row: -row[3])[:MOST_ROWS],
        {
            "joined": len(came),
            "left": len(went),
            "steps": [
                {"label": one.label, "count": one.count, "share": one.share, "note": one.note}
                for one in getattr(steps, "rows", ())
            ],
        },
        report.headline(),
    )


def spoke_after(at: int | None) -> str:
    """Return whether a newcomer has said anything."""
    return "还没说话" if at is None else "说过话"
