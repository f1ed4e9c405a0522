"""How the bot is, in lines that its owner reads: ``groupscope doctor`` and ``/群镜 状态``."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from groupscope.health.disk import Disk
from groupscope.health.findings import Finding, Level
from groupscope.health.reading import GroupRecord, KnownAccount, Stored
from groupscope.health.remarks import forecast_words
from groupscope.health.vitals import AccountLive, Live
from groupscope.report import duration_label
from groupscope.settings import POSTED
from groupscope.store.schedules import OUTCOMES

MOST_GROUPS: Final = 3
MOST_RUNS: Final = 3
MARKS: Final = {Level.TROUBLE: "❌", Level.WARNING: "⚠️", Level.NOTE: "💡"}
WORKER: Final = {"off": "没有在用", "idle": "空闲", "busy": "在画图", "stopped": "停了"}


@dataclass(frozen=True, slots=True)
class Checkup:
    """Everything that is known of how the bot is; what is missing is None."""

    now: float
    zone: tzinfo
    live: Live | None
    stored: Stored | None
    disk: Disk | None
    days_left: int | None
    findings: tuple[Finding, ...]

    @property
    def worst(self) -> Level:
        """How bad the worst of it is."""
        return max((one.level for one in self.findings), default=Level.NOTE)


def lines(checkup: Checkup) -> list[str]:
    """Return all of it, the findings last."""
    return [
        *_running(checkup),
        *_accounts(checkup),
        *_record(checkup),
        *_room(checkup),
        *_gaps(checkup.stored),
        *_digests(checkup),
        "",
        *findings_lines(checkup.findings),
    ]


def findings_lines(findings: Iterable[Finding]) -> list[str]:
    """Return what is wrong and what to do, the worst first."""
    found = sorted(findings, key=lambda one: -one.level)
    if not found:
        return ["✅ 没有发现问题。"]
    told = [f"{MARKS[one.level]} {one.words}\n   → {one.cure}" for one in found]
    return [f"有 {len(found)} 件事：", *told]


def _running(checkup: Checkup) -> Iterator[str]:
    live = checkup.live
    if live is None:
        yield "群镜没有在运行（下面是数据库里记着的）。"
        return
    yield f"群镜 {live.version}，已运行 {duration_label(int(live.uptime))}。"


def _accounts(checkup: Checkup) -> Iterator[str]:
    live = {one.self_id: one for one in checkup.live.accounts} if checkup.live else {}
    known = {one.self_id: one for one in checkup.stored.accounts} if checkup.stored else {}
    groups = checkup.stored.groups if checkup.stored else ()
    for self_id in sorted(live.keys() | known.keys()):
        yield _account(checkup, self_id, live.get(self_id), known.get(self_id), groups)
    if not live and not known:
        yield "还没有账号连上过。"


def _account(
    checkup: Checkup,
    self_id: int,
    live: AccountLive | None,
    known: KnownAccount | None,
    groups: Sequence[GroupRecord],
) -> str:
    name = f"{self_id} {known.nickname or ''}".strip() if known else f"{self_id}"
    parts = [known.runs_on if known else "刚连上", _presence(checkup, live, known)]
    if live and live.silent is not None:
        parts.append(f"最近一帧 {ago(live.silent)}")
    mine = [one.last_at for one in groups if known and one.group_id in known.groups]
    said_at = (live.message_at if live else None) or max((at for at in mine if at), default=None)
    parts.append(f"最近一条消息 {moment(said_at, checkup.zone)}" if said_at else "还没有消息")
    if known:
        parts.append(HISTORY[known.has_history])
        parts.append(f"在 {len(known.groups)} 个记录的群里")
    return f"账号 {name}：{'，'.join(parts)}"


HISTORY: Final = {True: "能补历史", False: "不能补历史", None: "还不知道能不能补历史"}


def _presence(checkup: Checkup, live: AccountLive | None, known: KnownAccount | None) -> str:
    if live is None:
        seen = known.seen_at if known else None
        return f"最后在线 {moment(seen, checkup.zone)}" if seen else "没有在线过"
    for_so_long = duration_label(int(live.standing))
    if not live.is_connected:
        return f"断开 {for_so_long}"
    return f"在线 {for_so_long}" if live.is_online else f"被踢下线 {for_so_long}"


def _record(checkup: Checkup) -> Iterator[str]:
    live, stored = checkup.live, checkup.stored
    if live:
        yield (
            f"队列 {live.queue:,}/{live.queue_limit:,}，"
            f"写一批 {live.write_seconds * 1000:,.0f} 毫秒"
            f"（慢的 {live.slow_write_seconds * 1000:,.0f} 毫秒），"
            f"启动以来存了 {live.recorded:,} 条，重复 {live.repeated:,}，"
            f"丢失 {live.lost:,}，读不懂 {live.unreadable:,} 帧"
        )
        deaths = f"，意外退出过 {live.worker_deaths} 次" if live.worker_deaths else ""
        yield f"画图进程：{WORKER.get(live.worker, live.worker)}{deaths}"
    if stored:
        yield (
            f"放在一边没存进去的 {stored.quarantined:,} 条，过期拒收的 {stored.refused:,} 条，"
            f"等着汇总的 {stored.unsealed:,} 天"
        )


def _room(checkup: Checkup) -> Iterator[str]:
    stored, disk = checkup.stored, checkup.disk
    if stored:
        size = "" if stored.database_bytes is None else f"，数据库 {_size(stored.database_bytes)}"
        yield (
            f"记录 {len(stored.groups)} 个群{size}，每天约 {stored.messages_a_day:,.0f} 条、"
            f"{_size(stored.bytes_a_day)}"
        )
    if disk:
        forecast = forecast_words(checkup.days_left)
        yield (
            f"磁盘用了 {disk.used_percent:.0f}%，剩 {_size(disk.free)}"
            f"{'，' if forecast else ''}{forecast}"
        )


def _gaps(stored: Stored | None) -> Iterator[str]:
    groups = [group for group in stored.groups if group.offline_seconds] if stored else []
    if not groups:
        return
    groups.sort(key=lambda one: -one.offline_seconds)
    told = "、".join(
        f"{one.name or one.group_id} {duration_label(one.offline_seconds)}（{one.gaps} 段）"
        for one in groups[:MOST_GROUPS]
    )
    more = f" 等 {len(groups)} 个群" if len(groups) > MOST_GROUPS else ""
    yield f"近 30 天没听到的：{told}{more}"


def _digests(checkup: Checkup) -> Iterator[str]:
    stored, zone = checkup.stored, checkup.zone
    if stored is None:
        return
    if checkup.live and checkup.live.clock_ago is not None:
        yield f"定时器 {ago(checkup.live.clock_ago)}看过"
    names = {group.group_id: group.name for group in stored.groups}
    for run in stored.runs[:MOST_RUNS]:
        name = names.get(run.group_id) or run.group_id
        when = moment(run.due_at, zone)
        yield f"{POSTED[run.rhythm].name} {name} {when}：{OUTCOMES[run.state]}"
    if stored.upkeep_at:
        yield f"夜间整理：{moment(stored.upkeep_at, zone)}"


def ago(seconds: float) -> str:
    """Return how long ago something was, in words."""
    return f"{int(seconds)} 秒前" if seconds < 60 else f"{duration_label(int(seconds))}前"  # noqa: PLR2004 -- a minute


def moment(at: float | None, zone: tzinfo) -> str:
    """Return a moment as people read it; 从来没有 for none."""
    return "从来没有" if at is None else f"{datetime.fromtimestamp(at, zone):%m-%d %H:%M}"


def _size(size: float) -> str:
    """Return a number of bytes in MB or GB."""
    return f"{size / 1e9:,.1f} GB" if size >= 1e9 else f"{size / 1e6:,.1f} MB"  # noqa: PLR2004 -- a GB
