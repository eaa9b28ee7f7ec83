"""A release goes in; running SPARQL servers over its dumps come out, this project's and peers'."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

#: What the service loads, and so what the peers are loaded with.
DUMPS = ("data/shisaku.nq", "data/catalogue.nq")
_TIMEOUT = 120


@dataclass(frozen=True, slots=True)
class Server:
    """A running endpoint: its name in the table, its query address and its process."""

    name: str
    query: str
    process: subprocess.Popen[bytes]


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def program(name: str) -> str | None:
    """Return where a program is: beside this Python, or on the path."""
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.exists() else shutil.which(name)


def wait_for(address: str, seconds: float = _TIMEOUT) -> None:
    """Wait until an address answers with 200; raises TimeoutError."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
        time.sleep(0.02)
    raise TimeoutError(f"no answer from {address}")


@contextmanager
def running(name: str, command: list[str], query: str, folder: Path) -> Iterator[Server]:
    """Run a server until the block ends; its words go to a file in ``folder``."""
    with (folder / f"{name.replace(' ', '-')}.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
        try:
            wait_for(f"{query}?query=ASK%7B%7D")
            yield Server(name, query, process)
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def shisaku(release: Path, folder: Path, name: str, *options: str) -> Iterator[Server]:
    """Serve a release with this project."""
    port = free_port()
    command = [sys.executable, "-m", "shisaku.cli", "serve", str(release), "--port", str(port)]
    with running(name, [*command, *options], f"http://127.0.0.1:{port}/sparql", folder) as server:
        yield server


@contextmanager
def shisaku_cached(release: Path, folder: Path) -> Iterator[Server]:
    """Serve a release with results kept, as ``shisaku serve`` does by default."""
    with shisaku(release, folder, "shisaku, cache on") as server:
        yield server


@contextmanager
def shisaku_uncached(release: Path, folder: Path) -> Iterator[Server]:
    """Serve a release so that every query is evaluated."""
    with shisaku(release, folder, "shisaku, cache off", "--cache-megabytes", "0") as server:
        yield server


@contextmanager
def oxigraph(release: Path, folder: Path) -> Iterator[Server]:
    """Serve the dumps with Oxigraph's own server, read-only."""
    location, port = str(folder / "oxigraph"), free_port()
    files = [str(release / name) for name in DUMPS]
    load = [_needed("oxigraph"), "load", "--location", location, "--file", *files]
    subprocess.run(load, check=True, capture_output=True)
    command = [_needed("oxigraph"), "serve-read-only", "--location", location]
    command += ["--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    with running("oxigraph", command, f"http://127.0.0.1:{port}/query", folder) as server:
        yield server


@contextmanager
def rdflib_endpoint(release: Path, folder: Path) -> Iterator[Server]:
    """Serve the dumps with rdflib-endpoint and rdflib's own store."""
    port = free_port()
    command = [_needed("rdflib-endpoint"), "serve", "--host", "127.0.0.1", "--port", str(port)]
    command += [str(release / name) for name in DUMPS]
    with running("rdflib-endpoint", command, f"http://127.0.0.1:{port}", folder) as server:
        yield server


_VIRTUOSO = Path(__file__).with_name("virtuoso.ini").read_text(encoding="utf-8")


@contextmanager
def virtuoso(release: Path, folder: Path) -> Iterator[Server]:
    """Serve the dumps with Virtuoso, loaded by its bulk loader."""
    port, sql_port = free_port(), free_port()
    data = folder / "virtuoso"
    data.mkdir()
    settings = data / "virtuoso.ini"
    settings.write_text(_VIRTUOSO.format(folder=data, port=port, sql_port=sql_port), "utf-8")
    command = [_needed("virtuoso-t"), "+foreground", "+configfile", str(settings)]
    with running("virtuoso", command, f"http://127.0.0.1:{port}/sparql", data) as server:
        for name in DUMPS:
            shutil.copy(release / name, data)
        lines = f"ld_dir('{data}', '*.nq', 'http://localhost/'); rdf_loader_run(); checkpoint;"
        isql = [_needed("isql-vt"), f"127.0.0.1:{sql_port}", "dba", "dba", f"exec={lines}"]
        subprocess.run(isql, check=True, capture_output=True, timeout=_TIMEOUT)
        yield server


#: Every server that is compared, in the order of the table.
SERVERS: tuple[Callable[[Path, Path], AbstractContextManager[Server]], ...] = (
    shisaku_cached,
    shisaku_uncached,
    oxigraph,
    virtuoso,
    rdflib_endpoint,
)


@contextmanager
def all_servers(release: Path, folder: Path) -> Iterator[list[Server]]:
    """Run every server whose program is there; says which is left out, and why."""
    with ExitStack() as stack:
        started = []
        for start in SERVERS:
            try:
                started.append(stack.enter_context(start(release, folder)))
            except FileNotFoundError as error:
                print(f"left out: {error}", file=sys.stderr)
        yield started


def _needed(name: str) -> str:
    found = program(name)
    if found is None:
        raise FileNotFoundError(f"{name} is not installed")
    return found
