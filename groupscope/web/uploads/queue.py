"""All uploads: their files come in pieces, and one after the other is brought in.

``groupscope import`` does it, in a process of its own: recording and answers never wait for it.
Whatever came of an upload, its files are gone afterwards.
"""

import asyncio
import secrets
import shutil
from collections import OrderedDict
from pathlib import Path
from typing import Final

from loguru import logger

from groupscope.app import App
from groupscope.importers.beside import Beside
from groupscope.store.refusals import REFUSALS, reason_of
from groupscope.web.failures import NotThereError, NotUnderstoodError, WebError
from groupscope.web.uploads.hearing import Heard
from groupscope.web.uploads.upload import Asked, State, Upload, parts_of

FOLDER: Final = "uploads"
MOST_OPEN, MOST_KEPT = 3, 20
"""Uploads that are not over yet, and such as can still be looked at."""
IDLE_SECONDS: Final = 1800.0
"""After so long without a sign an upload that nobody finishes is given up."""
SPARE_BYTES: Final = 256_000_000
"""What has to stay free on the disk, for what comes out of the files."""


class ManyUploadsError(WebError):
    """Too many uploads are under way."""

    status = 409

    def __init__(self) -> None:
        super().__init__("已经有几个导入在进行，等它们结束再来。")


class NoRoomError(WebError):
    """The disk has no room for the files."""

    status = 507

    def __init__(self) -> None:
        super().__init__("机器人的磁盘放不下这些文件。")


class Uploads:
    """All of them; one at a time is brought in."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._folder = app.config.data / FOLDER
        self._all: OrderedDict[str, Upload] = OrderedDict()
        self._turn = asyncio.Lock()

    def start(self) -> None:
        """Throw away what an earlier life has left."""
        shutil.rmtree(self._folder, ignore_errors=True)

    async def stop(self) -> None:
        """End what is under way; whoever uploads it again goes on there."""
        for one in self._all.values():
            await self._end(one)
        shutil.rmtree(self._folder, ignore_errors=True)

    def all(self) -> list[Upload]:
        """Return every upload that is remembered, the latest first."""
        return list(reversed(self._all.values()))

    def get(self, upload_id: str) -> Upload:
        """Return an upload; NotThereError."""
        found = self._all.get(upload_id)
        if found is None:
            raise NotThereError
        return found

    def open(self, asked: Asked) -> Upload:
        """Make room for files; ManyUploadsError, NoRoomError."""
        if sum(one.is_open for one in self._all.values()) >= MOST_OPEN:
            raise ManyUploadsError
        self._folder.mkdir(parents=True, exist_ok=True)
        whole = sum(one.size for one in asked.files)
        if shutil.disk_usage(self._folder).free < whole + SPARE_BYTES:
            raise NoRoomError
        upload_id = secrets.token_hex(8)
        one = Upload(upload_id, asked, self._folder / upload_id, int(self._app.clock()))
        for file in asked.files:
            place = one.folder / file.name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.touch()
        self._all[upload_id] = one
        self._forget_old()
        self._wait_for(one)
        return one

    async def take(self, one: Upload, number: int, at: int, piece: bytes) -> int:
        """Put a piece behind what is here of a file; return how much is here then.

        One that does not begin there is not taken: the answer tells the page where to go on.
        """
        if one.state is not State.UPLOADING or not 0 <= number < len(one.asked.files):
            raise NotThereError
        file = one.asked.files[number]
        if at != file.received:
            return file.received
        if at + len(piece) > file.size:
            raise NotUnderstoodError(f"{file.name} 比说好的大。")
        file.received += len(piece)
        try:
            await asyncio.to_thread(append, one.folder / file.name, piece)
        except OSError as error:
            await self.give_up(one)
            raise NoRoomError from error
        self._wait_for(one)
        return file.received

    def begin(self, one: Upload, *, is_dry: bool) -> None:
        """Bring in what is here, when it is its turn; NotUnderstoodError before all of it is."""
        if one.state not in (State.UPLOADING, State.TRIED) or not one.is_whole:
            raise NotUnderstoodError("文件还没有传完。")
        self._stop_waiting_for(one)
        one.is_dry, one.state, one.beside = is_dry, State.WAITING, Beside()
        one.parts = parts_of(one.asked.files, one.folder)
        one.task = asyncio.create_task(self._run(one), name="import")

    async def give_up(self, one: Upload) -> None:
        """Stop it: after the page that is under way, or before it has begun."""
        if one.state in (State.RUNNING, State.SEALING):
            one.beside.interrupt()
        elif one.is_open:
            await self._end(one)

    async def _end(self, one: Upload) -> None:
        self._stop_waiting_for(one)
        await one.beside.stop()
        if one.task:
            one.task.cancel()
            await asyncio.gather(one.task, return_exceptions=True)
        self._drop(one)

    def _drop(self, one: Upload) -> None:
        if one.is_open:
            one.state = State.STOPPED
        shutil.rmtree(one.folder, ignore_errors=True)

    async def _run(self, one: Upload) -> None:
        """Bring it in, and let the bot see what is new."""
        async with self._turn:
            one.state = State.RUNNING
            one.state = await self._bring_in(one)
            logger.info("An import on the dashboard: {}", one.state.value)
            if one.state is State.TRIED:
                self._wait_for(one)
                return
            self._drop(one)
        try:
            await self._app.store.learn()
        except REFUSALS as error:
            logger.warning("New groups are seen after a restart: {}", reason_of(error))
        self._app.kept.clear()
        self._app.hurry()

    async def _bring_in(self, one: Upload) -> State:
        heard = Heard(one)
        if one.asked.kind == "members":
            statuses = [
                await one.beside.run(*one.words([part]), hear=heard.about(part))
                for part in one.parts
            ]
        else:
            statuses = [await one.beside.run(*one.words(one.parts), hear=heard.line)]
        return heard.settle(statuses)

    def _wait_for(self, one: Upload) -> None:
        """Give an upload time; what nobody goes on with is dropped."""
        self._stop_waiting_for(one)
        one.idle = asyncio.get_running_loop().call_later(IDLE_SECONDS, self._drop, one)

    def _stop_waiting_for(self, one: Upload) -> None:
        if one.idle:
            one.idle.cancel()

    def _forget_old(self) -> None:
        over = [key for key, one in self._all.items() if not one.is_open]
        for key in over[: max(len(self._all) - MOST_KEPT, 0)]:
            del self._all[key]


def append(path: Path, piece: bytes) -> None:
    """Write a piece behind what a file holds."""
    with path.open("ab") as file:
        file.write(piece)
