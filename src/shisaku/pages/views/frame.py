"""What every page shares: its path from its IRI, and the way back to the home page."""

from __future__ import annotations

from shisaku.pages.index import Index
from shisaku.pages.links import Link, Words
from shisaku.pages.reader import Reader


def document_path(index: Index, iri: str) -> str:
    """Return the document of a resource below the base; ``index`` for the base itself."""
    return index.path(iri) or "index"


def crumbs_to(reader: Reader, *iris: str) -> tuple[Link, ...]:
    """Return links to the home page and to each of the resources, in order."""
    home = Link(reader.page("index"), Words(reader.labels.nav.home))
    return (home, *(reader.link(iri) for iri in iris))
