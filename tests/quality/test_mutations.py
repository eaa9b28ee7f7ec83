"""Breaking one statement of a real graph is noticed by the rule that is meant for it."""

from __future__ import annotations

import pytest
from mutating import Mutation, broken, mutations
from pyoxigraph import Store

from shisaku.quality import validate
from shisaku.quality.model import Result
from shisaku.quality.shapes import Shapes

ALL = mutations()


def _results(store: Store, shapes: Shapes, key: str) -> set[Result]:
    one = Shapes(tuple(s for s in shapes.shapes if s.rule.key == key), shapes.files)
    (outcome,) = validate(store, one).outcomes
    return set(outcome.results)


def test_every_rule_has_a_mutation(shapes: Shapes) -> None:
    assert [mutation.rule for mutation in ALL] == sorted(s.rule.key for s in shapes.shapes)


@pytest.mark.parametrize("mutation", ALL, ids=[mutation.rule for mutation in ALL])
def test_the_rule_notices(mutation: Mutation, graph: Store, shapes: Shapes) -> None:
    before = _results(graph, shapes, mutation.rule)
    with broken(graph, mutation):
        after = _results(graph, shapes, mutation.rule)
    assert after - before
    assert _results(graph, shapes, mutation.rule) == before
