"""Graphs under test: a small conforming world, the bundled sample and the real plan."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from mutating import BASE
from pyoxigraph import RdfFormat, Store

from shisaku.assets import asset_folder
from shisaku.config import Config
from shisaku.document.reader import read
from shisaku.graph import build, to_store
from shisaku.plan.extract import extract
from shisaku.plan.profile import load_profile
from shisaku.quality import load_shapes
from shisaku.quality.shapes import Shapes
from shisaku.reference import load
from shisaku.sample.overlay import bundled_overlay
from shisaku.sample.word import write_sample

EXAMPLES = Path(__file__).parent / "examples"


def world_store() -> Store:
    """Return the conforming world with the vocabulary that it is written in."""
    store = Store()
    for path in (EXAMPLES / "conforming.ttl", asset_folder("ontology") / "pol.ttl"):
        store.load(path.read_bytes(), RdfFormat.TURTLE, base_iri=BASE)
    return store


def store_of(source: Path) -> Store:
    """Return the graph of a plan, as a publish makes it."""
    profile = load_profile("jutenkeikaku")
    plan = extract(read(source), profile, load())
    return to_store(build(plan, load(), profile, bundled_overlay(), Config()))


@pytest.fixture(scope="session")
def shapes() -> Shapes:
    """All shapes of the project."""
    return load_shapes()


@pytest.fixture
def world() -> Store:
    """The conforming world, to be broken."""
    return world_store()


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The graph of the bundled sample, written as Word and read back."""
    path = tmp_path_factory.mktemp("quality") / "sample.docx"
    areas = load_profile("jutenkeikaku").areas
    return store_of(write_sample(path, {area.number: area.title_ja for area in areas}))


@pytest.fixture(scope="session", params=["sample", "plan"])
def graph(request: pytest.FixtureRequest) -> Iterator[Store]:
    """The sample's graph, and that of the real plan where it is beside the project."""
    if request.param == "sample":
        yield request.getfixturevalue("sample_store")
    else:
        yield store_of(request.getfixturevalue("plan_text"))
