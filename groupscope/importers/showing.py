"""What is shown of an import while it runs and when it ends: to a person, and to a program."""

import json
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Protocol
from zoneinfo import ZoneInfo

import click

from groupscope.errors import GroupscopeError
from groupscope.importers.bringing import Progress
from groupscope.importers.format import Format
from groupscope.importers.outcome import Outcome
from groupscope.importers.source import Source
from groupscope.importers.telling import as_json, told

BETWEEN_LINES: Final = 0.3
"""Seconds between two lines about how far a file is."""
Result = Outcome | GroupscopeError
"""What became of a file: its ledger, or why it was not even begun."""
Sealed = Callable[[int, int], None]
"""Told how many days are summed up, and how many there are."""


class Shown(Protocol):
    """Tells whoever waits how far an import is, and what came of it."""

    @contextmanager
    def file(self, source: Source, form: Format) -> Generator[Progress]:
        """Show how far a file is, as long as it is being read."""
        ...

    def result(self, path: Path, result: Result, zone: ZoneInfo) -> None:
        """Show what became of a file."""
        ...

    @contextmanager
    def sealing(self) -> Generator[Sealed]:
        """Show how many days are summed up, as long as that takes."""
        ...


class Bars:
    """Shows it to a person at a terminal."""

    @contextmanager
    def file(self, source: Source, form: Format) -> Generator[Progress]:
        """Show a bar with the rate and the time left."""
        began, said = time.monotonic(), 0

        def speed(_item: object) -> str:
            return f"{said:,} 条，{said / max(time.monotonic() - began, 0.01):,.0f} 条/秒"

        label = f"{source.path.name}（{form.name}）"
        with click.progressbar(length=source.size, label=label, item_show_func=speed) as bar:

            def progress(position: int, messages: int) -> None:
                nonlocal said
                said = messages
                bar.update(max(position - bar.pos, 0), position)

            yield progress

    def result(self, path: Path, result: Result, zone: ZoneInfo) -> None:  # noqa: ARG002 -- the ledger names it
        """Print the ledger, or the sentence."""
        if isinstance(result, Outcome):
            click.echo(told(result, zone))
        else:
            click.echo(str(result), err=True)

    @contextmanager
    def sealing(self) -> Generator[Sealed]:
        """Show a bar of days."""
        with click.progressbar(length=1, label="正在汇总每一天", show_pos=True) as bar:

            def progress(sealed: int, days: int) -> None:
                bar.length = days
                bar.update(max(sealed - bar.pos, 0))

            yield progress
            bar.update((bar.length or 1) - bar.pos)


class Lines:
    """Shows it to a program: each thing that happens is a line of JSON."""

    @contextmanager
    def file(self, source: Source, form: Format) -> Generator[Progress]:
        """Print how far a file is, a few times a second."""
        began = last = time.monotonic()
        self._print(file=source.path.name, format=form.name, size=source.size)

        def progress(position: int, messages: int) -> None:
            nonlocal last
            now = time.monotonic()
            if now - last >= BETWEEN_LINES:
                last = now
                self._print(read=position, messages=messages, seconds=round(now - began, 2))

        yield progress

    def result(self, path: Path, result: Result, zone: ZoneInfo) -> None:  # noqa: ARG002 -- times are epoch seconds
        """Print the ledger, or the sentence."""
        if isinstance(result, Outcome):
            self._print(file=path.name, ledger=as_json(result))
        else:
            self._print(file=path.name, refused=str(result))

    @contextmanager
    def sealing(self) -> Generator[Sealed]:
        """Say so, and how many days of how many are done."""
        self._print(stage="sealing")
        yield lambda sealed, days: self._print(stage="sealing", sealed=sealed, days=days)

    def _print(self, **told: Any) -> None:  # noqa: ANN401 -- whatever JSON holds
        click.echo(json.dumps(told, ensure_ascii=False))
