"""What all benchmarks work on: the plan (or the bundled sample) as a file and as a release."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "bench" / "out"
_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
_PLAN = ROOT.parent / "shared" / "plan" / "plan.docx"


@cache
def source() -> Path:
    """Return the document to publish: SHISAKU_PLAN, the plan beside the project, or the sample."""
    if named := os.environ.get("SHISAKU_PLAN"):
        return Path(named)
    if _PLAN.is_file():
        return _PLAN
    sample = OUT / "sample.docx"
    run("sample", "--out", str(sample))
    return sample


@cache
def release() -> Path:
    """Publish the document if it is not yet, and return the folder of its release."""
    run("publish", str(source()), "--out", str(OUT / "releases"))
    return (OUT / "releases" / "current").resolve()


@cache
def gallery_queries() -> list[str]:
    """Return the questions of the gallery."""
    from shisaku.pages.gallery import load_gallery

    return [question.text for question in load_gallery("http://127.0.0.1:8000/").questions]


def scratch() -> Path:
    """Return the folder for what benchmarks write and remove again."""
    OUT.mkdir(parents=True, exist_ok=True)
    return OUT


def environment() -> dict[str, str]:
    """Return the environment of what is measured: Python keeps its bytecode, as it does unasked."""
    return {name: value for name, value in os.environ.items() if name != _NO_BYTECODE}


def run(*arguments: str) -> None:
    """Run the command line; raises CalledProcessError when it fails."""
    OUT.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "shisaku.cli", *arguments]
    subprocess.run(
        command,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment(),
    )
