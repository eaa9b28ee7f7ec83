"""Every rule has an example that passes and one that fails, and says so in two languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, NamedNode, RdfFormat, Store, parse

from shisaku.quality import load_shapes, shapes_turtle, validate
from shisaku.quality.shapes import Shape, Shapes

FAILING = Path(__file__).parent / "examples" / "failing"
KEYS = [shape.rule.key for shape in load_shapes().shapes]


def only(shapes: Shapes, key: str) -> Shapes:
    """Return the shapes with nothing but the named rule."""
    return Shapes(tuple(s for s in shapes.shapes if s.rule.key == key), shapes.files)


def test_the_conforming_world_keeps_every_rule(world: Store, shapes: Shapes) -> None:
    report = validate(world, shapes)
    broken = {o.rule.key: o.results for o in report.outcomes if o.results}
    assert broken == {}
    assert report.conforms
    assert report.publishable


def test_the_conforming_world_gives_every_rule_something_to_check(
    world: Store, shapes: Shapes
) -> None:
    idle = [outcome.rule.key for outcome in validate(world, shapes).outcomes if not outcome.checked]
    assert idle == []


def test_every_rule_has_a_failing_example_and_no_example_is_left_over() -> None:
    assert sorted(path.stem for path in FAILING.glob("*.ttl")) == KEYS


def _described(path: Path) -> Iterator[tuple[NamedNode | BlankNode, NamedNode, object]]:
    for quad in parse(path.read_bytes(), format=RdfFormat.TURTLE):
        yield quad.subject, quad.predicate, quad.object


@pytest.mark.parametrize("key", KEYS)
def test_the_failing_example_breaks_its_rule(key: str, world: Store, shapes: Shapes) -> None:
    """The example describes some resource of the world anew; its rule then has a result."""
    path = FAILING / f"{key}.ttl"
    for subject in {statement[0] for statement in _described(path)}:
        for quad in list(world.quads_for_pattern(subject, None, None)):
            world.remove(quad)
    world.load(path.read_bytes(), RdfFormat.TURTLE)
    (outcome,) = validate(world, only(shapes, key)).outcomes
    assert outcome.results


JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")


@pytest.mark.parametrize("shape", load_shapes().shapes, ids=KEYS)
def test_a_rule_speaks_japanese_and_english(shape: Shape) -> None:
    rule = shape.rule
    assert JAPANESE.search(rule.message.ja)
    assert JAPANESE.search(rule.name.ja) or rule.name.ja.isascii()
    assert rule.message.en.endswith(".")
    assert rule.message.ja.endswith(("。", "。）"))
    assert not JAPANESE.search(rule.message.en + rule.name.en)


def test_shapes_are_grouped_one_file_a_class(shapes: Shapes) -> None:
    """Each file names at the top what it is about."""
    for path in shapes.files:
        assert path.read_text(encoding="utf-8").startswith("# ")


def test_the_shapes_are_one_turtle_file_for_others() -> None:
    kinds = {"NodeShape", "PropertyShape"}
    found = {
        quad.subject.value.rpartition("#")[2]
        for quad in parse(shapes_turtle(), format=RdfFormat.TURTLE)
        if isinstance(quad.object, NamedNode)
        and isinstance(quad.subject, NamedNode)
        and quad.object.value.rpartition("#")[2] in kinds
    }
    assert found >= set(KEYS)
