"""How often things may be done, by a clock that the tests set."""

import httpx
import pytest

from groupscope.app import App
from groupscope.config import Config
from groupscope.web import Dashboard
from tests.store.kit import GROUP, JIA, NOON, Clock, at, said

SECRET = "correct-horse-battery-staple-and-more"
ORIGIN = "http://bot.example"


@pytest.fixture
async def dashboard(tmp_path):
    config = Config(
        database_url=f"sqlite+aiosqlite:///{tmp_path}/x.db",
        data_dir=str(tmp_path),
        avatars=False,
        allow_groups=str(GROUP),
        dashboard_token=SECRET,
        SUPERUSERS=frozenset({"30009"}),
    )
    async with App(config, clock=Clock(at("2026-11-20 21:00"))) as app:
        app.store.writer.record(said(JIA, "早", NOON, number=1))
        await app.store.writer.flush()
        yield Dashboard(app)


@pytest.fixture
async def come(dashboard):
    """``client = await come(7)``: a browser at an address of its own."""
    opened: list[httpx.AsyncClient] = []

    async def came(number: int) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(dashboard, client=(f"10.0.0.{number}", 1))
        headers = {"Origin": ORIGIN}
        opened.append(httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers=headers))
        return opened[-1]

    yield came
    for client in opened:
        await client.aclose()


async def tried(client: httpx.AsyncClient, ticket: str) -> int:
    return (await client.post("api/login", json={"ticket": ticket})).status_code


async def test_a_viewer_asks_six_hundred_times_a_minute(dashboard, come):
    client = await come(1)
    assert await tried(client, SECRET) == 200
    for _ in range(600):
        dashboard.requests.count(30009)
    refused = await client.get("api/groups")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "61")
    dashboard.app.clock.now += 60
    assert (await client.get("api/groups")).status_code == 200


async def test_an_address_asks_for_ten_codes_a_minute(dashboard, come):
    client, other = await come(1), await come(2)
    answers = [(await client.post("api/code", json={})).status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]
    assert (await other.post("api/code", json={})).status_code == 200


async def test_all_addresses_together_guess_a_hundred_and_twenty_times_a_minute(dashboard, come):
    for number in range(1, 13):
        client = await come(number)
        assert [await tried(client, f"wrong-{one}") for one in range(10)] == [401] * 10
    last = await come(99)
    assert await tried(last, "wrong") == 429
    assert await tried(last, SECRET) == 429  # who guesses right learns nothing of it
    dashboard.app.clock.now += 60
    assert await tried(last, SECRET) == 200


async def test_a_session_ends_without_a_sign_of_life(dashboard, come):
    client = await come(1)
    assert await tried(client, SECRET) == 200
    for hours in (11, 11):  # each time it is looked at, it goes on
        dashboard.app.clock.now += hours * 3600
        assert (await client.get("api/groups")).status_code == 200
    dashboard.app.clock.now += 12 * 3600
    assert (await client.get("api/groups")).status_code == 401
