"""What jobs took and freed is given back when the worker has nothing to do."""

import asyncio
import sys
from logging import Handler as Keeper

import psutil
import pytest

from groupscope.workers import Worker

A_MEBIBYTE = 1 << 20
LOTS, LOT, KEPT = 12, [bytes(2_000)] * 5_000, [bytes(2_000)] * 50
"""Ten megabytes in small pieces, twelve times, and a hundred kilobytes after each."""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only glibc can give back")
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
