"""All measures go in; for each, the measures it has most in common with, and why, come out."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from typing import NamedTuple

from shisaku.pages import terms as t
from shisaku.pages.index import Index
from shisaku.pages.outline import Outline

#: How many related measures a page names, and how many reasons for each.
MOST = 4
REASONS = 3
#: A feature that more measures share says nothing about any two of them.
_COMMON = 16
_WEIGHTS = {"system": 2.0, "law": 1.5, "organisation": 1.0, "word": 1.0}
_WORD = re.compile(r"[ァ-ヴー]{3,}|[一-龠々]{3,6}|[A-Za-z][A-Za-z0-9-]{2,}")


class Reason(NamedTuple):
    """Why two measures are related: the kind of thing they share, and its IRI or word."""

    kind: str
    what: str


class Relation(NamedTuple):
    """A related measure, with the reasons that weigh most first."""

    measure: str
    reasons: tuple[Reason, ...]


def related_measures(index: Index, book: Outline) -> dict[str, tuple[Relation, ...]]:
    """Weigh shared systems, laws, organisations and KPI words by how rare they are there."""
    found: dict[str, tuple[Relation, ...]] = {}
    for edition in book.editions:
        found |= _related_in(index, book, book.measures[edition])
    return found


def _related_in(
    index: Index, book: Outline, measures: list[str]
) -> dict[str, tuple[Relation, ...]]:
    holders: dict[Reason, list[str]] = defaultdict(list)
    for measure in measures:
        for reason in sorted(_features(index, book, measure)):
            holders[reason].append(measure)
    shared: dict[str, dict[str, list[tuple[float, Reason]]]] = {m: {} for m in measures}
    for reason, found in holders.items():
        if not 2 <= len(found) <= _COMMON:
            continue
        weight = _WEIGHTS[reason.kind] * math.log(len(measures) / len(found))
        for one in found:
            for other in found:
                if one != other:
                    shared[one].setdefault(other, []).append((-weight, reason))
    return {measure: _best(others) for measure, others in shared.items()}


def _best(others: dict[str, list[tuple[float, Reason]]]) -> tuple[Relation, ...]:
    ranked = sorted(others, key=lambda other: (sum(w for w, _ in others[other]), other))
    return tuple(
        Relation(other, tuple(reason for _, reason in sorted(others[other])[:REASONS]))
        for other in ranked[:MOST]
    )


def _features(index: Index, book: Outline, measure: str) -> set[Reason]:
    found = {Reason("law", iri) for iri in index.iris(measure, t.DCT + "references")}
    for iri in index.iris(measure, t.SCHEMA + "mentions"):
        is_system = index.has_type(iri, t.POL + "InformationSystem")
        found.add(Reason("system" if is_system else "organisation", iri))
    printed = [index.text(measure, t.DCT + "title", "ja")]
    printed += [index.text(k, t.SKOS + "prefLabel", "ja") for k in book.indicators[measure]]
    for text in printed:
        if text:
            found |= {Reason("word", word) for word in _WORD.findall(text.value)}
    return found
