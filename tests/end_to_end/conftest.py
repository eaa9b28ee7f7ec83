"""A real server over the release under test, for a real browser."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared"


@contextmanager
def serving(releases: Path) -> Iterator[str]:
    """Run ``shisaku serve`` on a free port and yield its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "shisaku.cli", "serve", str(releases), "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                yield found[0]
                break
        else:
            raise AssertionError("the server ended before it named its address")
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def releases(request: pytest.FixtureRequest) -> Path:
    """A folder of releases: the real plan where it is at hand, else the sample."""
    found: Path = request.getfixturevalue("plan_out" if SHARED.is_dir() else "sample_out")
    return found


@pytest.fixture(scope="session")
def address(releases: Path) -> Iterator[str]:
    """The address of the running service."""
    with serving(releases) as found:
        yield found
