"""A real HTTP server that keeps what webhooks bring it."""

import json
import threading
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Hook:
    """``calls`` are path and JSON of every request; the first ``failing`` of them are refused."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict]] = []
        self.failing = 0
        self.address = ""

    @property
    def bodies(self) -> list[dict]:
        return [body for _, body in self.calls]


@contextmanager
def hook() -> Generator[Hook]:
    kept = Hook()

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if kept.failing:
                kept.failing -= 1
                self.send_response(503)
            else:
                kept.calls.append((self.path, json.loads(body)))
                self.send_response(200)
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Taking)
    kept.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield kept
    finally:
        server.shutdown()
        server.server_close()
