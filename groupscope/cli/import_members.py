"""``groupscope import-members``: takes a group's members from a table."""

import asyncio
import time
from dataclasses import replace
from pathlib import Path

import click

from groupscope import config
from groupscope.importers.errors import DeniedGroupError
from groupscope.importers.rosters import Roster, roster_of
from groupscope.model import Group
from groupscope.store import Store
from groupscope.store.migrate import migrate
from groupscope.store.names import Seen

LINES_SHOWN = 10


@click.command(short_help="从表格（CSV、Excel）导入群成员名单。")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--group", required=True, type=click.IntRange(1), help="哪个群的成员。")
@click.option("--dry-run", is_flag=True, help="只试读，什么也不写。")
@click.option("--without-roles", is_flag=True, help="不看身份一列：谁是管理员以 QQ 为准。")
def command(
    file: Path,
    group: int,
    dry_run: bool,  # noqa: FBT001  # click passes a flag so
    without_roles: bool,  # noqa: FBT001  # as above
) -> None:
    """从表格导入群成员名单，FILE 是 .csv 或 .xlsx。

    第一行是列名：id（QQ 号，必须有）、name、card、role、sex、joined；中文列名（QQ号、昵称、群名片、
    身份、性别、入群时间）也认得。空着的格子不改原来的内容，名单里没有的人不会被删掉。
    """
    settings = config.load()
    roster = roster_of(file, settings.zone)
    if without_roles:
        roster = replace(roster, members=tuple(replace(one, role=None) for one in roster.members))
    if not dry_run:
        asyncio.run(bring_in(settings, group, roster))
    click.echo(told(roster, is_dry=dry_run))


async def bring_in(settings: config.Config, group_id: int, roster: Roster) -> None:
    """Write the members; those who are erased, or take no part, are left out."""
    store = Store(settings)
    try:
        await migrate(store.engine, settings.data / "backups")
        await store.open(is_warm=False)
        if store.groups.is_denied(group_id):
            raise DeniedGroupError(group_id)
        now = int(time.time())
        store.writer.put_seen(*(Seen(group_id, now, member) for member in roster.members))
        await store.writer.flush()
        if not store.groups.knows(group_id):
            async with store.writer.transaction() as connection:
                await store.groups.refresh(connection, [Group(group_id)], now)
    finally:
        await store.close()


def told(roster: Roster, *, is_dry: bool) -> str:
    """Return what became of the table."""
    verb = "读到" if is_dry else "导入了"
    lines = [f"{verb} {len(roster.members):,} 个成员。"]
    if roster.left_out:
        shown = "、".join(map(str, roster.left_out[:LINES_SHOWN]))
        lines.append(f"{len(roster.left_out):,} 行没有 QQ 号，没有导入：第 {shown} 行。")
    for line, column in roster.odd[:LINES_SHOWN]:
        lines.append(f"第 {line} 行的 {column} 看不懂，这一格没有用。")
    if len(roster.odd) > LINES_SHOWN:
        lines.append(f"……看不懂的格子一共 {len(roster.odd):,} 个。")
    return "\n".join(lines)
