"""A wheel alone gives a working command line: vocabulary, shapes and site are inside."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", str(folder)]
    done = subprocess.run([*command, str(ROOT)], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(
            f"the wheel cannot be built here (is a registry in reach?): {done.stderr[-200:]}"
        )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


def test_the_wheel_holds_what_a_release_needs_and_no_more(unpacked: Path) -> None:
    assets = unpacked / "shisaku" / "_assets"
    assert {folder.name for folder in assets.iterdir()} == {"ontology", "shapes", "site"}
    assert not list(assets.rglob("node_modules"))
    assert (unpacked / "shisaku" / "py.typed").is_file()


def test_the_unpacked_wheel_publishes_the_sample(unpacked: Path, tmp_path: Path) -> None:
    run = [sys.executable, "-m", "shisaku.cli"]
    place = os.environ | {"PYTHONPATH": str(unpacked)}
    plan = str(tmp_path / "plan.docx")
    subprocess.run([*run, "sample", "--out", plan], env=place, cwd=tmp_path, check=True)
    out = str(tmp_path / "out")
    subprocess.run([*run, "publish", plan, "--out", out], env=place, cwd=tmp_path, check=True)
    assert (tmp_path / "out" / "current" / "site" / "index.html").is_file()
