import asyncio
import operator
import os
import resource
import signal
import sys
import time
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import psutil
import pytest

from groupscope.charts import Card, RankBars, RankRow, draw
from groupscope.errors import GroupscopeError
from groupscope.workers import Worker, WorkerError
from groupscope.workers.door import WAITING

BOARD = Card(
    title="发言榜",
    icon="🏆",
    subtitle="今天",
    marks=(RankBars("排行", "", (RankRow(1, 10001, "甲", 3, 1.0),), None),),
    foot="今天 00:00–21:35 · 3 条",
)


@pytest.fixture
async def worker() -> AsyncIterator[Worker]:
    worker = Worker(limit=5)
    yield worker
    await worker.stop()


async def until(holds: Callable[[], bool], within: float = 20.0) -> bool:
    deadline = time.monotonic() + within
    while not holds() and time.monotonic() < deadline:
        await asyncio.sleep(0.02)
    return holds()


def is_gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


async def test_it_draws_a_card(worker: Worker):
    assert (await worker.run(draw, BOARD, theme="dark")).startswith(b"\x89PNG")


async def test_it_starts_with_the_first_job_and_serves_the_next_with_the_same_process(
    worker: Worker,
):
    assert (worker.pid, worker.state) == (None, "off")
    first = await worker.run(os.getpid)
    assert (worker.pid, worker.state) == (first, "idle")
    assert await worker.run(os.getpid) == first != os.getpid()


async def test_warming_loads_the_fonts_and_no_bot(worker: Worker):
    await worker.warm()
    loaded = await worker.run(eval, "sorted(__import__('sys').modules)")
    assert "PIL.ImageFont" in loaded
    assert not [name for name in loaded if name.split(".")[0] in ("nonebot", "plugins", "bot")]


async def test_a_job_over_its_limit_is_killed_and_the_next_one_works():
    worker = Worker(limit=0.3)
    slow = await worker.run(os.getpid)
    with pytest.raises(WorkerError, match=r"超过 0\.3 秒"):
        await worker.run(time.sleep, 60)
    assert await until(lambda: is_gone(slow))
    assert await worker.run(operator.add, 1, 2) == 3
    await worker.stop()


async def test_the_limit_counts_from_the_start_of_the_work_not_of_the_waiting():
    worker = Worker(limit=0.8)
    await worker.run(os.getpid)
    await asyncio.gather(*(worker.run(time.sleep, 0.3) for _ in range(4)))
    await worker.stop()


async def test_a_process_killed_in_the_middle_of_a_job_is_told_and_replaced(worker: Worker):
    pid = await worker.run(os.getpid)
    job = asyncio.create_task(worker.run(time.sleep, 60))
    assert await until(lambda: worker.state == "busy")
    os.kill(pid, signal.SIGKILL)
    with pytest.raises(WorkerError, match="意外退出"):
        await job
    assert await worker.run(os.getpid) != pid


async def test_a_process_killed_between_jobs_is_replaced_unnoticed(worker: Worker):
    pid = await worker.run(os.getpid)
    os.kill(pid, signal.SIGKILL)
    assert await until(lambda: worker.pid is None)
    assert await worker.run(operator.add, 1, 2) == 3


async def test_deaths_are_counted_and_a_job_that_is_done_ends_the_row_of_failures(worker: Worker):
    first = await worker.run(os.getpid)
    assert (worker.deaths, worker.failures, worker.died_ago) == (0, 0, None)
    os.kill(first, signal.SIGKILL)
    assert await until(lambda: worker.notice_death() or worker.deaths == 1)
    assert not worker.notice_death()  # it is one death
    assert (worker.deaths, worker.failures) == (1, 1)
    assert worker.died_ago is not None
    for deaths in (2, 3):
        with pytest.raises(WorkerError):
            await worker.run(os._exit, 3)
        assert (worker.deaths, worker.failures) == (deaths, deaths)
    await worker.warm()
    assert (worker.deaths, worker.failures) == (3, 0)
    await worker.stop()
    assert worker.deaths == 3  # an end that was asked for is none


async def test_a_job_that_ends_the_process_is_told(worker: Worker):
    with pytest.raises(WorkerError, match="意外退出"):
        await worker.run(os._exit, 3)


async def test_a_process_that_cannot_be_started_is_told_and_tried_again(worker: Worker):
    """No memory, no more processes, no more files: here, no more files."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    usual = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, most))
    try:
        with pytest.raises(WorkerError, match="开不出后台进程"):
            await worker.run(os.getpid)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, usual)
    assert await worker.run(operator.add, 1, 2) == 3


async def test_what_a_job_raises_comes_back_with_its_name_and_message(worker: Worker):
    with pytest.raises(WorkerError, match="ZeroDivisionError") as told:
        await worker.run(operator.floordiv, 1, 0)
    assert "integer division or modulo by zero" in str(told.value.__cause__)
    assert await worker.run(operator.add, 1, 2) == 3


async def test_an_error_that_speaks_to_people_keeps_its_sentence(worker: Worker):
    raising = (
        "(_ for _ in ()).throw(__import__('groupscope.errors').errors.QuestionError('没有字体。'))"
    )
    with pytest.raises(WorkerError, match=r"^没有字体。$"):
        await worker.run(eval, raising)
    assert issubclass(WorkerError, GroupscopeError)


async def test_what_cannot_be_sent_is_refused_on_either_side(worker: Worker):
    with pytest.raises(WorkerError, match="无法交给"):
        await worker.run(lambda: 1)
    with pytest.raises(WorkerError, match="出错"):
        await worker.run(eval, "lambda: 1")
    assert await worker.run(operator.add, 1, 2) == 3


async def test_what_a_job_prints_and_reads_does_not_get_between_the_frames(worker: Worker):
    assert await worker.run(os.write, 1, b"stray\n") == 6
    assert await worker.run(print, "stray", flush=True) is None
    assert await worker.run(os.read, 0, 8) == b""
    assert await worker.run(os.system, "echo stray; cat") == 0
    assert await worker.run(operator.add, 1, 2) == 3


async def test_large_arguments_and_results_pass(worker: Worker):
    assert await worker.run(operator.mul, b"x" * 3_000_000, 2) == b"x" * 6_000_000


async def test_jobs_are_done_in_the_order_they_came_in(worker: Worker, tmp_path: Path):
    line = f"open({str(tmp_path / 'order')!r}, 'a').write('%d ')"
    await asyncio.gather(*(worker.run(eval, line % number) for number in range(10)))
    assert (tmp_path / "order").read_text() == "0 1 2 3 4 5 6 7 8 9 "


async def test_who_comes_when_too_many_wait_is_refused_at_once(worker: Worker):
    await worker.run(os.getpid)
    jobs = [asyncio.create_task(worker.run(time.sleep, 0.01)) for _ in range(WAITING + 1)]
    await asyncio.sleep(0)
    with pytest.raises(WorkerError, match="太多"):
        await worker.run(operator.add, 1, 2)
    await asyncio.gather(*jobs)
    assert await worker.run(operator.add, 1, 2) == 3


async def test_a_caller_that_is_cancelled_leaves_no_answer_for_the_next(worker: Worker):
    await worker.run(os.getpid)
    job = asyncio.create_task(worker.run(eval, "__import__('time').sleep(0.2) or 'old'"))
    await asyncio.sleep(0.05)
    job.cancel()
    assert await worker.run(str, "new") == "new"


async def test_an_idle_process_ends_and_comes_back_when_needed():
    worker = Worker(idle=0.2)
    pid = await worker.run(os.getpid)
    assert await until(lambda: is_gone(pid))
    assert (worker.pid, worker.state) == (None, "off")
    assert await worker.run(os.getpid) != pid
    await worker.stop()


async def test_stopping_ends_the_process_and_the_job_in_it(worker: Worker):
    pid = await worker.run(os.getpid)
    jobs = [asyncio.create_task(worker.run(time.sleep, 60)) for _ in range(2)]
    await asyncio.sleep(0.1)
    await worker.stop()
    assert is_gone(pid)
    ends = await asyncio.gather(*jobs, return_exceptions=True)
    assert [type(end) for end in ends] == [WorkerError, WorkerError]
    assert worker.state == "stopped"
    with pytest.raises(WorkerError, match="已经停止"):
        await worker.run(os.getpid)


async def test_stopping_while_the_process_starts_leaves_none_behind(worker: Worker):
    children = set(psutil.Process().children())
    job = asyncio.create_task(worker.run(os.getpid))
    await asyncio.sleep(0.05)
    await worker.stop()
    with pytest.raises(WorkerError, match="已经停止"):
        await job
    assert await until(lambda: not [c for c in psutil.Process().children() if c not in children])


PARENT = """
import asyncio, os, sys, time
from groupscope.workers import Worker

async def main():
    worker = Worker()
    print(await worker.run(os.getpid), flush=True)
    if sys.argv[1] == "busy":
        await worker.run(eval, "[0 for _ in iter(int, 1)]")
    await asyncio.sleep(60)

asyncio.run(main())
"""


@pytest.mark.parametrize("at", ["idle", "busy"])
async def test_the_worker_is_gone_soon_after_its_parent_was_killed(tmp_path: Path, at: str):
    (tmp_path / "parent.py").write_text(PARENT, encoding="utf-8")
    parent = await asyncio.create_subprocess_exec(
        sys.executable, str(tmp_path / "parent.py"), at, stdout=PIPE
    )
    assert parent.stdout
    pid = int(await parent.stdout.readline())
    await asyncio.sleep(0.2)
    parent.kill()
    await parent.wait()
    assert await until(lambda: is_gone(pid))
