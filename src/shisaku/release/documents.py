"""The graph cut into documents: for each page the statements about its resource and its parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from pyoxigraph import NamedNode, Triple

from shisaku.addresses import address_of
from shisaku.graph.namespaces import PREFIXES, RDF, XSD
from shisaku.release.dumps import (
    DOCUMENT_FORMATS,
    N_TRIPLES,
    TURTLE,
    Graph,
    Serialisation,
    n_triples,
    serialised,
)
from shisaku.release.folder import Made, Staging

_LABELS = frozenset(
    {
        b"<http://purl.org/dc/terms/title>",
        b"<http://www.w3.org/2004/02/skos/core#prefLabel>",
        b"<http://www.w3.org/2000/01/rdf-schema#label>",
    }
)


@dataclass(slots=True)
class _Resource:
    """What is said of one subject: lines of N-Triples, each once, with their statements.

    printed: it stands in a document, so that all is held and not the labels alone; text: the
    lines as one; pointed: IRIs of its objects; terms: those and all others.
    """

    printed: bool = True
    said: dict[bytes, Triple] = field(default_factory=dict)
    text: bytes = b""
    pointed: set[bytes] = field(default_factory=set)
    terms: set[bytes] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Document:
    """What one document says; path: below the base, without extension."""

    path: str
    _resources: Sequence[_Resource]

    @property
    def n_triples(self) -> bytes:
        """The lines of N-Triples; resources differ in their subject, so each is there once."""
        return b"".join([resource.text for resource in self._resources])

    @property
    def triples(self) -> list[Triple]:
        """The statements in the order of the lines."""
        return [triple for resource in self._resources for triple in resource.said.values()]

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefixes whose namespaces the statements use."""
        terms = set().union(*(resource.terms for resource in self._resources))
        return {name: PREFIXES[name] for name in sorted(set(map(_prefix, terms)) - {""})}


def documents_of(
    graphs: Iterable[Graph],
    base: str,
    context: Iterable[Graph] = (),
    wanted: Callable[[str], bool] = bool,
) -> Iterator[Document]:
    """Yield the documents in the order of their paths; each says a thing once.

    Only subjects below the base count. A KPI stands in its own document and in that of its
    measure. Each document ends with the labels of the IRIs that it points at.
    context: graphs that give labels only; wanted: which paths to make, all unless given.
    """
    start = base.encode()
    homes: dict[str, list[bytes]] = {}

    def printed(subject: bytes) -> bool:
        if not subject.startswith(start):
            return False
        found = [home for home in _homes(subject[len(start) :].decode()) if wanted(home)]
        for home in found:
            homes.setdefault(home, []).append(subject)
        return bool(found)

    own = _resources(graphs, printed)
    others = _resources(context, lambda _: False)

    @cache
    def labels(iri: bytes) -> _Resource:
        found = _Resource()
        for resources in (own, others):
            if iri in resources:
                for line, triple in resources[iri].said.items():
                    predicate = line.split(b" ", 2)[1]
                    if predicate in _LABELS:
                        found.said[line] = triple
                        found.terms.add(predicate[1:-1])
        found.text = b"".join(found.said)
        return found

    for path in sorted(homes):
        subjects = homes[path]
        parts = [own[subject] for subject in subjects]
        pointed = set().union(*[part.pointed for part in parts]).difference(subjects)
        yield Document(path, [*parts, *map(labels, sorted(pointed))])


def document(path: str, triples: Iterable[Triple]) -> Document:
    """Return a document of triples in the order given, without labels of what they point at."""
    listed = list(triples)
    graph = Graph(NamedNode("urn:x"), listed, n_triples(listed))
    return Document(path, list(_resources([graph], lambda _: True).values()))


def of_edition(edition: str) -> Callable[[str], bool]:
    """Return whether a path is that of an edition, such as ``jutenkeikaku/2023``, or below it."""
    below = f"{edition}/"
    return lambda path: path == edition or path.startswith(below)


def put_documents(
    documents: Iterable[Document], staging: Staging, keep: bool = False
) -> list[Made]:
    """Put the data files of documents into the site of a release.

    keep: the release before was made by the same program, so that the other formats of a
    document are unchanged where its N-Triples are.
    """
    made: list[Made] = []
    for document in documents:
        stem = f"site/{document.path}"
        lines = staging.put(f"{stem}.{N_TRIPLES.extension}", document.n_triples)
        made.append(lines)
        for style in DOCUMENT_FORMATS:
            if style is N_TRIPLES:
                continue
            path = f"{stem}.{style.extension}"
            if keep and not lines.written and staging.known(path):
                made.append(staging.keep(path))
            else:
                made.append(staging.put(path, _file(document, style)))
    return made


def _file(document: Document, style: Serialisation) -> bytes:
    """Return a document in one format; Turtle declares its prefixes by name."""
    content = serialised(document.triples, style, document.prefixes)
    if style is not TURTLE:
        return content
    *declared, rest = content.split(b"\n", len(document.prefixes))
    return b"\n".join([*sorted(declared), rest])


def _resources(graphs: Iterable[Graph], printed: Callable[[bytes], bool]) -> dict[bytes, _Resource]:
    """Return what is said of each subject, in the order of the graphs.

    printed: asked once for each subject; of others only the labels are held.
    The lines of N-Triples are read, which costs a third of asking terms for their values.
    """
    found: dict[bytes, _Resource] = {}
    for graph in graphs:
        current, resource = b"", _Resource()
        for triple, line in zip(graph.triples, graph.lines, strict=True):
            subject, predicate, rest = line.split(b" ", 2)
            if subject != current:
                current, iri = subject, subject[1:-1]
                known = found.get(iri)
                resource = found[iri] = known or _Resource(printed(iri))
            if not resource.printed and predicate not in _LABELS:
                continue
            resource.said[line] = triple
            resource.terms.add(predicate[1:-1])
            if rest.startswith(b"<"):
                resource.pointed.add(rest[1:-4])
                resource.terms.add(rest[1:-4])
            elif rest.endswith(b"> .\n"):
                resource.terms.add(rest[rest.rindex(b"<") + 1 : -4])
    for resource in found.values():
        resource.text = b"".join(resource.said)
    return found


_BY_NAMESPACE = {iri: name for name, iri in PREFIXES.items()}
#: Terms that Turtle writes without a prefix: ``a``, whole numbers and truth values.
_BARE = frozenset({RDF.type.value, XSD.integer.value, XSD.boolean.value})


@cache
def _prefix(term: bytes) -> str:
    """Return the prefix whose namespace an IRI is in, or nothing."""
    iri = term.decode()
    if iri in _BARE:
        return ""
    return _BY_NAMESPACE.get(iri[: max(iri.rfind("#"), iri.rfind("/")) + 1], "")


def _homes(path: str) -> tuple[str, ...]:
    address = address_of(path)
    if address is None or address.document.endswith(".html"):
        return ()
    measure, kpi, _ = address.document.partition("/kpi/")
    return (address.document, measure) if kpi else (address.document,)
