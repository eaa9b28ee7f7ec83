"""A service that cannot start says why and ends with status 2; one that is stopped is silent."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from commands import run_shisaku


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("broken.ttl", "<a> <b", "cannot be read as Turtle"),
        ("missing.nt", None, "there is no such file"),
        ("table.xlsx", "", "does not say which RDF format"),
    ],
)
def test_data_that_cannot_be_served(
    name: str, content: str | None, words: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_text(content, encoding="utf-8")
    done = run_shisaku("serve", "--data", path, "--port", "0")
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert words in done.stderr and str(path) in done.stderr


def test_a_service_that_is_told_to_stop_ends_in_silence() -> None:
    data = Path(__file__).parent / "data" / "people.ttl"
    process = subprocess.Popen(
        [sys.executable, "-m", "shisaku.cli", "serve", "--data", str(data), "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    address = process.stdout.readline().split()[2]
    answer = httpx.get(f"{address}sparql", params={"query": "ASK { ?s ?p ?o }"}, trust_env=False)
    assert answer.json()["boolean"] is True
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=30)
    assert said == ""
    assert process.returncode in (0, -signal.SIGTERM)
