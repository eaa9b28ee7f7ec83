"""A document of the site goes in; the typed links of its page come out (Signposting, RFC 8288).

The same links stand in the HTTP header of a server and in the head of a static page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from shisaku.addresses import has_data

#: Data files of a document: extension and media type.
DATA_FORMATS = (
    ("ttl", "text/turtle"),
    ("jsonld", "application/ld+json"),
    ("rdf", "application/rdf+xml"),
    ("nt", "application/n-triples"),
)
LINKSET = "application/linkset+json"


class TypedLink(NamedTuple):
    """A link with its relation; media_type may be empty."""

    href: str
    rel: str
    media_type: str = ""

    def header(self) -> str:
        """Return the link as it stands in a Link header (RFC 8288, section 3)."""
        kind = f'; type="{self.media_type}"' if self.media_type else ""
        return f'<{self.href}>; rel="{self.rel}"{kind}'


def document_links(document: str, rules: Mapping[str, Any]) -> tuple[TypedLink, ...]:
    """Return the links of a document's page.

    document: path below the base without language and extension, ``jutenkeikaku/2023/measure/4-8``;
    rules: content of a release's ``signposting.json``.
    """
    base = rules["base"]
    links = [TypedLink(rules["license"], "license"), TypedLink(rules["author"], "author")]
    if special := rules["pages"].get(document):
        return (*links, *(TypedLink(*entry) for entry in special))
    head, _, rest = document.partition("/")
    if not has_data(document) or (not rest and document not in rules["resources"]):
        return tuple(links)
    described = rules["types"].get(_kind(head, rest), rules["types"][""])
    return (
        TypedLink(base + document, "cite-as"),
        *(
            TypedLink(f"{base}{document}.{extension}", "describedby", media_type)
            for extension, media_type in DATA_FORMATS
        ),
        TypedLink(described, "type"),
        TypedLink("https://schema.org/AboutPage", "type"),
        TypedLink(base + "catalog", "collection"),
        TypedLink(f"{base}.well-known/api-catalog", "linkset", LINKSET),
        *links,
    )


def link_header(links: Iterable[TypedLink]) -> str:
    """Return the value of one Link header."""
    return ", ".join(link.header() for link in links)


def _kind(head: str, rest: str) -> str:
    parts = rest.split("/")
    if "kpi" in parts:
        return "kpi"
    return next((part for part in ("measure", "area") if part in parts), head)
