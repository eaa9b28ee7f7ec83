"""CKAN's own harvesting parser reads the catalogue: each dataset, each file, every field."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import DCAT, DCTERMS, RDF

HERE = Path(__file__).parent
CACHE = Path(__file__).resolve().parents[2] / ".cache" / "harvester"
FORMATS = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}

#: Field of a CKAN resource -> the catalogue's predicate that it must repeat.
RESOURCE_FIELDS = {
    "access_url": DCAT.accessURL,
    "download_url": DCAT.downloadURL,
    "license": DCTERMS.license,
    "issued": DCTERMS.issued,
    "modified": DCTERMS.modified,
    "size": DCAT.byteSize,
    "mimetype": DCAT.mediaType,
    "format": DCTERMS["format"],
    "availability": URIRef("http://data.europa.eu/r5r/availability"),
}
PACKAGE_FIELDS = {
    "issued": DCTERMS.issued,
    "modified": DCTERMS.modified,
    "identifier": DCTERMS.identifier,
    "frequency": DCTERMS.accrualPeriodicity,
    "access_rights": DCTERMS.accessRights,
    "publisher_uri": DCTERMS.publisher,
    "contact_uri": DCAT.contactPoint,
    "spatial_uri": DCTERMS.spatial,
}
HELD_ALSO = {
    "contact_name", "contact_url", "publisher_name", "publisher_url", "publisher_type",
    "provenance", "documentation", "temporal_start", "temporal_end", "theme", "language",
    "conforms_to", "spatial_bbox",
}  # fmt: skip


@pytest.fixture(scope="session")
def harvester() -> Path:
    """Python of an environment with ckan and ckanext-dcat."""
    python = CACHE / "bin" / "python"
    probe = [python, "-c", "import ckanext.dcat.processors"]
    if not python.is_file() or subprocess.run(probe, capture_output=True, check=False).returncode:
        subprocess.run([sys.executable, "-m", "venv", CACHE], check=True)
        install = [python, "-m", "pip", "install", "-q", "-r", HERE / "harvester.txt"]
        done = subprocess.run(install, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"ckanext-dcat cannot be installed: {done.stderr[-200:]}")
    return python


def harvest(harvester: Path, release: Path, extension: str) -> dict[str, Any]:
    done = subprocess.run(
        [harvester, HERE / "harvest.py", release / f"catalog.{extension}", FORMATS[extension]],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    read: dict[str, Any] = json.loads(done.stdout)
    return read


@pytest.fixture(scope="module")
def packages(harvester: Path, sample_out: Path) -> list[dict[str, Any]]:
    """What is read from Turtle."""
    read = harvest(harvester, sample_out / "current", "ttl")
    assert read["next"] is None
    found: list[dict[str, Any]] = read["packages"]
    return found


@pytest.fixture(scope="module")
def catalogue(sample_out: Path) -> Graph:
    """The catalogue itself."""
    return Graph().parse(sample_out / "current" / "catalog.ttl")


def extras(package: dict[str, Any]) -> dict[str, str]:
    return {item["key"]: item["value"] for item in package["extras"]}


def test_every_dataset_and_distribution_is_read(
    packages: list[dict[str, Any]], catalogue: Graph
) -> None:
    datasets = {str(node) for node in catalogue.subjects(RDF.type, DCAT.Dataset)}
    assert {extras(package)["uri"] for package in packages} == datasets
    files = {str(node) for node in catalogue.subjects(RDF.type, DCAT.Distribution)}
    assert {item["uri"] for package in packages for item in package["resources"]} == files


def test_every_field_is_read_as_the_catalogue_states_it(
    packages: list[dict[str, Any]], catalogue: Graph
) -> None:
    for package in packages:
        said = extras(package)
        node = URIRef(said["uri"])
        for field, predicate in PACKAGE_FIELDS.items():
            assert said[field] == str(catalogue.value(node, predicate)), (node, field)
        assert said.keys() >= HELD_ALSO
        assert package["title"].isascii(), "CKAN makes the dataset's name from its title"
        assert package["notes"]
        for resource in package["resources"]:
            file = URIRef(resource["uri"])
            for field, predicate in RESOURCE_FIELDS.items():
                assert str(resource[field]) == str(catalogue.value(file, predicate)), (file, field)
            assert len(resource["hash"]) == 64
            assert resource["name"]
            assert resource["description"]
            assert resource["rights"]


def test_tags_are_ones_that_ckan_accepts(packages: list[dict[str, Any]]) -> None:
    for package in packages:
        tags = [tag["name"] for tag in package["tags"]]
        assert len(tags) == len(set(tags))
        assert all(char.isalnum() or char in " -_." for tag in tags for char in tag)


@pytest.mark.parametrize("extension", FORMATS)
def test_each_format_read_again_gives_the_same(
    extension: str, harvester: Path, sample_out: Path, packages: list[dict[str, Any]]
) -> None:
    again = harvest(harvester, sample_out / "current", extension)["packages"]
    assert [_identities(package) for package in again] == [
        _identities(package) for package in packages
    ]


def _identities(package: dict[str, Any]) -> tuple[str, list[str], list[tuple[str, str]]]:
    return (
        extras(package)["uri"],
        sorted(item["uri"] for item in package["resources"]),
        sorted((key, _sorted(value)) for key, value in extras(package).items()),
    )


def _sorted(value: str) -> str:
    return json.dumps(sorted(json.loads(value))) if value.startswith('["') else value
