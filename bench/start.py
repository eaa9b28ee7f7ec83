"""Cold start: the command's help, and a server until it is ready, for one and for many editions.

Many editions are the plan's own graph, repeated under other edition names, as dumps and as store.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import inputs
from bench.figures import Figure, figure, show
from bench.servers import free_port, wait_for

#: Goals in seconds.
HELP, ONE, HUNDRED = 0.3, 1.5, 3.0
_EDITION = b"/jutenkeikaku/2023"


def timed_help() -> float:
    """Return the seconds that ``shisaku --help`` takes."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "shisaku.cli", "--help"]
    subprocess.run(command, check=True, capture_output=True, env=inputs.environment())
    return time.perf_counter() - start


def timed_start(release: Path) -> float:
    """Return the seconds until a server over a release has answered a query."""
    port = free_port()
    start = time.perf_counter()
    command = [sys.executable, "-m", "shisaku.cli", "serve", str(release), "--port", str(port)]
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=inputs.environment(),
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/sparql?query=ASK%7B%7D")
        return time.perf_counter() - start
    finally:
        process.terminate()
        process.wait()


def editions_of(dump: bytes, count: int) -> Iterator[bytes]:
    """Yield the lines of a dump that name the edition once for each of ``count`` editions."""
    lines = dump.splitlines(keepends=True)
    own = b"".join(line for line in lines if _EDITION in line)
    yield dump
    for number in range(2, count + 1):
        yield own.replace(_EDITION, b"/jutenkeikaku/g%04d" % number)


@contextmanager
def many(count: int) -> Iterator[Path]:
    """Make a release of ``count`` editions that holds what a server loads, with its store."""
    from shisaku.release.store import whole_store

    one = inputs.release()
    manifest = json.loads((one / "MANIFEST.json").read_bytes())
    with tempfile.TemporaryDirectory(dir=inputs.scratch()) as name:
        folder = Path(name)
        (folder / "data").mkdir()
        (folder / "site").mkdir()
        dump = (one / "data" / "shisaku.nq").read_bytes()
        with (folder / "data" / "all.nq").open("wb") as stream:
            stream.writelines(editions_of(dump, count))
        whole_store(editions_of(dump, count), folder)
        manifest |= {"files": [], "load": ["data/all.nq"]}
        (folder / "MANIFEST.json").write_text(json.dumps(manifest), encoding="utf-8")
        yield folder


def measure(rounds: int, counts: list[int]) -> list[Figure]:
    """Start each thing ``rounds`` times; counts: numbers of editions besides one."""
    part = "cold start"
    release = inputs.release()
    found = [
        figure(part, "shisaku --help", [timed_help() for _ in range(rounds)], "s", HELP),
        figure(part, "serve, 1 edition", [timed_start(release) for _ in range(rounds)], "s", ONE),
    ]
    for count in counts:
        with many(count) as folder:
            seconds = [timed_start(folder) for _ in range(rounds)]
            size = sum(file.stat().st_size for file in (folder / "store").iterdir()) / 2**20
        found.append(figure(part, f"serve, {count} editions", seconds, "s", HUNDRED,
                            note=f"store of {size:.0f} MB"))  # fmt: skip
    return found


def main() -> None:
    """Measure as the command line says."""
    reader = argparse.ArgumentParser(prog="python -m bench.start", description=__doc__)
    reader.add_argument("--rounds", type=int, default=5)
    reader.add_argument("--editions", type=int, nargs="*", default=[10])
    reader.add_argument("--json", action="store_true")
    given = reader.parse_args()
    show(measure(given.rounds, given.editions), given.json)


if __name__ == "__main__":
    main()
