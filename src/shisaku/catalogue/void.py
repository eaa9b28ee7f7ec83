"""Counts of named graphs go in; their VoID description comes out, with all partitions.

Vocabulary: Describing Linked Datasets with the VoID Vocabulary (W3C, 2011-03-03).
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad, Triple

from shisaku.catalogue.datasets import DatasetPlan, dataset_node
from shisaku.catalogue.model import GraphCounts
from shisaku.catalogue.record import Record
from shisaku.catalogue.terms import SD, VOID
from shisaku.graph.namespaces import DCT, FOAF, PREFIXES

DESCRIPTION = ".well-known/void"
_EXTENSION = "http://ldf.fi/void-ext#"
#: What the VoID document repeats of a dataset's record.
_ALSO = frozenset(
    {DCT.title, DCT.description, DCT.modified, DCT.issued, DCT.license, DCT.publisher}
)
_VOID_TERMS = (VOID.iri, SD.iri, _EXTENSION)
_FORMATS = "http://www.w3.org/ns/formats/"
#: Unique IRIs of the file formats that dumps come in (W3C).
_FEATURES = ("N-Quads", "TriG", "Turtle", "N-Triples", "JSON-LD", "RDF_XML")
#: Kind, property that points at the partition, what the partition is of, and its counts.
_PARTITIONS = (
    ("classes", VOID.classPartition, VOID["class"], (VOID.entities,)),
    (
        "properties",
        VOID.propertyPartition,
        VOID.property,
        (VOID.triples, VOID.distinctSubjects, VOID.distinctObjects),
    ),
    (
        "datatypes",
        NamedNode(_EXTENSION + "datatypePartition"),
        NamedNode(_EXTENSION + "datatype"),
        (VOID.triples,),
    ),
)
_TOTALS = {"classes": VOID.classes, "properties": VOID.properties}


def describe_void(
    record: Record, graphs: Iterable[GraphCounts], plans: Iterable[DatasetPlan]
) -> None:
    """Say the VoID description of all graphs together and of each that is a dataset."""
    plans = tuple(plans)
    datasets = {plan.graph: dataset_node(record, plan) for plan in plans if plan.graph}
    counted = [counts for counts in graphs if counts.graph in datasets]
    out = record.out
    whole = record.iri(f"{DESCRIPTION}#dataset")
    _head(record, whole)
    for counts in counted:
        node = datasets[counts.graph]
        out.types(node, VOID.Dataset)
        out.add(whole, VOID.subset, node)
        out.add(node, SD.name, NamedNode(counts.graph))
        out.add(node, VOID.sparqlEndpoint, record.iri("sparql"))
        _count(record, node, VOID.triples, counts.triples)
        _count(record, node, VOID.distinctSubjects, counts.subjects)
        _count(record, node, VOID.distinctObjects, counts.objects)
        for kind, link, of, numbers in _PARTITIONS:
            _partitions(record, node, kind, link, of, numbers, counts)
        _vocabularies(record, node, counts)
        out.add(node, VOID.exampleResource, *map(NamedNode, counts.examples))
    _count(record, whole, VOID.triples, sum(counts.triples for counts in counted))
    _dumps(record, plans)


def _head(record: Record, whole: NamedNode) -> None:
    out = record.out
    document = record.iri(DESCRIPTION)
    out.types(document, VOID.DatasetDescription)
    title = record.words("catalog", "title")
    out.titled(document, title.ja, title.en)
    out.add(document, FOAF.primaryTopic, whole)
    out.add(document, FOAF.topic, whole)
    out.add(document, DCT.creator, record.publisher)
    out.day(document, DCT.modified, record.released)
    out.types(whole, VOID.Dataset)
    record.described(whole, "catalog")
    out.add(whole, DCT.publisher, record.publisher)
    out.add(whole, DCT.license, record.licence)
    out.day(whole, DCT.modified, record.released)
    out.add(whole, FOAF.homepage, NamedNode(record.base))
    out.add(whole, VOID.sparqlEndpoint, record.iri("sparql"))
    out.plain(whole, VOID.uriSpace, record.base)
    out.add(whole, VOID.dataDump, record.iri("data/shisaku.nq"))
    out.add(whole, VOID.rootResource, record.iri("catalog"))
    for feature in _FEATURES:
        out.add(whole, VOID.feature, NamedNode(_FORMATS + feature))


def _partitions(
    record: Record,
    dataset: NamedNode,
    kind: str,
    link: NamedNode,
    of: NamedNode,
    numbers: tuple[NamedNode, ...],
    counts: GraphCounts,
) -> None:
    """Say one kind of partitions of a graph."""
    parts = counts.partitions.get(kind, ())
    for term, found in parts:
        node = partition_node(record, dataset, kind, term)
        record.out.add(dataset, link, node)
        record.out.types(node, VOID.Dataset)
        record.out.add(node, of, NamedNode(term))
        for predicate, number in zip(numbers, found, strict=True):
            _count(record, node, predicate, number)
    if parts and kind in _TOTALS:
        _count(record, dataset, _TOTALS[kind], len(parts))


def _dumps(record: Record, plans: Iterable[DatasetPlan]) -> None:
    for plan in plans:
        for file in plan.files:
            if plan.graph and file.format.rdf:
                dump = record.iri(file.path)
                record.out.add(dataset_node(record, plan), VOID.dataDump, dump)


def _vocabularies(record: Record, dataset: NamedNode, counts: GraphCounts) -> None:
    used = {
        namespace
        for term, _ in counts.partitions.get("properties", ())
        for namespace in PREFIXES.values()
        if term.startswith(namespace)
    }
    record.out.add(dataset, VOID.vocabulary, *map(NamedNode, sorted(used)))


def partition_node(record: Record, dataset: NamedNode, kind: str, term: str) -> NamedNode:
    """Return the IRI of a partition, below the VoID document: no blank nodes."""
    key = dataset.value.rpartition("/")[2]
    return record.iri(f"{DESCRIPTION}#{key}/{kind}/{short_name(term)}")


def short_name(iri: str) -> str:
    """Return a term as prefix and name (``pol-Measure``), or its last part after a namespace."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and iri != namespace:
            return f"{prefix}-{iri.removeprefix(namespace)}".replace("/", "-")
    return iri.removeprefix("http://").removeprefix("https://").replace("/", "-").replace("#", "-")


def divided(quads: Iterable[Quad], base: str) -> tuple[list[Triple], list[Triple]]:
    """Return the records of the catalogue, and the VoID document, which repeats titles and dates.

    Of the VoID document are its parts and what is said with VoID's terms.
    """
    document = base + DESCRIPTION
    marks = (document, VOID.iri)
    records: list[Triple] = []
    own: dict[Triple, bool] = {}
    datasets = set()
    for subject, predicate, term, _ in quads:
        triple = Triple(subject, predicate, term)
        own[triple] = (
            (isinstance(subject, NamedNode) and subject.value.startswith(document))
            or (isinstance(term, NamedNode) and term.value.startswith(marks))
            or predicate.value.startswith(_VOID_TERMS)
        )
        if not own[triple]:
            records.append(triple)
        elif term == VOID.Dataset:
            datasets.add(subject)
    void = [
        triple
        for triple, is_own in own.items()
        if is_own or (triple.predicate in _ALSO and triple.subject in datasets)
    ]
    return records, void


def _count(record: Record, node: NamedNode, predicate: NamedNode, number: int) -> None:
    record.out.integer(node, predicate, number)
