"""A store goes in; its VoID description comes out: counts and partitions of each named graph.

Vocabulary: Describing Linked Datasets with the VoID Vocabulary (W3C, 2011-03-03).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode, Quad, Store

from shisaku.catalogue.datasets import DatasetPlan, dataset_node
from shisaku.catalogue.facts import select, text_of
from shisaku.catalogue.record import Record
from shisaku.catalogue.terms import SD, VOID
from shisaku.graph.namespaces import DCT, FOAF, PREFIXES, XSD

DESCRIPTION = ".well-known/void"
_EXTENSION = "http://ldf.fi/void-ext#"
#: What the VoID document repeats of a dataset's record.
_ALSO = frozenset(
    {DCT.title, DCT.description, DCT.modified, DCT.issued, DCT.license, DCT.publisher}
)
_FORMATS = "http://www.w3.org/ns/formats/"
#: Unique IRIs of the file formats that dumps come in (W3C).
_FEATURES = ("N-Quads", "TriG", "Turtle", "N-Triples", "JSON-LD", "RDF_XML")
#: Query, property that points at the partition, what the partition is of, and its count.
_PARTITIONS = (
    ("void-classes", VOID.classPartition, VOID["class"], {"entities": VOID.entities}),
    (
        "void-properties",
        VOID.propertyPartition,
        VOID.property,
        {
            "triples": VOID.triples,
            "subjects": VOID.distinctSubjects,
            "objects": VOID.distinctObjects,
        },
    ),
    (
        "void-datatypes",
        NamedNode(_EXTENSION + "datatypePartition"),
        NamedNode(_EXTENSION + "datatype"),
        {"triples": VOID.triples},
    ),
)


def describe_void(record: Record, store: Store, plans: Iterable[DatasetPlan]) -> None:
    """Say the VoID description of the whole store and of each graph that is a dataset."""
    plans = tuple(plans)
    datasets = {plan.graph: dataset_node(record, plan) for plan in plans if plan.graph}
    out = record.out
    whole = record.iri(f"{DESCRIPTION}#dataset")
    _head(record, whole)
    totals: Counter[str] = Counter()
    for row in select(store, "void-graphs"):
        graph = text_of(row, "graph")
        if graph not in datasets:
            continue
        node = datasets[graph]
        out.types(node, VOID.Dataset)
        out.add(whole, VOID.subset, node)
        out.add(node, SD.name, NamedNode(graph))
        out.add(node, VOID.sparqlEndpoint, record.iri("sparql"))
        for name, predicate in (
            ("triples", VOID.triples),
            ("subjects", VOID.distinctSubjects),
            ("objects", VOID.distinctObjects),
        ):
            _count(record, node, predicate, text_of(row, name))
        totals["triples"] += int(text_of(row, "triples"))
    _count(record, whole, VOID.triples, str(totals["triples"]))
    for query, link, of, counts in _PARTITIONS:
        terms = _partitions(record, store, datasets, query, link, of, counts)
        if of == VOID.property:
            _vocabularies(record, datasets, terms)
    _dumps(record, plans)
    for row in select(store, "void-examples"):
        if text_of(row, "graph") in datasets:
            node = datasets[text_of(row, "graph")]
            out.add(node, VOID.exampleResource, NamedNode(text_of(row, "example")))


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
    store: Store,
    datasets: Mapping[str, NamedNode],
    query: str,
    link: NamedNode,
    of: NamedNode,
    counts: Mapping[str, NamedNode],
) -> Mapping[str, list[str]]:
    """Say one kind of partitions of each graph; return what they are of, by graph."""
    kind = query.removeprefix("void-")
    terms: dict[str, list[str]] = defaultdict(list)
    for row in select(store, query):
        graph, term = text_of(row, "graph"), text_of(row, "term")
        if graph not in datasets or not term:
            continue
        node = partition_node(record, datasets[graph], kind, term)
        record.out.add(datasets[graph], link, node)
        record.out.types(node, VOID.Dataset)
        record.out.add(node, of, NamedNode(term))
        for name, predicate in counts.items():
            _count(record, node, predicate, text_of(row, name))
        terms[graph].append(term)
    total = {"classes": VOID.classes, "properties": VOID.properties}.get(kind)
    if total:
        for graph, found in terms.items():
            _count(record, datasets[graph], total, str(len(found)))
    return terms


def _dumps(record: Record, plans: Iterable[DatasetPlan]) -> None:
    for plan in plans:
        for file in plan.files:
            if plan.graph and file.format.rdf:
                dump = record.iri(file.path)
                record.out.add(dataset_node(record, plan), VOID.dataDump, dump)


def _vocabularies(
    record: Record, datasets: Mapping[str, NamedNode], terms: Mapping[str, Iterable[str]]
) -> None:
    for graph, node in datasets.items():
        used = {
            namespace
            for term in terms[graph]
            for namespace in PREFIXES.values()
            if term.startswith(namespace)
        }
        record.out.add(node, VOID.vocabulary, *map(NamedNode, sorted(used)))


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


def in_void(quad: Quad, base: str) -> bool:
    """Tell whether a quad is of the VoID document: of its parts, or said with VoID's terms."""
    subject, term = quad.subject, quad.object
    if isinstance(subject, NamedNode) and subject.value.startswith(base + DESCRIPTION):
        return True
    if isinstance(term, NamedNode) and term.value.startswith((base + DESCRIPTION, VOID.iri)):
        return True
    return quad.predicate.value.startswith((VOID.iri, SD.iri, _EXTENSION))


def void_quads(quads: Iterable[Quad], base: str) -> list[Quad]:
    """Return the quads of the VoID document and the titles and dates of its datasets."""
    held = list(quads)
    datasets = {quad.subject for quad in held if quad.object == VOID.Dataset}
    return [
        quad
        for quad in held
        if in_void(quad, base) or (quad.subject in datasets and quad.predicate in _ALSO)
    ]


def _count(record: Record, node: NamedNode, predicate: NamedNode, number: str) -> None:
    record.out.add(node, predicate, Literal(number, datatype=XSD.integer))
