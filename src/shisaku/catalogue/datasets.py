"""Editions and files go in; the Catalog, the series and its datasets are said (DCAT 3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from shisaku.catalogue.distributions import DataFile, describe_distributions
from shisaku.catalogue.model import Edition
from shisaku.catalogue.record import Record
from shisaku.catalogue.terms import ANNUAL, DATA_THEMES, DCAT_AP, HYDRA, VOID
from shisaku.graph.namespaces import DCAT, DCT, FOAF, PROV, SKOS, XSD

_CUBE = "http://www.w3.org/TR/vocab-data-cube/"
#: Deadlines are printed by year (ISO 8601 duration).
_YEAR = "P1Y"
_SKOS = "http://www.w3.org/TR/skos-reference"


@dataclass(frozen=True, slots=True)
class DatasetPlan:
    """A dataset to be said.

    kind: its entry in texts.toml; key: last part of its IRI; graph: named graph that holds it,
    or empty; edition: the edition that it is of, or the newest one.
    """

    kind: str
    key: str
    graph: str
    edition: Edition
    standard: str
    files: tuple[DataFile, ...]


def plan_datasets(
    editions: tuple[Edition, ...], files: Iterable[DataFile], base: str
) -> tuple[DatasetPlan, ...]:
    """Return the datasets of a release: one an edition and its source, reference, vocabulary.

    Files that hold all editions belong to the newest one.
    """
    held = tuple(files)
    newest = max(editions, key=lambda item: (item.issued, item.key))
    plans = []
    for edition in editions:
        shared = {"edition", ""} if edition is newest else set()
        own = tuple(file for file in held if file.dataset in {edition.key, *shared})
        plans.append(DatasetPlan("edition", edition.key, edition.graph, edition, _CUBE, own))
    for edition in editions:
        text = tuple(file for file in held if file.dataset == "source")
        if text and edition.source:  # the table holds the paragraphs of all editions
            plans.append(DatasetPlan("source", edition.key + "-source", "", edition, _SKOS, text))
    for kind in ("reference", "vocabulary"):
        own = tuple(file for file in held if file.dataset == kind)
        plans.append(DatasetPlan(kind, kind, f"{base}graph/{kind}", newest, _SKOS, own))
    return tuple(plans)


def dataset_node(record: Record, plan: DatasetPlan) -> NamedNode:
    """Return the IRI of a dataset; the text of an edition is the edition's source itself."""
    if plan.kind == "source":
        return NamedNode(plan.edition.source)
    return record.iri(f"dataset/{plan.key}")


def series_node(record: Record, edition: Edition) -> NamedNode:
    """Return the IRI of the series of a plan's editions."""
    return record.iri(f"dataset/{edition.plan_key}")


def describe_dataset(record: Record, plan: DatasetPlan) -> None:
    """Say one dataset with its distributions."""
    out, edition = record.out, plan.edition
    node = dataset_node(record, plan)
    names = _names(edition)
    out.types(node, DCAT.Dataset)
    if plan.graph:
        out.types(node, VOID.Dataset)
    record.described(node, plan.kind, **names)
    record.keywords(node, plan.kind)
    record.published(node, edition.issued)
    record.open_to_all(node)
    record.reusable(node)
    record.standard(node, plan.standard)
    page = f"{node.value}.html" if plan.graph else f"{record.base}data.html"
    record.page(node, DCAT.landingPage, page)
    record.page(node, FOAF.page, f"{record.base}about.html")
    out.add(node, DCT.accrualPeriodicity, ANNUAL)
    out.add(node, DCT.identifier, Literal(node.value))
    _provenance(record, node, plan.kind)
    last = record.released.isoformat()
    if plan.kind in {"edition", "source"}:
        out.plain(node, DCAT.version, edition.version)
        out.add(node, DCT.creator, record.agent(edition.publisher))
        out.add(node, DCAT.temporalResolution, Literal(_YEAR, datatype=XSD.duration))
        record.span(node, edition.first, edition.last)
    else:
        record.span(node, edition.issued, max(last, edition.issued))
    if plan.kind == "edition":
        _of_edition(record, node, edition)
    describe_distributions(record, node, plan.files, edition.source, edition.issued)


def describe_series(record: Record, editions: tuple[Edition, ...]) -> None:
    """Say the DatasetSeries of each plan, its members in the order of their decision."""
    for iri in sorted({edition.plan for edition in editions}):
        members = sorted(
            (item for item in editions if item.plan == iri), key=lambda item: item.issued
        )
        node = series_node(record, members[0])
        out = record.out
        out.types(node, DCAT.DatasetSeries)
        record.described(node, "series", **_names(members[0]))
        record.published(node, members[0].issued)
        out.add(node, DCT.accrualPeriodicity, ANNUAL)
        out.add(node, FOAF.primaryTopic, NamedNode(iri))
        record.span(node, min(item.first for item in members), max(item.last for item in members))
        nodes = [record.iri(f"dataset/{item.key}") for item in members]
        for member, before in zip(nodes[1:], nodes, strict=False):
            out.add(member, DCAT.prev, before)
        out.add(node, DCAT.first, nodes[0])
        out.add(node, DCAT.last, nodes[-1])


def describe_catalog(
    record: Record,
    plans: tuple[DatasetPlan, ...],
    editions: tuple[Edition, ...],
    services: Iterable[NamedNode],
) -> None:
    """Say the Catalog and the one page that it is served on (hydra)."""
    out = record.out
    node = record.iri("catalog")
    out.types(node, DCAT.Catalog)
    record.described(node, "catalog")
    record.published(node, min(edition.issued for edition in editions))
    record.reusable(node)
    record.standard(node, DCAT_AP, "DCAT-AP 3.0.1")
    record.page(node, FOAF.homepage, record.base)
    out.add(node, DCAT.themeTaxonomy, DATA_THEMES)
    out.types(DATA_THEMES, SKOS.ConceptScheme)
    out.named(DATA_THEMES, DCT.title, "EUのデータのテーマ", "EU data themes")
    datasets = [dataset_node(record, plan) for plan in plans]
    series = sorted({series_node(record, item) for item in editions}, key=lambda item: item.value)
    out.add(node, DCAT.dataset, *datasets)
    out.add(node, DCAT.resource, *series)
    out.add(node, DCAT.service, *services)
    page = record.iri("catalog#page-1")
    out.types(page, HYDRA.PagedCollection, HYDRA.PartialCollectionView)
    out.add(node, HYDRA.view, page)
    for predicate in (HYDRA.first, HYDRA.last, HYDRA.firstPage, HYDRA.lastPage):
        out.add(page, predicate, page)
    count = len(datasets) + len(series)
    out.integer(page, HYDRA.totalItems, count)
    out.integer(page, HYDRA.itemsPerPage, count)


def _provenance(record: Record, node: NamedNode, kind: str) -> None:
    statement = NamedNode(f"{node.value}#provenance")
    words = record.words("provenance", kind)
    record.out.add(node, DCT.provenance, statement)
    record.out.types(statement, DCT.ProvenanceStatement)
    record.out.labelled(statement, words.ja, words.en)


def _of_edition(record: Record, node: NamedNode, edition: Edition) -> None:
    out = record.out
    out.add(node, DCAT.inSeries, series_node(record, edition))
    out.add(node, FOAF.primaryTopic, NamedNode(edition.iri))
    if edition.source:
        out.add(node, DCT.source, NamedNode(edition.source))
        out.add(node, PROV.wasDerivedFrom, NamedNode(edition.source))


def _names(edition: Edition) -> dict[str, str]:
    return {
        "plan_ja": edition.plan_title.ja,
        "plan_en": edition.plan_title.en or edition.plan_title.ja,
        "edition": edition.version,
    }
