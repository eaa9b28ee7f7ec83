"""A real server in a process of its own, on a free port, for the length of a block."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

_PROGRAM = """
import json, sys
from pathlib import Path
from shisaku.service.run import serve
from shisaku.service.settings import service_settings
given = json.loads(sys.argv[1])
releases = given.pop("releases")
serve(
    Path(releases) if releases else None,
    tuple(Path(name) for name in given.pop("files")),
    union=given.pop("union"), endpoint=given.pop("endpoint"), base_iri=given.pop("base_iri"),
    settings=service_settings({"port": 0, **given}),
)
"""


@dataclass(frozen=True)
class Server:
    """A running server: its base address, a client for it, and its process."""

    url: str
    client: httpx.Client
    pid: int

    def query(self, query: str, accept: str | None = None, **parameters: Any) -> httpx.Response:
        """Ask by GET."""
        headers = {} if accept is None else {"Accept": accept}
        return self.client.get("/sparql", params={"query": query, **parameters}, headers=headers)


@contextmanager
def running(
    *files: Path,
    releases: Path | None = None,
    union: bool = False,
    endpoint: str | None = None,
    base_iri: str | None = None,
    **settings: Any,
) -> Iterator[Server]:
    """Serve files or releases until the block ends."""
    given = {
        "files": [str(name) for name in files],
        "releases": str(releases) if releases else None,
        "union": union,
        "endpoint": endpoint,
        "base_iri": base_iri,
        **settings,
    }
    process = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, json.dumps(given)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("Serving at "), f"the server did not start: {line!r}"
        url = line.split()[2]
        with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
            yield Server(url, client, process.pid)
    finally:
        os.kill(process.pid, signal.SIGTERM)
        process.wait(60)


def worker_pids(server_pid: int) -> set[int]:
    """The worker processes below a server: children of its nursery."""
    found: set[int] = set()
    for nursery in _children(server_pid):
        found |= _children(nursery)
    return found


def _children(pid: int) -> set[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return {int(child) for child in text.split()}
