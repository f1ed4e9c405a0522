"""Behind a server with TLS that adds a prefix: our own, and nginx as docs/deployment.md has it."""

import asyncio
import contextlib
import os
import re
import shutil
import socket
import ssl
import subprocess
from pathlib import Path

import httpx
import pytest
from playwright.async_api import expect
from websockets.asyncio.client import connect

from tests.bots import ROOT, Bot, free_port, until
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


@pytest.fixture(params=["our own", "nginx"])
async def proxy(request, bot, certificate, tmp_path):
    """A server with TLS that passes on what is below the prefix, without it."""
    kind = our_own if request.param == "our own" else nginx
    async with kind(bot, certificate, tmp_path):
        yield


@contextlib.asynccontextmanager
async def our_own(bot: Bot, certificate: tuple[Path, Path], _folder: Path):
    """A server of a few lines, which is there on every machine."""
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


@contextlib.asynccontextmanager
async def nginx(bot: Bot, certificate: tuple[Path, Path], folder: Path):
    """A real nginx, with the lines of docs/deployment.md."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.skip("no nginx here: apt install nginx")
    (told,) = re.findall(
        r"```nginx\n(.*?)```", (ROOT / "docs/deployment.md").read_text(), re.DOTALL
    )
    key, whole = certificate
    for theirs, ours in (
        ("listen 443 ssl", f"listen 127.0.0.1:{PORT} ssl"),
        ("/etc/letsencrypt/live/bot.example.com/fullchain.pem", str(whole)),
        ("/etc/letsencrypt/live/bot.example.com/privkey.pem", str(key)),
        ("127.0.0.1:8080", f"127.0.0.1:{bot.port}"),
        ("bot.example.com", "localhost"),
    ):
        assert theirs in told
        told = told.replace(theirs, ours)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    user = "user root;\n" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user}daemon off;\npid {folder}/nginx.pid;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{places}{told}}}\n"
    )
    with (folder / "nginx.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            program, "-e", "stderr", "-p", folder, "-c", folder / "nginx.conf", stderr=log
        )
    try:
        await until(lambda: is_open(PORT) or process.returncode is not None)
        assert process.returncode is None, (folder / "nginx.log").read_text()
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def is_open(port: int) -> bool:
    """Tell whether somebody listens there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


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
