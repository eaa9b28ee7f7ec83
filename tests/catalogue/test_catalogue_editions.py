"""Two editions in one release: a series in order, and every record still valid."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
import scores.dcat_ap as shapes
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import DCTERMS

from shisaku.catalogue import catalogue_files, describe, graph_facts
from shisaku.config import Config
from shisaku.plan.profile import load_profile
from shisaku.release.folder import FileEntry

#: rdflib knows DCAT 2; series came with DCAT 3.
DCAT = Namespace("http://www.w3.org/ns/dcat#")
BASE = Config().base_iri
NEW, OLD = "jutenkeikaku/2023", "jutenkeikaku/2022"


@pytest.fixture(scope="module")
def catalogue(sample_out: Path) -> Graph:
    """The catalogue of the sample and of the same plan moved to the year before."""
    release = sample_out / "current"
    lines = (release / "data" / "shisaku.nq").read_text("utf-8").splitlines()
    moved = [
        line.replace(NEW, OLD).replace("2023-06-09", "2022-06-07").replace('"2023"', '"2022"')
        for line in lines
        if line.endswith(f"/graph/{NEW}> .")
    ]
    store = ox.Store()
    store.bulk_load("\n".join(lines + moved).encode(), format=ox.RdfFormat.N_QUADS)
    rows = json.loads((release / "MANIFEST.json").read_bytes())["files"]
    files = [FileEntry(**row) for row in rows]
    files.append(FileEntry("data/jutenkeikaku-2022.ttl", 1, "ab" * 32))
    quads = describe(graph_facts(store, BASE), Config(), load_profile("jutenkeikaku"), files)
    return Graph().parse(data=dict(catalogue_files(quads))["catalog.ttl"], format="turtle")


def node(path: str) -> URIRef:
    return URIRef(BASE + path)


def test_each_edition_is_a_member_of_the_series_in_order(catalogue: Graph) -> None:
    series = node("dataset/jutenkeikaku")
    old, new = node("dataset/jutenkeikaku-2022"), node("dataset/jutenkeikaku-2023")
    assert set(catalogue.subjects(DCAT.inSeries, series)) == {old, new}
    assert catalogue.value(series, DCAT.first) == old
    assert catalogue.value(series, DCAT.last) == new
    assert catalogue.value(new, DCAT.prev) == old
    assert str(catalogue.value(old, DCTERMS.issued)) == "2022-06-07"


def test_files_of_an_edition_belong_to_it_and_those_of_all_to_the_newest(catalogue: Graph) -> None:
    def files(key: str) -> set[str]:
        held = catalogue.objects(node(f"dataset/{key}"), DCAT.distribution)
        return {str(item).rpartition("#")[2] for item in held}

    assert files("jutenkeikaku-2022") == {"jutenkeikaku-2022.ttl"}
    assert {"jutenkeikaku-2023.ttl", "measures.csv", "shisaku.nq"} <= files("jutenkeikaku-2023")


def test_both_editions_satisfy_the_shapes(catalogue: Graph, shared: Path) -> None:
    findings = shapes.validate(catalogue, shared / "standards")
    assert [item for item in findings if item.severity == "Violation"] == []
    own = shapes.about(findings, shapes.own_records(catalogue, BASE))
    assert [item for item in own if not shapes.is_publisher_list(item)] == []
