"""The command line: ``groupscope <command>``.

Every module in this package is one command: it holds a click command called ``command``, and is
found by its file name (``import_members.py`` is ``import-members``). A failure that carries a
sentence is told as that sentence, with status 1.
"""

import importlib
import os
import pkgutil
import sys
from typing import Any, cast

import click

from groupscope.errors import GroupscopeError
from groupscope.heap import keep_one
from groupscope.systems import write_any_letter


class Commands(click.Group):
    """All commands of this package; a module is imported when its command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click passes it
        """Name every module of this package."""
        return sorted(_modules())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click passes it
        """Return the command of that module, if there is one."""
        name = _modules().get(cmd_name)
        if name is None:
            return None
        module = importlib.import_module(f"{__name__}.{name}")
        return cast("click.Command", module.command)

    def main(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  # click's own
        """Write what there is to say, whatever the terminal can show."""
        write_any_letter(sys.stdout, sys.stderr)
        return super().main(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; a failure of ours is told as its sentence."""
        try:
            return super().invoke(ctx)
        except GroupscopeError as error:
            click.echo(str(error), err=True)
            ctx.exit(1)


def _modules() -> dict[str, str]:
    """Return the modules of this package by the names of their commands."""
    names = (module.name for module in pkgutil.iter_modules(__path__))
    return {name.strip("_").replace("_", "-"): name for name in names}


@click.group(cls=Commands)
def main() -> None:
    """群镜：记录 QQ 群聊，用文字和图片回答群里的问题。"""
    keep_one()
    os.umask(0o077)  # as in bot.py: what people said is for nobody else on this machine
