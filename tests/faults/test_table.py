"""The table of faults in docs/deployment.md names tests that exist."""

import ast
import re

import pytest

from tests.test_docs import ROOT, page

NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
PROMISED = (
    "bot is killed",
    "worker is killed",
    "power fails",
    "disk is full",
    "database is locked",
    "disk is slow",
    "Malformed frames",
    "never answers",
    "clock jumps",
    "Two processes",
    "wrong token",
    "file is damaged",
)


def rows() -> dict[str, list[tuple[str, str]]]:
    """The tests that each line of the table names, by its fault."""
    table = page("docs/deployment.md").partition("## Faults")[2].partition("\n## ")[0]
    cells = [line.strip("| ").split(" | ") for line in table.splitlines() if line[:3] == "| *"]
    return {fault: NAMED.findall(tests) for fault, _, tests in cells}


@pytest.mark.parametrize(("fault", "named"), rows().items(), ids=list(rows()))
def test_every_line_is_tried_by_tests_that_exist(fault, named):
    assert named, fault
    for path, name in named:
        tree = ast.parse((ROOT / path).read_text("utf-8"))
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
        assert name in {node.name for node in tree.body if isinstance(node, kinds)}, path


def test_every_fault_that_was_promised_has_its_line():
    told = " ".join(rows())
    assert [fault for fault in PROMISED if fault not in told] == []
