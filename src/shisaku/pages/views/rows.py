"""Measures, mentions and passages go in; the rows and blocks that several page types print."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from shisaku.pages import terms as t
from shisaku.pages.figures import Value, value_view
from shisaku.pages.links import Link, Words
from shisaku.pages.reader import Reader, Source
from shisaku.pages.site import Site


class MeasureRow(NamedTuple):
    """A measure in a list."""

    number: str
    link: Link
    leads: tuple[Link, ...]
    summary: Words | None
    indicators: int
    sources: tuple[Source, ...] = ()


class FigureRow(NamedTuple):
    """One value in a table: its indicator, its measure and who leads."""

    number: str
    measure: Link
    indicator: Link
    href: str
    notation: str
    leads: tuple[Link, ...]
    value: Value


class MilestoneRow(NamedTuple):
    """A goal with a deadline and no number."""

    anchor: str
    label: Words
    period: Link | None
    due: str
    number: str
    measure: Link
    leads: tuple[Link, ...]
    sources: tuple[Source, ...]


class Fact(NamedTuple):
    """A named line of a definition list; values are links, words or plain text."""

    name: str
    values: tuple[Link | Words, ...]


def measure_row(reader: Reader, site: Site, iri: str, mention_of: str = "") -> MeasureRow:
    """Describe a measure in a list; with ``mention_of``, also where it names that resource."""
    index = reader.index
    sources: tuple[Source, ...] = ()
    if mention_of:
        mentions = (
            mention
            for mention in index.iris(iri, t.POL + "hasMention")
            if index.iri(mention, t.POL + "mentioned") == mention_of
        )
        sources = tuple(s for mention in mentions for s in reader.sources(mention))
    return MeasureRow(
        index.value(iri, t.SKOS + "notation"),
        reader.link(iri),
        leads_of(reader, iri),
        reader.words(iri, t.DCT + "abstract"),
        len(site.book.indicators[iri]),
        sources,
    )


def measure_rows(reader: Reader, site: Site, iris: Iterable[str]) -> tuple[MeasureRow, ...]:
    """Describe measures in the order given."""
    return tuple(measure_row(reader, site, iri) for iri in iris)


def leads_of(reader: Reader, measure: str) -> tuple[Link, ...]:
    """Return the lead ministries of a measure in the printed order."""
    index = reader.index
    printed = [
        index.iri(lead, t.PROV + "agent")
        for lead in index.iris(measure, t.PROV + "qualifiedAttribution")
    ]
    iris = list(dict.fromkeys([*printed, *index.iris(measure, t.POL + "leadOrganization")]))
    return tuple(reader.link(iri) for iri in iris if iri)


def figure_row(reader: Reader, site: Site, observation: str, *, quoted: bool = True) -> FigureRow:
    """Describe one value with its context; quoted: with its sources."""
    index = reader.index
    measure = site.book.measure_of[observation]
    indicator = index.iri(observation, t.POL + "indicator")
    return FigureRow(
        index.value(measure, t.SKOS + "notation"),
        reader.link(measure),
        reader.link(indicator),
        reader.href(observation),
        index.value(indicator, t.SKOS + "notation"),
        leads_of(reader, measure),
        value_view(reader, observation, quoted=quoted),
    )


def figure_rows(
    reader: Reader, site: Site, observations: Iterable[str], *, quoted: bool = True
) -> list[FigureRow]:
    """Describe values in the order of the plan; quoted: with their sources."""
    ranks, measure_of = site.book.ranks, site.book.measure_of
    ordered = sorted(observations, key=lambda o: (ranks[measure_of[o]], o))
    return [figure_row(reader, site, observation, quoted=quoted) for observation in ordered]


def milestone_row(reader: Reader, site: Site, iri: str) -> MilestoneRow:
    """Describe one milestone."""
    index = reader.index
    measure = site.book.measure_of[iri]
    period = index.iri(iri, t.TIME + "hasTime")
    return MilestoneRow(
        reader.href(iri).partition("#")[2],
        reader.name(iri),
        reader.link(period) if period else None,
        index.value(period, t.SCHEMA + "endDate"),
        index.value(measure, t.SKOS + "notation"),
        reader.link(measure),
        leads_of(reader, measure),
        reader.sources(iri),
    )


def facts_of(
    reader: Reader, iri: str, table: Iterable[tuple[str, str]], names: object
) -> tuple[Fact, ...]:
    """Return a definition list: rows of (label key, predicate) that the resource has."""
    found = []
    for key, predicate in table:
        values = values_of(reader, iri, predicate)
        if values:
            found.append(Fact(getattr(names, key), values))
    return tuple(found)


#: Registries whose entries are known by the end of their IRI.
_REGISTRIES = ("http://publications.europa.eu/resource/authority/",)


def outside(iri: str) -> str:
    """Return how an IRI of another site is shown: an entry of a registry by its name."""
    if not iri.startswith(_REGISTRIES):
        return iri
    name = iri.rsplit("/", 1)[-1].replace("_", " ")
    return re.sub(r"(?<=\d) (?=\d)", ".", name)


def values_of(reader: Reader, iri: str, predicate: str) -> tuple[Link | Words, ...]:
    """Return links for IRIs, and the literals in the page's language or in all where none is."""
    nodes = reader.index.nodes(iri, predicate)
    links = [
        reader.link(node)
        if reader.index.path(node) or reader.index.about(node)
        else Link(node, Words(outside(node)), node)
        for node in nodes
        if isinstance(node, str)
    ]
    texts = [node for node in nodes if not isinstance(node, str)]
    own = [node for node in texts if node.language in (reader.language, "")] or texts
    return (*links, *(reader.marked(node) for node in own))
