"""The bot's side of the worker process: one job at a time, each with its limit."""

import asyncio
import pickle
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Literal, ParamSpec, TypeVar

from groupscope.charts import rehearse
from groupscope.errors import GroupscopeError
from groupscope.workers.child import Child, ChildGoneError
from groupscope.workers.frames import Done, Failed, Job, packed

P = ParamSpec("P")
T = TypeVar("T")

WAITING = 32
"""Jobs that may wait; who comes after them is refused at once."""

_UNSENDABLE = (pickle.PicklingError, AttributeError, TypeError)
"""What pickle raises for lambdas, open files and the like."""


class WorkerError(GroupscopeError):
    """A job was refused or came to nothing; ``__cause__`` holds what it raised, if it did."""


class JobError(Exception):
    """What was raised inside the worker: the error's name, its message and its traceback."""


class Worker:
    """One process for heavy work, started at need and ended when it has been idle.

    ``limit`` is the time a job may take, ``idle`` how long the process is kept without one, both
    in seconds. A process that overruns or dies is replaced with the next job.
    """

    def __init__(self, *, limit: float = 10.0, idle: float = 300.0) -> None:
        self._limit = limit
        self._idle = idle
        self._turn = asyncio.Lock()
        self._asked = 0
        self._child: Child | None = None
        self._retirement: asyncio.TimerHandle | None = None
        self._is_stopped = False
        self.deaths = 0
        """How often the process ended though nobody had told it to."""
        self.failures = 0
        """Jobs that came to nothing, one after the other, because their process died or overran."""
        self._died_at: float | None = None

    @property
    def pid(self) -> int | None:
        """The id of the process, None while there is none."""
        return self._child.pid if self._child and self._child.lives else None

    @property
    def state(self) -> Literal["off", "idle", "busy", "stopped"]:
        """What it is doing: ``off`` until it is needed, ``stopped`` for good."""
        if self._is_stopped:
            return "stopped"
        if self._turn.locked():
            return "busy"
        return "off" if self.pid is None else "idle"

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function in the worker process and give back what it returns.

        The function must be importable by its name, and arguments and result picklable. Jobs are
        done in the order they came in. A caller that is cancelled takes its job back.
        Raises ``WorkerError``: too many wait, the job took too long, it raised, the process died.
        """
        content = _sendable(Job(function, args, kwargs))
        async with self._next():
            answer = await self._answer(content)
        if isinstance(answer, Failed):
            raise _told(answer)
        return answer.value

    @property
    def died_ago(self) -> float | None:
        """How many seconds ago the process last ended by itself; None if it never has."""
        return None if self._died_at is None else time.monotonic() - self._died_at

    def notice_death(self) -> bool:
        """Notice that the process has ended while it had nothing to do; tell whether it has."""
        if self._turn.locked() or self._child is None or self._child.lives:
            return False
        self._child = None
        self._died()
        return True

    async def warm(self) -> None:
        """Start the process and draw something small, so that the first real job is quick."""
        await self.run(rehearse)

    async def stop(self) -> None:
        """End the process for good; a job that is running or waiting gets a ``WorkerError``."""
        self._is_stopped = True
        self._stay()
        child, self._child = self._child, None
        if child:
            await child.leave()

    @asynccontextmanager
    async def _next(self) -> AsyncGenerator[None]:
        """Wait for one's turn, or be refused at once where too many wait."""
        if self._asked > WAITING:
            raise WorkerError("现在要画的图太多了，请过一会儿再试。")
        self._asked += 1
        try:
            async with self._turn:
                yield
        finally:
            self._asked -= 1

    async def _answer(self, content: bytes) -> Done | Failed:
        try:
            child = await self._ready()
            answer = await self._asked_in_time(child, content)
        except (OSError, NotImplementedError) as error:  # Windows' selector loop runs no processes
            self.failures += 1
            raise WorkerError("系统现在开不出后台进程，请过一会儿再试。") from error
        except ChildGoneError:
            self._died()
            raise WorkerError("后台进程意外退出，这项任务没有做完，请再试一次。") from None
        self.failures = 0
        self._retire_later()
        return answer

    def _died(self) -> None:
        if not self._is_stopped:
            self.deaths += 1
            self.failures += 1
            self._died_at = time.monotonic()

    async def _asked_in_time(self, child: Child, content: bytes) -> Done | Failed:
        """Ask the process. One that gave no answer is in an unknown state and is not kept."""
        try:
            async with asyncio.timeout(self._limit):
                return await child.ask(content)
        except TimeoutError:
            self._drop(child)
            self.failures += 1
            raise WorkerError(f"这项任务超过 {self._limit:g} 秒还没有做完，已经停下。") from None
        except BaseException:
            self._drop(child)
            raise

    async def _ready(self) -> Child:
        """Give the living process, or start one."""
        self._stay()
        if self._child and not self._child.lives:
            self._died()
        if not self._is_stopped and self.pid is None:
            self._child = await Child.start()
        # It may have been stopped while the process was starting.
        if self._is_stopped or self._child is None:
            self._dismiss()
            raise WorkerError("后台进程已经停止，不再接受任务。")
        return self._child

    def _drop(self, child: Child) -> None:
        child.kill()
        self._child = None

    def _retire_later(self) -> None:
        loop = asyncio.get_running_loop()
        self._retirement = loop.call_later(self._idle, self._dismiss)

    def _stay(self) -> None:
        if self._retirement:
            self._retirement.cancel()

    def _dismiss(self) -> None:
        if self._child:
            self._child.dismiss()
        self._child = None


def _sendable(job: Job) -> bytes:
    try:
        return packed(job)
    except _UNSENDABLE as error:
        raise WorkerError("这项任务无法交给后台进程。") from error


def _told(failure: Failed) -> WorkerError:
    """Make the failure inside the worker an error of the caller."""
    error = WorkerError(failure.sentence or f"后台任务出错了（{failure.name}）。")
    error.__cause__ = JobError(failure.name, failure.message, failure.trace)
    return error
