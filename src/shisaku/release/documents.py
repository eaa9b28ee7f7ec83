"""The graph cut into documents: for each page the statements about its resource and its parts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import NamedNode, Quad, Triple

from shisaku.addresses import address_of
from shisaku.release.dumps import DOCUMENT_FORMATS, serialised

_DECLARATION = re.compile(rb"@prefix ([^:]*): <[^>]*> \.\n")
_PREFIXED = re.compile(rb"[\s^]([a-z][a-z0-9-]*):")
_LABELS = frozenset(
    {
        "http://purl.org/dc/terms/title",
        "http://www.w3.org/2004/02/skos/core#prefLabel",
        "http://www.w3.org/2000/01/rdf-schema#label",
    }
)


def document_triples(quads: Iterable[Quad], base: str) -> dict[str, list[Triple]]:
    """Return the triples of each document, keyed by its path below ``base``.

    quads: sorted; only subjects below the base count. A KPI stands in its own document and in
    that of its measure. Each list ends with the labels of the IRIs that it points at.
    """
    documents: dict[str, list[Triple]] = defaultdict(list)
    labels: dict[str, list[Triple]] = defaultdict(list)
    homes: dict[str, tuple[str, ...]] = {}
    for quad in quads:
        subject = quad.subject
        if not isinstance(subject, NamedNode):
            continue
        iri = subject.value
        triple = quad.triple
        if quad.predicate.value in _LABELS:
            labels[iri].append(triple)
        if not iri.startswith(base):
            continue
        if iri not in homes:
            homes[iri] = _homes(iri.removeprefix(base))
        for home in homes[iri]:
            documents[home].append(triple)
    return {path: list(_labelled(documents[path], labels)) for path in sorted(documents)}


def document_files(
    documents: Mapping[str, list[Triple]], prefixes: Mapping[str, str]
) -> Iterator[tuple[str, bytes]]:
    """Yield path (with extension) and bytes of every data file of every document."""
    named = dict(prefixes)
    for path, triples in documents.items():
        for style in DOCUMENT_FORMATS:
            content = serialised(triples, style, named)
            if style.extension == "ttl":
                content = _with_used_prefixes(content)
            yield f"{path}.{style.extension}", content


def _with_used_prefixes(turtle: bytes) -> bytes:
    """Return Turtle without the declarations of prefixes that nothing in it uses."""
    start = 0
    declared: list[tuple[bytes, bytes]] = []
    while match := _DECLARATION.match(turtle, start):
        declared.append((match[1], match[0]))
        start = match.end()
    used = set(_PREFIXED.findall(turtle, start))
    return b"".join(line for name, line in sorted(declared) if name in used) + turtle[start:]


def _homes(path: str) -> tuple[str, ...]:
    address = address_of(path)
    if address is None or address.document.endswith(".html"):
        return ()
    measure, kpi, _ = address.document.partition("/kpi/")
    return (address.document, measure) if kpi else (address.document,)


def _labelled(triples: list[Triple], labels: Mapping[str, list[Triple]]) -> Iterator[Triple]:
    yield from triples
    subjects = {triple.subject.value for triple in triples if isinstance(triple.subject, NamedNode)}
    pointed = {triple.object.value for triple in triples if isinstance(triple.object, NamedNode)}
    for iri in sorted(pointed - subjects):
        yield from labels.get(iri, ())
