"""A dataset of the catalogue, or the catalogue, goes in; the page about it comes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shisaku.pages import terms as t
from shisaku.pages.index import Index
from shisaku.pages.json_ld import json_ld_of
from shisaku.pages.links import Link, Words
from shisaku.pages.reader import Reader
from shisaku.pages.site import Page, Site, embedded
from shisaku.pages.views.about import DownloadRow, size_text
from shisaku.pages.views.frame import crumbs_to, document_path
from shisaku.pages.views.rows import Fact, facts_of

DATASET, SERIES, SERVICE = (t.DCAT + name for name in ("Dataset", "DatasetSeries", "DataService"))

_FACTS = (
    ("about", t.FOAF + "primaryTopic"),
    ("series", t.DCAT + "inSeries"),
    ("publisher", t.DCT + "publisher"),
    ("issued", t.DCT + "issued"),
    ("modified", t.DCT + "modified"),
    ("licence", t.DCT + "license"),
    ("rights", t.DCT + "rights"),
    ("source", t.DCT + "source"),
    ("keywords", t.DCAT + "keyword"),
)


@dataclass(frozen=True, slots=True)
class DatasetView:
    """A dataset with its files, or the catalogue with its datasets and services."""

    title: Words
    description: Words | None
    facts: tuple[Fact, ...]
    files: tuple[DownloadRow, ...]
    datasets: tuple[tuple[Link, Words | None], ...]
    services: tuple[tuple[Words, tuple[str, ...]], ...]
    agents: tuple[tuple[str, Words], ...]


def dataset_page(reader: Reader, site: Site, iri: str) -> Page:
    """Describe a dataset or a series of datasets, with every file."""
    index = reader.index
    title = reader.name(iri)
    description = reader.words(iri, t.DCT + "description")
    members = _members(index, iri) if index.has_type(iri, SERIES) else []
    view = DatasetView(
        title,
        description,
        facts_of(reader, iri, _FACTS, reader.labels.dataset),
        _files(reader, iri),
        tuple(_entry(reader, member) for member in members),
        (),
        (),
    )
    catalogue = Link(reader.page("catalog"), Words(reader.labels.dataset.title))
    described = site.schema_org.get(iri)
    return Page(
        "dataset.html",
        document_path(index, iri),
        title.text,
        description.text if description else title.text,
        view,
        "data",
        (*crumbs_to(reader), catalogue),
        iri,
        embedded(described) if described else json_ld_of(index, iri),
    )


def catalogue_page(reader: Reader, site: Site, iri: str) -> Page:
    """List the datasets and services of the catalogue."""
    index, label = reader.index, reader.labels.dataset
    services = [s for s in index.of_kind(SERVICE) if s in index.iris(iri, t.DCAT + "service")]
    view = DatasetView(
        Words(label.title),
        reader.words(iri, t.DCT + "description"),
        facts_of(reader, iri, _FACTS, label),
        (),
        tuple(_entry(reader, d) for d in dataset_iris(index)),
        tuple((reader.name(s), tuple(index.iris(s, t.DCAT + "endpointURL"))) for s in services),
        tuple(
            (a.partition("#")[2], reader.name(a))
            for a in index.of_kind(t.FOAF + "Agent")
            if a.startswith(f"{iri}#")
        ),
    )
    return Page(
        "dataset.html",
        document_path(index, iri),
        label.title,
        label.lead,
        view,
        "data",
        crumbs_to(reader),
        iri,
        json_ld_of(index, iri),
        extensions=("ttl", "jsonld", "rdf"),
    )


def dataset_iris(index: Index) -> list[str]:
    """Return the datasets and series that have pages of their own."""
    found = {*index.of_kind(DATASET), *index.of_kind(SERIES)}
    return sorted(iri for iri in found if (index.path(iri) or "").startswith("dataset/"))


def _members(index: Index, series: str) -> list[str]:
    return [d for d in index.of_kind(DATASET) if series in index.iris(d, t.DCAT + "inSeries")]


def _entry(reader: Reader, iri: str) -> tuple[Link, Words | None]:
    return reader.link(iri), reader.words(iri, t.DCT + "description")


def _files(reader: Reader, iri: str) -> tuple[DownloadRow, ...]:
    """Return the distributions of a dataset, and the same content in other formats."""
    index = reader.index
    distributions = index.iris(iri, t.DCAT + "distribution")
    others = (o for d in distributions for o in index.iris(d, t.DCT + "hasFormat"))
    return tuple(_file(reader, d) for d in dict.fromkeys([*distributions, *others]))


def _file(reader: Reader, iri: str) -> DownloadRow:
    index = reader.index
    url: Any = index.iri(iri, t.DCAT + "downloadURL") or index.iri(iri, t.DCAT + "accessURL")
    path = index.path(url)
    size = index.value(iri, t.DCAT + "byteSize")
    media = index.iri(iri, t.DCAT + "mediaType").partition("media-types/")[2]
    return DownloadRow(
        url if path is None else reader.root + path,
        reader.name(iri).text,
        url.rsplit("/", 1)[-1],
        media,
        size_text(int(size)) if size.isdigit() else "",
    )
