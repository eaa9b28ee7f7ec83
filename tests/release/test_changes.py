"""Releases one after the other: what changed between them is told, and what left is gone."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from lxml import etree

from shisaku.config import Config
from shisaku.release.changes import (
    ChangeKind,
    Named,
    changes_since,
    named_documents,
    named_in,
    read_history,
)
from shisaku.release.changes_feed import change_files
from shisaku.release.folder import FileEntry, Staging, read_manifest

BASE = Config().base_iri
ATOM = {"a": "http://www.w3.org/2005/Atom"}
MEASURE = "jutenkeikaku/2023/measure/4-8"


@pytest.fixture(scope="module")
def store(sample_out: Path) -> ox.Store:
    """The graph of the sample's release."""
    store = ox.Store()
    store.bulk_load(
        path=sample_out / "current" / "data" / "shisaku.nq", format=ox.RdfFormat.N_QUADS
    )
    return store


@pytest.fixture(scope="module")
def entries(sample_out: Path) -> dict[str, FileEntry]:
    """The files of the sample's release."""
    rows = read_manifest(sample_out / "current")["files"]
    return {row["path"]: FileEntry(**row) for row in rows}


def release(
    folder: Path, entries: dict[str, FileEntry], store: ox.Store, previous: Path | None, day: str
) -> Path:
    """Write a release that holds no more than its manifest and what tells its changes."""
    config = replace(Config(), release_date=day)
    folder.mkdir()
    staging = Staging(folder, previous, entries)
    for path, content in change_files(staging, named_in(store, BASE), config):
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(content if isinstance(content, bytes) else b"".join(content))
    files = [
        {"path": entry.path, "bytes": entry.bytes, "sha256": entry.sha256}
        for entry in entries.values()
    ]
    (folder / "MANIFEST.json").write_text(json.dumps({"files": files}))
    return folder


@pytest.fixture
def three(tmp_path: Path, entries: dict[str, FileEntry], store: ox.Store) -> list[Path]:
    """The sample; then one measure changed and one system gone; then the system back again."""
    first = release(tmp_path / "1", entries, store, None, "2026-01-01")
    changed = dict(entries)
    changed[f"site/{MEASURE}.nt"] = replace(entries[f"site/{MEASURE}.nt"], sha256="0" * 64)
    del changed["site/system/e-stat.nt"]
    second = release(tmp_path / "2", changed, store, first, "2026-02-01")
    back = changed | {"site/system/e-stat.nt": entries["site/system/e-stat.nt"]}
    third = release(tmp_path / "3", back, store, second, "2026-03-01")
    return [first, second, third]


def test_the_first_release_creates_every_resource(three: list[Path]) -> None:
    history = read_history(three[0])
    assert {change.kind for change in history} == {ChangeKind.CREATE}
    paths = {change.path for change in history}
    assert {MEASURE, "org/soumu", "system/e-stat", "dataset/reference"} <= paths
    title = next(change.title_ja for change in history if change.path == MEASURE)
    assert title == "統計データのオープン化の推進・高度化"


def test_later_releases_add_only_what_changed(three: list[Path]) -> None:
    first, second, third = (read_history(folder) for folder in three)
    assert second[: len(first)] == first
    assert third[: len(second)] == second
    assert [(change.kind, change.path) for change in third[len(first) :]] == [
        (ChangeKind.UPDATE, MEASURE),
        (ChangeKind.DELETE, "system/e-stat"),
        (ChangeKind.CREATE, "system/e-stat"),
    ]
    assert [change.number for change in third] == list(range(1, len(third) + 1))


def test_what_left_is_gone_until_it_comes_back(three: list[Path]) -> None:
    gone = [json.loads((folder / "gone.json").read_bytes()) for folder in three]
    assert gone == [{}, {"system/e-stat": None}, {}]


def test_a_resource_that_was_replaced_names_its_successor(
    entries: dict[str, FileEntry], three: list[Path]
) -> None:
    store = ox.Store()
    replaced = ox.NamedNode("http://purl.org/dc/terms/isReplacedBy")
    old, new = ox.NamedNode(BASE + "org/soumu"), ox.NamedNode(BASE + "org/new")
    store.add(ox.Quad(old, replaced, new, ox.NamedNode(BASE + "graph/reference")))
    less = {path: entry for path, entry in entries.items() if path != "site/org/soumu.nt"}
    named = named_in(store, BASE)
    last = changes_since(read_history(three[0]), entries, less, named, "2026-02-01")[-1]
    assert (last.kind, last.path, last.successor) == (ChangeKind.DELETE, "org/soumu", "org/new")


def test_names_can_be_noted_before_their_store_is_dropped(store: ox.Store) -> None:
    names = named_documents(store, BASE, [MEASURE, "org/soumu"])
    assert pickle.loads(pickle.dumps(names)) == names
    assert names[MEASURE].ja == "統計データのオープン化の推進・高度化"
    assert names["org/soumu"].en == "Ministry of Internal Affairs and Communications"
    assert named_in(store, BASE)("nothing/here") == Named()


def test_nothing_changed_adds_nothing(
    tmp_path: Path, entries: dict[str, FileEntry], store: ox.Store, three: list[Path]
) -> None:
    again = release(tmp_path / "again", entries, store, three[0], "2026-05-05")
    for path in ("changes.json", "gone.json", "site/changes.ttl", "site/changes.atom"):
        assert (again / path).read_bytes() == (three[0] / path).read_bytes()


def test_the_atom_feed_begins_with_the_newest_change(three: list[Path]) -> None:
    feed = etree.parse(three[1] / "site" / "changes.atom").getroot()
    entries = feed.findall("a:entry", ATOM)
    assert entries[0].findtext("a:title", namespaces=ATOM) == "削除：e-Stat"
    assert feed.findtext("a:updated", namespaces=ATOM) == "2026-02-01T00:00:00Z"
    identities = [entry.findtext("a:id", namespaces=ATOM) for entry in entries]
    assert len(set(identities)) == len(identities) <= 200


def test_the_stream_holds_every_change_in_all_formats(three: list[Path]) -> None:
    folder = three[1] / "site"
    formats = {
        "ttl": ox.RdfFormat.TURTLE,
        "jsonld": ox.RdfFormat.JSON_LD,
        "rdf": ox.RdfFormat.RDF_XML,
        "nt": ox.RdfFormat.N_TRIPLES,
    }
    graphs = {
        frozenset(
            str(quad.triple) for quad in ox.parse(path=folder / f"changes.{name}", format=form)
        )
        for name, form in formats.items()
    }
    assert len(graphs) == 1
    (graph,) = graphs
    members = [line for line in graph if "https://w3id.org/tree#member" in line]
    assert len(members) == len(read_history(three[1]))
    assert any("activitystreams#Tombstone" in line for line in graph)
