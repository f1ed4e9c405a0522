"""An upload: which files, for whom, how much of them is here, what has become of them."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Any, Final

from groupscope.importers.beside import Beside
from groupscope.web.failures import NotUnderstoodError

MANIFEST: Final = "manifest.json"
"""In whose folder it lies, all of that folder is one export."""
DEEPEST, LONGEST_NAME = 4, 200
"""Folders within folders, and bytes of each of their names."""
SEPARATORS: Final = re.compile(r"[\\/]")


class State(StrEnum):
    """How far an upload is."""

    UPLOADING = "uploading"
    WAITING = "waiting"
    """Another one is being brought in."""
    RUNNING = "running"
    SEALING = "sealing"
    TRIED = "tried"
    """It was only tried; the files are still here, and can be brought in as they are."""
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


OPEN: Final = frozenset({State.UPLOADING, State.WAITING, State.RUNNING, State.SEALING, State.TRIED})


@dataclass(slots=True)
class File:
    """A file of an upload: where it belongs, how large it is, how much of it is here."""

    name: str
    size: int
    received: int = 0


@dataclass(slots=True)
class Part:
    """What is brought in by itself: a file, or the folder of an export in chunks."""

    name: str
    path: Path
    told: dict[str, Any] = field(default_factory=dict[str, Any])
    """What the process has told of it: format, how far it is, at last its ledger."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants brought in; ``group_id`` None: into the groups that the files name.

    ``takes_roles``: whether a list of members says who is admin. Whoever is no superuser would give
    rights away by it.
    """

    kind: str
    group_id: int | None
    zone: str | None
    files: Sequence[File]
    takes_roles: bool = False


@dataclass(slots=True, eq=False)
class Upload:
    """Files on their way."""

    upload_id: str
    asked: Asked
    folder: Path
    at: int
    state: State = State.UPLOADING
    is_dry: bool = False
    sentence: str = ""
    """Why it failed as a whole."""
    parts: list[Part] = field(default_factory=list[Part])
    beside: Beside = field(default_factory=Beside)
    task: asyncio.Task[None] | None = None
    idle: asyncio.TimerHandle | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is not over yet."""
        return self.state in OPEN

    @property
    def is_whole(self) -> bool:
        """Whether every file is here."""
        return all(one.received == one.size for one in self.asked.files)

    def words(self, parts: Sequence[Part]) -> list[str]:
        """Return the command that brings in some of its parts."""
        chosen = ["--group", str(self.asked.group_id)] if self.asked.group_id else []
        chosen += ["--dry-run"] if self.is_dry else []
        paths = [str(one.path) for one in parts]
        if self.asked.kind == "members":
            chosen += [] if self.asked.takes_roles else ["--without-roles"]
            return ["import-members", *chosen, *paths]
        zone = ["--zone", self.asked.zone] if self.asked.zone else []
        return ["import", "--json", *chosen, *zone, *paths]


def safe_name(name: str) -> str:
    """Return where a file belongs below the folder of its upload; NotUnderstoodError.

    Nothing that a browser says leads out of there, or to a file that is hidden.
    """
    pieces = SEPARATORS.split(name)
    is_safe = len(pieces) <= DEEPEST and all(
        piece.strip() and piece.isprintable() and piece[0] != "."
        and len(piece.encode("utf-8", "replace")) <= LONGEST_NAME
        for piece in pieces
    )  # fmt: skip
    if not is_safe:
        raise NotUnderstoodError(f"不能用这样的文件名：{name[:60]}")
    return "/".join(pieces)


def parts_of(files: Sequence[File], folder: Path) -> list[Part]:
    """Return what is brought in by itself, the exports in chunks first."""
    paths = [PurePosixPath(one.name) for one in files]
    roots = [path.parent for path in paths if path.name == MANIFEST]
    alone = [path for path in paths if not any(path.is_relative_to(root) for root in roots)]
    return [
        *(Part(str(root / MANIFEST), folder / root) for root in roots),
        *(Part(str(path), folder / path) for path in alone),
    ]
