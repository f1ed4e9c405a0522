"""Power cuts, simulated: which writes a disk has kept when the power went, nobody knows.

A process is watched by strace. What it has written to a file and not synchronised may be there, be
missing, or be torn in the midst, each write by itself; what was synchronised is there. Between any
two of its calls the power may go.
"""

import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

SECTOR = 512
PROMISE = b"promise\n"
Event = tuple[str, str, tuple[int, bytes | None] | None]
"""``write``, ``sync`` or ``promise``; the name of the file; where, and what."""
CALLS = "pwrite64,write,fdatasync,fsync,ftruncate"
BEGUN = re.compile(
    r"^(?P<thread>\d+)\s+(?P<call>pwrite64|write|fdatasync|fsync|ftruncate)"
    r"\(\d+<(?P<file>[^>]*)>(?:, (?P<words>.*))?"
)
ENDED = re.compile(r"^(?P<thread>\d+)\s+<\.\.\. (?P<call>fdatasync|fsync) resumed>")
DATA = re.compile(r'^"(?P<bytes>(?:\\x[0-9a-f]{2})*)", \d+(?:, (?P<at>\d+))?')


@dataclass
class Disk:
    """A file as the disk has it for sure, and what was written to it since."""

    kept: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)
    """Where, and what; None cuts the file off there."""

    def synchronise(self) -> None:
        for at, data in self.pending:
            put(self.kept, at, data)
        self.pending.clear()

    def after_a_cut(self, dice: random.Random) -> bytes:
        left = bytearray(self.kept)
        for at, data in self.pending:
            luck = dice.random()
            if luck < 1 / 3:
                continue
            torn = data is not None and luck < 2 / 3
            put(left, at, data[: dice.randrange(0, len(data) + 1, SECTOR)] if torn else data)
        return bytes(left)


def put(file: bytearray, at: int, data: bytes | None) -> None:
    if data is None:
        del file[at:]
        return
    file.extend(b"\0" * (at + len(data) - len(file)))
    file[at : at + len(data)] = data


@dataclass(frozen=True)
class Cut:
    """What is there after the power has gone: the files, and what had been promised by then."""

    files: dict[str, bytes]
    promised: int


def traced(command: list[str], folder: Path, promises: int) -> Path:
    """Run a process that prints a line for each promise, and kill it after so many."""
    trace = folder / "trace"
    watched = ["strace", "-f", "-y", "-xx", "-s", "10000000", "-e", f"trace={CALLS}", "-o", trace]
    process = subprocess.Popen(
        [*watched, *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # it ends when nobody listens to its promises any more
    )
    told = 0
    for _ in process.stdout:
        told += 1
        if told == promises:
            break
    process.kill()
    process.wait()
    assert told == promises, "the process has ended by itself"
    return trace


def cuts(trace: Path, files: list[str], count: int, seed: int) -> Iterator[Cut]:
    """Cut the power at so many moments by chance, from the first promise on."""
    events = list(read(trace, files))
    first = next(at for at, (kind, *_) in enumerate(events) if kind == "promise")
    dice = random.Random(seed)
    moments = sorted(dice.sample(range(first, len(events)), count))
    disks = {name: Disk() for name in files}
    promised = 0
    for at, (kind, name, data) in enumerate(events):
        if kind == "promise":
            promised += 1
        elif kind == "sync":
            disks[name].synchronise()
        else:
            disks[name].pending.append(data)
        if at in moments:
            yield Cut({name: disk.after_a_cut(dice) for name, disk in disks.items()}, promised)


def read(trace: Path, files: list[str]) -> Iterator[Event]:
    """Give what happened, in order; a synchronisation when it has returned."""
    under_way: dict[str, str] = {}
    with trace.open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            if (ended := ENDED.match(line)) and ended["thread"] in under_way:
                yield "sync", under_way.pop(ended["thread"]), None
            begun = BEGUN.match(line)
            if begun is None:
                continue
            kind, name, _ = event = event_of(begun)
            if kind == "sync" and name in files and "unfinished" in line:
                under_way[begun["thread"]] = name
            elif kind == "promise" or name in files:
                yield event


def event_of(begun: re.Match[str]) -> Event:
    call, words = begun["call"], begun["words"]
    name = Path(unescaped(begun["file"])).name
    if call in ("fdatasync", "fsync"):
        return "sync", name, None
    if call == "ftruncate":
        return "write", name, (int(re.match(r"\d+", words)[0]), None)
    at, data = bytes_in(words)
    kind = "promise" if call == "write" and data == PROMISE else "write"
    return kind, name, (at, data)


def bytes_in(words: str) -> tuple[int, bytes]:
    found = DATA.match(words)
    if found is None:  # written from several places at once: none of ours
        return 0, b""
    return int(found["at"] or 0), bytes.fromhex(found["bytes"].replace("\\x", ""))


def unescaped(path: str) -> str:
    return re.sub(r"\\x([0-9a-f]{2})", lambda found: chr(int(found[1], 16)), path)


def need_strace() -> None:
    """Skip where there is no strace, or it may not look."""
    if shutil.which("strace") is None:
        pytest.skip("no strace on this machine")
    if subprocess.run(["strace", "-o", "/dev/null", "true"], check=False).returncode:
        pytest.skip("strace may not look at processes here")
