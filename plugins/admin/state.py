"""``/群镜 状态``: whether the group is recorded, and for superusers how the whole bot is."""

import asyncio
from datetime import datetime, timedelta

from loguru import logger

from groupscope.app import App
from groupscope.health.checkup import checkup
from groupscope.health.telling import lines
from groupscope.periods import read_period
from groupscope.report import duration_label
from groupscope.scope import Scope
from groupscope.store.refusals import REFUSALS, reason_of


async def state_of(app: App, group_id: int) -> str:
    """Return the state of a group's record in a few lines."""
    if not app.store.groups.is_recorded(group_id):
        return "本群没有开启记录。管理员发「/群镜 开启」后开始。"
    now = app.now_in(group_id)
    everything = read_period("全部", now)
    if everything is None:
        raise ValueError("全部 is a period")
    async with app.store.snapshot() as db:
        coverage = await db.coverage(Scope(group_id, everything.clamped(now)))
    told = ["本群正在记录。", f"共 {coverage.messages:,} 条统计在内。"]
    if coverage.recorded is not None:
        since = datetime.fromtimestamp(coverage.recorded.since, now.tzinfo)
        told.append(f"记录始于 {since:%Y-%m-%d %H:%M}。")
        offline = coverage.offline_seconds
        if offline >= timedelta(minutes=1).total_seconds():
            told.append(f"其间离线 {duration_label(offline)}。")
    if app.store.writer.health.refused_since is not None:
        told.append(f"数据库暂时写不进去，{app.store.writer.waiting:,} 条在内存里等待。")
    return "\n".join(told)


async def whole_state(app: App) -> str:
    """Return how the bot is, as ``groupscope doctor`` tells it; also while the database refuses."""
    try:
        stored = await app.watch.stored()
    except REFUSALS as error:
        logger.warning("The state lacks what the database knows: {}", reason_of(error))
        stored = None
    live, more = app.watch.live, app.watch.troubles
    found = await asyncio.to_thread(checkup, app.config, app.clock(), live, stored, more)
    return "\n".join(lines(found))
