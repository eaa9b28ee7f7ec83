"""Outlines of several editions in, the statements that tie each to the one before it out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from pyoxigraph import NamedNode, Quad

from shisaku.config import Config
from shisaku.graph.edition import edition_title
from shisaku.graph.iris import Iris
from shisaku.graph.namespaces import DCT, PROV, SKOS
from shisaku.graph.statements import Statements
from shisaku.plan.model import Plan
from shisaku.plan.profile import Profile
from shisaku.sample.overlay import Overlay, translation_of

#: What ties say, by the IRI of the graph they are said in; each edition has its entry.
Ties = Mapping[str, Sequence[Quad]]


@dataclass(frozen=True, slots=True)
class EditionOutline:
    """What must be known of an edition to tie others to it: some 10 KB for 154 measures.

    plan, edition: keys of its path; issued: day of decision; titles: Japanese, English;
    measures: number and title of each, in the order of the plan.
    """

    plan: str
    edition: str
    issued: date | None
    titles: tuple[str, str]
    measures: tuple[tuple[str, str], ...]


def outline_of(plan: Plan, profile: Profile) -> EditionOutline:
    """Return the outline of an edition."""
    return EditionOutline(
        plan.key,
        plan.edition,
        profile.issued,
        edition_title(profile),
        tuple((measure.number, measure.title) for measure in plan.measures),
    )


def current(outlines: Iterable[EditionOutline]) -> list[EditionOutline]:
    """Return the newest edition of each plan, in the order of the plans' keys."""
    return [ordered[-1] for ordered in _by_plan(outlines)]


def succession(outlines: Iterable[EditionOutline], config: Config) -> Ties:
    """Return which edition replaces which, and which measures go on under the same title.

    Editions of a plan follow each other by the day of decision, then by their key. A measure
    goes on where exactly one measure of the edition before has its title; numbers may differ.
    """
    ties: dict[str, list[Quad]] = {}
    for ordered in _by_plan(outlines):
        for outline in ordered:
            ties[_iris(outline, config).edition_graph.value] = []
        for before, after in pairwise(ordered):
            older, newer = _iris(before, config), _iris(after, config)
            past, present = Statements(older.edition_graph), Statements(newer.edition_graph)
            past.add(older.edition, DCT.isReplacedBy, newer.edition)
            present.add(newer.edition, DCT.replaces, older.edition)
            for number, (earlier, _) in _gone_on(before, after):
                present.add(newer.measure(number), PROV.wasRevisionOf, older.measure(earlier))
            ties[past.graph.value] += past.quads
            ties[present.graph.value] += present.quads
    return ties


def newer_measures(ties: Ties) -> dict[str, str]:
    """Return, by the IRI of a measure, that of the measure in the next edition that goes on."""
    return {
        _iri(quad.object): _iri(quad.subject)
        for quads in ties.values()
        for quad in quads
        if quad.predicate == PROV.wasRevisionOf
    }


def neighbour_labels(
    outlines: Iterable[EditionOutline], graph: str, overlay: Overlay, config: Config
) -> list[Quad]:
    """Return titles and numbers of what the ties of one edition point at, each in its own graph.

    graph: IRI of the edition's graph. The labels are context for pages, documents and rules; the
    release states them in the dump of the edition they belong to. No class is said, so that
    nobody takes a neighbour for a resource that is wholly described.
    """
    quads: list[Quad] = []
    for ordered in _by_plan(outlines):
        graphs = [_iris(outline, config).edition_graph.value for outline in ordered]
        if graph not in graphs:
            continue
        place = graphs.index(graph)
        if place:
            before = ordered[place - 1]
            named = {found for _, found in _gone_on(before, ordered[place])}
            quads += _labels(before, sorted(named), overlay, config)
        if place + 1 < len(ordered):
            quads += _labels(ordered[place + 1], (), overlay, config)
    return quads


def _by_plan(outlines: Iterable[EditionOutline]) -> Iterator[list[EditionOutline]]:
    """Yield the editions of each plan, oldest first."""
    plans: dict[str, list[EditionOutline]] = {}
    for outline in outlines:
        plans.setdefault(outline.plan, []).append(outline)
    for _, several in sorted(plans.items()):
        yield sorted(several, key=lambda item: (item.issued or date.min, item.edition))


def _gone_on(
    before: EditionOutline, after: EditionOutline
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield numbers of measures with the one measure of the edition before that they continue."""
    named: dict[str, list[tuple[str, str]]] = {}
    for number, title in before.measures:
        named.setdefault(_folded(title), []).append((number, title))
    for number, title in after.measures:
        same = named.get(_folded(title), [])
        if len(same) == 1:
            yield number, same[0]


def _labels(
    outline: EditionOutline,
    measures: Iterable[tuple[str, str]],
    overlay: Overlay,
    config: Config,
) -> list[Quad]:
    iris = _iris(outline, config)
    out = Statements(iris.edition_graph)
    out.titled(iris.edition, *outline.titles)
    for number, title in measures:
        words = translation_of(overlay, number, title)
        node = iris.measure(number)
        out.plain(node, SKOS.notation, number)
        out.titled(node, title, words.title_en if words else "")
    return out.quads


def _iris(outline: EditionOutline, config: Config) -> Iris:
    return Iris(config.base_iri, outline.plan, outline.edition)


def _iri(term: object) -> str:
    assert isinstance(term, NamedNode)  # ties hold nothing else
    return term.value


def _folded(title: str) -> str:
    return "".join(unicodedata.normalize("NFKC", title).split())
