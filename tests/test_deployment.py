"""What Dockerfile, compose.yaml and the unit of systemd promise (docs/deployment.md)."""

import re
import shutil
import subprocess
from fnmatch import fnmatch

import pytest
import yaml

from groupscope.cli.init import ADDRESSES
from groupscope.config import keys
from tests.bots import ROOT

SERVICES = ("groupscope", "napcat")
STEP = re.compile(r"^([A-Z]+) (.+?)(?<!\\)$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def steps() -> list[tuple[str, str]]:
    """The Dockerfile's instructions, in order."""
    return STEP.findall((ROOT / "Dockerfile").read_text("utf-8"))


def last_stage(steps):
    begins = max(at for at, (name, _) in enumerate(steps) if name == "FROM")
    return steps[begins:]


def values(steps, name: str) -> list[str]:
    return [words for one, words in steps if one == name]


def environment(steps) -> dict[str, str]:
    words = " ".join(values(steps, "ENV")).replace("\\\n", " ")
    return dict(pair.split("=", 1) for pair in words.split())


# The image


def test_the_image_runs_as_nobody_and_says_how_it_is(steps):
    stage = last_stage(steps)
    assert values(stage, "USER") == ["10001:10001"]
    (check,) = values(stage, "HEALTHCHECK")
    assert "http://127.0.0.1:8080/healthz" in check
    assert environment(stage)["GROUPSCOPE_MONITORING"] == "on"
    assert environment(stage)["PORT"] == "8080"
    names = [name for name, _ in stage]
    assert names.index("USER") < names.index("CMD") == len(names) - 1


def test_the_database_of_the_image_lies_on_its_volume(steps):
    stage = last_stage(steps)
    assert values(stage, "VOLUME") == ["/data"]
    told = environment(stage)
    assert told["GROUPSCOPE_DATA_DIR"] == "/data"
    assert told["GROUPSCOPE_DATABASE_URL"].startswith("sqlite+aiosqlite:////data/")
    assert told["TZ"] == "Asia/Shanghai"


def test_the_image_has_a_python_that_we_run_on_and_leaves_its_tools_behind(steps):
    assert {words.split()[0] for words in values(steps, "FROM")} == {"python:3.12-slim"}
    stage = last_stage(steps)
    assert "pip" not in " ".join(values(stage, "RUN"))
    assert values(stage, "COPY") == ["--from=build /app /app"]


def test_settings_of_the_image_exist(steps, compose):
    ours = {key for key in environment(last_stage(steps)) if key.startswith("GROUPSCOPE_")}
    ours |= {key for key in compose["services"]["groupscope"]["environment"] if key != "TZ"}
    assert ours <= set(keys())


def is_let_through(path: str) -> bool:
    """Whether .dockerignore lets a file into the build: the last line that fits decides."""
    through = True
    for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines():
        pattern = line.removeprefix("!")
        parts = path.split("/")
        heads = ["/".join(parts[:count]) for count in range(1, len(parts) + 1)]
        fits = any(fnmatch(head, pattern) for head in heads)
        if pattern.startswith("**/"):
            fits = any(fnmatch(part, pattern[3:]) for part in parts)
        if line and not line.startswith("#") and fits:
            through = line.startswith("!")
    return through


def test_what_the_bot_needs_gets_into_the_image_and_no_secret_does(steps):
    copied = " ".join(values(steps, "COPY")[:1]).split()[:-1]
    for path in (*copied, "bot.py", ".env", "groupscope/app.py", "plugins/recorder/__init__.py"):
        assert (ROOT / path).exists(), path
        assert is_let_through(path), path
    for path in (".env.prod", "data/groupscope.db", "napcat/config/x.json", ".git/HEAD", ".venv/x"):
        assert not is_let_through(path), path
    assert not is_let_through("groupscope/__pycache__/app.cpython-312.pyc")


# Both together


def test_napcat_finds_the_bot_by_name_and_waits_until_it_is_well(compose):
    assert tuple(compose["services"]) == SERVICES
    assert ADDRESSES["compose"] == "groupscope"
    waits = compose["services"]["napcat"]["depends_on"]
    assert waits == {"groupscope": {"condition": "service_healthy"}}
    config = compose["services"]["napcat"]["volumes"][0]
    assert config == "./napcat/config:/app/napcat/config"  # where `groupscope init` writes


def test_nothing_is_open_to_other_machines(compose):
    ports = [port for name in SERVICES for port in compose["services"][name]["ports"]]
    assert [port.rsplit(":", 1)[0] for port in ports] == ["127.0.0.1:8080", "127.0.0.1:6099"]


def test_the_secret_stands_in_the_owners_file_alone(compose):
    assert compose["services"]["groupscope"]["env_file"] == ".env.prod"
    assert compose["services"]["groupscope"]["environment"]["HOST"] == "0.0.0.0"  # noqa: S104 -- told, not bound
    assert "TOKEN=" not in (ROOT / "compose.yaml").read_text("utf-8")


def test_what_they_keep_lies_on_volumes(compose):
    assert compose["services"]["groupscope"]["volumes"] == ["data:/data"]
    assert "qq:/app/.config/QQ" in compose["services"]["napcat"]["volumes"]
    assert set(compose["volumes"]) == {"data", "qq"}


def test_the_mac_address_is_fixed_and_nobody_elses(compose):
    address = compose["services"]["napcat"]["mac_address"]
    assert re.fullmatch(r"(?:[0-9a-f]{2}:){5}[0-9a-f]{2}", address)
    assert int(address[:2], 16) & 0b11 == 0b10  # one machine's, and not given out by a maker


@pytest.mark.parametrize("name", SERVICES)
def test_logs_are_limited_zones_told_and_both_started_again(compose, name):
    service = compose["services"][name]
    assert service["logging"]["options"] == {"max-size": "10m", "max-file": "3"}
    assert service["environment"]["TZ"] == "Asia/Shanghai"
    assert service["restart"] == "unless-stopped"


def test_the_bot_can_write_to_its_data_alone_and_has_time_to_stop(compose):
    service = compose["services"]["groupscope"]
    assert service["read_only"] is True
    assert service["tmpfs"] == ["/tmp"]  # noqa: S108 -- the container's own
    assert service["cap_drop"] == ["ALL"]
    assert service["stop_grace_period"] == "30s"


def test_napcat_says_how_it_is(compose):
    assert "http://127.0.0.1:6099/webui" in compose["services"]["napcat"]["healthcheck"]["test"]


# Without Docker


def test_systemd_takes_the_unit(tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd on this machine")
    project = tmp_path / "groupscope"
    (project / ".venv/bin").mkdir(parents=True)
    (project / ".venv/bin/python").symlink_to("/bin/true")
    unit = (ROOT / "deploy/groupscope.service").read_text("utf-8").replace("%h", str(tmp_path))
    (tmp_path / "groupscope.service").write_text(unit, "utf-8")
    told = subprocess.run(
        ["systemd-analyze", "verify", tmp_path / "groupscope.service"],
        capture_output=True,
        text=True,
        check=False,
    )
    complaints = [line for line in told.stderr.splitlines() if "groupscope" in line]
    assert (told.returncode, complaints) == (0, [])


def test_the_unit_gives_it_time_to_stop():
    unit = (ROOT / "deploy/groupscope.service").read_text("utf-8")
    assert "TimeoutStopSec=30" in unit
    assert "Restart=on-failure" in unit
