"""A store on each of the databases, and files to bring into it."""

import json
from pathlib import Path

import pytest

from groupscope.importers import bringing
from tests.importers.kit import Bringing
from tests.store.conftest import (  # noqa: F401
    backend,
    clock,
    furnished_url,
    restarted,
    settings,
    sqlite_store,
    store,
)


@pytest.fixture
def bring(store) -> Bringing:  # noqa: F811
    return Bringing(store)


@pytest.fixture
def small_pages(monkeypatch):
    """Pages of ten entries: what happens between pages happens in a small file, too."""
    monkeypatch.setattr(bringing, "PAGE", 10)
    monkeypatch.setattr(bringing, "OVERLAP", 20)


@pytest.fixture
def write(tmp_path):
    """``path = write("…text…")`` or ``write([{…}, {…}])`` for JSON lines."""

    def written(content, name: str = "x.export", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        if isinstance(content, list):
            content = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in content)
        elif isinstance(content, dict):
            content = json.dumps(content, ensure_ascii=False)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return written
