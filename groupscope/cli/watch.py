"""``groupscope watch``: brings in by itself whatever is put into a folder."""

import asyncio
import threading
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from groupscope import config
from groupscope.cli.import_ import bring_in, interrupts_to, spare_the_collector, zone_of
from groupscope.importers.bringing import Wishes
from groupscope.importers.errors import RefusedError
from groupscope.importers.folder import Folder
from groupscope.importers.outcome import Outcome
from groupscope.importers.showing import Bars

PAUSE = 2.0
"""Seconds between two looks at the folder."""


@click.command(short_help="盯着一个文件夹，里面出现的聊天记录自动导入。")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--group", type=click.IntRange(1), help="都导入到这个群；默认按文件里写的群号。")
@click.option("--zone", callback=zone_of, help="文件里的时间是哪个时区的；默认是群的时区。")
@click.option("--once", is_flag=True, help="只处理现在有的文件，然后结束。")
def command(
    folder: Path,
    group: int | None,
    zone: str | None,
    once: bool,  # noqa: FBT001  # click passes a flag so
) -> None:
    """盯着一个文件夹：里面出现的聊天记录自动导入，导完移到 done，读不了的移到 failed 并写明原因。

    可以和机器人同时运行；按 Ctrl-C 结束。也可以设 GROUPSCOPE_WATCH_FOLDER，让机器人自己做这件事。
    """
    spare_the_collector()
    settings = config.load()
    wishes = Wishes(ZoneInfo(zone) if zone else None, group, starts=settings.command_start)
    watched = Folder(folder, quiet=0) if once else Folder(folder)
    watched.prepare()
    over = threading.Event()
    click.echo(f"正在盯着 {folder}，按 Ctrl-C 结束。")
    with interrupts_to(over.set):
        while not over.is_set():
            take(settings, watched, wishes)
            if once:
                return
            over.wait(PAUSE)


def take(settings: config.Config, folder: Folder, wishes: Wishes) -> None:
    """Bring in what lies there; where the database refuses, it stays for the next look."""
    for path in folder.whole():
        try:
            result = asyncio.run(bring_in(settings, (path,), wishes, Bars()))[0]
        except RefusedError as error:
            click.echo(str(error), err=True)
            return
        if isinstance(result, Outcome) and result.is_stopped:
            return
        why_not = result.broken if isinstance(result, Outcome) else str(result)
        try:
            folder.put_aside(path, why_not)
        except OSError as error:  # on Windows, while another program holds it open
            click.echo(f"{path.name} 现在移不走（{error.strerror}），过会儿再试。", err=True)
