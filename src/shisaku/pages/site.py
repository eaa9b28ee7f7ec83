"""Everything that pages are made from, gathered once; and the page that a view function returns."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from string import Template
from typing import Any, NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from shisaku.assets import asset_folder
from shisaku.config import Config
from shisaku.pages.answers import NO_GALLERY, AnsweredGallery
from shisaku.pages.charts import Chart
from shisaku.pages.index import Index
from shisaku.pages.links import Link
from shisaku.pages.outline import Outline
from shisaku.pages.reader import Reader
from shisaku.pages.related import Relation


@dataclass(frozen=True, slots=True)
class Download:
    """A file of the release that people may take: path from the site's root, and what it is."""

    path: str
    title_ja: str
    title_en: str
    media_type: str
    size: int
    group: str = "dump"


@dataclass(frozen=True, slots=True)
class Site:
    """The input of every view function.

    charts: pictures by name and language; vendor: built files that exist below ``vendor/``;
    report: the quality report as plain JSON data; conformance: results of the
    accessibility tests; signposting: rules of typed links; schema_org: JSON-LD by dataset.
    """

    config: Config
    index: Index
    book: Outline
    related: Mapping[str, tuple[Relation, ...]]
    charts: Mapping[tuple[str, str], Chart]
    downloads: Sequence[Download] = ()
    gallery: AnsweredGallery = NO_GALLERY
    report: Mapping[str, Any] = field(default_factory=dict)
    conformance: Mapping[str, Any] = field(default_factory=dict)
    signposting: Mapping[str, Any] = field(default_factory=dict)
    schema_org: Mapping[str, Any] = field(default_factory=dict)
    vendor: frozenset[str] = frozenset()

    @property
    def value_files(self) -> tuple[tuple[str, str, str], ...]:
        """Return the tables of all values in CSV: path, Japanese and English title."""
        return tuple(
            (item.path, item.title_ja, item.title_en)
            for item in self.downloads
            if item.path.endswith(".csv") and "/values" in item.path
        )


class Query(NamedTuple):
    """The SPARQL behind a table, and the address that runs it."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page before it is printed: what the head needs, and the view for its template.

    document: path below the root without language and extension; section: entry of the
    navigation it belongs to; iri: the resource it describes, empty for pages about the site;
    json_ld: statements about the resource, ready to embed; extensions: its data files; notice:
    of which edition the page is, where it is not the newest; elsewhere: links to other editions.
    """

    template: str
    document: str
    title: str
    description: str
    view: Any
    section: str = ""
    crumbs: tuple[Link, ...] = ()
    iri: str = ""
    json_ld: Markup | None = None
    indexed: bool = True
    extensions: tuple[str, ...] = ("ttl", "jsonld", "nt", "rdf")
    scripts: tuple[str, ...] = ("assets/site.js",)
    notice: Any = None
    elsewhere: Any = None


#: What a line of a query ends with that stands only where all editions count, or only some.
_MARKS = (" # all editions", " # these editions")


@cache
def _query_template(name: str, within: bool) -> Template:
    """Return a query file without the lines that are marked for the other choice of editions."""
    file = asset_folder("site") / "templates" / "queries" / f"{name}.rq"
    lines = file.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.endswith(_MARKS[not within])]
    return Template("".join(f"{line.removesuffix(_MARKS[within])}\n" for line in kept))


@cache
def _address_template(name: str, within: bool) -> Template:
    """Return the query percent-encoded but for its places, which are filled in encoded."""
    return Template(quote(_query_template(name, within).template, safe="$"))


def query_for(reader: Reader, name: str, within: Sequence[str] = (), **iris: str) -> Query:
    """Fill a query file with IRIs and say where it runs; within: editions that it keeps to."""
    iris["editions"] = " ".join(f"<{edition}>" for edition in within)
    text = _query_template(name, bool(within)).substitute(iris, language=reader.language)
    quoted = {key: quote(iri, safe="") for key, iri in iris.items()}
    address = _address_template(name, bool(within)).substitute(quoted, language=reader.language)
    return Query(text, f"{reader.root}sparql?query={address}")


def embedded(data: Any) -> Markup:
    """Return JSON that may stand inside a script element: no ``<`` and no ``&``."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace("&", "\\u0026"))
