"""The data that the gallery is put to: everything the service loads of a release."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from shisaku.pages.answers import AnsweredGallery, answer_gallery
from shisaku.pages.gallery import Gallery, load_gallery

SHARED = Path(__file__).resolve().parents[3] / "shared"


@pytest.fixture(scope="session")
def release(request: pytest.FixtureRequest) -> Path:
    """The current release of the real plan where it is at hand, else of the bundled sample."""
    name = "plan_out" if SHARED.is_dir() else "sample_out"
    out: Path = request.getfixturevalue(name)
    return out / "current"


@pytest.fixture(scope="session")
def store(release: Path) -> Store:
    """The quads of the release, in memory."""
    manifest = json.loads((release / "MANIFEST.json").read_text(encoding="utf-8"))
    found = Store()
    for name in manifest["load"]:
        found.bulk_load(path=str(release / name), format=RdfFormat.N_QUADS)
    return found


@pytest.fixture(scope="session")
def gallery() -> Gallery:
    """The bundled gallery at the default base."""
    return load_gallery("http://127.0.0.1:8000/")


@pytest.fixture(scope="session")
def answered(gallery: Gallery, store: Store) -> AnsweredGallery:
    """The gallery with the answers of the real plan."""
    return answer_gallery(gallery, store)
