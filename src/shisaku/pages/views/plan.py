"""The plan, an edition, its areas and its table of values go in; the pages about them come out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from shisaku.pages import terms as t
from shisaku.pages.charts import Chart, Charts
from shisaku.pages.json_ld import json_ld_of
from shisaku.pages.links import Link, Words
from shisaku.pages.reader import Reader
from shisaku.pages.site import Page, Query, Site, query_for
from shisaku.pages.views.frame import crumbs_to, document_path
from shisaku.pages.views.rows import (
    Fact,
    FigureRow,
    MeasureRow,
    facts_of,
    figure_row,
    figure_rows,
    measure_rows,
)


@dataclass(frozen=True, slots=True)
class AreaView:
    """An area with its measures."""

    anchor: str
    number: str
    link: Link
    measures: tuple[MeasureRow, ...]
    count: int


@dataclass(frozen=True, slots=True)
class PlanView:
    """The plan with its editions, or an edition with its areas."""

    title: Words
    facts: tuple[Fact, ...]
    editions: tuple[Link, ...]
    areas: tuple[AreaView, ...]
    counts: dict[str, int]
    charts: tuple[Chart, ...]
    tables: tuple[Link, ...]
    query: Query | None


@dataclass(frozen=True, slots=True)
class AreaPage:
    """An area: its measures and the values that they aim at."""

    number: str
    title: Words
    measures: tuple[MeasureRow, ...]
    others: tuple[tuple[str, Link], ...]
    query: Query


@dataclass(frozen=True, slots=True)
class FigureTable:
    """All values of an edition, in one of the orders that need no JavaScript.

    orders: key, label and link of each order; chosen: the key of this one; groups: a heading
    (or None) and its rows.
    """

    chosen: str
    orders: tuple[tuple[str, Link], ...]
    groups: tuple[tuple[Link | None, str, tuple[FigureRow, ...]], ...]
    count: int
    ministries: tuple[str, ...]
    periods: tuple[str, ...]
    units: tuple[str, ...]
    roles: tuple[str, ...]
    query: Query
    downloads: tuple[tuple[str, str], ...]


_PLAN_FACTS = (
    ("publisher", t.DCT + "publisher"),
    ("homepage", t.FOAF + "homepage"),
)
_EDITION_FACTS = (
    ("version", t.DCAT + "version"),
    ("issued", t.DCT + "issued"),
    ("publisher", t.DCT + "publisher"),
    ("based_on", t.ELI + "based_on"),
    ("replaces", t.DCT + "replaces"),
    ("source", t.PROV + "wasDerivedFrom"),
)
_SOURCE_FACTS = (
    ("file", t.DCT + "title"),
    ("format", t.DCT + "format"),
    ("bytes", t.DCAT + "byteSize"),
    ("sha256", t.POL + "sha256"),
)
#: Charts of an edition, in the order in which they stand.
EDITION_CHARTS = ("deadlines", "ministries", "areas", "matrix")


def areas_of(reader: Reader, site: Site, edition: str, *, rows: bool) -> tuple[AreaView, ...]:
    """Return the areas of an edition in order, with their measures when asked."""
    index, book = reader.index, site.book
    return tuple(
        AreaView(
            f"area-{index.value(iri, t.SKOS + 'notation')}",
            index.value(iri, t.SKOS + "notation"),
            reader.link(iri),
            measure_rows(reader, site, _in_order(site, iri)) if rows else (),
            len(book.area_measures.get(iri, ())),
        )
        for iri in book.areas.get(edition, ())
    )


def _in_order(site: Site, area: str) -> list[str]:
    return sorted(site.book.area_measures.get(area, ()), key=site.book.ranks.__getitem__)


def counts_of(site: Site, edition: str) -> dict[str, int]:
    """Return how many measures, indicators, values, ministries and systems an edition has."""
    book = site.book
    measures = book.measures.get(edition, [])
    chosen = set(measures)
    holders = [holder for measure in measures for holder in book.holders(measure)]
    systems = {
        iri
        for iri, found in book.mentioning.items()
        if site.index.has_type(iri, t.POL + "InformationSystem") and chosen & set(found)
    }
    return {
        "measures": len(measures),
        "indicators": sum(len(book.indicators[measure]) for measure in measures),
        "values": sum(len(book.observations[h]) for h in holders),
        "ministries": sum(1 for found in book.led.values() if chosen & set(found)),
        "systems": len(systems),
        "laws": sum(1 for found in book.citing.values() if chosen & set(found)),
    }


def plan_page(reader: Reader, site: Site, iri: str) -> Page:
    """Describe the plan and list its editions."""
    index = reader.index
    title = reader.name(iri)
    editions = tuple(
        reader.link(e) for e in site.book.known if index.iri(e, t.DCT + "isVersionOf") == iri
    )
    view = PlanView(
        title,
        facts_of(reader, iri, _PLAN_FACTS, reader.labels.fact),
        editions,
        (),
        {},
        (),
        (),
        None,
    )
    return _page(reader, "plan.html", iri, title, view, "read")


def edition_page(reader: Reader, site: Site, iri: str) -> Page:
    """Describe an edition: every area with every measure, and the pictures of the whole."""
    title = reader.name(iri)
    several = len(site.book.editions) > 1
    pictures = Charts(reader.index, site.book, iri) if several else site.charts
    charts = tuple(
        pictures[name, reader.language]
        for name in EDITION_CHARTS
        if (name, reader.language) in pictures
    )
    view = PlanView(
        title,
        facts_of(reader, iri, _EDITION_FACTS, reader.labels.fact),
        (),
        areas_of(reader, site, iri, rows=True),
        counts_of(site, iri),
        charts,
        (Link(reader.href(f"{iri}/indicators"), Words(reader.labels.nav.kpi)),),
        query_for(reader, "edition-measures", edition=iri),
    )
    plan = reader.index.iri(iri, t.DCT + "isVersionOf")
    return _page(reader, "edition.html", iri, title, view, "read", plan)


def areas_page(reader: Reader, site: Site, iri: str) -> Page:
    """List the areas of an edition."""
    edition = iri.rsplit("/", 1)[0]
    title = reader.name(iri)
    areas = areas_of(reader, site, edition, rows=False)
    view = PlanView(title, (), (), areas, {}, (), (), None)
    return _page(reader, "areas.html", iri, title, view, "read", edition)


def area_page(reader: Reader, site: Site, iri: str) -> Page:
    """Describe one area and list its measures."""
    index = reader.index
    title = reader.name(iri)
    edition = iri.rsplit("/", 2)[0]
    others = areas_of(reader, site, edition, rows=False)
    view = AreaPage(
        index.value(iri, t.SKOS + "notation"),
        title,
        measure_rows(reader, site, _in_order(site, iri)),
        tuple((area.number, area.link) for area in others),
        query_for(reader, "area-measures", area=iri),
    )
    return _page(reader, "area.html", iri, title, view, "read", edition)


def source_page(reader: Reader, site: Site, iri: str) -> Page:
    """Describe the file that an edition was read from."""
    facts = facts_of(reader, iri, _SOURCE_FACTS, reader.labels.fact)
    title = Words(reader.labels.source.title)
    return _page(reader, "facts.html", iri, title, facts, "read", iri.rsplit("/", 1)[0])


def observations_page(reader: Reader, site: Site, iri: str) -> Page:
    """Describe the data cube of an edition: its dimensions, measure and attributes."""
    index = reader.index
    structure = index.iri(iri, t.QB + "structure")
    components = index.iris(structure, t.QB + "component")
    rows = []
    for kind in ("dimension", "measure", "attribute"):
        found = tuple(
            reader.link(prop)
            for component in components
            for prop in index.iris(component, t.QB + kind)
        )
        if found:
            rows.append(Fact(getattr(reader.labels.cube, kind), found))
    title = Words(reader.labels.cube.title)
    return _page(reader, "facts.html", iri, title, tuple(rows), "kpi", iri.rsplit("/", 1)[0])


#: Orders of the value table: key to the grouping of a row (sort key, heading).
_ORDERS: dict[str, Callable[[FigureRow], list[tuple[Any, Link | None, str]]]] = {
    "": lambda row: [("", None, "")],
    "by-ministry": lambda row: [(lead.iri, lead, "") for lead in row.leads],
    "by-period": lambda row: [
        (row.value.due or "9999", row.value.period, "" if row.value.period else "unspecified")
    ],
    "by-unit": lambda row: [
        (row.value.unit.text if row.value.unit else "", None, str(row.value.unit or "-"))
    ],
}


def order_keys() -> tuple[str, ...]:
    """Return the orders in which the value table is printed."""
    return tuple(_ORDERS)


def figures_page(reader: Reader, site: Site, iri: str, order: str = "") -> Page:
    """Print every value of an edition in one of the orders."""
    book, index = site.book, reader.index
    edition = iri.rsplit("/", 1)[0]
    observations = [
        o
        for measure in book.measures.get(edition, ())
        for holder in book.holders(measure)
        for o in book.observations[holder]
    ]
    rows = [figure_row(reader, site, o, quoted=False) for o in observations]
    groups: dict[Any, tuple[Link | None, str, list[FigureRow]]] = {}
    for row in rows:
        for key, link, words in _ORDERS[order](row):
            groups.setdefault(key, (link, words, []))[2].append(row)
    document = document_path(index, iri) + (f"-{order}" if order else "")
    names = reader.labels.table
    view = FigureTable(
        order,
        tuple(
            (
                key,
                Link(
                    _ordered(reader, iri, key),
                    Words(getattr(names, key.replace("-", "_") or "by_measure")),
                ),
            )
            for key in _ORDERS
        ),
        tuple((link, words, tuple(found)) for _, (link, words, found) in sorted(groups.items())),
        len(rows),
        _distinct(lead.words.text for row in rows for lead in row.leads),
        _distinct(row.value.period.words.text for row in rows if row.value.period),
        _distinct(row.value.unit.text for row in rows if row.value.unit),
        _distinct(row.value.role_label for row in rows),
        query_for(reader, "edition-figures", edition=edition),
        tuple((path, ja if reader.language == "ja" else en) for path, ja, en in site.value_files),
    )
    title = Words(names.title)
    page = _page(reader, "figures.html", iri, title, view, "kpi", edition)
    if not order:
        return page
    heading = f"{names.title}（{getattr(names, order.replace('-', '_'))}）"
    return Page(
        page.template,
        document,
        heading,
        page.description,
        view,
        "kpi",
        page.crumbs,
        scripts=page.scripts,
    )


def _distinct(texts: Any) -> tuple[str, ...]:
    return tuple(sorted(set(texts)))


def _ordered(reader: Reader, iri: str, order: str) -> str:
    href = reader.href(iri)
    return href.removesuffix(".html") + (f"-{order}" if order else "") + ".html"


def _page(
    reader: Reader, template: str, iri: str, title: Words, view: Any, section: str, *crumbs: str
) -> Page:
    return Page(
        template,
        document_path(reader.index, iri),
        title.text,
        title.text,
        view,
        section,
        crumbs_to(reader, *(c for c in crumbs if c)),
        iri,
        json_ld_of(reader.index, iri),
        scripts=("assets/site.js",),
    )


__all__ = ["FigureRow", "figure_rows"]
