"""A measure or one of its indicators goes in; the page about it comes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from shisaku.pages import terms as t
from shisaku.pages.figures import Indicator, indicator_view
from shisaku.pages.json_ld import json_ld_of
from shisaku.pages.links import Link, Words
from shisaku.pages.reader import Reader, Source
from shisaku.pages.site import Page, Query, Site, query_for
from shisaku.pages.views.frame import crumbs_to, document_path
from shisaku.pages.views.rows import MilestoneRow, leads_of, milestone_row


class LeadView(NamedTuple):
    """A lead ministry, with the part of the measure it leads where the plan says so."""

    anchor: str
    link: Link
    scope: Words | None
    sources: tuple[Source, ...]


class MentionView(NamedTuple):
    """A system, organisation or law that the measure names."""

    anchor: str
    link: Link
    kind: Words | None
    status: str
    status_label: Words | None
    article: Words | None
    sources: tuple[Source, ...]


class Block(NamedTuple):
    """A stretch of the printed text: one passage, or the bullets of one list."""

    kind: str
    items: tuple[tuple[str, Words], ...]


class RelatedView(NamedTuple):
    """A related measure and, kind by kind, what both share."""

    number: str
    link: Link
    reasons: tuple[tuple[str, Words], ...]


class Tick(NamedTuple):
    """A deadline on the time axis: place in per cent, and how many goals are due."""

    at: str
    label: str
    goals: int


@dataclass(frozen=True, slots=True)
class MeasureView:
    """What the template of a measure prints."""

    number: str
    identifier: str
    title: Words
    summary: Words | None
    area: Link | None
    leads: tuple[LeadView, ...]
    indicators: tuple[Indicator, ...]
    milestones: tuple[MilestoneRow, ...]
    axis: tuple[Tick, ...]
    systems: tuple[MentionView, ...]
    organisations: tuple[MentionView, ...]
    laws: tuple[MentionView, ...]
    blocks: tuple[Block, ...]
    title_sources: tuple[Source, ...]
    related: tuple[RelatedView, ...]
    previous: tuple[str, Link] | None
    following: tuple[str, Link] | None
    query: Query
    report_href: str


def measure_page(reader: Reader, site: Site, iri: str) -> Page:
    """Describe one measure."""
    index, book = reader.index, site.book
    number = index.value(iri, t.SKOS + "notation")
    title = reader.name(iri)
    summary = reader.words(iri, t.DCT + "abstract")
    area = index.iri(iri, t.DCT + "subject")
    edition = index.iri(iri, t.DCT + "isPartOf")
    order = book.measures.get(edition, [])
    place = order.index(iri) if iri in order else -1
    indicators = tuple(indicator_view(reader, book, item) for item in book.indicators[iri])
    milestones = index.iris(iri, t.POL + "hasMilestone")
    mentions = [_mention(reader, item) for item in index.iris(iri, t.POL + "hasMention")]
    view = MeasureView(
        number,
        index.value(iri, t.DCT + "identifier"),
        title,
        summary,
        reader.link(area) if area else None,
        _leads(reader, iri),
        indicators,
        tuple(milestone_row(reader, site, item) for item in milestones),
        _axis(reader, site, iri),
        tuple(m for kind, m in mentions if kind == "system"),
        tuple(m for kind, m in mentions if kind == "organisation"),
        _laws(reader, iri, [m for kind, m in mentions if kind == "law"]),
        _blocks(reader, iri),
        reader.sources(iri),
        _related(reader, site, iri),
        _neighbour(reader, order, place - 1) if place > 0 else None,
        _neighbour(reader, order, place + 1) if 0 <= place < len(order) - 1 else None,
        query_for(reader, "measure-figures", measure=iri),
        _report_href(site, number, title, iri),
    )
    return Page(
        "measure.html",
        document_path(index, iri),
        f"{number} {title.text}",
        summary.text if summary else title.text,
        view,
        "read",
        crumbs_to(reader, *(i for i in (edition, area) if i)),
        iri,
        json_ld_of(index, iri),
        scripts=("assets/site.js",),
    )


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """What the template of an indicator prints."""

    indicator: Indicator
    number: str
    measure: Link
    leads: tuple[Link, ...]
    siblings: tuple[tuple[str, Link], ...]
    query: Query


def indicator_page(reader: Reader, site: Site, iri: str) -> Page:
    """Describe one indicator with all its values."""
    index = reader.index
    measure = site.book.measure_of[iri]
    indicator = indicator_view(reader, site.book, iri)
    siblings = (item for item in site.book.indicators[measure] if item != iri)
    view = IndicatorPage(
        indicator,
        index.value(measure, t.SKOS + "notation"),
        reader.link(measure),
        leads_of(reader, measure),
        tuple((index.value(i, t.SKOS + "notation"), reader.link(i)) for i in siblings),
        query_for(reader, "indicator-figures", indicator=iri),
    )
    edition = index.iri(measure, t.DCT + "isPartOf")
    return Page(
        "indicator.html",
        document_path(index, iri),
        f"{indicator.notation} {indicator.name.text}",
        " ".join(line.text for line in indicator.lines) or indicator.name.text,
        view,
        "kpi",
        crumbs_to(reader, edition, measure),
        iri,
        json_ld_of(index, iri),
    )


def _leads(reader: Reader, iri: str) -> tuple[LeadView, ...]:
    index = reader.index
    found = []
    for lead in index.iris(iri, t.PROV + "qualifiedAttribution"):
        found.append(
            LeadView(
                reader.href(lead).partition("#")[2],
                reader.link(index.iri(lead, t.PROV + "agent")),
                reader.words(lead, t.POL + "scope"),
                reader.sources(lead),
            )
        )
    return tuple(found)


def _mention(reader: Reader, mention: str) -> tuple[str, MentionView]:
    index = reader.index
    target = index.iri(mention, t.POL + "mentioned")
    kind = (
        "system"
        if index.has_type(target, t.POL + "InformationSystem")
        else "law"
        if index.has_type(target, t.ELI + "LegalResource")
        else "organisation"
    )
    system_kind = index.iri(target, t.POL + "systemKind")
    status = index.iri(target, t.ADMS + "status")
    return kind, MentionView(
        reader.href(mention).partition("#")[2],
        reader.link(target),
        reader.name(system_kind) if system_kind else None,
        status.rsplit("/", 1)[-1],
        reader.name(status) if status else None,
        reader.words(mention, t.POL + "article"),
        reader.sources(mention),
    )


def _laws(reader: Reader, iri: str, mentions: list[MentionView]) -> tuple[MentionView, ...]:
    named = {mention.link.iri for mention in mentions}
    cited = [
        MentionView("", reader.link(law), None, "", None, None, ())
        for law in reader.index.iris(iri, t.DCT + "references")
        if law not in named
    ]
    return (*mentions, *cited)


def _blocks(reader: Reader, iri: str) -> tuple[Block, ...]:
    index = reader.index
    passages = sorted(
        index.iris(iri, t.POL + "hasPassage"),
        key=lambda passage: index.number(passage, t.POL + "position"),
    )
    blocks: list[Block] = []
    for passage in passages:
        kind = index.value(passage, t.POL + "passageKind")
        words = reader.words(passage, t.POL + "text") or Words("")
        item = (f"passage-{index.value(passage, t.POL + 'position')}", words)
        if kind == "bullet" and blocks and blocks[-1].kind == "bullet":
            blocks[-1] = Block(kind, (*blocks[-1].items, item))
        else:
            blocks.append(Block(kind, (item,)))
    return tuple(blocks)


def _axis(reader: Reader, site: Site, iri: str) -> tuple[Tick, ...]:
    """Place the deadlines of a measure on a line of fiscal years; empty for fewer than two."""
    index, book = reader.index, site.book
    periods = [
        index.iri(o, t.SDMX_DIMENSION + "refPeriod")
        for indicator in book.indicators[iri]
        for holder in (indicator, *book.parts.get(indicator, ()))
        for o in book.observations.get(holder, ())
        if index.iri(o, t.POL + "valueRole").endswith("/target")
    ]
    periods += [index.iri(m, t.TIME + "hasTime") for m in index.iris(iri, t.POL + "hasMilestone")]
    ends = {p: index.value(p, t.SCHEMA + "endDate") for p in set(periods)}
    dated = sorted((end, p) for p, end in ends.items() if end)
    if len(dated) < 2:
        return ()
    months = [int(end[:4]) * 12 + int(end[5:7]) for end, _ in dated]
    span = max(months) - min(months) or 1
    return tuple(
        Tick(
            f"{4 + 84 * (month - months[0]) / span:.1f}",
            reader.name(period).text,
            periods.count(period),
        )
        for month, (_, period) in zip(months, dated, strict=True)
    )


def _related(reader: Reader, site: Site, iri: str) -> tuple[RelatedView, ...]:
    index = reader.index
    return tuple(
        RelatedView(
            index.value(relation.measure, t.SKOS + "notation"),
            reader.link(relation.measure),
            tuple(
                (
                    getattr(reader.labels.related, reason.kind),
                    Words(reason.what, "ja", reader.language != "ja")
                    if reason.kind == "word"
                    else reader.name(reason.what),
                )
                for reason in relation.reasons
            ),
        )
        for relation in site.related.get(iri, ())
    )


def _neighbour(reader: Reader, order: list[str], place: int) -> tuple[str, Link]:
    iri = order[place]
    return reader.index.value(iri, t.SKOS + "notation"), reader.link(iri)


def _report_href(site: Site, number: str, title: Words, iri: str) -> str:
    base = site.config.report_url
    if base.startswith("mailto:"):
        return f"{base}?subject={quote(f'{number} {title.text}')}&body={quote(iri)}"
    mark = "&" if urlsplit(base).query else "?"
    return f"{base}{mark}title={quote(f'{number} {title.text}')}&about={quote(iri, safe='')}"
