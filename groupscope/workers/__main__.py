"""The worker process: takes jobs from its parent one by one, answers, and ends with it."""

import os
import pickle
import signal
import sys
import traceback
from queue import Empty, SimpleQueue
from threading import Thread
from typing import BinaryIO

from groupscope.errors import GroupscopeError
from groupscope.heap import give_back, keep_one
from groupscope.workers.frames import LENGTH, READY, Done, Failed, Job, frame, packed

AT_REST = 1.0
"""Seconds without a job after which memory is given back."""


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Move the pipes away from where a job could reach them.

    What a job prints goes to the error output, and what it reads is empty, so that neither can
    get between the frames.
    """
    jobs = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return jobs, answers


def _listen(jobs: BinaryIO, waiting: SimpleQueue[bytes]) -> None:
    """Take jobs in; when the parent has gone, leave at once, even out of the middle of one."""
    while len(head := jobs.read(LENGTH.size)) == LENGTH.size:
        waiting.put(jobs.read(LENGTH.unpack(head)[0]))
    os._exit(0)


def _failed(error: Exception) -> Failed:
    sentence = str(error) if isinstance(error, GroupscopeError) else None
    trace = "".join(traceback.format_exception(error))
    return Failed(type(error).__qualname__, str(error), trace, sentence)


def _answer(content: bytes) -> bytes:
    """Do a job. Whatever it raises, also while it is packed or unpacked, is its answer."""
    try:
        job: Job = pickle.loads(content)  # noqa: S301  only our parent writes to this pipe
        return packed(Done(job.function(*job.args, **job.kwargs)))
    except Exception as error:  # noqa: BLE001  an error here belongs to whoever asked
        return packed(_failed(error))


def main() -> None:
    """Serve until the parent closes the pipe."""
    keep_one()
    # Ctrl-C reaches the whole terminal group; the parent decides when its worker ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    jobs, answers = _own_pipes()
    waiting = SimpleQueue[bytes]()
    Thread(target=_listen, args=(jobs, waiting), daemon=True).start()
    answers.write(frame(READY))
    while True:
        _write(answers, _answer(_next(waiting)))


def _next(waiting: SimpleQueue[bytes]) -> bytes:
    """Wait for a job; when none comes, give back meanwhile what the last ones took."""
    try:
        return waiting.get(timeout=AT_REST)
    except Empty:
        give_back()
        return waiting.get()


def _write(pipe: BinaryIO, content: bytes) -> None:
    """Write all of it: an unbuffered pipe may take a part only."""
    rest = memoryview(content)
    try:
        while rest:
            rest = rest[pipe.write(rest) :]
    except OSError:  # the parent has gone; Windows has no BrokenPipeError of its own for that
        sys.exit(0)


if __name__ == "__main__":
    main()
