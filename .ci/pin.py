"""Write every version that a fresh environment takes into pyproject.toml, transitive ones too.

Resolves anew without the old pins, for every platform and Python that we support, and writes the
result as ``constraint-dependencies``; and what it takes to build those packages that come as
source only, as ``build-constraint-dependencies``. See docs/decisions/0007-pins.md.
"""

import re
import subprocess
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROJECT = ROOT / "pyproject.toml"
LOCK = ROOT / "uv.lock"
BUILD_TOOLS = {"setuptools", "wheel"}
"""What packages without a [build-system] of their own, or an old one, are built with."""


def main() -> None:
    """Refresh both lists."""
    write("constraint-dependencies", [])
    write("build-constraint-dependencies", [])
    LOCK.unlink(missing_ok=True)
    export = ("--all-groups", "--all-extras", "--no-hashes", "--no-emit-project")
    everything = uv("export", *export, "--no-annotate", "--no-header")
    write("constraint-dependencies", everything.splitlines())
    write("build-constraint-dependencies", build_pins())
    uv("lock")


def build_pins() -> list[str]:
    """Return the pins of what builds us and the packages that come as source only."""
    wanted = {
        *tomllib.loads(PROJECT.read_text("utf-8"))["build-system"]["requires"],
        "editables",  # hatchling asks for it only while it builds
    }
    if source_only():
        wanted |= BUILD_TOOLS
    python = tomllib.loads(PROJECT.read_text("utf-8"))["project"]["requires-python"]
    lowest = re.findall(r"\d+\.\d+", python)[0]
    with tempfile.NamedTemporaryFile("w", suffix=".in") as file:
        file.write("\n".join(sorted(wanted)))
        file.flush()
        options = ("--universal", "--python-version", lowest, "--no-annotate", "--no-header")
        return uv("pip", "compile", *options, file.name).splitlines()


def source_only() -> list[str]:
    """Return the locked packages, other than ours, that have no wheel."""
    packages = tomllib.loads(LOCK.read_text("utf-8"))["package"]
    return [
        package["name"]
        for package in packages
        if "wheels" not in package and "editable" not in package["source"]
    ]


def write(key: str, pins: list[str]) -> None:
    """Replace a list of ``[tool.uv]``, one pin to a line."""
    lines = "".join(f"    {quoted(pin)},\n" for pin in pins)
    text, found = re.subn(
        rf"^{key} = \[\n.*?^\]$",
        lambda _match: f"{key} = [\n{lines}]",
        PROJECT.read_text("utf-8"),
        flags=re.MULTILINE | re.DOTALL,
    )
    if found != 1:
        raise SystemExit(f"pyproject.toml has no list {key} in [tool.uv]")
    PROJECT.write_text(text, "utf-8")


def quoted(pin: str) -> str:
    """Return a pin as a TOML string; its markers hold quotes of one kind only."""
    return f'"{pin}"' if '"' not in pin else f"'{pin}'"


def uv(*arguments: str) -> str:
    """Run uv in the project and return what it prints."""
    done = subprocess.run(  # noqa: S603 -- arguments of our own
        ["uv", *arguments],  # noqa: S607 -- whichever uv the developer has
        cwd=ROOT,
        check=True,
        text=True,
        stdout=subprocess.PIPE,
    )
    return done.stdout


if __name__ == "__main__":
    main()
