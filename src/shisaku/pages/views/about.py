"""The site's own pages: home, search, vocabulary, data, quality and statements."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any, NamedTuple

from markupsafe import Markup

from shisaku.assets import asset_folder
from shisaku.pages import terms as t
from shisaku.pages.charts import Chart
from shisaku.pages.json_ld import compact
from shisaku.pages.links import Link, Words
from shisaku.pages.reader import Reader
from shisaku.pages.search import index_paths
from shisaku.pages.site import Download, Page, Site
from shisaku.pages.views.editions import Elsewhere
from shisaku.pages.views.frame import crumbs_to
from shisaku.pages.views.plan import AreaView, areas_of, counts_of

#: Pictures on the home page.
HOME_CHARTS = ("deadlines",)


@dataclass(frozen=True, slots=True)
class HomeView:
    """The home page."""

    edition: Link
    figures: Link
    counts: dict[str, int]
    areas: tuple[AreaView, ...]
    ministries: tuple[tuple[Link, int], ...]
    periods: tuple[tuple[Link, int], ...]
    systems: tuple[tuple[Link, int], ...]
    charts: tuple[Chart, ...]
    examples: str


class TermRow(NamedTuple):
    """A class or property of the vocabulary."""

    anchor: str
    name: str
    iri: str
    label: Words
    definition: Words | None
    broader: tuple[str, ...]
    domain: tuple[str, ...]
    range: tuple[str, ...]


class VocabularyView(NamedTuple):
    """The vocabulary: a picture of its main classes, and its terms under headings."""

    diagram: Markup
    groups: list[tuple[str, list[TermRow]]]


class DataView(NamedTuple):
    """The downloads page: files under headings, and the catalogue where there is one.

    first: the file for people who want everything in a spreadsheet.
    """

    groups: list[tuple[str, list[DownloadRow]]]
    first: tuple[DownloadRow, ...]
    catalogues: tuple[Link, ...]


class DownloadRow(NamedTuple):
    """A file on the downloads page."""

    href: str
    title: str
    name: str
    media_type: str
    size: str


def home_page(reader: Reader, site: Site, _: str) -> Page:
    """Open the site: what do you want to do?"""
    book, edition = site.book, site.book.edition
    leads = sorted(book.led, key=lambda iri: (-len(book.led[iri]), iri))[:12]
    named = [i for i in book.mentioning if site.index.has_type(i, t.POL + "InformationSystem")]
    named.sort(key=lambda iri: (-len(book.mentioning[iri]), iri))
    due = {p: len(book.due.get(p, ())) + len(book.milestones_due.get(p, ())) for p in book.periods}
    years = [p for p in due if "/period/FY" in p]
    view = HomeView(
        reader.link(edition),
        Link(reader.href(f"{edition}/indicators"), Words(reader.labels.nav.kpi)),
        counts_of(site, edition),
        areas_of(reader, site, edition, rows=False),
        tuple((reader.link(iri), len(book.led[iri])) for iri in leads),
        tuple((reader.link(p), due[p]) for p in years),
        tuple((reader.link(iri), len(book.mentioning[iri])) for iri in named[:12]),
        tuple(
            chart
            for name in HOME_CHARTS
            if (chart := site.charts.get((name, reader.language))) is not None
        ),
        ("、" if reader.language == "ja" else ", ").join(_examples(reader, named, years, due)),
    )
    label = reader.labels.home
    plan = book.plans[0] if book.plans else edition
    lead = label.lead.format(title=reader.name(plan).text)
    return Page("home.html", "index", label.title, lead, view, "home")


def _examples(
    reader: Reader, systems: list[str], years: list[str], due: dict[str, int]
) -> list[str]:
    """Return things worth searching for: the systems named most and the busiest year."""
    busiest = sorted(years, key=lambda period: (-due[period], period))[:1]
    names = [reader.name(iri).text for iri in (*systems[:2], *busiest)]
    return [name.partition("（")[0] for name in names]


def vocabulary_page(reader: Reader, site: Site, _: str) -> Page:
    """List the classes and properties of the vocabulary."""
    index = reader.index
    groups = []
    for name, kinds in _TERM_KINDS:
        iris = {i for kind in kinds for i in index.of_kind(kind) if i.startswith(t.POL)}
        groups.append(
            (getattr(reader.labels.vocabulary, name), [_term(reader, i) for i in sorted(iris)])
        )
    view = VocabularyView(_diagram(), [group for group in groups if group[1]])
    return _page(reader, "ns", view, "vocabulary")


@cache
def _diagram() -> Markup:
    """Return the picture of the main classes, a file of the project itself."""
    return Markup((asset_folder("ontology") / "diagram.svg").read_text(encoding="utf-8"))


_TERM_KINDS = (
    ("classes", (t.OWL + "Class", t.RDFS + "Class")),
    (
        "properties",
        (
            t.OWL + "ObjectProperty",
            t.OWL + "DatatypeProperty",
            t.RDF + "Property",
            t.OWL + "AnnotationProperty",
        ),
    ),
)


def _term(reader: Reader, iri: str) -> TermRow:
    index = reader.index

    def names(*predicates: str) -> tuple[str, ...]:
        return tuple(compact(o) for p in predicates for o in index.iris(iri, p))

    return TermRow(
        iri.removeprefix(t.POL),
        compact(iri),
        iri,
        reader.words(iri, t.RDFS + "label") or reader.name(iri),
        reader.words(iri, t.SKOS + "definition") or reader.words(iri, t.RDFS + "comment"),
        names(t.RDFS + "subClassOf", t.RDFS + "subPropertyOf"),
        names(t.SCHEMA + "domainIncludes", t.RDFS + "domain"),
        names(t.SCHEMA + "rangeIncludes", t.RDFS + "range"),
    )


def data_page(reader: Reader, site: Site, _: str) -> Page:
    """List every file that people may take; those of earlier editions stand on pages of theirs."""
    groups: dict[str, list[DownloadRow]] = {"table": [], "dump": []}
    others = [edition for edition in site.book.known if edition not in site.book.editions]
    dumps = tuple(f"data/{_key(site, edition)}." for edition in others)
    shown = {item.path: item for item in site.downloads if not item.path.startswith(dumps)}
    for item in shown.values():
        groups.setdefault(item.group, []).append(_download(reader, item))
    catalogues = site.index.of_kind(t.DCAT + "Catalog")
    datasets = [f"{site.index.base}dataset/{_key(site, edition)}" for edition in others]
    links = tuple((reader.link(iri), ()) for iri in datasets if site.index.about(iri))
    view = DataView(
        [(getattr(reader.labels.data, key, key), rows) for key, rows in groups.items() if rows],
        tuple(_download(reader, item) for item in site.downloads if item.path.endswith(".xlsx")),
        tuple(Link(reader.href(iri), Words(reader.labels.dataset.title)) for iri in catalogues),
    )
    page = _page(reader, "data", view, "data")
    return replace(page, elsewhere=Elsewhere(True, links)) if links else page


def _key(site: Site, edition: str) -> str:
    """Return how files and datasets of an edition are named: ``jutenkeikaku-2023``."""
    return (site.index.path(edition) or "").replace("/", "-")


def _download(reader: Reader, item: Download) -> DownloadRow:
    return DownloadRow(
        reader.root + item.path,
        item.title_ja if reader.language == "ja" else item.title_en,
        item.path.rsplit("/", 1)[-1],
        item.media_type,
        size_text(item.size),
    )


def size_text(size: int) -> str:
    """Return a size in bytes as people read it: ``1.4 MB``, in decimal units (SI)."""
    for limit, unit in ((1_000_000, "MB"), (1_000, "kB")):
        if size >= limit:
            return f"{size / limit:.1f} {unit}"
    return f"{size} B"


def quality_page(reader: Reader, site: Site, _: str) -> Page:
    """Print the quality report."""
    return _page(reader, "quality", site.report, "quality")


def accessibility_page(reader: Reader, site: Site, _: str) -> Page:
    """Print the accessibility statement with the results of the tests."""
    return _page(reader, "accessibility", site.conformance, "")


def forward_page(reader: Reader, site: Site, document: str) -> Page:
    """Stand where the service would answer, on hosts that have none, and lead to the editor."""
    label = reader.labels
    return Page(
        "forward.html",
        f"{document}/index",
        label.index.sparql,
        label.lead.sparql,
        reader.page(document),
        indexed=False,
    )


def plain_page(reader: Reader, site: Site, document: str) -> Page:
    """Return a page whose words stand in its template alone."""
    section = {"search": "search", "sparql": "query"}.get(document, "")
    editions = [(reader.name(e), path) for e, path in index_paths(site.index, site.book)]
    return _page(reader, document, {"editions": editions}, section)


def _page(reader: Reader, document: str, view: Any, section: str) -> Page:
    name = _LABELS.get(document, document)
    title = getattr(reader.labels.index, name)
    lead = getattr(reader.labels.lead, name)
    scripts = _SCRIPTS.get(document, ("assets/site.js",))
    return Page(
        _TEMPLATES.get(document, f"{document}.html"),
        document,
        title,
        lead,
        view,
        section,
        crumbs_to(reader),
        indexed=document != "404",
        scripts=scripts,
    )


#: Scripts of the pages that need more than the common one.
_SCRIPTS = {"search": ("assets/site.js", "assets/search.js")}
#: Documents whose template or label key has another name.
_TEMPLATES = {"ns": "vocabulary.html"}
_LABELS = {"ns": "vocabulary", "404": "missing"}
