"""The outline of an edition goes in; how much of it names each shared resource comes out.

Pages of organisations, systems, laws, periods and units list the current editions; of an earlier
one they know no more than its digest, and link to a page of that edition.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from shisaku.addresses import SHARED
from shisaku.pages import terms as t
from shisaku.pages.index import Index
from shisaku.pages.outline import Outline, build_outline


class Occurrence(NamedTuple):
    """How many measures, values and milestones of an edition have to do with a resource."""

    measures: int
    values: int = 0
    milestones: int = 0


@dataclass(frozen=True, slots=True)
class EditionDigest:
    """What joint pages must know of an edition that they do not hold: where it names what."""

    edition: str
    occurrences: Mapping[str, Occurrence]


def edition_digest(index: Index, edition: str) -> EditionDigest:
    """Count in an index of at least the edition's own graph."""
    return EditionDigest(edition, occurrences(index, build_outline(index, (edition,))))


def occurrences(index: Index, book: Outline) -> dict[str, Occurrence]:
    """Return each shared resource that the outline's editions name, sorted, with its counts.

    An organisation's values are those of the measures it leads.
    """
    measures: dict[str, set[str]] = defaultdict(set)
    values: dict[str, int] = defaultdict(int)
    milestones: dict[str, int] = defaultdict(int)
    for entry in (book.led, book.mentioning, book.citing):
        for iri, found in entry.items():
            measures[iri].update(found)
    for iri, led in book.led.items():
        values[iri] += sum(len(book.observations[h]) for m in led for h in book.holders(m))
    for entry in (book.due, book.in_unit):
        for iri, found in entry.items():
            measures[iri].update(book.measure_of[observation] for observation in found)
            values[iri] += len(found)
    for iri, found in book.milestones_due.items():
        measures[iri].update(book.measure_of[milestone] for milestone in found)
        milestones[iri] += len(found)
    return {
        iri: Occurrence(len(measures[iri]), values[iri], milestones[iri])
        for iri in sorted(measures)
        if root_of(index, iri) in SHARED
    }


def root_of(index: Index, iri: str) -> str:
    """Return the first segment of a resource's path, empty outside the base."""
    root, _, key = (index.path(iri) or "").partition("/")
    return root if key else ""


def edition_document(index: Index, edition: str, iri: str) -> str:
    """Return the document of an edition about a shared resource: ``plan/2022/org/soumu``."""
    return f"{index.path(edition)}/{index.path(iri)}"


def held_beside(index: Index, book: Outline) -> Iterator[str]:
    """Yield the editions, newest first, that are not walked but whose measures the index holds."""
    held = {index.iri(m, t.DCT + "isPartOf") for m in index.of_kind(t.POL + "Measure")}
    for edition in book.known:
        if edition in held and edition not in book.editions:
            yield edition


def revisions(index: Index) -> dict[str, str]:
    """Return the measures that the index knows to be revised, each with its revision."""
    return {
        older: measure
        for measure in index.of_kind(t.POL + "Measure")
        for older in index.iris(measure, t.PROV + "wasRevisionOf")
    }


def newest_of(measure: str, newer: Mapping[str, str]) -> str:
    """Follow revisions to the last; an empty string where there is none."""
    last, seen = measure, {measure}
    while (following := newer.get(last, "")) and following not in seen:
        last = following
        seen.add(last)
    return last if last != measure else ""


def by_resource(digests: Iterable[EditionDigest]) -> dict[str, list[tuple[str, Occurrence]]]:
    """Turn digests around: for each resource the editions that name it, in the order given."""
    found: dict[str, list[tuple[str, Occurrence]]] = defaultdict(list)
    for digest in digests:
        for iri, counts in digest.occurrences.items():
            found[iri].append((digest.edition, counts))
    return dict(found)
