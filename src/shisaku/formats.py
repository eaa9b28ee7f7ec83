"""The formats that results and files come in: media type, extensions, IRI and kind, one table."""

from __future__ import annotations

from dataclasses import dataclass

_W3 = "http://www.w3.org/ns/formats/"


@dataclass(frozen=True, slots=True)
class Format:
    """A serialisation. ``kind``: solutions (SELECT, ASK), graph (CONSTRUCT, DESCRIBE), page.

    iri: its IRI in the W3C list of file formats. aliases: other media types that mean it.
    parameters: what the Content-Type carries beside the type. dataset: it can name graphs.
    """

    name: str
    label: str
    media_type: str
    kind: str
    iri: str
    parameters: str = ""
    aliases: tuple[str, ...] = ()
    dataset: bool = False

    @property
    def content_type(self) -> str:
        """The value of the Content-Type header."""
        return self.media_type + self.parameters


_UTF8 = "; charset=utf-8"

SOLUTIONS: tuple[Format, ...] = (
    Format(
        "json",
        "SPARQL JSON",
        "application/sparql-results+json",
        "solutions",
        _W3 + "SPARQL_Results_JSON",
        aliases=("application/json",),
    ),
    Format(
        "xml",
        "SPARQL XML",
        "application/sparql-results+xml",
        "solutions",
        _W3 + "SPARQL_Results_XML",
        aliases=("application/xml", "text/xml"),
    ),
    Format("csv", "CSV", "text/csv", "solutions", _W3 + "SPARQL_Results_CSV", _UTF8),
    Format(
        "tsv",
        "TSV",
        "text/tab-separated-values",
        "solutions",
        _W3 + "SPARQL_Results_TSV",
        _UTF8,
    ),
)

GRAPHS: tuple[Format, ...] = (
    Format(
        "ttl",
        "Turtle",
        "text/turtle",
        "graph",
        _W3 + "Turtle",
        _UTF8,
        ("application/turtle", "application/x-turtle"),
    ),
    Format(
        "nt", "N-Triples", "application/n-triples", "graph", _W3 + "N-Triples", "", ("text/plain",)
    ),
    Format(
        "jsonld",
        "JSON-LD",
        "application/ld+json",
        "graph",
        _W3 + "JSON-LD",
        aliases=("application/json",),
        dataset=True,
    ),
    Format(
        "rdf",
        "RDF/XML",
        "application/rdf+xml",
        "graph",
        _W3 + "RDF_XML",
        aliases=("application/xml", "text/xml"),
    ),
    Format(
        "nq",
        "N-Quads",
        "application/n-quads",
        "graph",
        _W3 + "N-Quads",
        aliases=("text/x-nquads",),
        dataset=True,
    ),
    Format(
        "trig",
        "TriG",
        "application/trig",
        "graph",
        _W3 + "TriG",
        aliases=("application/x-trig",),
        dataset=True,
    ),
)

PAGE = Format(
    "html",
    "HTML",
    "text/html",
    "page",
    "http://www.w3.org/1999/xhtml",
    _UTF8,
    ("application/xhtml+xml",),
)

BY_NAME: dict[str, Format] = {item.name: item for item in (*SOLUTIONS, *GRAPHS, PAGE)}

#: What the document of a resource is offered in, the first where nothing is asked for.
DOCUMENT_OFFERS = ("html", "ttl", "jsonld", "nt", "rdf", "csv")
CATALOGUE_OFFERS = ("ttl", "jsonld", "rdf")
#: Languages of pages, the first where none is asked for.
LANGUAGES = ("ja", "en")
