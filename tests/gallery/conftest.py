"""The data that the gallery is put to: everything the service loads of a release."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from shisaku.pages.answers import AnsweredGallery
from shisaku.pages.gallery import Gallery, load_gallery


@pytest.fixture(scope="session")
def gallery() -> Gallery:
    """The bundled gallery at the default base."""
    return load_gallery("http://127.0.0.1:8000/")


@pytest.fixture(scope="session")
def answered(gallery: Gallery, store: Store) -> AnsweredGallery:
    """The gallery with the answers of the real plan."""
    return AnsweredGallery(gallery, lambda: store)
