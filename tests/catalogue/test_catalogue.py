"""The catalogue of a real release: valid, the same in three formats, whole, and true."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
import scores.dcat_ap as shapes
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF, VOID

from shisaku.signposting import document_links, link_header

#: rdflib knows DCAT 2; series came with DCAT 3.
DCAT = Namespace("http://www.w3.org/ns/dcat#")
BASE = "http://127.0.0.1:8000/"
OXIGRAPH = {
    "ttl": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}
RDFLIB = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}


@pytest.fixture(scope="module", params=["sample", "plan"])
def release(request: pytest.FixtureRequest) -> Path:
    """The release of the sample, and of the real plan where it is beside the project."""
    out: Path = request.getfixturevalue(f"{request.param}_out")
    return out / "current"


@pytest.fixture(scope="module")
def catalogue(release: Path) -> Graph:
    """The catalogue as rdflib reads its Turtle."""
    return Graph().parse(release / "catalog.ttl")


def test_the_shapes_of_dcat_ap_find_nothing_but_the_publisher(
    catalogue: Graph, shared: Path
) -> None:
    findings = shapes.validate(catalogue, shared / "standards")
    assert [item for item in findings if item.severity == "Violation"] == []
    own = shapes.about(findings, shapes.own_records(catalogue, BASE))
    assert [item for item in own if not shapes.is_publisher_list(item)] == []


@pytest.mark.parametrize("name", ["catalog", "site/.well-known/void"])
def test_two_parsers_read_the_same_graph_from_three_formats(name: str, release: Path) -> None:
    graphs = []  # no blank nodes, so equal sets of triples are equal graphs
    for extension, form in RDFLIB.items():
        path = release / f"{name}.{extension}"
        graphs.append(frozenset(Graph().parse(path, format=form)))
        again = ox.serialize(
            [quad.triple for quad in ox.parse(path=path, format=OXIGRAPH[extension])],
            format=ox.RdfFormat.N_TRIPLES,
        )
        graphs.append(frozenset(Graph().parse(data=again, format="nt")))
    assert len(set(graphs)) == 1


def test_every_data_file_is_described_with_its_size_and_checksum(
    release: Path, catalogue: Graph
) -> None:
    manifest = json.loads((release / "MANIFEST.json").read_bytes())
    listed = {entry["path"]: entry for entry in manifest["files"]}
    described = {}
    for node, address in catalogue.subject_objects(DCAT.downloadURL):
        path = str(address).removeprefix(BASE)
        described[path] = node
        assert int(str(catalogue.value(node, DCAT.byteSize))) == listed[path]["bytes"]
        checksum = catalogue.value(node, URIRef("http://spdx.org/rdf/terms#checksum"))
        value = catalogue.value(checksum, URIRef("http://spdx.org/rdf/terms#checksumValue"))
        assert str(value) == listed[path]["sha256"]
    not_data = ("data/catalogue.nq", "data/catalogue.nq.gz", ".csv-metadata.json")
    assert described.keys() == {
        path for path in listed if path.startswith("data/") and not path.endswith(not_data)
    }


def test_files_that_are_no_distribution_are_another_format_of_one(catalogue: Graph) -> None:
    distributions = set(catalogue.subjects(RDF.type, DCAT.Distribution))
    files = set(catalogue.subjects(DCAT.downloadURL))
    other = set(catalogue.objects(None, DCTERMS.hasFormat))
    assert files - distributions == other
    assert set(catalogue.subjects(DCTERMS.hasFormat)) <= distributions


def test_what_the_catalogue_holds(catalogue: Graph) -> None:
    catalog = URIRef(BASE + "catalog")
    datasets = {str(node).removeprefix(BASE) for node in catalogue.objects(catalog, DCAT.dataset)}
    assert datasets == {
        "dataset/jutenkeikaku-2023",
        "dataset/reference",
        "dataset/vocabulary",
        "jutenkeikaku/2023/source",
    }
    edition = URIRef(BASE + "dataset/jutenkeikaku-2023")
    series = URIRef(BASE + "dataset/jutenkeikaku")
    assert (edition, DCAT.inSeries, series) in catalogue
    assert (series, RDF.type, DCAT.DatasetSeries) in catalogue
    source = URIRef(BASE + "jutenkeikaku/2023/source")
    assert (edition, DCTERMS.source, source) in catalogue
    services = {str(node).removeprefix(BASE) for node in catalogue.objects(catalog, DCAT.service)}
    assert services >= {
        "sparql", "api/", "system/resas-api", "system/e-stat-api", "system/umishiru-api",
    }  # fmt: skip
    for node in (catalog, edition, series, URIRef(BASE + "system/resas-api")):
        for predicate in (DCTERMS.title, DCTERMS.description):
            languages = {text.language for text in catalogue.objects(node, predicate)}
            assert languages == {"ja", "en"}


def test_no_blank_nodes_and_no_word_document_among_the_files(release: Path) -> None:
    text = (release / "catalog.ttl").read_text("utf-8")
    assert "_:" not in text
    assert ".docx>" not in text


def test_void_counts_what_is_there(release: Path) -> None:
    void = Graph().parse(release / "site" / ".well-known" / "void.ttl")
    store = ox.Store()
    store.bulk_load(path=release / "data" / "shisaku.nq", format=ox.RdfFormat.N_QUADS)
    graph = ox.NamedNode(BASE + "graph/jutenkeikaku/2023")
    node = URIRef(BASE + "dataset/jutenkeikaku-2023")
    held = list(store.quads_for_pattern(None, None, None, graph))
    assert int(str(void.value(node, VOID.triples))) == len(held)
    measures = URIRef("https://w3id.org/shisaku/ns#Measure")
    (partition,) = [
        item
        for item in void.objects(node, VOID.classPartition)
        if (item, VOID["class"], measures) in void
    ]
    assert int(str(void.value(partition, VOID.entities))) == 154
    assert len(set(void.objects(node, VOID.propertyPartition))) == len(
        {quad.predicate for quad in held}
    )


def test_small_files_by_which_machines_find_the_site(release: Path) -> None:
    site = release / "site"
    security = (site / ".well-known" / "security.txt").read_text("utf-8")
    assert "Contact: https://" in security
    assert "Expires: 2027-" in security
    links = json.loads((site / ".well-known" / "api-catalog").read_bytes())["linkset"]
    assert BASE + "sparql" in {entry["anchor"] for entry in links}
    assert (site / "CITATION.cff").read_text("utf-8").startswith("cff-version: 1.2.0\n")
    described = json.loads((site / "dataset" / "schema.json").read_bytes())
    edition = described[BASE + "dataset/jutenkeikaku-2023"]
    assert edition["@type"] == "Dataset"
    assert {"name", "description", "license", "distribution", "creator"} <= edition.keys()
    assert 50 <= len(edition["description"][0]["@value"]) <= 5000


def test_signposting_of_a_page_names_its_iri_and_data(release: Path) -> None:
    rules = json.loads((release / "site" / "signposting.json").read_bytes())
    measure = "jutenkeikaku/2023/measure/4-8"
    links = document_links(measure, rules)
    by_relation = {link.rel for link in links}
    assert by_relation >= {
        "cite-as", "describedby", "type", "license", "author", "linkset", "collection",
    }  # fmt: skip
    assert f'<{BASE}{measure}>; rel="cite-as"' in link_header(links)
    for link in links:
        if link.rel == "describedby":
            assert (release / "site" / link.href.removeprefix(BASE)).is_file()
    items = {
        link.href
        for link in document_links("dataset/jutenkeikaku-2023", rules)
        if link.rel == "item"
    }
    assert BASE + "data/measures.csv" in items
