"""The worker process and the one door to it.

Drawing and other heavy work runs in one process beside the bot, which imports no bot, is started at
need, and ends with its parent. docs/decisions/0003-worker-process.md says why it is our own.
"""

from groupscope.workers.door import Worker, WorkerError

__all__ = ["Worker", "WorkerError"]
