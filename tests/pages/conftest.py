"""The pages under test: those of the real plan where it is at hand, else of the bundled sample."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from shisaku.pages import Index, build_index

BASE = "http://127.0.0.1:8000/"
SHARED = Path(__file__).resolve().parents[3] / "shared"


@pytest.fixture(scope="session")
def release(request: pytest.FixtureRequest) -> Path:
    """The current release."""
    out: Path = request.getfixturevalue("plan_out" if SHARED.is_dir() else "sample_out")
    return out / "current"


@pytest.fixture(scope="session")
def site(release: Path) -> Path:
    """The static tree of the release."""
    return release / "site"


@pytest.fixture(scope="session")
def store(release: Path) -> Store:
    """Everything that the release's manifest says to load."""
    manifest = json.loads((release / "MANIFEST.json").read_text(encoding="utf-8"))
    found = Store()
    for name in manifest["load"]:
        found.bulk_load(path=str(release / name), format=RdfFormat.N_QUADS)
    return found


@pytest.fixture(scope="session")
def index(store: Store) -> Index:
    """The index that pages are rendered from."""
    return build_index(store, BASE)
