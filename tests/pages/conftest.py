"""The pages under test: those of the real plan where it is at hand, else of the bundled sample."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Store

from shisaku.pages import Index, build_index

BASE = "http://127.0.0.1:8000/"


@pytest.fixture(scope="session")
def site(release: Path) -> Path:
    """The static tree of the release."""
    return release / "site"


@pytest.fixture(scope="session")
def index(store: Store) -> Index:
    """The index that pages are rendered from."""
    return build_index(store, BASE)
