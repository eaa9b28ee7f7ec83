"""An index goes in; the plan's order and its back references, worked out once, come out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from shisaku.pages import terms as t
from shisaku.pages.index import Index


@dataclass(frozen=True, slots=True)
class Outline:
    """What stands where in the plan, as lists of IRIs in reading order.

    plans, editions; measures: edition to its measures; area_measures, led, mentioning, citing:
    area, organisation, mentioned resource or law to measures; indicators: measure to indicators;
    parts: indicator to sub-indicators; observations: indicator (or part) to observations;
    due, milestones_due: period to observations and milestones; in_unit: unit to observations;
    measure_of: indicator, part, observation or milestone to its measure; published: organisation
    to its systems; members: concept scheme to its concepts.
    """

    plans: tuple[str, ...]
    editions: tuple[str, ...]
    measures: dict[str, list[str]]
    area_measures: dict[str, list[str]]
    led: dict[str, list[str]]
    mentioning: dict[str, list[str]]
    citing: dict[str, list[str]]
    indicators: dict[str, list[str]]
    parts: dict[str, list[str]]
    observations: dict[str, list[str]]
    due: dict[str, list[str]]
    milestones_due: dict[str, list[str]]
    in_unit: dict[str, list[str]]
    measure_of: dict[str, str]
    published: dict[str, list[str]]
    members: dict[str, list[str]]

    @property
    def edition(self) -> str:
        """Return the newest edition, the one that the site opens with."""
        return self.editions[0] if self.editions else ""

    def all_measures(self) -> list[str]:
        """Return the measures of every edition, newest edition first."""
        return [measure for edition in self.editions for measure in self.measures[edition]]


def build_outline(index: Index) -> Outline:
    """Walk the plan once."""
    editions = sorted(
        index.of_kind(t.POL + "PlanEdition"),
        key=lambda iri: (index.value(iri, t.DCT + "issued"), iri),
        reverse=True,
    )
    measures = {
        edition: by_position(
            index,
            (m for m in index.of_kind(t.POL + "Measure") if index.iri(m, _PART_OF) == edition),
        )
        for edition in editions
    }
    book = Outline(
        plans=tuple(index.of_kind(t.POL + "Plan")),
        editions=tuple(editions),
        measures=measures,
        area_measures=defaultdict(list),
        led=defaultdict(list),
        mentioning=defaultdict(list),
        citing=defaultdict(list),
        indicators={},
        parts=defaultdict(list),
        observations={},
        due=defaultdict(list),
        milestones_due=defaultdict(list),
        in_unit=defaultdict(list),
        measure_of={},
        published=defaultdict(list),
        members=defaultdict(list),
    )
    for concept in index.of_kind(t.SKOS + "Concept"):
        for scheme in index.iris(concept, t.SKOS + "inScheme"):
            book.members[scheme].append(concept)
    for part in index.of_kind(t.POL + "Indicator"):
        if whole := index.iri(part, t.SKOS + "broader"):
            book.parts[whole].append(part)
    for measure in book.all_measures():
        _enter_measure(index, book, measure)
    for system in index.of_kind(t.POL + "InformationSystem"):
        for operator in index.iris(system, t.DCT + "publisher"):
            book.published[operator].append(system)
    return book


def by_position(index: Index, iris: Iterable[str]) -> list[str]:
    """Sort resources by their position, then by IRI."""
    return sorted(iris, key=lambda iri: (index.number(iri, t.POL + "position"), iri))


_PART_OF = t.DCT + "isPartOf"


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
