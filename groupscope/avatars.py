"""Members' avatars, kept on disk: asked for without waiting, fetched behind the scenes."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import httpx

URL = "https://q1.qlogo.cn/g?b=qq&nk={user_id}&s=140"
FRESH = 7 * 24 * 3600
"""Seconds until an avatar is fetched again; the old one is shown meanwhile."""
FORGIVEN = 3600
"""Seconds for which a failure is remembered."""
LARGEST = 512 * 1024
"""Bytes of one file; real ones have 3 to 20 KiB."""
AT_ONCE = 4
FETCH_LIMIT = 10.0
"""Seconds that one avatar may take."""
WAITING = 1000
"""Members that may wait to be fetched; who is asked for beyond that is asked for again later."""
ROOM = 0.9
"""What is kept of the capacity when it is cleared, so that not every file clears again."""

_MAGIC = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")

Fetch = Callable[[str], Awaitable[bytes]]


class NoAvatarError(Exception):
    """What came was no image, or one larger than any avatar."""


def is_image(content: bytes) -> bool:
    """Whether the bytes begin like a PNG, JPEG, GIF or WebP file and are not too many."""
    is_webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    return len(content) <= LARGEST and (is_webp or content.startswith(_MAGIC))


class Avatars:
    """A folder of avatars, one file a member, of at most ``capacity_mb`` MiB in all.

    ``fetch`` gets an address and gives back the bytes found there; it raises ``httpx.HTTPError``
    or ``OSError`` where there are none. Without one, an HTTP client is made at first need.
    Switched off, there are no avatars and no traffic.
    """

    def __init__(
        self,
        directory: Path,
        *,
        enabled: bool,
        capacity_mb: int = 50,
        fetch: Fetch | None = None,
        url: str = URL,
    ) -> None:
        self._folder = _Folder(directory, capacity_mb * 1024 * 1024)
        self._is_enabled = enabled
        self._web = _Web()
        self._fetch = fetch or self._web.fetch
        self._url = url
        self._wanted: dict[int, None] = {}
        self._underway: set[int] = set()
        self._failed_at: dict[int, float] = {}
        self._fetchers: set[asyncio.Task[None]] = set()

    def cached(self, user_ids: Iterable[int]) -> dict[int, bytes]:
        """Give the avatars that are on disk, and have missing and old ones fetched for next time.

        Never waits. To be called where an event loop runs, which the fetching needs.
        """
        if not self._is_enabled:
            return {}
        found = {user_id: self._folder.read(user_id) for user_id in user_ids}
        for user_id, kept in found.items():
            if kept is None or kept.age > FRESH:
                self._want(user_id)
        return {user_id: kept.content for user_id, kept in found.items() if kept}

    def forget(self, user_id: int) -> None:
        """Drop a member's avatar."""
        self._wanted.pop(user_id, None)
        self._folder.drop(user_id)

    async def stop(self) -> None:
        """End all fetching for good."""
        self._is_enabled = False
        self._wanted.clear()
        fetchers = tuple(self._fetchers)
        for fetcher in fetchers:
            fetcher.cancel()
        await asyncio.gather(*fetchers, return_exceptions=True)
        await self._web.close()

    def _want(self, user_id: int) -> None:
        if user_id in self._underway or self._has_failed(user_id) or len(self._wanted) >= WAITING:
            return
        self._wanted[user_id] = None
        if len(self._fetchers) < AT_ONCE:
            fetcher = asyncio.create_task(self._fetch_wanted())
            self._fetchers.add(fetcher)
            fetcher.add_done_callback(self._fetchers.discard)

    def _has_failed(self, user_id: int) -> bool:
        """Whether a failure is still remembered; those that are not make room."""
        while self._failed_at:
            oldest, failed_at = next(iter(self._failed_at.items()))
            if time.time() - failed_at < FORGIVEN:
                break
            del self._failed_at[oldest]
        return user_id in self._failed_at

    async def _fetch_wanted(self) -> None:
        """Fetch one after the other until none is wanted."""
        while self._wanted:
            user_id = next(iter(self._wanted))
            del self._wanted[user_id]
            self._underway.add(user_id)
            try:
                await self._fetch_one(user_id)
            finally:
                self._underway.discard(user_id)

    async def _fetch_one(self, user_id: int) -> None:
        try:
            async with asyncio.timeout(FETCH_LIMIT):
                content = await self._fetch(self._url.format(user_id=user_id))
            if not is_image(content):
                raise NoAvatarError  # noqa: TRY301  all ways to have no avatar end alike
            self._folder.write(user_id, content)
        except (NoAvatarError, httpx.HTTPError, httpx.InvalidURL, OSError):
            self._failed_at[user_id] = time.time()


class _Kept(NamedTuple):
    """An avatar on disk, and the seconds since it was fetched."""

    content: bytes
    age: float


class _Folder:
    """The files: changed when fetched, accessed when used, so that the file system keeps the book.

    Both times are set by hand, because many systems are mounted without access times.
    """

    def __init__(self, directory: Path, capacity: int) -> None:
        self._directory = directory
        self._capacity = capacity
        self._size: int | None = None

    def read(self, user_id: int) -> _Kept | None:
        """Give a member's avatar and note its use; None where there is none that is an image."""
        file = self._directory / str(user_id)
        try:
            content, fetched_at = file.read_bytes(), file.stat().st_mtime
        except OSError:
            return None
        now = time.time()
        with suppress(OSError):  # a folder that is read-only still serves
            os.utime(file, (now, fetched_at))
        return _Kept(content, now - fetched_at) if is_image(content) else None

    def write(self, user_id: int, content: bytes) -> None:
        """Put a member's avatar in place, whole or not at all. Raises ``OSError``."""
        self._directory.mkdir(parents=True, exist_ok=True)
        part = self._directory / f"{user_id}.part"
        try:
            part.write_bytes(content)
            now = time.time()
            os.utime(part, (now, now))
            part.replace(self._directory / str(user_id))
        finally:
            part.unlink(missing_ok=True)
        self._make_room(len(content))

    def drop(self, user_id: int) -> None:
        """Take a member's avatar away, if it is there."""
        with suppress(OSError):
            (self._directory / str(user_id)).unlink(missing_ok=True)

    def _make_room(self, added: int) -> None:
        """Take away what was not used for longest, once there is more than the capacity."""
        if self._size is None:
            self._size = sum(size for _, size, _ in self._files())
        else:
            self._size += added
        if self._size > self._capacity:
            self._clear()

    def _clear(self) -> None:
        files = sorted(self._files())
        self._size = sum(size for _, size, _ in files)
        for _, size, file in files:
            if self._size <= self._capacity * ROOM:
                break
            file.unlink(missing_ok=True)
            self._size -= size

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        """Each file's last use, its size, and itself."""
        for entry in os.scandir(self._directory):
            facts = entry.stat()
            yield facts.st_atime, facts.st_size, Path(entry.path)


class _Web:
    """An HTTP client that is made when it is first needed."""

    def __init__(self) -> None:
        self._client: httpx.AsyncClient | None = None

    async def fetch(self, url: str) -> bytes:
        """Read an address. Raises ``httpx.HTTPError``, and ``NoAvatarError`` for too much."""
        if self._client is None:
            self._client = httpx.AsyncClient(follow_redirects=True, timeout=FETCH_LIMIT)
        async with self._client.stream("GET", url) as response:
            response.raise_for_status()
            content = bytearray()
            async for chunk in response.aiter_bytes():
                content += chunk
                if len(content) > LARGEST:
                    raise NoAvatarError
            return bytes(content)

    async def close(self) -> None:
        """Close what was opened."""
        if self._client:
            await self._client.aclose()
            self._client = None
