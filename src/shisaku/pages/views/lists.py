"""A kind of resource goes in; the page that lists all of them comes out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from shisaku.pages import terms as t
from shisaku.pages.charts import Chart
from shisaku.pages.links import Link, Words
from shisaku.pages.reader import Reader
from shisaku.pages.site import Page, Query, Site, query_for
from shisaku.pages.views.frame import crumbs_to


class ListRow(NamedTuple):
    """One line of a list: a link, its anchor, and cells that stand beside it."""

    anchor: str
    link: Link | Words
    cells: tuple[Link | Words | str, ...]


class ListGroup(NamedTuple):
    """Lines under one heading; an empty heading stands for the whole list.

    columns: label keys of its columns where they are not those of the list; folded: shut at first.
    """

    heading: str
    rows: tuple[ListRow, ...]
    columns: tuple[str, ...] = ()
    folded: bool = False


@dataclass(frozen=True, slots=True)
class ListView:
    """A list page: column names, groups of lines, pictures above, the query behind."""

    kind: str
    columns: tuple[str, ...]
    groups: tuple[ListGroup, ...]
    charts: tuple[Chart, ...]
    query: Query | None
    count: int


def organisations(reader: Reader, site: Site) -> list[ListGroup]:
    """Group organisations by whether they lead measures."""
    book, index = site.book, reader.index
    kinds = index.of_kind(t.ORG + "FormalOrganization")
    leads = sorted((o for o in kinds if book.led.get(o)), key=lambda o: (-len(book.led[o]), o))
    named = sorted(o for o in kinds if not book.led.get(o) and book.mentioning.get(o))
    rest = sorted(o for o in kinds if not book.led.get(o) and not book.mentioning.get(o))
    label = reader.labels.list

    def row(iri: str) -> ListRow:
        values = sum(
            len(book.observations[h]) for m in book.led.get(iri, ()) for h in book.holders(m)
        )
        measures = book.led.get(iri) or book.mentioning.get(iri, [])
        return ListRow("", reader.link(iri), (str(len(measures)), str(values)))

    return [
        ListGroup(label.leading, tuple(map(row, leads))),
        ListGroup(label.mentioned, tuple(map(row, named))),
        ListGroup(label.other, tuple(map(row, rest))),
    ]


def systems(reader: Reader, site: Site) -> list[ListGroup]:
    """Group systems by their kind."""
    index, book = reader.index, site.book
    groups: dict[str, list[ListRow]] = {}
    for iri in index.of_kind(t.POL + "InformationSystem"):
        kind = index.iri(iri, t.POL + "systemKind")
        status = index.iri(iri, t.ADMS + "status")
        operators = index.iris(iri, t.DCT + "publisher")
        operator = (
            reader.link(operators[0])
            if operators
            else (reader.words(iri, t.POL + "operatorName") or "-")
        )
        groups.setdefault(reader.name(kind).text if kind else reader.labels.list.other, []).append(
            ListRow(
                "",
                reader.link(iri),
                (
                    operator,
                    reader.name(status) if status else "-",
                    str(len(book.mentioning.get(iri, ()))),
                ),
            )
        )
    return [ListGroup(heading, tuple(rows)) for heading, rows in sorted(groups.items())]


def laws(reader: Reader, site: Site) -> list[ListGroup]:
    """List laws, the most cited first."""
    index, book = reader.index, site.book
    iris = sorted(
        index.of_kind(t.ELI + "LegalResource"), key=lambda i: (-len(book.citing.get(i, ())), i)
    )
    return [
        ListGroup(
            "",
            tuple(
                ListRow(
                    "",
                    reader.link(iri),
                    (
                        Words(index.value(iri, t.POL + "lawNumber"), "ja", reader.language != "ja"),
                        str(len(book.citing.get(iri, ()))),
                    ),
                )
                for iri in iris
            ),
        )
    ]


def periods(reader: Reader, site: Site) -> list[ListGroup]:
    """List periods in order of their last day, with what is due in each."""
    index, book = reader.index, site.book
    instants = {
        index.iri(p, t.TIME + end): p
        for p in index.of_kind(t.POL + "Period")
        for end in ("hasBeginning", "hasEnd")
    }
    rows = tuple(
        ListRow(
            "",
            reader.link(iri),
            (
                index.value(iri, t.SCHEMA + "endDate") or "-",
                str(len(book.due.get(iri, ()))),
                str(len(book.milestones_due.get(iri, ()))),
            ),
        )
        for iri in book.periods
    )
    groups = [ListGroup("", rows)]
    instants.pop("", None)
    if instants:
        groups.append(
            ListGroup(
                reader.labels.list.instants,
                tuple(
                    ListRow(
                        reader.href(instant).partition("#")[2],
                        Words(instant.rsplit("/", 1)[-1]),
                        (reader.link(period),),
                    )
                    for instant, period in sorted(instants.items())
                ),
                (reader.labels.column.day, reader.labels.column.period),
                folded=True,
            )
        )
    return groups


def units(reader: Reader, site: Site) -> list[ListGroup]:
    """List units, the most used first."""
    index, book = reader.index, site.book
    iris = sorted(index.of_kind(t.POL + "Unit"), key=lambda i: (-len(book.in_unit.get(i, ())), i))
    rows = (
        ListRow(
            "",
            reader.link(i),
            (index.value(i, t.SKOS + "notation"), str(len(book.in_unit.get(i, ())))),
        )
        for i in iris
    )
    return [ListGroup("", tuple(rows))]


def codes(reader: Reader, site: Site) -> list[ListGroup]:
    """List the code lists."""
    index = reader.index
    prefix = f"{index.base}code/"
    schemes = [i for i in index.of_kind(t.SKOS + "ConceptScheme") if i.startswith(prefix)]
    members = site.book.members
    rows = (ListRow("", reader.link(i), (str(len(members.get(i, ()))),)) for i in schemes)
    return [ListGroup("", tuple(rows))]


class ListType(NamedTuple):
    """A list page: its lines, the labels of its columns, its chart and its query."""

    groups: Callable[[Reader, Site], list[ListGroup]]
    columns: tuple[str, ...]
    charts: tuple[str, ...]
    query: str
    section: str


#: Document below the root to what it lists.
LISTS: dict[str, ListType] = {
    "org": ListType(
        organisations,
        ("name", "measures", "values"),
        ("ministries", "matrix"),
        "organisations",
        "org",
    ),
    "system": ListType(
        systems, ("name", "operator", "status", "measures"), (), "systems", "system"
    ),
    "law": ListType(laws, ("name", "law_number", "measures"), (), "laws", "law"),
    "period": ListType(
        periods, ("name", "end", "values", "milestones"), ("deadlines",), "deadlines", "period"
    ),
    "unit": ListType(units, ("name", "notation", "values"), (), "units", "vocabulary"),
    "code": ListType(codes, ("name", "codes"), (), "codes", "vocabulary"),
}


def list_page(reader: Reader, site: Site, document: str) -> Page:
    """List all resources of a kind."""
    kind = LISTS[document]
    groups = tuple(group for group in kind.groups(reader, site) if group.rows)
    title = getattr(reader.labels.index, document)
    view = ListView(
        document,
        tuple(getattr(reader.labels.column, name) for name in kind.columns),
        groups,
        tuple(
            site.charts[name, reader.language]
            for name in kind.charts
            if (name, reader.language) in site.charts
        ),
        query_for(reader, kind.query, site.book.within),
        sum(len(group.rows) for group in groups if not group.rows[0].anchor),
    )
    lead = getattr(reader.labels.lead, document)
    return Page(
        "list.html",
        document,
        title,
        lead,
        view,
        kind.section,
        crumbs_to(reader),
        scripts=("assets/site.js",),
    )
