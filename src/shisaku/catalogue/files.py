"""Catalogue quads become catalog.* and .well-known/void.*: Turtle, JSON-LD and RDF/XML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from shisaku.catalogue.record import CATALOGUE
from shisaku.catalogue.void import in_void, void_quads
from shisaku.graph.namespaces import PREFIXES

_FORMATS = {"ttl": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD, "rdf": RdfFormat.RDF_XML}
#: Prefixes that the records need; XML names rule out none of them.
_MORE = {
    "dcatap": "http://data.europa.eu/r5r/",
    "eu-theme": "http://publications.europa.eu/resource/authority/data-theme/",
}


def catalogue_files(quads: Iterable[Quad]) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of the catalogue and of the VoID document, each in three formats.

    quads: what ``describe`` gives; paths are below the site.
    """
    held = list(quads)
    base = str(held[0].graph_name)[1:-1].removesuffix(CATALOGUE) if held else ""
    records = [quad.triple for quad in held if not in_void(quad, base)]
    partitions = [quad.triple for quad in void_quads(held, base)]
    for name, triples in (("catalog", records), (".well-known/void", partitions)):
        for extension, form in _FORMATS.items():
            content = serialize(triples, format=form, prefixes=_used_prefixes(triples))
            assert content is not None  # it is None only when an output file is given
            yield f"{name}.{extension}", content


def _used_prefixes(triples: Iterable[Triple]) -> dict[str, str]:
    used = "\n".join(sorted({node.value for triple in triples for node in _nodes(triple)}))
    return {key: iri for key, iri in (PREFIXES | _MORE).items() if iri in used}


def _nodes(triple: Triple) -> Iterator[NamedNode]:
    for term in (triple.subject, triple.predicate, triple.object):
        if isinstance(term, NamedNode):
            yield term
