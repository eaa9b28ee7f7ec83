"""What a page has complained of and asked for; and a host that knows plain files alone."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from selenium.webdriver.remote.webdriver import WebDriver

#: What a careful static host would send; stricter than most.
STRICT_POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)


def complaints(browser: WebDriver) -> list[str]:
    """What the console has shown since the last call, except plain information."""
    entries = browser.get_log("browser")
    return [str(entry["message"]) for entry in entries if entry["level"] in {"SEVERE", "WARNING"}]


def requested(browser: WebDriver) -> set[str]:
    """The addresses asked for since the last call."""
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    return {
        message["params"]["request"]["url"]
        for message in messages
        if message["method"] == "Network.requestWillBeSent"
    }


class _Files(SimpleHTTPRequestHandler):
    """Plain files with a strict policy, and nothing else."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".wasm": "application/wasm"}

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", STRICT_POLICY)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@contextmanager
def static_host(folder: Path) -> Iterator[str]:
    """Serve a folder as plain files on a free port; yields the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Files, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
