"""``groupscope init``, as its user runs it: typed at a terminal, or by options alone."""

import json
import os
import pty
import shutil
import stat
import subprocess
import sys

import pytest
from dotenv import dotenv_values

from groupscope.env_values import is_guessable
from groupscope.playground import Peer
from groupscope.playground.world import World
from tests.bots import PATIENCE, ROOT, Bot, until

ME, OWNER = "10000", "30009"
NAPCAT, LLBOT = "data/onebot/napcat/onebot11_10000.json", "data/onebot/llbot/config_10000.json"
PROGRAM = "import sys; sys.path.insert(0, '.'); from groupscope.cli import main; main()"


@pytest.fixture
def project(tmp_path):
    """A copy of what is installed, in which nobody has configured anything."""
    for name in ("bot.py", ".env", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    leave = shutil.ignore_patterns("__pycache__", "node_modules")
    for name in ("groupscope", "plugins"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=leave)
    return tmp_path


def environment() -> dict[str, str]:
    """The environment of somebody who has set nothing."""
    left = ("GROUPSCOPE_", "ONEBOT_", "ENVIRONMENT", "HOST", "PORT", "SUPERUSERS", "LOG_LEVEL")
    return {key: value for key, value in os.environ.items() if not key.startswith(left)}


def init(project, *options: str) -> subprocess.CompletedProcess:
    """Run it where nobody can be asked."""
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, "init", *options],
        cwd=project, env=environment(), stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False, timeout=PATIENCE,
    )  # fmt: skip


def typed(project, *answers: tuple[str, str], options: tuple[str, ...] = ()) -> tuple[str, int]:
    """Run it at a terminal, and answer each question when it stands there."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "init", *options],
        cwd=project, env=environment() | {"TERM": "dumb"},
        stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    left = list(answers)
    while True:
        try:
            shown += os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
        if left and left[0][0] in shown.decode(errors="ignore").rpartition("\n")[2]:
            os.write(ours, left.pop(0)[1].encode() + b"\n")
            shown += b"\n"
    os.close(ours)
    assert left == []
    return shown.decode(), process.wait(PATIENCE)


def written(project, name: str) -> dict:
    return json.loads((project / name).read_text("utf-8"))


def test_a_few_answers_give_a_configuration_for_both_sides(project):
    told, status = typed(
        project,
        ("机器人的 QQ 号", "大号"),
        ("机器人的 QQ 号", ME),
        ("你自己的 QQ 号", OWNER),
        ("选一个", "1"),
        ("时区", "Asia/Shangai"),
        ("时区", ""),
    )
    assert status == 0, told
    assert "QQ 号是 5 到 12 位的数字。" in told
    assert "没有「Asia/Shangai」这个时区" in told
    assert "uv run --no-dev bot.py" in told
    env = dotenv_values(project / ".env.prod")
    token = env["ONEBOT_ACCESS_TOKEN"]
    assert not is_guessable(token)
    assert token not in told  # who looks over a shoulder, or reads a bug report, learns nothing
    assert env == {
        "HOST": "127.0.0.1",
        "PORT": "8080",
        "ONEBOT_ACCESS_TOKEN": token,
        "SUPERUSERS": '["30009"]',
        "GROUPSCOPE_TIMEZONE": "Asia/Shanghai",
    }
    [client] = written(project, NAPCAT)["network"]["websocketClients"]
    assert client["enable"] is client["reportSelfMessage"] is True
    assert client["messagePostFormat"] == "array"
    assert (client["url"], client["token"]) == ("ws://127.0.0.1:8080/onebot/v11/ws", token)
    ob11 = written(project, LLBOT)["ob11"]
    [connect] = ob11["connect"]
    assert (ob11["enable"], connect["enable"], connect["type"]) == (True, True, "ws-reverse")
    assert (connect["url"], connect["token"]) == (client["url"], token)
    for name in (".env.prod", NAPCAT, LLBOT):
        assert stat.S_IMODE((project / name).stat().st_mode) == 0o600, name


def test_nothing_is_overwritten_unless_the_owner_agrees(project):
    env = project / ".env.prod"
    env.write_text("# mine\nGROUPSCOPE_THEME=dark\nONEBOT_ACCESS_TOKEN=abc\nPORT=9000\n")
    before = env.read_text()
    options = ("--bot", ME, "--owner", OWNER, "--napcat", "here", "--zone", "Asia/Tokyo")
    told, status = typed(project, ("改写它们吗", "n"), options=options)
    assert (status, env.read_text()) == (1, before), told
    assert not (project / NAPCAT).exists()

    refused = init(project, *options)
    assert refused.returncode == 1
    assert "--yes（已有 .env.prod）" in refused.stderr
    assert env.read_text() == before

    told, status = typed(project, ("改写它们吗", "y"), options=options)
    assert status == 0, told
    assert env.read_text().startswith("# mine\nGROUPSCOPE_THEME=dark\n")
    now = dotenv_values(env)
    assert (now["PORT"], now["GROUPSCOPE_TIMEZONE"]) == ("8080", "Asia/Tokyo")
    assert not is_guessable(now["ONEBOT_ACCESS_TOKEN"])

    # A secret that nobody can guess stays: the other side knows it already.
    assert init(project, *options, "--yes").returncode == 0
    assert dotenv_values(env) == now


def test_without_a_terminal_every_answer_must_be_an_option(project):
    refused = init(project, "--owner", OWNER)
    assert refused.returncode == 1
    assert "--bot" in refused.stderr
    assert not (project / ".env.prod").exists()
    wrong = init(project, "--bot", "me", "--owner", OWNER, "--yes")
    assert wrong.returncode == 2
    assert "「me」不是 QQ 号" in wrong.stderr
    assert init(project, "--bot", ME, "--owner", OWNER, "--yes").returncode == 0


@pytest.mark.parametrize(
    ("options", "url", "host"),
    [
        (("here", "--port", "9001"), "ws://127.0.0.1:9001/onebot/v11/ws", "127.0.0.1"),
        (("docker",), "ws://host.docker.internal:8080/onebot/v11/ws", "0.0.0.0"),  # noqa: S104 -- written, not bound
        (("compose",), "ws://groupscope:8080/onebot/v11/ws", "0.0.0.0"),  # noqa: S104 -- written, not bound
        (("elsewhere", "--address", "fd00::7"), "ws://[fd00::7]:8080/onebot/v11/ws", "0.0.0.0"),  # noqa: S104 -- written, not bound
    ],
)
def test_the_address_depends_on_where_the_implementation_runs(project, options, url, host):
    done = init(project, "--bot", ME, "--owner", OWNER, "--yes", "--napcat", *options)
    assert done.returncode == 0, done.stderr
    place = "napcat/config/onebot11_10000.json" if options[0] == "compose" else NAPCAT
    [client] = written(project, place)["network"]["websocketClients"]
    assert client["url"] == url
    assert dotenv_values(project / ".env.prod")["HOST"] == host


class Configured(Bot):
    """A bot that is set by its ``.env.prod`` alone."""

    def __init__(self, project) -> None:
        super().__init__(project, script=project / "bot.py")
        self.cwd = project
        self.settings = {}
        self.database = project / "data" / "groupscope.db"


async def test_who_follows_the_written_file_is_connected(project):
    bot = Configured(project)
    done = init(project, "--bot", ME, "--owner", OWNER, "--yes", "--port", str(bot.port))
    assert done.returncode == 0, done.stderr
    try:
        await bot.start()
        [client] = written(project, NAPCAT)["network"]["websocketClients"]
        world = World()
        room = world.open(20001, "番茄俱乐部")
        room.seat(10000, "群镜")
        room.seat(30001, "甲", role="owner")
        async with Peer(world, 10000, url=client["url"], token=client["token"]):
            await until(lambda: bot.rows("select 1 from watch where group_id = 20001"), bot.log)
            await room.say("甲", "连上了")
            await until(lambda: bot.messages(20001), bot.log)
        assert [row["text"] for row in bot.messages(20001)] == ["连上了"]
    finally:
        await bot.stop()
