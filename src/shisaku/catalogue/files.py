"""Catalogue quads become catalog.ttl, catalog.jsonld and catalog.rdf: one graph, three formats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from shisaku.graph.namespaces import PREFIXES

_FORMATS = {"ttl": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD, "rdf": RdfFormat.RDF_XML}
#: Prefixes that the records need; XML names rule out none of them.
_MORE = {
    "dcatap": "http://data.europa.eu/r5r/",
    "eu-theme": "http://publications.europa.eu/resource/authority/data-theme/",
}


def catalogue_files(quads: Iterable[Quad], name: str = "catalog") -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of the three files; quads are sorted and of one graph."""
    triples = [quad.triple for quad in quads]
    used = "\n".join({node.value for triple in triples for node in _nodes(triple)})
    prefixes = {key: iri for key, iri in (PREFIXES | _MORE).items() if iri in used}
    for extension, form in _FORMATS.items():
        content = serialize(triples, format=form, prefixes=prefixes)
        assert content is not None  # it is None only when an output file is given
        yield f"{name}.{extension}", content


def _nodes(triple: Triple) -> Iterator[NamedNode]:
    for term in (triple.subject, triple.predicate, triple.object):
        if isinstance(term, NamedNode):
            yield term
