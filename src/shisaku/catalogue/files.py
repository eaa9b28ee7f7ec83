"""Catalogue quads become catalog.* and .well-known/void.*: Turtle, JSON-LD and RDF/XML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from shisaku.catalogue.record import CATALOGUE
from shisaku.catalogue.void import divided
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
    records, partitions = divided(held, base)
    for name, triples in (("catalog", records), (".well-known/void", partitions)):
        prefixes = _used_prefixes(triples)
        for extension, form in _FORMATS.items():
            content = serialize(triples, format=form, prefixes=prefixes)
            assert content is not None  # it is None only when an output file is given
            yield f"{name}.{extension}", content


def _used_prefixes(triples: Iterable[Triple]) -> dict[str, str]:
    terms = set(chain.from_iterable(triples))
    used = "\n".join(sorted(term.value for term in terms if isinstance(term, NamedNode)))
    return {key: iri for key, iri in (PREFIXES | _MORE).items() if iri in used}
