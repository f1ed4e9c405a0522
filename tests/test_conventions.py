"""House limits that no tool enforces."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted(
    path for where in ("groupscope", "plugins") for path in (ROOT / where).rglob("*.py")
)
CODE = [*SOURCES, *(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")]
KEPT = (".ci", ".env", "*.md", "*.py", "*.toml", "justfile", "NOTICE", "LICENSE")
FOLDERS = ("benchmarks", "docs", "groupscope", "plugins", "tests", ".ci")
BOUNDARIES = {
    "plugins/recorder/recorder.py",
    "groupscope/store/understanding.py",
    "groupscope/workers/__main__.py",
}
"""Where everything is kept back: a door that outlives any frame, a process that tells of any
failure."""

BROAD = {"Exception", "BaseException"}
VAGUE = re.compile(r"(Manager|Service|Utils?|Helpers?|Handler|Data)$", re.IGNORECASE)
MACHINE = re.compile(r"(?<![\w.])/(?:home|Users|root|work|mnt|srv)/\w|[A-Z]:\\Users\\")
SECRET = re.compile(
    r"BEGIN [A-Z ]*PRIVATE KEY|\bgh[pousr]_\w{20}|\bAKIA[0-9A-Z]{16}\b|\bxox[bap]-\w|\bsk-\w{20}"
)
INDEX = re.compile(r"pypi\.org|pythonhosted|/simple\b(?!`)", re.IGNORECASE)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def kept_files() -> Iterator[Path]:
    """Every text file that belongs to the project."""
    for pattern in KEPT:
        yield from (path for path in ROOT.glob(pattern) if path.is_file())
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*"):
            is_text = path.suffix not in (".png", ".pyc", ".db") and "__pycache__" not in path.parts
            if path.is_file() and is_text and path != Path(__file__):
                yield path


def handlers(path: Path) -> Iterator[ast.ExceptHandler]:
    tree = ast.parse(path.read_text("utf-8"))
    return (node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler))


def is_broad(caught: ast.expr | None) -> bool:
    if isinstance(caught, ast.Tuple):
        return any(map(is_broad, caught.elts))
    return caught is None or (isinstance(caught, ast.Name) and caught.id in BROAD)


def goes_on(handler: ast.ExceptHandler) -> bool:
    """Whether it only tidies up, and lets the failure go on."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text("utf-8"))
    return (
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function, from its name to its end, without its docstring."""
    end = function.end_lineno or function.lineno
    said = ast.get_docstring(function, clean=False)
    return end - function.lineno + 1 - (said.count("\n") + 1 if said else 0)


def test_no_file_is_longer_than_300_lines():
    lengths = {name(path): path.read_text("utf-8").count("\n") for path in SOURCES}
    assert {path: lines for path, lines in lengths.items() if lines > 300} == {}
    assert median(lines for lines in lengths.values() if lines > 15) <= 130


def test_functions_are_short():
    lengths = {
        f"{name(path)}:{one.name}": length(one)
        for path in SOURCES
        if "migrations" not in path.parts  # those are lists of tables
        for one in functions(path)
    }
    assert median(lengths.values()) <= 8
    assert quantiles(lengths.values(), n=10)[-1] <= 25
    assert {one: lines for one, lines in lengths.items() if lines > 60} == {}


def test_everything_is_caught_at_named_boundaries_only():
    kept_back = {
        name(path)
        for path in SOURCES
        for one in handlers(path)
        if is_broad(one.type) and not goes_on(one)
    }
    assert kept_back == BOUNDARIES


def test_every_rule_that_is_silenced_has_its_reason_beside_it():
    silent = re.compile(
        r"#\s*(?:noqa(?!:)|noqa: [A-Z0-9, ]+$|(?:type|pyright): ?ignore(?:\[[^\]]*\])?$)"
    )
    bare = [
        f"{name(path)}:{number}"
        for path in SOURCES
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if silent.search(line.rstrip())
    ]
    assert bare == []


def test_names_are_words_of_the_field():
    named = [
        f"{name(path)}:{node.name}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef) and VAGUE.search(node.name)
    ]
    named += [name(path) for path in SOURCES if VAGUE.search(path.stem)]
    assert named == []


@pytest.mark.parametrize(
    ("pattern", "what"),
    [(MACHINE, "a path of one machine"), (SECRET, "a secret"), (INDEX, "a package index")],
)
def test_nothing_of_one_machine_is_in_the_project(pattern: re.Pattern[str], what: str):
    found = [
        f"{name(path)}:{number}: {what}"
        for path in kept_files()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


def test_the_command_line_and_the_core_start_without_a_chat_framework():
    """import-linter proves what is imported; this, that it stays so for what is loaded late."""
    late = [
        f"{name(path)}:{node.lineno}"
        for path in SOURCES
        if name(path).startswith("groupscope/")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and "import_module" in ast.unparse(node.func)
        if "nonebot" in ast.unparse(node) or "plugins" in ast.unparse(node)
    ]
    assert late == []
