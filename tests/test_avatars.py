import asyncio
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import time_machine

from groupscope import avatars as module
from groupscope.avatars import LARGEST, Avatars, is_image

PNG = b"\x89PNG\r\n\x1a\n" + b"a picture"
DAY = 24 * 3600


class Gallery:
    """A web server with avatars at /<user id>; what a member has is set by the test."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.bodies: dict[int, bytes] = {}
        self.broken: set[int] = set()
        self.silent: set[int] = set()
        self.endless: set[int] = set()
        self.url = ""
        self.open = 0
        self.most_open = 0
        self.delay = 0.0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := (await reader.readline()).decode():
            while (await reader.readline()).strip():
                pass
            user_id = int(head.split()[1].removeprefix("/"))
            self.asked.append(user_id)
            self.open += 1
            self.most_open = max(self.most_open, self.open)
            await asyncio.sleep(60 if user_id in self.silent else self.delay)
            self.open -= 1
            if user_id in self.endless:
                writer.write(b"HTTP/1.1 200 OK\r\n\r\n" + PNG + bytes(2 * LARGEST))
                await asyncio.sleep(60)
            body = self.bodies.get(user_id, PNG)
            status = "500 Broken" if user_id in self.broken else "200 OK"
            writer.write(
                f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
            )
            await writer.drain()


@pytest.fixture
async def gallery(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Gallery]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    gallery = Gallery()
    server = await asyncio.start_server(gallery.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    gallery.url = f"http://127.0.0.1:{port}/{{user_id}}"
    yield gallery
    server.close()


@pytest.fixture
async def hang(gallery: Gallery, tmp_path: Path) -> AsyncIterator[Callable[..., Avatars]]:
    """Make avatars that are fetched from the gallery, and stop them at the end."""
    made: list[Avatars] = []

    def hang(**options: object) -> Avatars:
        made.append(
            Avatars(tmp_path / "avatars", **{"enabled": True, "url": gallery.url, **options})
        )
        return made[-1]

    yield hang
    for avatars in made:
        await avatars.stop()


async def settled(avatars: Avatars) -> None:
    while avatars._fetchers:
        await asyncio.gather(*avatars._fetchers)
        await asyncio.sleep(0)


async def test_a_missing_avatar_is_not_waited_for_and_is_there_the_next_time(hang, gallery):
    avatars = hang()
    assert avatars.cached([10001, 10002]) == {}
    await settled(avatars)
    assert avatars.cached([10001, 10002, 10003]) == {10001: PNG, 10002: PNG}


async def test_what_is_on_disk_is_there_after_a_restart_without_a_word_on_the_wire(hang, gallery):
    first = hang()
    first.cached([10001])
    await settled(first)
    second = hang()
    assert second.cached([10001]) == {10001: PNG}
    assert gallery.asked == [10001]


async def test_switched_off_there_is_nothing_and_no_traffic(hang, gallery, tmp_path):
    first = hang()
    first.cached([10001])
    await settled(first)
    assert hang(enabled=False).cached([10001, 10002]) == {}
    assert gallery.asked == [10001]


async def test_one_asked_for_twice_is_fetched_once(hang, gallery):
    avatars = hang()
    avatars.cached([10001])
    avatars.cached([10001])
    await asyncio.sleep(0)
    avatars.cached([10001])
    await settled(avatars)
    assert gallery.asked == [10001]


async def test_at_most_four_are_fetched_at_once(hang, gallery):
    gallery.delay = 0.05
    avatars = hang()
    avatars.cached(range(10001, 10021))
    await settled(avatars)
    assert gallery.most_open == 4
    assert len(avatars.cached(range(10001, 10021))) == 20


async def test_after_seven_days_the_old_one_is_shown_while_a_new_one_is_fetched(hang, gallery):
    avatars = hang()
    avatars.cached([10001])
    await settled(avatars)
    gallery.bodies[10001] = PNG + b" of another year"
    with time_machine.travel(time.time() + 7 * DAY - 60):
        assert avatars.cached([10001]) == {10001: PNG}
        await settled(avatars)
    assert gallery.asked == [10001]
    with time_machine.travel(time.time() + 7 * DAY + 60):
        assert avatars.cached([10001]) == {10001: PNG}
        await settled(avatars)
        assert avatars.cached([10001]) == {10001: PNG + b" of another year"}
        await settled(avatars)
    assert gallery.asked == [10001, 10001]


@pytest.mark.parametrize(
    "body", [b"<html>no such avatar</html>", b"", b"\x89PNG\r\n\x1a\n" + bytes(LARGEST)]
)
async def test_garbage_and_what_is_too_large_is_not_kept(hang, gallery, tmp_path, body):
    gallery.bodies[10001] = body
    avatars = hang()
    avatars.cached([10001])
    await settled(avatars)
    assert avatars.cached([10001]) == {}
    assert not [*tmp_path.glob("avatars/*")]


async def test_what_does_not_end_is_read_no_further_than_an_avatar_can_be(hang, gallery):
    gallery.endless.add(10001)
    avatars = hang()
    avatars.cached([10001])
    await asyncio.wait_for(settled(avatars), 2)
    assert avatars.cached([10001]) == {}


async def test_a_failure_is_remembered_for_an_hour(hang, gallery):
    gallery.broken.add(10001)
    avatars = hang()
    avatars.cached([10001])
    await settled(avatars)
    gallery.broken.clear()
    with time_machine.travel(time.time() + 3500):
        avatars.cached([10001])
        await settled(avatars)
        assert gallery.asked == [10001]
    with time_machine.travel(time.time() + 3700):
        avatars.cached([10001])
        await settled(avatars)
        assert avatars.cached([10001]) == {10001: PNG}


async def test_a_server_that_says_nothing_is_given_up_and_does_not_stop_the_others(
    hang, gallery, monkeypatch
):
    monkeypatch.setattr(module, "FETCH_LIMIT", 0.2)
    gallery.silent.update(range(10001, 10005))
    avatars = hang()
    avatars.cached(range(10001, 10007))
    await settled(avatars)
    assert avatars.cached(range(10001, 10007)) == {10005: PNG, 10006: PNG}


async def test_nobody_at_the_other_end_is_a_failure_like_any_other(hang):
    avatars = hang(url="http://127.0.0.1:9/{user_id}")
    avatars.cached([10001])
    await settled(avatars)
    assert avatars.cached([10001]) == {}


async def test_stopping_takes_back_what_is_under_way(hang, gallery):
    gallery.silent.add(10001)
    avatars = hang()
    avatars.cached([10001])
    async with asyncio.timeout(30):
        while not gallery.asked:
            await asyncio.sleep(0.01)
    await asyncio.wait_for(avatars.stop(), 10)
    assert avatars.cached([10002]) == {}
    assert gallery.asked == [10001]


def large(url: str) -> Awaitable[bytes]:
    async def picture() -> bytes:
        return PNG + bytes(300 * 1024)

    return picture()


async def test_beyond_the_capacity_the_least_recently_used_goes_first(hang, tmp_path):
    avatars = hang(capacity_mb=1, fetch=large)
    start = time.time()
    for minute, user_id in enumerate((1, 2, 3)):
        with time_machine.travel(start + 60 * minute):
            avatars.cached([user_id])
            await settled(avatars)
    with time_machine.travel(start + 600):
        assert avatars.cached([1]).keys() == {1}
        avatars.cached([4])
        await settled(avatars)
        # Four files of 300 KiB are more than 1 MiB, three are less than 90 % of it.
        assert avatars.cached([1, 2, 3, 4]).keys() == {1, 3, 4}
    assert sum(file.stat().st_size for file in tmp_path.glob("avatars/*")) <= 1024 * 1024


async def test_a_full_disk_or_a_folder_that_is_none_is_a_failure_not_a_crash(hang, tmp_path):
    (tmp_path / "avatars").write_text("in the way")
    avatars = hang()
    assert avatars.cached([10001]) == {}
    await settled(avatars)
    assert avatars.cached([10001]) == {}


async def test_a_file_that_somebody_spoilt_is_fetched_again(hang, tmp_path):
    avatars = hang()
    avatars.cached([10001])
    await settled(avatars)
    (tmp_path / "avatars" / "10001").write_bytes(b"spoilt")
    assert avatars.cached([10001]) == {}
    await settled(avatars)
    assert avatars.cached([10001]) == {10001: PNG}


async def test_reading_counts_as_use_and_not_as_fetching(hang, tmp_path):
    avatars = hang()
    avatars.cached([10001])
    await settled(avatars)
    file = tmp_path / "avatars" / "10001"
    os.utime(file, (1000, 2_000_000_000))
    avatars.cached([10001])
    assert file.stat().st_mtime == 2_000_000_000
    assert file.stat().st_atime > 1_700_000_000


def test_images_are_known_by_their_first_bytes():
    assert all(map(is_image, (PNG, b"\xff\xd8\xff\xe0", b"GIF89a", b"RIFF\0\0\0\0WEBPVP8 ")))
    assert not any(map(is_image, (b"", b"RIFF\0\0\0\0WAVE", b"<svg/>", PNG + bytes(LARGEST))))
