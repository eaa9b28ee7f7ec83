"""Prints the figures of all yardsticks: ``python -m scores [--base URL] [SOURCE]``.

Without a base, the source (by default the bundled sample) is published into a temporary folder
and served on a free port while it is scored.
"""

from __future__ import annotations

import argparse
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import httpx
from rdflib import Graph

from scores import dcat_ap, mqa, umaka

_STANDARDS = Path(__file__).resolve().parents[2] / "shared" / "standards"
_SHISAKU = (sys.executable, "-m", "shisaku.cli")
_PATIENCE = 60.0  # seconds until a server must answer


def main() -> int:
    """Print the figures; return 1 when one falls short of what a loopback host can reach."""
    arguments = argparse.ArgumentParser(prog="python -m scores", description=__doc__)
    arguments.add_argument("source", nargs="?", type=Path, help="plan to publish and serve")
    arguments.add_argument("--base", help="score this running server instead")
    arguments.add_argument("--standards", type=Path, default=_STANDARDS)
    given = arguments.parse_args()
    if not given.standards.is_dir():
        sys.stdout.write(f"The yardsticks' files are not at {given.standards}.\n")
        return 0
    if given.base:
        return report(given.base, given.standards)
    with served(given.source) as base:
        return report(base, given.standards)


def report(base: str, standards: Path) -> int:
    """Score a running server and print a line for each figure."""
    write = sys.stdout.write
    write(f"{date.today().isoformat()}  {base}\n\n")
    graph = Graph().parse(data=httpx.get(base + "catalog.ttl").text, format="turtle")
    findings = dcat_ap.validate(graph, standards)
    own = dcat_ap.about(findings, dcat_ap.own_records(graph, base))
    violations = dcat_ap.summary(findings)["Violation"]
    others = [item for item in own if not dcat_ap.is_publisher_list(item)]
    publisher = len(own) - len(others)
    write(f"DCAT-AP 3.0.1: {violations} violations, {len(others)} warnings about own records, ")
    write(f"besides {publisher} that the publisher is not in the EU's list\n")
    datasets = mqa.score(base, standards)
    for item in datasets:
        write(f"MQA: {item.points} of {mqa.FULL_SCORE}  {item.dataset}\n")
        for missed in item.missed:
            write(f"     -{missed.points} {missed.metric} at {missed.node}\n")
    points = umaka.score(base, standards, date.today())
    write(f"Umaka: {umaka.total(points):.1f} of 100\n")
    for measure in points:
        write(f"     {measure.points:5.1f} of {measure.possible:3.0f}  {measure.aspect}: ")
        write(f"{measure.measure} ({measure.note})\n")
    full = all(item.points == mqa.FULL_SCORE for item in datasets)
    return 0 if full and not violations and not others else 1


@contextmanager
def served(source: Path | None) -> Iterator[str]:
    """Publish a plan and serve it; gives the base address and ends the server."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    base = f"http://localhost:{port}/"  # a name, as cool URIs have
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "releases"
        if source is None:
            source = Path(folder) / "plan.docx"
            _run("sample", "--out", source)
        _run("publish", source, "--out", out, "--base", base)
        server = subprocess.Popen(
            [*_SHISAKU, "serve", out, "--port", str(port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait(base, server)
            yield base
        finally:
            server.terminate()
            server.wait(timeout=20)


def _run(*arguments: str | Path) -> None:
    done = subprocess.run([*_SHISAKU, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"shisaku {arguments[0]} failed:\n{done.stderr}")


def _wait(base: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            if httpx.get(base + "healthz").status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start")


if __name__ == "__main__":
    sys.exit(main())
