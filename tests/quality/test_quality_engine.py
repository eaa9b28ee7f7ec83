"""The engine reads the union of all graphs, however they are cut, and reads it as it is now."""

from __future__ import annotations

from typing import Any

from mutating import broken, mutations
from pyoxigraph import NamedNode, Quad, Store

from shisaku.quality import Report, validate
from shisaku.quality.shapes import Shapes


def _summary(report: Report) -> list[tuple[str, int, int]]:
    return [(o.rule.key, o.checked, len(o.results)) for o in report.outcomes]


def test_statements_that_stand_in_several_graphs_count_once(world: Store, shapes: Shapes) -> None:
    """Editions repeat their periods; seven copies of everything must not change a result."""
    with broken(world, next(m for m in mutations() if m.rule == "Period-instants")):
        whole = validate(world, shapes)
        copies = Store()
        for number in range(7):
            graph = NamedNode(f"https://graphs.example/{number}")
            copies.extend(Quad(q.subject, q.predicate, q.object, graph) for q in world)
        assert _summary(validate(copies, shapes)) == _summary(whole)
    assert not whole.conforms


def test_statements_may_lie_in_different_graphs(world: Store, shapes: Shapes) -> None:
    scattered = Store()
    for number, quad in enumerate(sorted(world, key=str)):
        graph = NamedNode(f"https://graphs.example/{number % 3}")
        scattered.add(Quad(quad.subject, quad.predicate, quad.object, graph))
    assert _summary(validate(scattered, shapes)) == _summary(validate(world, shapes))


def test_a_store_without_a_plan_checks_nothing(shapes: Shapes) -> None:
    report = validate(Store(), shapes)
    assert report.conforms
    assert report.checked == 0
    assert report.editions == ()


def test_validation_leaves_the_store_as_it_was(world: Store, shapes: Shapes) -> None:
    before = set(world)
    validate(world, shapes)
    assert set(world) == before


def test_two_editions_are_judged_as_one_and_one(graph: Store, shapes: Shapes) -> None:
    """The same plan as another edition doubles what its measures give, and nothing else."""
    edition = "/jutenkeikaku/2023"
    double = Store()
    for quad in graph:
        double.add(quad)
        if edition in quad.graph_name.value:
            double.add(_renamed(quad, edition, "/jutenkeikaku/2024"))
    one = {o.rule.key: o for o in validate(graph, shapes).outcomes}
    for outcome in validate(double, shapes).outcomes:
        single = one[outcome.rule.key]
        own = sum(edition in result.focus for result in single.results)
        assert len(outcome.results) == len(single.results) + own, outcome.rule.key


def _renamed(quad: Quad, old: str, new: str) -> Quad:
    def term(value: Any) -> Any:
        return NamedNode(value.value.replace(old, new)) if isinstance(value, NamedNode) else value

    return Quad(
        term(quad.subject),
        quad.predicate,
        term(quad.object),
        term(quad.graph_name),
    )
