"""The command line, run in a process of its own, as a user does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def run_shisaku(*arguments: str | Path, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, as a user does."""
    return subprocess.run(
        [sys.executable, "-m", "shisaku.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
