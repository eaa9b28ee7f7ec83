"""Servers for hundreds of small datasets: RDF files in, a real server process for each out.

One host process imports the service once and forks it for each dataset; what runs is the same
``serve`` that the command line runs, at a port of its own.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import httpx

_PROGRAM = """
import json, os, signal, sys
from pathlib import Path
import uvicorn
import shisaku.service.app
from shisaku.service.run import serve
from shisaku.service.settings import service_settings
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for line in iter(sys.stdin.readline, ""):
    if os.fork() == 0:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        files, base = json.loads(line)
        sys.stdout.write(f"{os.getpid()} ")
        settings = service_settings({"port": 0, "fast_workers": 1, "slow_workers": 1})
        try:
            serve(None, tuple(map(Path, files)), base_iri=base, settings=settings)
        except BaseException as error:
            print(type(error).__name__, error, flush=True)
        os._exit(0)
"""
#: Seconds until a server must answer.
_PATIENCE = 60


class Server:
    """A running server: its address and a client for it."""

    def __init__(self, pid: int, url: str) -> None:
        """Connect to a process that answers at the address."""
        self.url = url
        self.client = httpx.Client(base_url=url, timeout=60, trust_env=False)
        self._pid = pid

    def close(self) -> None:
        """End the process."""
        self.client.close()
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGTERM)


class Host:
    """Starts servers, one a dataset."""

    def __enter__(self) -> Host:
        """Start the host process."""
        self._process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End the host process."""
        self._process.communicate(timeout=60)

    def serve(self, files: tuple[Path, ...], base_iri: str | None = None) -> Server:
        """Serve files as ``shisaku serve --data`` does; the caller closes the server."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(json.dumps([[str(path) for path in files], base_iri]) + "\n")
        stdin.flush()
        ready, _, _ = select.select([stdout], [], [], _PATIENCE)
        assert ready, f"no server came up in {_PATIENCE} seconds"
        line = stdout.readline()
        pid, said, address = line.partition(" Serving at ")
        assert said, f"the server did not start: {line!r}"
        return Server(int(pid), address.split()[0])
