"""Processes that read beside an import: what they give, and what becomes of it when they go."""

import asyncio
import os
import signal
import subprocess
import sys

import psutil
import pytest

from groupscope.importers import readers as module
from groupscope.importers.readers import Readers
from groupscope.language.pages import read_page
from groupscope.language.reading import DEFAULT, Vocabulary

PAGE = ["今天吃火锅吗？", "", "哈哈哈 [doge]", "气死我了"]


@pytest.fixture
def beside():
    """Two processes, ended whatever happens."""
    made = Readers(1)
    yield made
    made.close()


def process_of(readers: Readers) -> int:
    assert readers._pool is not None
    return next(iter(readers._pool._processes))


async def test_a_page_read_beside_is_the_page_read_here(beside):
    expected = read_page(PAGE, DEFAULT)
    assert expected[1] == (None, None, 0)
    assert expected[0][2] == 1
    assert await beside.done(beside.begin(PAGE, DEFAULT)) == expected
    here = Readers(0)
    assert await here.done(here.begin(PAGE, DEFAULT)) == expected


async def test_a_groups_own_words_go_along(beside):
    own = Vocabulary(user_words=frozenset({"吃火锅吗"}))
    assert await beside.done(beside.begin(PAGE, own)) == read_page(PAGE, own)


async def test_pages_of_a_process_that_was_killed_are_read_here(beside):
    await beside.done(beside.begin(PAGE, DEFAULT))
    killed = process_of(beside)
    os.kill(killed, signal.SIGSTOP)
    pages = [beside.begin(PAGE, DEFAULT) for _ in range(3)]
    os.kill(killed, signal.SIGKILL)
    for page in pages:
        assert await beside.done(page) == read_page(PAGE, DEFAULT)


async def test_another_process_takes_the_place_of_one_that_was_killed(beside):
    await beside.done(beside.begin(PAGE, DEFAULT))
    killed = process_of(beside)
    page = beside.begin(PAGE, DEFAULT)
    os.kill(killed, signal.SIGKILL)
    await beside.done(page)
    while beside._pool is not None:  # until the pool has seen it
        await beside.done(beside.begin(PAGE, DEFAULT))
        await asyncio.sleep(0)
    assert await beside.done(beside.begin(PAGE, DEFAULT)) == read_page(PAGE, DEFAULT)
    assert process_of(beside) != killed


async def test_what_is_killed_again_and_again_is_not_started_without_an_end(beside, monkeypatch):
    monkeypatch.setattr(module, "STARTS", 1)
    page = beside.begin(PAGE, DEFAULT)
    os.kill(process_of(beside), signal.SIGKILL)
    await beside.done(page)
    while beside._pool is not None:
        await beside.done(beside.begin(PAGE, DEFAULT))
        await asyncio.sleep(0)
    assert beside.begin(PAGE, DEFAULT).elsewhere is None


READS = """
import asyncio, sys
from groupscope.importers.readers import Readers
from groupscope.language.reading import DEFAULT
async def main():
    readers = Readers(1)
    await readers.done(readers.begin(["早"], DEFAULT))
    print(next(iter(readers._pool._processes)), flush=True)
    await asyncio.sleep(600)
asyncio.run(main())
"""


@pytest.mark.parametrize("ended_by", [signal.SIGKILL, signal.SIGTERM])
def test_readers_end_with_their_import_however_it_ends(ended_by):
    importing = subprocess.Popen([sys.executable, "-c", READS], stdout=subprocess.PIPE, text=True)
    assert importing.stdout is not None
    reader = psutil.Process(int(importing.stdout.readline()))
    importing.send_signal(ended_by)
    importing.wait(300)
    gone, _ = psutil.wait_procs([reader], timeout=300)
    assert gone == [reader]


async def test_ctrl_c_leaves_a_reader_to_its_import(beside):
    await beside.done(beside.begin(PAGE, DEFAULT))
    before = process_of(beside)
    for one in (signal.SIGINT, signal.SIGTERM):
        os.kill(before, one)
    assert await beside.done(beside.begin(PAGE, DEFAULT)) == read_page(PAGE, DEFAULT)
    assert process_of(beside) == before
