"""Behind a server with TLS that adds a prefix, as docs/deployment.md has nginx do it."""

import asyncio
import contextlib
import re
import shutil
import ssl
import subprocess

import httpx
import pytest
from playwright.async_api import expect
from websockets.asyncio.client import connect

from tests.bots import free_port, until
from tests.web.chromium import opened
from tests.web.kit import heard, ticket_in

PREFIX = "/tomato"
PORT = free_port()
ORIGIN = f"https://localhost:{PORT}"
SETTINGS = {"GROUPSCOPE_DASHBOARD_URL": f"{ORIGIN}{PREFIX}/dashboard"}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("tls")
    key, whole = folder / "key.pem", folder / "whole.pem"
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    name = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    subprocess.run([*make, *name, "-keyout", key, "-out", whole], check=True, capture_output=True)
    return key, whole


@pytest.fixture
async def proxy(bot, certificate):
    """A server with TLS that passes on what is below the prefix, without it."""
    key, whole = certificate
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(whole, key)

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        told = re.sub(rf"^(\S+) {PREFIX}/", r"\1 /", head, count=1)
        # Only the head of a connection's first request is read, so there is but one for each.
        told = re.sub(r"(?im)^connection: keep-alive", "Connection: close", told)
        told = told[:-2] + "X-Forwarded-Proto: https\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n"
        theirs, ours = await asyncio.open_connection("127.0.0.1", bot.port)
        ours.write(told.encode("latin-1"))
        await asyncio.gather(pump(reader, ours), pump(theirs, writer))

    server = await asyncio.start_server(pass_on, "127.0.0.1", PORT, ssl=context)
    yield
    server.close()


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError, asyncio.IncompleteReadError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    writer.close()


async def test_the_whole_way_in_goes_through_tls_and_a_prefix(chat, peer, proxy, certificate):
    trusted = ssl.create_default_context(cafile=str(certificate[1]))
    await chat.say("甲", "早")
    await chat.ask("甲", "/看板")
    link = next(sent.text for sent in peer.sent if "#k=" in sent.text)
    assert f"{ORIGIN}{PREFIX}/dashboard/#k=" in link
    async with httpx.AsyncClient(
        base_url=f"{ORIGIN}{PREFIX}/dashboard/",
        verify=trusted,
        headers={"Connection": "close"},
        trust_env=False,
    ) as client:
        assert 'src="assets/' in (await client.get("")).text  # whatever the prefix is
        answer = await client.post(
            "api/login", json={"ticket": ticket_in(link)}, headers={"Origin": ORIGIN}
        )
        assert answer.status_code == 200, answer.text
        assert "; secure" in answer.headers["set-cookie"].lower()
        (cookie,) = client.cookies.jar
        assert cookie.path == f"{PREFIX}/dashboard/api"
        assert (await client.get("api/me")).json()["user_id"] == 30001
        async with connect(
            f"{ORIGIN.replace('https', 'wss')}{PREFIX}/dashboard/api/live",
            ssl=trusted,
            origin=ORIGIN,
            additional_headers={"Cookie": f"{cookie.name}={cookie.value}"},
            proxy=None,
        ) as socket:
            await socket.send(f'{{"watch": [{chat.group_id}]}}')
            await heard(socket, "watching")
            await chat.say("丙", "番茄牛腩")
            assert (await heard(socket, "said"))["count"] == 1


async def test_a_browser_finds_everything_below_the_prefix(chromium, bot, talk, peer, proxy):
    await talk.ask("甲", "/看板")
    private = await until(lambda: next((one for one in peer.sent if "#k=" in one.text), None))
    async with opened(chromium, bot, ignore_https_errors=True) as window:
        window.base = f"{ORIGIN}{PREFIX}/dashboard/"
        page = await window.go(f"k={ticket_in(private.text)}")
        await page.get_by_role("button", name="进入看板").click()
        await expect(window.card("rank").locator("canvas").first).to_be_visible()
        await expect(page.locator(".state")).to_have_text("实时")
        said = await window.figure("messages")
        await talk.say("丙", "前缀下面也能看到")
        await expect(page.locator("#figure-messages")).to_have_text(f"{said + 1}")
        await page.get_by_role("link", name="管理").click()
        await expect(page.locator(".setting").first).to_be_visible()
        await page.reload()
        await expect(page.locator(".setting").first).to_be_visible()
        await page.get_by_role("button", name="退出登录").click()
        await page.get_by_role("button", name="只在这里退出").click()
        await expect(page.locator(".code b")).to_be_visible()
