"""What the database and the configuration show to be wrong, and what to do about it."""

from collections.abc import Iterable, Iterator
from typing import Final

from groupscope.config import Config, is_loopback
from groupscope.env_values import SHORTEST_TOKEN, is_guessable
from groupscope.health.disk import LONGEST
from groupscope.health.findings import Finding, Level
from groupscope.health.reading import KnownAccount, Stored, missed
from groupscope.health.vitals import AccountLive, Live
from groupscope.report import duration_label
from groupscope.store.schedules import Run

SOON: Final = 30
"""Days."""
MUCH: Final = 0.5
"""The share of the queue from which on it is told."""
SPEECHLESS: Final = 1800
"""Seconds without a message, where there are always some at this time of the day."""
EXPECTED: Final = 20
LOST_TIME: Final = 3600
"""Seconds offline in a month that are worth a word."""


def missed_digests(runs: Iterable[Run], now: int) -> Iterator[Finding]:
    """Tell of digests that did not come."""
    groups = len({run.group_id for run in missed(runs, now)})
    if groups:
        yield Finding(
            "digest",
            Level.TROUBLE,
            f"{groups} 个群有定时的日报、周报或月报没发出去。",
            "在群里发 /日报 状态 看原因：机器人当时离线、被禁言，或 QQ 不让发；"
            "错过的不会补发，要看可以直接发 /日报 昨天。",
            "定时的日报没有再错过了。",
        )


def speechless(one: AccountLive, usual: int) -> Iterator[Finding]:
    """Tell of an account that lives and brings no messages, where ``usual`` ones come at least."""
    if one.speechless is None or one.speechless < SPEECHLESS or usual < EXPECTED:
        return
    yield Finding(
        f"speechless:{one.self_id}",
        Level.TROUBLE,
        f"账号 {one.self_id} 连着，但 {duration_label(int(one.speechless))}没有一条群消息；"
        f"平时这段时间至少有 {usual:,} 条。",
        "多半是 NapCat / LLBot 不再上报消息：重启它；也看看这个号是不是被移出了群。",
        f"账号 {one.self_id} 又有群消息了。",
    )


def of_live(live: Live) -> Iterator[Finding]:
    """Tell what the running bot has to say, beside trouble."""
    if live.queue_limit and live.queue > live.queue_limit * MUCH and live.refused_since is None:
        yield Finding(
            "queue",
            Level.WARNING,
            f"有 {live.queue:,} 条消息在等着写进数据库。",
            "数据库太慢：看看磁盘忙不忙，别把数据库放在网络盘或机械盘上。",
        )
    if live.lost:
        yield Finding(
            "lost",
            Level.WARNING,
            f"启动以来丢了 {live.lost:,} 条消息：数据库写不进去的时间太长，内存里放不下了。",
            "数据库恢复后，用 /群镜 补录 从 QQ 取回还取得到的；"
            "内存够的话调大 GROUPSCOPE_QUEUE_LIMIT。",
        )
    if live.unreadable:
        yield Finding(
            "unreadable",
            Level.NOTE,
            f"启动以来有 {live.unreadable:,} 帧读不懂，跳过了。",
            "原因在日志里（Unreadable frame）；数量一直涨的话，升级 NapCat / LLBot，"
            "或到项目里提个 issue。",
        )


def of_stored(stored: Stored) -> Iterator[Finding]:
    """Tell what the database shows."""
    if stored.quarantined:
        yield Finding(
            "quarantine",
            Level.WARNING,
            f"有 {stored.quarantined:,} 条放在一边没存进去，"
            f"最近一条的原因：{stored.quarantine_reason}",
            "它们的编号在 quarantine 表里（不含内容）；原因里看不出问题的，到项目里提个 issue。",
        )
    if stored.unsealed:
        yield Finding(
            "unsealed",
            Level.NOTE,
            f"还有 {stored.unsealed:,} 天没有汇总好。",
            "让机器人继续运行，它会在后台补上；一直不减少的话看日志里的 is not sealed。",
        )
    offline = [group for group in stored.groups if group.offline_seconds >= LOST_TIME]
    if offline:
        worst = max(offline, key=lambda group: group.offline_seconds)
        yield Finding(
            "gaps",
            Level.NOTE,
            f"近 30 天有 {len(offline)} 个群缺了一段记录，"
            f"最多的缺 {duration_label(worst.offline_seconds)}。",
            "连上后会自动补录 GROUPSCOPE_BACKFILL_HOURS 小时以内的；"
            "更早的可以用 groupscope import 导入。",
        )
    for one in stored.accounts:
        yield from _history(one)


def _history(one: KnownAccount) -> Iterator[Finding]:
    if one.has_history is False:
        yield Finding(
            f"history:{one.self_id}",
            Level.NOTE,
            f"账号 {one.self_id} 的 {one.runs_on} 取不到历史消息，离线期间的补不回来。",
            "升级 NapCat / LLBot 到支持 get_group_msg_history 的版本；升级后会自动再试。",
        )


def of_forecast(days: int | None) -> Iterator[Finding]:
    """Tell that there is not room for long."""
    if days is not None and days < SOON:
        yield Finding(
            "room",
            Level.WARNING,
            f"按现在的增长，磁盘只够再记 {days} 天。",
            "换大一点的磁盘，或者用 GROUPSCOPE_RETENTION_DAYS（/设置 保留天数）让旧消息到期删除。",
        )


def of_config(config: Config) -> Iterator[Finding]:
    """Tell what is unsafe, or missing, in the configuration."""
    token = config.onebot_access_token or ""
    if not token and is_loopback(config.host):
        yield Finding(
            "token",
            Level.NOTE,
            "没有设 ONEBOT_ACCESS_TOKEN：这台机器上的别的程序可以冒充你的 QQ。",
            "运行 groupscope init 生成一串，并填进 NapCat / LLBot。",
        )
    elif is_guessable(token):
        yield Finding(
            "token",
            Level.WARNING,
            "ONEBOT_ACCESS_TOKEN 太弱，容易被猜到。",
            f"换成 {SHORTEST_TOKEN} 个以上的随机字符：运行 groupscope init 会生成，两边都要换。",
        )
    if not config.owners:
        yield Finding(
            "owner",
            Level.WARNING,
            "没有设 SUPERUSERS：出了问题没人会收到私聊，也没人能用主人的命令。",
            '在 .env.prod 里写上你的 QQ 号，例如 SUPERUSERS=["10001"]，然后重启。',
        )


def forecast_words(days: int | None) -> str:
    """Return for how long there is room, in words; empty where nobody can tell."""
    if days is None:
        return ""
    return "还能记 10 年以上" if days >= LONGEST else f"还能记 {days:,} 天"
