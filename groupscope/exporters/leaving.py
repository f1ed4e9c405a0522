"""A group's record on its way into a file: page by page, whole or not at all."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from groupscope.exporters.errors import ExportError, NothingToExportError
from groupscope.exporters.format import Format, Head
from groupscope.scope import Scope
from groupscope.store import Store
from groupscope.store.outgoing import members_of, pages

Progress = Callable[[int], None]
"""Told how many messages have been written so far."""


@dataclass(frozen=True, slots=True)
class Left:
    """What has left: how many messages, into which file, how large."""

    messages: int
    path: Path
    size: int


async def export(
    store: Store, scope: Scope, form: Format, path: Path, progress: Progress = lambda _: None
) -> Left:
    """Write a group's period into a file; NothingToExportError, ExportError.

    It is written beside its place first, so that there never is half a file.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            count = await _write(store, scope, form, file, progress)
            size = file.tell()
        if not count:
            raise NothingToExportError(scope.group_id)
        part.replace(path)
    except OSError as error:
        raise ExportError(f"写不了 {path}：{error.strerror or error}") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return Left(count, path, size)


async def _write(
    store: Store, scope: Scope, form: Format, file: BinaryIO, progress: Progress
) -> int:
    sink = form.open(file, await head_of(store, scope))
    count = 0
    async for page in pages(store.engine, scope.group_id, scope.period.since, scope.period.until):
        await asyncio.to_thread(sink.take, page)
        count += len(page.messages)
        progress(count)
    await asyncio.to_thread(sink.close)
    return count


async def head_of(store: Store, scope: Scope) -> Head:
    """Return what stands before the messages of a group's period."""
    async with store.engine.connect() as connection:
        members = await members_of(connection, scope.group_id)
    return Head(
        scope.group_id,
        store.groups.get(scope.group_id).name or f"群 {scope.group_id}",
        scope.period.since,
        scope.period.until,
        int(store.clock()),
        members,
    )
