"""When digests come by themselves: set by admins, told to everybody."""

from collections.abc import Iterable
from datetime import UTC, datetime

from groupscope.app import App
from groupscope.schedules import Due, Plan, Wish, name_of, timings_after
from groupscope.schedules.due import next_due
from groupscope.schedules.wishes import EXAMPLES
from groupscope.settings import DIGEST_LEAST, POSTED, QUIET_HOURS, Rhythm, Timing, shown_timing
from groupscope.store.schedules import OUTCOMES, State, latest_runs

SHOWN_RUNS = 3
OFTEN = {Rhythm.DAILY: "每天", Rhythm.WEEKLY: "每", Rhythm.MONTHLY: "每月 "}


def plan_of(app: App, group_id: int) -> Plan:
    """Return what a group has set about digests."""
    settings = app.store.settings
    return Plan(
        group_id=group_id,
        zone=app.store.groups.zone(group_id),
        quiet=settings.of(group_id, QUIET_HOURS),
        timings={rhythm: settings.of(group_id, POSTED[rhythm]) for rhythm in Rhythm},
    )


async def kept_as_wished(app: App, group_id: int, wish: Wish, by: int) -> str:
    """Set the times of a rhythm as an admin wishes, and return what to say."""
    setting = POSTED[wish.rhythm]
    before = app.store.settings.of(group_id, setting)
    quiet = app.store.settings.of(group_id, QUIET_HOURS)
    after = timings_after(wish, before, quiet, int(app.clock()))
    if after != before:
        async with app.store.writer.transaction() as connection:
            at = int(app.clock() * 1000)
            value = after or None
            await app.store.settings.change(connection, group_id, setting, value, by, at)
    return told_after(app, group_id, wish, before, after)


def told_after(
    app: App, group_id: int, wish: Wish, before: tuple[Timing, ...], after: tuple[Timing, ...]
) -> str:
    """Return what to say of times that were set, or taken away."""
    name = name_of(wish.rhythm)
    if not after:
        others = [name_of(one) for one in Rhythm if app.store.settings.of(group_id, POSTED[one])]
        more = f"（{'、'.join(others)}还开着，关掉发 /{others[0]} 关）" if others else ""
        return f"{name}{'关了' if before else '本来就没开'}。{more}"
    times = "、".join(shown_timing(wish.rhythm, one) for one in after)
    least = app.store.settings.of(group_id, DIGEST_LEAST)
    lines = [f"好的，{OFTEN[wish.rhythm]}{times} 发{name}。"]
    if any(one.in_quiet for one in after):
        lines.append("有的时间在安静时段里，到点仍会发。")
    lines.append(f"不到 {least} 条消息或 3 个人说话就不发。停止：/{name} 关")
    return "\n".join(lines)


async def status_of(app: App, group_id: int) -> str:
    """Tell when digests come, which is the next one, and what became of the latest."""
    plan = plan_of(app, group_id)
    lines = [f"{name_of(one)}：{POSTED[one].kind.shown(plan.timings[one])}" for one in Rhythm]
    coming = next_due(plan, int(app.clock()))
    if coming is None:
        lines.append(f"还没有开。管理员可以发：{EXAMPLES[Rhythm.DAILY]}")
    else:
        lines.append(f"下一次：{when(coming)} {name_of(coming.rhythm)}")
    quiet = QUIET_HOURS.kind.shown(plan.quiet)
    least = app.store.settings.of(group_id, DIGEST_LEAST)
    lines.append(f"时区 {plan.zone.key}，安静时段 {quiet}，少于 {least} 条不发")
    async with app.store.snapshot() as db:
        runs = await latest_runs(db.connection, group_id, SHOWN_RUNS)
    lines += told_runs(
        (Due(run.group_id, run.rhythm, run.wall, run.due_at), run.state) for run in runs
    )
    return "\n".join(lines)


def told_runs(runs: Iterable[tuple[Due, State]]) -> list[str]:
    """Return what became of some digests, a line each."""
    return [f"{when(due)} {name_of(due.rhythm)}：{OUTCOMES[state]}" for due, state in runs]


def when(due: Due) -> str:
    """Return when a digest is due by the group's own clock."""
    return f"{datetime.fromtimestamp(due.wall * 60, UTC):%m-%d %H:%M}"
