"""``/群镜 状态``: whether the group is recorded, and what there is of it."""

from datetime import datetime, timedelta

from groupscope.app import App
from groupscope.periods import read_period
from groupscope.report import duration_label
from groupscope.scope import Scope


async def state_of(app: App, group_id: int | None) -> str:
    """Return the state of a group's record in a few lines."""
    if group_id is None:
        return "私聊里请写明群号，例如：/群镜 状态 in 123456"
    if not app.store.groups.is_recorded(group_id):
        return "本群没有开启记录。管理员发「/群镜 开启」后开始。"
    now = app.now_in(group_id)
    everything = read_period("全部", now)
    if everything is None:
        raise ValueError("全部 is a period")
    async with app.store.snapshot() as db:
        coverage = await db.coverage(Scope(group_id, everything.clamped(now)))
    lines = ["本群正在记录。", f"共 {coverage.messages:,} 条统计在内。"]
    if coverage.recorded is not None:
        since = datetime.fromtimestamp(coverage.recorded.since, now.tzinfo)
        lines.append(f"记录始于 {since:%Y-%m-%d %H:%M}。")
        offline = coverage.offline_seconds
        if offline >= timedelta(minutes=1).total_seconds():
            lines.append(f"其间离线 {duration_label(offline)}。")
    if app.store.writer.health.refused_since is not None:
        lines.append(f"数据库暂时写不进去，{app.store.writer.waiting:,} 条在内存里等待。")
    return "\n".join(lines)
