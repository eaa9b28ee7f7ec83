"""A running server over the sample: what a machine meets when it comes without instructions."""

from __future__ import annotations

import httpx
import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import DCAT, RDF


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("catalog.ttl", "text/turtle"),
        ("catalog.jsonld", "application/ld+json"),
        ("catalog.rdf", "application/rdf+xml"),
        (".well-known/void", "text/turtle"),
        (".well-known/api-catalog", "application/linkset+json"),
        (".well-known/security.txt", "text/plain"),
        ("changes.atom", "application/atom+xml"),
        ("data/measures.csv", "text/csv"),
        ("data/measures.csv-metadata.json", "application/csvm+json"),
        ("data/measures.parquet", "application/vnd.apache.parquet"),
        ("api/openapi.json", "application/json"),
    ],
)
def test_without_an_accept_header_each_address_gives_its_own_media_type(
    base: str, path: str, media_type: str
) -> None:
    request = httpx.Request("GET", base + path)
    with httpx.Client(follow_redirects=True) as client:
        request.headers.pop("accept", None)
        answer = client.send(request)
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type


def test_a_page_points_at_its_iri_data_licence_and_author(base: str) -> None:
    page = httpx.get(base + "jutenkeikaku/2023/measure/4-8.html")
    header = page.headers["link"]
    for relation in ("cite-as", "describedby", "type", "license", "author", "linkset"):
        assert f'rel="{relation}"' in header
        assert f'rel="{relation}"' in page.text


def test_the_page_of_a_dataset_lists_its_files_and_embeds_its_description(base: str) -> None:
    page = httpx.get(base + "dataset/jutenkeikaku-2023.html")
    assert page.status_code == 200
    assert f'<{base}data/measures.csv>; rel="item"' in page.headers["link"]
    assert '"@type":"Dataset"' in page.text.replace(" ", "")


@pytest.mark.parametrize("path", ["catalog", "dataset/reference", "sparql", "api/", "org/soumu"])
def test_iris_of_the_catalogue_can_be_dereferenced(base: str, path: str) -> None:
    accept = {"Accept": "text/turtle, application/json;q=0.5"}
    answer = httpx.get(base + path, headers=accept, follow_redirects=True)
    assert answer.status_code == 200


def test_every_record_of_the_catalogue_has_a_page_that_answers(base: str) -> None:
    graph = Graph().parse(data=httpx.get(base + "catalog.ttl").text, format="turtle")
    pages = set(graph.objects(None, DCAT.landingPage)) | set(graph.subjects(RDF.type, DCAT.Dataset))
    own = sorted({str(page) for page in pages if isinstance(page, URIRef)})
    with httpx.Client(follow_redirects=True, headers={"Accept": "text/html"}) as client:
        failed = [
            page for page in own if page.startswith(base) and client.get(page).status_code != 200
        ]
    assert failed == []
