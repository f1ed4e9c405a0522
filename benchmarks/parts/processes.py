"""Bots as processes of their own: started in a temporary folder, watched from outside."""

import os
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import psutil

ROOT = Path(__file__).resolve().parents[2]
BOTS = ROOT / "benchmarks" / "bots"
OURS = ROOT / "bot.py"
PATIENCE = 90
"""Seconds that a bot may take to listen, on a machine that others use, too."""
A_MEBIBYTE = 1 << 20


class SilentBotError(RuntimeError):
    """A bot did not come up; its last lines tell why."""

    def __init__(self, log: Path) -> None:
        tail = log.read_text("utf-8", "replace")[-2_000:]
        super().__init__(f"the bot does not listen; it said:\n{tail}")


@dataclass
class BotProcess:
    """A running bot: where to connect, what it uses, how it ends."""

    process: psutil.Popen
    port: int
    folder: Path

    @property
    def url(self) -> str:
        """Where an implementation connects to."""
        return f"ws://127.0.0.1:{self.port}/onebot/v11/ws"

    @property
    def database(self) -> Path:
        """The file of our database."""
        return self.folder / "groupscope.db"

    def cpu(self) -> float:
        """Return the seconds of CPU that the process has used, without its children."""
        times = self.process.cpu_times()
        return times.user + times.system

    def workers_cpu(self) -> float:
        """Return the seconds of CPU that its living children have used."""
        spent = (child.cpu_times() for child in self.process.children(recursive=True))
        return sum(times.user + times.system for times in spent)

    def rss(self) -> float:
        """Return the resident memory of the process, in MiB."""
        return self.process.memory_info().rss / A_MEBIBYTE

    def uss(self) -> float:
        """Return the memory that nobody shares with it, in MiB."""
        return self.process.memory_full_info().uss / A_MEBIBYTE

    def workers_uss(self) -> float:
        """Return the memory that its children share with nobody, in MiB."""
        found = 0.0
        for child in self.process.children(recursive=True):
            with suppress(psutil.NoSuchProcess):
                found += child.memory_full_info().uss / A_MEBIBYTE
        return found

    def forget_peak(self) -> None:
        """Let the peak of memory be counted from now on."""
        Path(f"/proc/{self.process.pid}/clear_refs").write_text("5", "ascii")

    def peak(self) -> float:
        """Return the largest resident memory since ``forget_peak``, in MiB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024

    def kill(self) -> None:
        """End it from one moment to the next (SIGKILL)."""
        self.process.kill()
        self.process.wait(30)

    def stop(self) -> None:
        """End it in good order; by force where that takes too long."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(30)
        except psutil.TimeoutExpired:
            self.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()


def start(script: Path, folder: Path, **settings: str) -> BotProcess:
    """Start a bot whose data lie in ``folder``, and wait until it listens."""
    folder.mkdir(parents=True, exist_ok=True)
    port, log = free_port(), folder / "bot.log"
    with log.open("ab") as out:
        process = psutil.Popen(
            [sys.executable, str(script)],
            cwd=folder,
            env=environment(folder, port) | settings,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    bot = BotProcess(process, port, folder)
    end = time.monotonic() + PATIENCE
    while not listens(port):
        if process.poll() is not None or time.monotonic() > end:
            bot.stop()
            raise SilentBotError(log)
        time.sleep(0.1)
    return bot


def environment(folder: Path, port: int) -> dict[str, str]:
    """Return the environment of a bot: nothing of the user's own settings gets in."""
    inherited = {key: value for key, value in os.environ.items() if "GROUPSCOPE" not in key}
    return inherited | {
        "PORT": str(port),
        "HOST": "127.0.0.1",
        "ENVIRONMENT": "benchmark",
        "PYTHONPATH": str(ROOT),
        "GROUPSCOPE_DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'groupscope.db'}",
        "GROUPSCOPE_DATA_DIR": str(folder),
        "GROUPSCOPE_PACING": "off",
        "GROUPSCOPE_AVATARS": "false",
    }


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def listens(port: int) -> bool:
    """Tell whether somebody listens on a port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
