"""A store and shapes come in; a report of every breach leaves, found with SPARQL over the store.

The results are those of SHACL Core and SHACL-SPARQL for the constraints in
``shapes.COMPONENTS``; a differential test holds them against pySHACL. A class is first read in
one pass (a star); only what that pass finds wrong is asked for one constraint at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
)

from shisaku.errors import ShisakuError
from shisaku.quality.compilation import (
    checked_query,
    diagnosis,
    in_star,
    query_text,
    star,
)
from shisaku.quality.model import Outcome, Report, Result
from shisaku.quality.shapes import Constraint, Shape, Shapes, target_pattern

Row = dict[str, NamedNode | BlankNode | Literal | Triple | None]


def rows(store: Store, query: str, graph: NamedNode | None = None) -> list[Row]:
    """Return the solutions of a SELECT over one graph, or else the union of all graphs."""
    if graph:
        answer = store.query(query, default_graph=graph)
    else:
        answer = store.query(query, use_default_graph_as_union=True)
    if not isinstance(answer, QuerySolutions):
        raise ShisakuError("query-kind", "the query must be a SELECT.", query.splitlines()[0])
    names = [variable.value for variable in answer.variables]
    return [dict(zip(names, solution, strict=True)) for solution in answer]


def _subclasses(store: Store) -> dict[str, list[str]]:
    """Return each class of the data that has subclasses, with itself and those."""
    tree: dict[str, list[str]] = defaultdict(list)
    for row in rows(store, query_text("subclasses").substitute()):
        above, below = row["class"], row["below"]
        if isinstance(above, NamedNode) and isinstance(below, NamedNode):
            tree.setdefault(above.value, [above.value])
            if below != above:
                tree[above.value].append(below.value)
    return dict(tree)


def _without_duplicates(store: Store) -> Store:
    """Return the store, or a copy with all triples in one graph when graphs repeat each other.

    Editions describe the same periods and units. Oxigraph's union of graphs repeats such a
    triple, so that a join over k of them in n graphs has n**k rows.
    """
    if not rows(store, query_text("duplicates").substitute()):
        return store
    merged = Store()
    for graph in (DefaultGraph(), *store.named_graphs()):
        lines = store.dump(format=RdfFormat.N_TRIPLES, from_graph=graph)
        merged.bulk_load(lines, RdfFormat.N_TRIPLES)
    return merged


def _name(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)


class _Run:
    """One validation: the store, its class tree, and the queries it answers."""

    def __init__(self, store: Store) -> None:
        self.store = _without_duplicates(store)
        self.subclasses: Mapping[str, list[str]] = _subclasses(self.store)
        self.editions = tuple(
            _name(row["edition"]) for row in rows(self.store, query_text("editions").substitute())
        )
        self.checked: dict[tuple[tuple[str, str], ...], int] = {}
        self._shared: dict[tuple[tuple[str, str], ...], frozenset[str]] = {}

    def ask(self, shape: Shape, constraint: Constraint) -> Iterable[Result]:
        """Yield the breaches of one constraint."""
        found = diagnosis(shape, constraint, self.subclasses)
        for row in rows(self.store, found.query):
            value = row.get("value") or (row["this"] if found.valued else None)
            path = row.get("path")
            yield Result(
                focus=_name(row["this"]),
                path=_name(path) if path else shape.rule.path,
                value=str(value) if found.valued and value is not None else None,
                component=found.component,
            )

    def screen(self, shapes: tuple[Shape, ...]) -> set[str]:
        """Return the keys of shapes that one pass over their class proves clean."""
        plan = star(shapes, self.subclasses)
        (row,) = rows(self.store, plan.query)
        counts = {name: int(v.value) for name, v in row.items() if isinstance(v, Literal)}
        self.checked[shapes[0].targets] = counts["focus"]
        if counts["rows"] != counts["focus"]:
            return set()
        return {
            shape.rule.key for index, shape in enumerate(shapes) if counts.get(f"b{index}") == 0
        }

    def count(self, shape: Shape) -> int:
        """Return the number of focus nodes of a shape."""
        if shape.targets not in self.checked:
            (row,) = rows(self.store, checked_query(shape, self.subclasses))
            focus = row["focus"]
            self.checked[shape.targets] = int(focus.value) if isinstance(focus, Literal) else 0
        return self.checked[shape.targets]

    def shared(self, shape: Shape) -> frozenset[str]:
        """Return the focus nodes of a shape that belong to no edition."""
        if shape.targets not in self._shared:
            own = " || ".join(f'STRSTARTS(STR(?this), "{iri}/")' for iri in self.editions)
            query = query_text("shared").substitute(
                target=target_pattern(shape.targets, self.subclasses, once=False),
                own=own or "false",
            )
            found = (_name(row["this"]) for row in rows(self.store, query))
            self._shared[shape.targets] = frozenset(found).difference(self.editions)
        return self._shared[shape.targets]


def validate(store: Store, shapes: Shapes, several: bool = False) -> Report:
    """Check the union of all graphs of ``store`` against ``shapes``.

    The report holds every result, none accepted yet; time grows linearly with the store.
    several: note which focus nodes stand in other stores too, so that reports can be merged.
    """
    run = _Run(store)
    groups: dict[tuple[tuple[str, str], ...], list[Shape]] = defaultdict(list)
    for shape in shapes.shapes:
        if any(in_star(shape, constraint) for constraint in shape.constraints):
            groups[shape.targets].append(shape)
    clean = {key for group in groups.values() for key in run.screen(tuple(group))}
    outcomes = []
    for shape in shapes.shapes:
        checked = run.count(shape)
        results: set[Result] = set()
        for constraint in shape.constraints if checked else ():
            if not (shape.rule.key in clean and in_star(shape, constraint)):
                results.update(run.ask(shape, constraint))
        ordered = tuple(sorted(results, key=lambda result: result.order))
        shared = run.shared(shape) if several else None
        outcomes.append(Outcome(shape.rule, checked, ordered, shared))
    return Report(tuple(outcomes), run.editions)
