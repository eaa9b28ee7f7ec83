"""A real server over a folder of releases, in a process of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


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
