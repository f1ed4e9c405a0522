"""``groupscope reanalyse``: reads old messages anew, beside a running bot or without one."""

import asyncio

import click

from groupscope import config
from groupscope.store import Store
from groupscope.store.migrate import migrate


@click.command(short_help="用现在的词库和模型重新分析以前的消息。")
def command() -> None:
    """用现在的词库和模型重新分析以前的消息：词、心情、是不是提问。

    机器人在运行时也可以用；中断后再运行会接着做。
    """
    changed = asyncio.run(reanalyse(config.load()))
    click.echo(f"完成，{changed:,} 条消息的分析结果有变化。")


async def reanalyse(settings: config.Config) -> int:
    """Read every group's messages anew where they are out of date; return how many changed."""
    store = Store(settings)
    try:
        await migrate(store.engine, settings.data / "backups")
        await store.open()
        groups = [group.group_id for group in store.groups.all()]
        return await store.rereading.catch_up(groups, _tell)
    finally:
        await store.close()


def _tell(group_id: int, looked_at: int) -> None:
    click.echo(f"\r群 {group_id}：已看过 {looked_at:,} 条", nl=False)
