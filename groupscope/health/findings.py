"""What is wrong, in words, and what to do about it. Pure: figures in, findings out."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from groupscope.health.disk import Disk
from groupscope.health.vitals import AccountLive, Live
from groupscope.report import duration_label

AWAY: Final = 120
"""Seconds that an account may be gone: an implementation restarts within that."""
SILENT: Final = 180
"""Seconds without a frame, where heartbeats are announced more often than every minute."""
BEATS_MISSED: Final = 3
RESTLESS: Final = 30
"""Seconds for which a worker that has died is told to be down, whatever came after it."""
OVERRUNS: Final = 3
CLOCK: Final = 300
"""Seconds after which whoever looks every minute has stopped to."""
BACK: Final = 2
"""Percent by which the disk has to fall below its mark again, so that it does not flicker."""


class Level(IntEnum):
    """How bad something is."""

    NOTE = 0
    WARNING = 1
    TROUBLE = 2
    """The owner is told at once, and told when it is over."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong: what it is known by, what it is, what to do."""

    key: str
    level: Level
    words: str
    cure: str
    over: str = ""
    """What is said when it is over."""


def troubles(
    live: Live, disk: Disk | None, disk_alarm: int, already: Collection[str] = ()
) -> list[Finding]:
    """Return what is wrong with the running bot; ``already`` are the keys of what was wrong before.

    What was wrong stays so until it is plainly over.
    """
    return [
        *_database(live),
        *_worker(live),
        *_clock(live),
        *_backup(live),
        *disk_findings(disk, disk_alarm, already),
        *(found for one in live.accounts for found in _account(one, already)),
    ]


def disk_findings(
    disk: Disk | None, alarm: int, already: Collection[str] = ()
) -> Iterator[Finding]:
    """Tell that the disk fills up."""
    mark = alarm - BACK if "disk" in already else alarm
    if disk is None or alarm >= 100 or disk.used_percent < mark:  # noqa: PLR2004 -- percent
        return
    yield Finding(
        "disk",
        Level.TROUBLE,
        f"磁盘用了 {disk.used_percent:.0f}%，还剩 {disk.free / 1e9:,.1f} GB。",
        "删掉不用的文件（比如 data/backups 里的旧备份），或换大一点的磁盘；"
        "也可以用 /设置 保留天数 让旧消息到期删除。磁盘满了，新消息只能先放在内存里。",
        "磁盘又有空间了。",
    )


def _database(live: Live) -> Iterator[Finding]:
    if live.refused_since is None:
        return
    yield Finding(
        "database",
        Level.TROUBLE,
        f"数据库暂时写不进去（{live.refusal}）。新消息先放在内存里，"
        f"最多 {live.queue_limit:,} 条，现在有 {live.queue:,} 条。",
        "请检查磁盘空间和数据库；恢复以后积压的消息会自动写进去。先不要重启机器人：重启会丢掉积压的。",
        f"数据库恢复写入，积压的消息都已存好{lost(live)}。",
    )


def lost(live: Live) -> str:
    """Return how many messages could not be kept since the start, as the end of a sentence."""
    return f"，其中 {live.lost:,} 条因为超过上限丢失" if live.lost else "，没有丢失"


def _worker(live: Live) -> Iterator[Finding]:
    ago = live.worker_died_ago
    has_died = ago is not None and (ago < RESTLESS or live.worker_failures > 0)
    if not has_died and live.worker_failures < OVERRUNS:
        return
    what = f"意外退出（第 {live.worker_deaths} 次）" if has_died else "一再超时"
    yield Finding(
        "worker",
        Level.TROUBLE,
        f"画图的后台进程{what}，这时的回答只有文字。",
        "多半是内存不够：看看 free -m 和 dmesg 里有没有 Out of memory，给机器加内存或 swap。",
        "画图的后台进程恢复正常。",
    )


def _clock(live: Live) -> Iterator[Finding]:
    if live.clock_ago is None or live.clock_ago < CLOCK:
        return
    yield Finding(
        "clock",
        Level.TROUBLE,
        f"定时器停了 {duration_label(int(live.clock_ago))}，日报可能错过。",
        "请重启机器人；如果常常这样，机器可能太忙，或者休眠过。",
        "定时器又在走了。",
    )


def _backup(live: Live) -> Iterator[Finding]:
    if live.backup_failure:
        yield Finding(
            "backup",
            Level.TROUBLE,
            f"昨晚的自动备份没有做成（{live.backup_failure}）。",
            "多半是磁盘空间不够：清理一下；机器人每小时再试一次。",
            "自动备份又做成了。",
        )


def _account(one: AccountLive, already: Collection[str]) -> Iterator[Finding]:
    """Tell the worst that is wrong with an account."""
    who = f"账号 {one.self_id} "
    for_so_long = duration_label(int(one.standing))
    away, offline, silent = (f"{kind}:{one.self_id}" for kind in ("away", "offline", "silent"))
    if not one.is_connected:
        if one.standing >= AWAY or away in already:
            yield Finding(
                away,
                Level.TROUBLE,
                f"{who}断开 {for_so_long}了，这段时间的群消息收不到。",
                "看看 NapCat / LLBot 是不是还在运行，地址和 Token 对不对（groupscope doctor）。",
                f"{who}又连上了。",
            )
    elif not one.is_online:
        yield Finding(
            offline,
            Level.TROUBLE,
            f"{who}被 QQ 踢下线了，这段时间的群消息收不到。",
            "打开 NapCat / LLBot 的 WebUI 重新扫码登录；常被踢就在手机上保持这个号在线。",
            f"{who}重新登录了。",
        )
    elif one.silent is not None and one.silent >= patience(one):
        yield Finding(
            silent,
            Level.TROUBLE,
            f"{who}连着，但 {duration_label(int(one.silent))}没有发来任何东西，连心跳也没有。",
            "多半是 NapCat / LLBot 卡住了，重启它。",
            f"{who}又有消息来了。",
        )


def patience(one: AccountLive) -> float:
    """Return how long an account may be silent; without end where it announces no heartbeats."""
    return max(SILENT, BEATS_MISSED * one.heartbeat) if one.heartbeat else float("inf")
