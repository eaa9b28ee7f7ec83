"""Fixtures that several rooms share; the plan itself is input and stays outside the project."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from commands import run_shisaku
from three_editions import published

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the plan, the gold sample and the standards, beside the project."""
    if not SHARED.is_dir():
        pytest.skip("the folder shared/ (plan, gold, standards) is not beside the project")
    return SHARED


@pytest.fixture(scope="session")
def plan_docx(shared: Path) -> Path:
    """The plan as Word."""
    return shared / "plan" / "plan.docx"


@pytest.fixture(scope="session")
def plan_text(shared: Path) -> Path:
    """The plan as exported text."""
    return shared / "plan" / "source.txt"


@pytest.fixture(scope="session")
def sample_docx(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled sample as a Word file, written by the command line."""
    path = tmp_path_factory.mktemp("sample") / "plan.docx"
    done = run_shisaku("sample", "--out", path)
    assert done.returncode == 0, done.stderr
    return path


@pytest.fixture(scope="session")
def sample_out(sample_docx: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of releases whose current one is the bundled sample."""
    return _published(sample_docx, tmp_path_factory.mktemp("sample-releases"))


@pytest.fixture(scope="session")
def plan_out(plan_docx: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of releases whose current one is the real plan."""
    return _published(plan_docx, tmp_path_factory.mktemp("plan-releases"))


@pytest.fixture(scope="session")
def three_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of releases whose current one holds three editions."""
    return published(tmp_path_factory.mktemp("three-editions"))


@pytest.fixture(scope="session")
def releases(request: pytest.FixtureRequest) -> Path:
    """A folder of releases: the real plan where it is at hand, else the bundled sample."""
    found: Path = request.getfixturevalue("plan_out" if SHARED.is_dir() else "sample_out")
    return found


@pytest.fixture(scope="session")
def release(releases: Path) -> Path:
    """The current release of that folder."""
    return releases / "current"


@pytest.fixture(scope="session")
def store(release: Path) -> Store:
    """Everything that the manifest of that release says to load, in memory."""
    manifest = json.loads((release / "MANIFEST.json").read_text(encoding="utf-8"))
    found = Store()
    for name in manifest["load"]:
        found.bulk_load(path=str(release / name), format=RdfFormat.N_QUADS)
    return found


def _published(source: Path, out: Path) -> Path:
    done = run_shisaku("publish", source, "--out", out)
    assert done.returncode == 0, done.stderr
    return out
