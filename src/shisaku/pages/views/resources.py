"""An organisation, a system, a law, a period or a code goes in; the page about it comes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from shisaku.pages import terms as t
from shisaku.pages.figures import Value
from shisaku.pages.json_ld import json_ld_of
from shisaku.pages.links import Link, Words
from shisaku.pages.outline import by_position
from shisaku.pages.reader import Reader
from shisaku.pages.site import Page, Query, Site, query_for
from shisaku.pages.views.frame import crumbs_to, document_path
from shisaku.pages.views.rows import (
    Fact,
    FigureRow,
    MeasureRow,
    MilestoneRow,
    facts_of,
    figure_rows,
    measure_row,
    measure_rows,
    milestone_row,
)


class DueGroup(NamedTuple):
    """What is due in one period."""

    period: Link | None
    rows: tuple[FigureRow, ...]
    milestones: tuple[MilestoneRow, ...]


@dataclass(frozen=True, slots=True)
class OrganisationView:
    """A ministry or body."""

    name: Words
    other_names: tuple[Words, ...]
    facts: tuple[Fact, ...]
    led: tuple[MeasureRow, ...]
    due: tuple[DueGroup, ...]
    count: int
    systems: tuple[Link, ...]
    mentioned: tuple[MeasureRow, ...]
    query: Query
    figures_query: Query


@dataclass(frozen=True, slots=True)
class SystemView:
    """An information system; api holds what programs need, when it offers any."""

    name: Words
    other_names: tuple[Words, ...]
    kind: Words | None
    status: str
    status_label: Words | None
    status_date: str
    status_notes: tuple[Link | Words, ...]
    facts: tuple[Fact, ...]
    api: tuple[Fact, ...]
    no_landing: Words | None
    measures: tuple[MeasureRow, ...]
    related: tuple[Link, ...]
    query: Query


@dataclass(frozen=True, slots=True)
class LawView:
    """A law and the measures that cite it."""

    name: Words
    other_names: tuple[Words, ...]
    facts: tuple[Fact, ...]
    measures: tuple[MeasureRow, ...]
    query: Query


@dataclass(frozen=True, slots=True)
class PeriodView:
    """A period and everything that is due in it."""

    name: Words
    start: str
    end: str
    due: DueGroup
    previous: Link | None
    following: Link | None
    query: Query


@dataclass(frozen=True, slots=True)
class ConceptRow:
    """A code or unit in its list."""

    anchor: str
    iri: str
    name: Words
    notation: str
    definition: Words | None
    matches: tuple[str, ...]
    link: Link


@dataclass(frozen=True, slots=True)
class SchemeView:
    """A code list with its codes, or a unit with the values that use it."""

    name: Words
    facts: tuple[Fact, ...]
    concepts: tuple[ConceptRow, ...]
    rows: tuple[FigureRow, ...]


_ORGANISATION_FACTS = (
    ("parent", t.ORG + "subOrganizationOf"),
    ("supervised", t.POL + "supervisedBy"),
    ("identifier", t.ORG + "identifier"),
    ("homepage", t.FOAF + "homepage"),
    ("founded", t.SCHEMA + "foundingDate"),
    ("dissolved", t.SCHEMA + "dissolutionDate"),
    ("successor", t.DCT + "isReplacedBy"),
    ("same_as", t.OWL + "sameAs"),
    ("note", t.SKOS + "editorialNote"),
    ("source", t.DCT + "source"),
)
_SYSTEM_FACTS = (
    ("operator", t.DCT + "publisher"),
    ("operator", t.POL + "operatorName"),
    ("landing", t.DCAT + "landingPage"),
    ("opened", t.DCT + "issued"),
    ("part_of", t.DCT + "isPartOf"),
    ("note", t.SKOS + "editorialNote"),
    ("source", t.DCT + "source"),
)
_API_FACTS = (
    ("endpoint", t.DCAT + "endpointURL"),
    ("documentation", t.DCAT + "endpointDescription"),
    ("api_version", t.DCAT + "version"),
    ("format", t.DCT + "format"),
    ("authentication", t.POL + "authentication"),
    ("limits", t.POL + "limits"),
    ("terms", t.POL + "terms"),
    ("terms", t.SCHEMA + "termsOfService"),
    ("licence", t.DCT + "license"),
    ("linked_data", t.POL + "linkedData"),
)
_LAW_FACTS = (
    ("law_number", t.POL + "lawNumber"),
    ("law_id", t.ELI + "id_local"),
    ("egov", t.RDFS + "seeAlso"),
    ("source", t.DCT + "source"),
)
_SCHEME_FACTS = (
    ("notation", t.SKOS + "notation"),
    ("exact", t.SKOS + "exactMatch"),
    ("close", t.SKOS + "closeMatch"),
)


def organisation_page(reader: Reader, site: Site, iri: str) -> Page:
    """Describe an organisation: what it leads, what is due, what it runs."""
    book = site.book
    led = book.led.get(iri, [])
    values = [o for m in led for holder in book.holders(m) for o in book.observations[holder]]
    milestones = [m for ms in led for m in reader.index.iris(ms, t.POL + "hasMilestone")]
    name = reader.name(iri)
    view = OrganisationView(
        name,
        _other_names(reader, iri, name),
        facts_of(reader, iri, _ORGANISATION_FACTS, reader.labels.fact),
        measure_rows(reader, site, led),
        _due_groups(reader, site, values, milestones),
        len(values),
        tuple(reader.link(s) for s in book.published.get(iri, ())),
        tuple(measure_row(reader, site, m, iri) for m in book.mentioning.get(iri, ())),
        query_for(reader, "organisation-measures", book.within, organisation=iri),
        query_for(reader, "organisation-figures", book.within, organisation=iri),
    )
    return _page(reader, "organisation.html", iri, name, view, "org")


def system_page(reader: Reader, site: Site, iri: str) -> Page:
    """Describe an information system: is it alive, how do programs reach it, who names it."""
    index = reader.index
    name = reader.name(iri)
    kind = index.iri(iri, t.POL + "systemKind")
    status = index.iri(iri, t.ADMS + "status")
    components = site.book.components.get(iri, ())
    also = index.iris(iri, t.SCHEMA + "isRelatedTo")
    view = SystemView(
        name,
        _other_names(reader, iri, name),
        reader.name(kind) if kind else None,
        status.rsplit("/", 1)[-1],
        reader.name(status) if status else None,
        index.value(iri, t.POL + "statusDate"),
        _values(reader, iri, t.POL + "statusNote"),
        _merged(facts_of(reader, iri, _SYSTEM_FACTS, reader.labels.fact)),
        _merged(facts_of(reader, iri, _API_FACTS, reader.labels.fact)),
        reader.words(iri, t.POL + "noLandingPageReason"),
        tuple(measure_row(reader, site, m, iri) for m in site.book.mentioning.get(iri, ())),
        tuple(reader.link(other) for other in dict.fromkeys([*components, *also])),
        query_for(reader, "system-measures", site.book.within, system=iri),
    )
    return _page(reader, "system.html", iri, name, view, "system")


def law_page(reader: Reader, site: Site, iri: str) -> Page:
    """Describe a law and list the measures that cite it."""
    name = reader.name(iri)
    view = LawView(
        name,
        _other_names(reader, iri, name),
        facts_of(reader, iri, _LAW_FACTS, reader.labels.fact),
        tuple(measure_row(reader, site, m, iri) for m in site.book.citing.get(iri, ())),
        query_for(reader, "law-measures", site.book.within, law=iri),
    )
    return _page(reader, "law.html", iri, name, view, "law")


def period_page(reader: Reader, site: Site, iri: str) -> Page:
    """Describe a period and list what is due in it."""
    index, book = reader.index, site.book
    name = reader.name(iri)
    periods, place = list(book.periods), book.periods.get(iri, -1)
    rows = tuple(figure_rows(reader, site, book.due.get(iri, ())))
    milestones = tuple(milestone_row(reader, site, m) for m in book.milestones_due.get(iri, ()))
    view = PeriodView(
        name,
        index.value(iri, t.SCHEMA + "startDate"),
        index.value(iri, t.SCHEMA + "endDate"),
        DueGroup(reader.link(iri), rows, milestones),
        reader.link(periods[place - 1]) if place > 0 else None,
        reader.link(periods[place + 1]) if 0 <= place < len(periods) - 1 else None,
        query_for(reader, "period-figures", book.within, period=iri),
    )
    return _page(reader, "period.html", iri, name, view, "period")


def scheme_page(reader: Reader, site: Site, iri: str) -> Page:
    """Describe a code list, or a unit with the values counted in it."""
    index = reader.index
    concepts = site.book.members.get(iri, [])
    name = reader.name(iri)
    view = SchemeView(
        name,
        facts_of(reader, iri, _SCHEME_FACTS, reader.labels.fact),
        tuple(_concept(reader, concept) for concept in by_position(index, concepts)),
        tuple(figure_rows(reader, site, site.book.in_unit.get(iri, ()), quoted=False)),
    )
    return _page(reader, "scheme.html", iri, name, view, "vocabulary")


def _concept(reader: Reader, iri: str) -> ConceptRow:
    index = reader.index
    return ConceptRow(
        reader.href(iri).partition("#")[2],
        iri,
        reader.name(iri),
        index.value(iri, t.SKOS + "notation"),
        reader.words(iri, t.SKOS + "definition"),
        (*index.iris(iri, t.SKOS + "exactMatch"), *index.iris(iri, t.SKOS + "closeMatch")),
        reader.link(iri),
    )


def _due_groups(
    reader: Reader, site: Site, values: list[str], milestones: list[str]
) -> tuple[DueGroup, ...]:
    rows = figure_rows(reader, site, values)
    goals = [milestone_row(reader, site, m) for m in milestones]
    keys: dict[tuple[str, str], Link | None] = {}
    dated: list[Value | MilestoneRow] = [*(row.value for row in rows), *goals]
    for item in dated:
        keys[_due_key(item)] = item.period
    return tuple(
        DueGroup(
            keys[key],
            tuple(row for row in rows if _due_key(row.value) == key),
            tuple(goal for goal in goals if _due_key(goal) == key),
        )
        for key in sorted(keys)
    )


def _due_key(item: Value | MilestoneRow) -> tuple[str, str]:
    return (item.due or "9999", item.period.iri if item.period else "")


def _values(reader: Reader, iri: str, predicate: str) -> tuple[Link | Words, ...]:
    found = facts_of(reader, iri, (("source", predicate),), reader.labels.fact)
    return found[0].values if found else ()


def _merged(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    merged: dict[str, tuple[Link | Words, ...]] = {}
    for fact in facts:
        merged[fact.name] = (*merged.get(fact.name, ()), *fact.values)
    return tuple(Fact(name, values) for name, values in merged.items())


def _other_names(reader: Reader, iri: str, name: Words) -> tuple[Words, ...]:
    index = reader.index
    found = [*index.texts(iri, t.SKOS + "prefLabel"), *index.texts(iri, t.SKOS + "altLabel")]
    words = {literal.value: reader.marked(literal) for literal in found}
    words.pop(name.text, None)
    return tuple(words.values())


def _page(reader: Reader, template: str, iri: str, name: Words, view: Any, section: str) -> Page:
    document = document_path(reader.index, iri)
    parent = document.rpartition("/")[0]
    crumbs = crumbs_to(reader)
    if parent:
        label = getattr(reader.labels.index, parent, parent)
        crumbs = (*crumbs, Link(reader.page(parent), Words(label)))
    return Page(
        template,
        document,
        name.text,
        name.text,
        view,
        section,
        crumbs,
        iri,
        json_ld_of(reader.index, iri),
        scripts=("assets/site.js",),
    )
