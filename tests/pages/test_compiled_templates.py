"""Compiled templates are kept like the bytecode of modules, and never outlive what made them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from shisaku.pages.templates import environment

_COMPILE = "from shisaku.pages.templates import compile_templates; compile_templates()"


def compiled(folder: Path, **settings: str) -> dict[str, bytes]:
    """Compile in a new process whose bytecode stands below a folder; return what was kept."""
    wanted = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder), **settings}
    if "PYTHONDONTWRITEBYTECODE" not in settings:
        wanted.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.run([sys.executable, "-c", _COMPILE], env=wanted, check=True)
    return {path.name: path.read_bytes() for path in folder.rglob("*.template.*")}


def test_every_template_is_kept_and_read_back(tmp_path: Path) -> None:
    first = compiled(tmp_path)
    assert len(first) == len(environment().list_templates(extensions=["html"]))
    kept = next(tmp_path.rglob(min(first)))
    os.utime(kept, (0, 0))
    assert compiled(tmp_path) == first
    assert kept.stat().st_mtime == 0  # read, not written again


def test_what_was_made_of_something_else_is_made_again(tmp_path: Path) -> None:
    first = compiled(tmp_path)
    name, content = min(first.items())
    kept = next(tmp_path.rglob(name))
    kept.write_bytes(re.sub(rb"[0-9a-f]{40}", b"0" * 40, content, count=1))  # its digest
    assert compiled(tmp_path) == first


def test_nothing_is_kept_where_python_keeps_no_bytecode(tmp_path: Path) -> None:
    assert compiled(tmp_path, PYTHONDONTWRITEBYTECODE="1") == {}
