"""A whole graph is judged alike by rudof, an engine of its own, fast enough for every run."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, Store, Triple, serialize

from shisaku.quality import validate
from shisaku.quality.shapes import Shapes

pyrudof = pytest.importorskip("pyrudof", reason="rudof has no wheel for this machine")


def _lines(store: Store) -> str:
    """Return the union of all graphs of a store as N-Triples."""
    triples = {Triple(quad.subject, quad.predicate, quad.object) for quad in store}
    return serialize(triples, format=RdfFormat.N_TRIPLES).decode()


def test_a_whole_graph_is_judged_alike(graph: Store, shapes: Shapes) -> None:
    rules = Store()
    for path in shapes.files:
        rules.load(path.read_bytes(), RdfFormat.TURTLE)
    rudof = pyrudof.Rudof(pyrudof.RudofConfig())
    rudof.read_data(_lines(graph), format=pyrudof.RDFFormat.NTriples)
    rudof.read_shacl(_lines(rules), format=pyrudof.ShaclFormat.NTriples)
    theirs = {
        (str(entry.focus_node), str(entry.source_shape), str(entry.constraint_component))
        for entry in rudof.validate_shacl()
    }
    ours = {
        (result.focus, outcome.rule.iri, result.component)
        for outcome in validate(graph, shapes).outcomes
        for result in outcome.results
    }
    assert ours
    assert ours == theirs
