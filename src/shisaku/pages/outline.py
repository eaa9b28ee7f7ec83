"""An index goes in; the plan's order and its back references, worked out once, come out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shisaku.pages import terms as t
from shisaku.pages.index import Index


@dataclass(frozen=True, slots=True)
class Outline:
    """What stands where in some editions, as lists of IRIs in reading order.

    known: all editions, newest first; newest: plan to its newest edition; editions: those that are
    walked, in the order of all; plans: their plans; measures: edition to its measures; ranks:
    measure to its place among all; areas: edition to its areas; area_measures, led, mentioning,
    citing: area, organisation, mentioned resource or law to measures; indicators: measure to
    indicators; parts: indicator to sub-indicators; observations: indicator (or part) to
    observations; due, milestones_due: period to observations and milestones; periods: period to its
    place by the last day, undated last; in_unit: unit to observations; measure_of: indicator, part,
    observation or milestone to its measure; published: organisation to its systems; components:
    system to the systems that are parts of it; members: concept scheme to its concepts.
    """

    known: tuple[str, ...]
    newest: dict[str, str]
    editions: tuple[str, ...]
    plans: tuple[str, ...]
    measures: dict[str, list[str]]
    ranks: dict[str, int]
    areas: dict[str, list[str]]
    area_measures: dict[str, list[str]]
    led: dict[str, list[str]]
    mentioning: dict[str, list[str]]
    citing: dict[str, list[str]]
    indicators: dict[str, list[str]]
    parts: dict[str, list[str]]
    observations: dict[str, list[str]]
    due: dict[str, list[str]]
    milestones_due: dict[str, list[str]]
    periods: dict[str, int]
    in_unit: dict[str, list[str]]
    measure_of: dict[str, str]
    published: dict[str, list[str]]
    components: dict[str, list[str]]
    members: dict[str, list[str]]

    @property
    def edition(self) -> str:
        """Return the newest edition of all, the one that the site opens with."""
        return self.known[0] if self.known else ""

    @property
    def within(self) -> tuple[str, ...]:
        """Return the editions that a query must keep to; none where there are no others."""
        return self.editions if len(self.editions) < len(self.known) else ()

    def all_measures(self) -> list[str]:
        """Return the measures of every edition that is walked, newest edition first."""
        return [measure for edition in self.editions for measure in self.measures[edition]]

    def holders(self, measure: str) -> list[str]:
        """Return what a measure's values may hang on: its indicators, each before its parts."""
        return [h for k in self.indicators[measure] for h in (k, *self.parts.get(k, ()))]


def known_editions(index: Index) -> list[str]:
    """Return all editions that the index names, newest first."""
    return sorted(
        index.of_kind(t.POL + "PlanEdition"),
        key=lambda iri: (index.value(iri, t.DCT + "issued"), iri),
        reverse=True,
    )


def build_outline(index: Index, editions: Sequence[str] | None = None) -> Outline:
    """Walk editions once: the current ones, or those given.

    Of other editions the index may hold anything; they are known, and nothing else of them counts.
    """
    known = tuple(known_editions(index))
    newest: dict[str, str] = {}
    for edition in known:
        newest.setdefault(index.iri(edition, _PLAN), edition)
    chosen = set(newest.values() if editions is None else editions)
    walked = tuple(edition for edition in known if edition in chosen)
    plans = {index.iri(edition, _PLAN) for edition in walked}
    book = Outline(
        known=known,
        newest=newest,
        editions=walked,
        plans=tuple(plan for plan in index.of_kind(t.POL + "Plan") if plan in plans),
        measures=_by_edition(index, walked, t.POL + "Measure", _PART_OF),
        ranks={},
        areas=_areas(index, walked),
        area_measures=defaultdict(list),
        led=defaultdict(list),
        mentioning=defaultdict(list),
        citing=defaultdict(list),
        indicators={},
        parts=defaultdict(list),
        observations={},
        due=defaultdict(list),
        milestones_due=defaultdict(list),
        periods={},
        in_unit=defaultdict(list),
        measure_of={},
        published=defaultdict(list),
        components=defaultdict(list),
        members=defaultdict(list),
    )
    book.ranks.update((measure, rank) for rank, measure in enumerate(book.all_measures()))
    for concept in index.of_kind(t.SKOS + "Concept"):
        for scheme in index.iris(concept, t.SKOS + "inScheme"):
            book.members[scheme].append(concept)
    for part in index.of_kind(t.POL + "Indicator"):
        if whole := index.iri(part, t.SKOS + "broader"):
            book.parts[whole].append(part)
    for measure in book.ranks:
        _enter_measure(index, book, measure)
    for system in index.of_kind(t.POL + "InformationSystem"):
        for operator in index.iris(system, t.DCT + "publisher"):
            book.published[operator].append(system)
        if whole := index.iri(system, _PART_OF):
            book.components[whole].append(system)
    dated = {period for period in (*book.due, *book.milestones_due) if period}
    ordered = sorted(dated, key=lambda p: (index.value(p, t.SCHEMA + "endDate") or "9999", p))
    book.periods.update((period, place) for place, period in enumerate(ordered))
    return book


def _by_edition(
    index: Index, editions: Iterable[str], kind: str, predicate: str
) -> dict[str, list[str]]:
    """Group the instances of a class by the edition they belong to, in the order of the plan."""
    found: dict[str, list[str]] = {edition: [] for edition in editions}
    for iri in index.of_kind(kind):
        if (edition := index.iri(iri, predicate)) in found:
            found[edition].append(iri)
    return {edition: by_position(index, iris) for edition, iris in found.items()}


def _areas(index: Index, editions: Sequence[str]) -> dict[str, list[str]]:
    schemes = {edition: index.iri(edition, t.POL + "areaScheme") for edition in editions}
    found = _by_edition(index, schemes.values(), t.POL + "PolicyArea", t.SKOS + "inScheme")
    return {edition: found[scheme] for edition, scheme in schemes.items()}


def by_position(index: Index, iris: Iterable[str]) -> list[str]:
    """Sort resources by their position, then by IRI."""
    return sorted(iris, key=lambda iri: (index.number(iri, t.POL + "position"), iri))


_PART_OF = t.DCT + "isPartOf"
_PLAN = t.DCT + "isVersionOf"


def _enter_measure(index: Index, book: Outline, measure: str) -> None:
    for predicate, entry in (
        (t.DCT + "subject", book.area_measures),
        (t.POL + "leadOrganization", book.led),
        (t.SCHEMA + "mentions", book.mentioning),
        (t.DCT + "references", book.citing),
    ):
        for target in index.iris(measure, predicate):
            entry[target].append(measure)
    indicators = [
        iri
        for iri in index.iris(measure, t.POL + "hasIndicator")
        if not index.iri(iri, t.SKOS + "broader")
    ]
    book.indicators[measure] = by_position(index, indicators)
    for indicator in book.indicators[measure]:
        book.parts[indicator] = by_position(index, book.parts[indicator])
        for holder in (indicator, *book.parts[indicator]):
            book.measure_of[holder] = measure
            book.observations[holder] = index.iris(holder, t.POL + "hasObservation")
            for observation in book.observations[holder]:
                book.measure_of[observation] = measure
                book.due[index.iri(observation, REF_PERIOD)].append(observation)
                book.in_unit[index.iri(observation, UNIT)].append(observation)
    for milestone in by_position(index, index.iris(measure, t.POL + "hasMilestone")):
        book.measure_of[milestone] = measure
        book.milestones_due[index.iri(milestone, t.TIME + "hasTime")].append(milestone)


REF_PERIOD = t.SDMX_DIMENSION + "refPeriod"
UNIT = t.SDMX_ATTRIBUTE + "unitMeasure"
