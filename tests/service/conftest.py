"""Servers that several tests share: a few RDF files, and a small release."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from running import Server, running
from small_release import RELEASE_FILES, switch, write_release

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="session")
def files_server() -> Iterator[Server]:
    """Serves a Turtle file and a TriG file, default graphs as they are."""
    with running(DATA / "people.ttl", DATA / "graphs.trig", deadline=3.0, max_rows=1000) as server:
        yield server


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of releases with one in it."""
    folder = tmp_path_factory.mktemp("releases")
    write_release(folder, "first", RELEASE_FILES)
    switch(folder, "first")
    return folder


@pytest.fixture(scope="session")
def release_server(releases: Path) -> Iterator[Server]:
    """Serves the small release."""
    with running(releases=releases, base_iri="http://example.org/") as server:
        yield server
