"""The 21 integrity constraints of RDF Data Cube hold, and each query notices a broken cube."""

from __future__ import annotations

from pathlib import Path

import pytest
from graph_publication import Publication
from pyoxigraph import NamedNode, Quad, QueryBoolean, QuerySolutions, RdfFormat, Store, parse

FOLDER = Path(__file__).parent / "constraints"
CONSTRAINTS = [f"{number:02d}" for number in range(1, 22)]

#: Constraints 20 and 21 are templates: what stands in them, and the query for what to put there.
TEMPLATES = {"20": ("PARENT_CHILD", "parents.rq"), "21": ("CHILD_PARENT", "children.rq")}


def queries(number: str, store: Store) -> list[str]:
    """Return the ASK queries of a constraint for a store."""
    query = (FOLDER / f"ic-{number}.rq").read_text(encoding="utf-8")
    if number not in TEMPLATES:
        return [query]
    place, finder = TEMPLATES[number]
    found = store.query((FOLDER / finder).read_text(encoding="utf-8"))
    assert isinstance(found, QuerySolutions)
    return [query.replace(place, str(solution["property"])) for solution in found]


def broken(number: str, store: Store) -> bool:
    """Say whether a store breaks a constraint."""
    for query in queries(number, store):
        answer = store.query(query)
        assert isinstance(answer, QueryBoolean)
        if answer:
            return True
    return False


def normalised(quads: list[Quad]) -> Store:
    """Return the triples of all graphs in one, normalised as the recommendation says."""
    store = Store()
    store.extend(quads)
    store.update((FOLDER / "normalise.ru").read_text(encoding="utf-8"))
    return store


@pytest.fixture(scope="module")
def cube(publication: Publication) -> Store:
    """The published graphs as one graph."""
    return normalised([Quad(q.subject, q.predicate, q.object) for q in publication.quads])


@pytest.fixture
def good() -> list[Quad]:
    """A small cube that keeps every constraint."""
    return list(parse((FOLDER / "good.ttl").read_bytes(), format=RdfFormat.TURTLE))


@pytest.mark.parametrize("number", CONSTRAINTS)
def test_the_published_cube_keeps(number: str, cube: Store) -> None:
    assert not broken(number, cube)


@pytest.mark.parametrize("number", CONSTRAINTS)
def test_a_good_cube_passes_and_a_broken_one_is_noticed(number: str, good: list[Quad]) -> None:
    assert not broken(number, normalised(good))
    store = Store()
    store.extend(good)
    store.update((FOLDER / f"broken-{number}.ru").read_text(encoding="utf-8"))
    assert broken(number, normalised(list(store)))


def test_the_cube_is_published_in_normal_form(publication: Publication, cube: Store) -> None:
    triples = {(q.subject, q.predicate, q.object) for q in publication.quads}
    added = {
        (q.subject, q.predicate, q.object) for q in cube if isinstance(q.subject, NamedNode)
    } - triples
    assert not added
