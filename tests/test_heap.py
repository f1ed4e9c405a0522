"""Threads share one heap; what jobs took and freed is given back when there is nothing to do."""

import asyncio
import os
import platform
import subprocess
import sys
from logging import Handler as Keeper

import psutil
import pytest

from groupscope.workers import Worker

A_MEBIBYTE = 1 << 20
LOTS, LOT, KEPT = 12, [bytes(2_000)] * 5_000, [bytes(2_000)] * 50
"""Ten megabytes in small pieces, twelve times, and a hundred kilobytes after each."""


ONLY_GLIBC = pytest.mark.skipif(
    platform.libc_ver()[0] != "glibc", reason="only glibc has such a heap"
)

THREADS = """
import ctypes, sys
from threading import Thread
from groupscope.heap import keep_one

if sys.argv[1] == "one":
    keep_one()
malloc = ctypes.CDLL(None).malloc
malloc.restype = ctypes.c_void_p
places = []
for _ in range(4):
    thread = Thread(target=lambda: places.append(malloc(1_000)))
    thread.start()
    thread.join()
heap = next(line for line in open("/proc/self/maps") if "[heap]" in line).split()[0]
begin, end = (int(edge, 16) for edge in heap.split("-"))
print(sum(begin <= place < end for place in places))
"""


@ONLY_GLIBC
@pytest.mark.parametrize(("which", "in_the_heap"), [("one", "4"), ("own", "0")])
def test_threads_take_from_one_heap_and_else_each_from_its_own(which, in_the_heap):
    call = [sys.executable, "-c", THREADS, which]
    plain = {name: value for name, value in os.environ.items() if name != "MALLOC_ARENA_MAX"}
    done = subprocess.run(call, check=True, capture_output=True, text=True, env=plain)
    assert done.stdout.strip() == in_the_heap


@ONLY_GLIBC
async def test_what_was_freed_goes_back_to_the_system_when_nothing_is_to_be_done():
    worker = Worker()
    await worker.warm()
    process = psutil.Process(worker.pid)
    before = process.memory_full_info().uss
    # A class keeps what it has: lots, and after each something behind which they cannot shrink.
    for number in range(LOTS):
        await worker.run(setattr, Keeper, f"lot{number}", [bytes(bytearray(one)) for one in LOT])
        await worker.run(setattr, Keeper, f"kept{number}", [bytes(bytearray(one)) for one in KEPT])
    assert process.memory_full_info().uss > before + 80 * A_MEBIBYTE
    for number in range(LOTS):
        await worker.run(delattr, Keeper, f"lot{number}")
    async with asyncio.timeout(60):
        while process.memory_full_info().uss > before + 40 * A_MEBIBYTE:
            await asyncio.sleep(0.05)
    assert await worker.run(len, "abc") == 3, "it works on"
    await worker.stop()
