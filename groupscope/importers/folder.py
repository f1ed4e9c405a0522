"""A folder whose files are brought in by themselves, and moved aside.

What a scheduled export, or somebody, puts there is taken when it has stopped growing. It goes to
``done`` or, where it cannot be read, to ``failed`` with the reason in a text beside it.
"""

import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from groupscope.errors import GroupscopeError

DONE: Final = "done"
FAILED: Final = "failed"
PASSED_OVER: Final = (".part", ".tmp", ".crdownload", ".reason.txt")
STAMP: Final = "%Y%m%d-%H%M%S"
QUIET: Final = 3.0
"""Seconds for which a file has not grown before it is taken to be whole."""

Looks = tuple[int, int]
"""A file's size, and when it was last written (nanoseconds)."""


class NoFolderError(GroupscopeError):
    """There is no such folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder} 不是一个文件夹（或者进不去）。")


@dataclass(slots=True)
class Folder:
    """A watched folder."""

    path: Path
    quiet: float = QUIET
    _seen: dict[Path, tuple[Looks, float]] = field(default_factory=dict[Path, tuple[Looks, float]])

    def prepare(self) -> None:
        """Make the places where files are moved to; NoFolderError."""
        try:
            for name in (DONE, FAILED):
                (self.path / name).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise NoFolderError(self.path) from error

    def whole(self) -> list[Path]:
        """Return what lies there and has not changed for a while, the oldest first.

        A folder with a ``manifest.json`` is one export.
        """
        found: list[Path] = []
        now = time.monotonic()
        seen: dict[Path, tuple[Looks, float]] = {}
        for one in self._candidates():
            looks = _looks(one)
            if looks is None:
                continue
            before = self._seen.get(one)
            since = before[1] if before is not None and before[0] == looks else now
            seen[one] = looks, since
            if now - since >= self.quiet:
                found.append(one)
        self._seen = seen
        return sorted(found, key=lambda one: seen[one][0][1])

    def put_aside(self, one: Path, why_not: str | None = None) -> Path:
        """Move what was dealt with; with the reason beside it where it failed."""
        place = self.path / (DONE if why_not is None else FAILED)
        target = place / one.name
        if target.exists():
            stamp = datetime.now().astimezone().strftime(STAMP)
            target = place / f"{one.stem}-{stamp}{one.suffix}"
        one.rename(target)
        self._seen.pop(one, None)
        if why_not is not None:
            reason = target.with_name(f"{target.name}.reason.txt")
            reason.write_text(why_not + "\n", "utf-8")
        return target

    def _candidates(self) -> list[Path]:
        try:
            inside = sorted(self.path.iterdir())
        except OSError as error:
            raise NoFolderError(self.path) from error
        return [
            one
            for one in inside
            if not one.name.startswith(".")
            and not one.name.endswith(PASSED_OVER)
            and (one.is_file() or (one / "manifest.json").is_file())
        ]


def _looks(one: Path) -> Looks | None:
    """Return how a file, or all of a folder, looks now; None where it has gone."""
    try:
        files = [one] if one.is_file() else [file for file in one.rglob("*") if file.is_file()]
        states = [file.stat() for file in files]
    except OSError:
        return None
    return sum(state.st_size for state in states), max(state.st_mtime_ns for state in states)
