import asyncio
from types import SimpleNamespace


async def test_a_flood_leaves_room_for_others(recorder):
    """Frames that are there already are not waited for, so that none of them would pause."""
    from plugins.recorder.door import FRAMES_AT_ONCE, TolerantSocket

    async def at_once() -> str:
        return '{"post_type": "meta_event"}'

    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    socket = TolerantSocket(SimpleNamespace(request=None, receive=at_once), recorder)
    task = asyncio.create_task(others())
    for _ in range(10 * FRAMES_AT_ONCE):
        assert await socket.receive() == await at_once()
    task.cancel()
    assert turns >= 10
