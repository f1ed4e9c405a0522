"""What a browser loads: our own files and the chart library, compressed once, cached for good.

The library is no code of ours and is imported by nobody: one of its carriers ships the file.
"""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from groupscope.errors import StartError
from groupscope.web.failures import NotThereError

OURS: Final = Path(__file__).parent / "static"
CARRIERS: Final = (("instaui_echarts", "static/echarts.esm.min.js"),)
"""Packages that ship ECharts as an ES module, and where."""
LIBRARY: Final = "echarts.js"
PLACE: Final = "ASSETS"
"""Stands in the page for the folder of all other files."""
FOR_GOOD: Final = "public, max-age=31536000, immutable"
WORTH_COMPRESSING: Final = 1_000
TYPES: Final = {".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


class NoChartsError(StartError):
    """No package brings the chart library."""

    def __init__(self) -> None:
        names = "、".join(name for name, _ in CARRIERS)
        super().__init__(
            f"缺少看板用的图表库（{names}）：请运行 uv sync，或设 GROUPSCOPE_DASHBOARD=off。"
        )


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent: plain, compressed (if that is worth it), its type and its tag."""

    plain: bytes
    packed: bytes | None
    kind: str
    tag: str

    @classmethod
    def of(cls, content: bytes, name: str) -> "Asset":
        """Make ready a file of some name."""
        kind = TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0]
        packed = gzip.compress(content, 9, mtime=0) if len(content) > WORTH_COMPRESSING else None
        tag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        return cls(content, packed, kind or "application/octet-stream", tag)

    def sent(self, request: Request, caching: str) -> Response:
        """Return it as a response; without a body where the browser has it already."""
        headers = {"ETag": self.tag, "Cache-Control": caching, "Vary": "Accept-Encoding"}
        if request.headers.get("if-none-match") == self.tag:
            return Response(status_code=304, headers=headers)
        body = self.plain
        if self.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
            body, headers["Content-Encoding"] = self.packed, "gzip"
        return Response(body, headers=headers, media_type=self.kind)


class Assets:
    """Every file by its path, below a folder named by the hash of them all."""

    def __init__(self, folder: Path = OURS) -> None:
        found = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
        found[LIBRARY] = library().read_bytes()
        page = found.pop("index.html", b"")
        whole = hashlib.sha256(b"".join(found.values())).hexdigest()[:12]
        self.version = whole
        self._files = {name: Asset.of(content, name) for name, content in found.items()}
        text = page.decode().replace(f'"{PLACE}/', f'"assets/{whole}/')
        self._page = Asset.of(text.encode(), "index.html")

    def page(self, request: Request) -> Response:
        """Return the page, which is asked for anew each time."""
        return self._page.sent(request, "no-cache")

    def file(self, request: Request) -> Response:
        """Return a file of the present version; NotThereError for any other."""
        found = self._files.get(request.path_params["path"])
        if found is None or request.path_params["version"] != self.version:
            raise NotThereError
        return found.sent(request, FOR_GOOD)


@cache
def library() -> Path:
    """Return where the chart library lies; NoChartsError where no package brings it."""
    for name, inside in CARRIERS:
        found = find_spec(name)
        for folder in (found.submodule_search_locations or ()) if found else ():
            file = Path(folder) / inside
            if file.is_file():
                return file
    raise NoChartsError
