"""Several editions of one plan in, the statements that tie each to the one before it out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise

from pyoxigraph import Quad

from shisaku.config import Config
from shisaku.graph.iris import Iris
from shisaku.graph.namespaces import DCT, PROV
from shisaku.graph.statements import Statements
from shisaku.plan.model import Plan
from shisaku.plan.profile import Profile


def succession(editions: Iterable[tuple[Plan, Profile]], config: Config) -> list[Quad]:
    """Return which edition replaces which, and which measures go on under the same title.

    Editions of a plan follow each other by the day of decision, then by their key. A measure
    goes on where exactly one measure of the edition before has its title; numbers may differ.
    """
    plans: dict[str, list[tuple[str, str, Plan]]] = {}
    for plan, profile in editions:
        day = profile.issued.isoformat() if profile.issued else ""
        plans.setdefault(plan.key, []).append((day, plan.edition, plan))
    quads: list[Quad] = []
    for _, several in sorted(plans.items()):
        ordered = [plan for _, _, plan in sorted(several, key=lambda item: item[:2])]
        for before, after in pairwise(ordered):
            quads.extend(_tied(before, after, config))
    return quads


def _tied(before: Plan, after: Plan, config: Config) -> Sequence[Quad]:
    older = Iris(config.base_iri, before.key, before.edition)
    newer = Iris(config.base_iri, after.key, after.edition)
    past, present = Statements(older.edition_graph), Statements(newer.edition_graph)
    past.add(older.edition, DCT.isReplacedBy, newer.edition)
    present.add(newer.edition, DCT.replaces, older.edition)
    numbers: dict[str, list[str]] = {}
    for measure in before.measures:
        numbers.setdefault(_folded(measure.title), []).append(measure.number)
    for measure in after.measures:
        same = numbers.get(_folded(measure.title), [])
        if len(same) == 1:
            present.add(newer.measure(measure.number), PROV.wasRevisionOf, older.measure(same[0]))
    return (*past.quads, *present.quads)


def _folded(title: str) -> str:
    return "".join(unicodedata.normalize("NFKC", title).split())
