"""The files of ontology/ in, the statements of the vocabulary graph out.

Code lists have relative IRIs in their file and stand below the base of a publication; the
terms of the vocabulary itself have the same IRIs everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Triple, parse

from shisaku.assets import asset_folder
from shisaku.errors import ShisakuError
from shisaku.graph.iris import Iris
from shisaku.graph.statements import Statements

#: Where the vocabulary and the concepts it is aligned to have their IRIs.
NAMESPACE_ROOT = "https://w3id.org/shisaku/"

#: Files of ontology/ that a publication holds, in the order they are read.
VOCABULARY_FILES = (
    "pol.ttl",
    "datastructure.ttl",
    "codelists.ttl",
    "alignments.ttl",
    "reused.ttl",
)


def vocabulary(iris: Iris) -> Statements:
    """Return the vocabulary below the base of ``iris``, in file order.

    Raises ShisakuError for a file that is no Turtle or that holds a blank node.
    """
    folder = asset_folder("ontology")
    out = Statements(iris.vocabulary_graph)
    for name in VOCABULARY_FILES:
        content = (folder / name).read_bytes()
        try:
            said = list(parse(content, format=RdfFormat.TURTLE, base_iri=iris.base))
        except SyntaxError as error:
            raise ShisakuError(
                "vocabulary-syntax", f"the file is no Turtle: {error}.", f"ontology/{name}"
            ) from error
        if any(
            isinstance(term, BlankNode) for item in said for term in (item.subject, item.object)
        ):
            raise ShisakuError(
                "vocabulary-blank-node", "the file holds a blank node.", f"ontology/{name}"
            )
        out.lines += [f"{item} .\n" for item in said]
    return out


def namespace_triples(quads: Iterable[Quad]) -> list[Triple]:
    """Return what a publication says of the vocabulary's own terms: the document ``ns``.

    quads: the vocabulary graph or all quads; sorted as N-Triples.
    """
    said = {
        str(quad.triple): quad.triple
        for quad in quads
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(NAMESPACE_ROOT)
    }
    return [said[line] for line in sorted(said)]


def site_files(base_iri: str) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of what stands beside ``ns`` on a site: context and redirect rules."""
    yield "context.jsonld", (asset_folder("ontology") / "context.jsonld").read_bytes()
    yield "w3id.htaccess", redirect_rules(base_iri).encode()


def redirect_rules(base_iri: str) -> str:
    """Return the Apache rules that send https://w3id.org/shisaku/ to a publication."""
    rules = (asset_folder("ontology") / "w3id.htaccess").read_text(encoding="utf-8")
    return rules.replace("{base}", base_iri)
