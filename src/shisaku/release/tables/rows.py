"""A table and the store become rows: one tuple of lexical forms a resource, sorted by id."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from typing import cast

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from shisaku.release.tables.columns import SEPARATOR, Column, Table, query_text

_SINGLE_DIGIT = re.compile(r"(?<!\d)\d(?!\d)")

#: A cell as text in the lexical form of its datatype; None where nothing is stated.
Cell = str | None
Row = tuple[Cell, ...]

#: What rows are sorted by: the first column, ``id``, and the last, ``iri``.
order = itemgetter(0, -1)

#: Rows that are made into one part of a file, about a megabyte.
PART = 1_000


@dataclass(frozen=True, slots=True)
class Filled:
    """A table with its rows, sorted; the cells stand in the order of the columns."""

    table: Table
    rows: Collection[Row]

    @property
    def name(self) -> str:
        """Name of the table, which is also its file's name."""
        return self.table.name

    @property
    def columns(self) -> tuple[Column, ...]:
        """Columns of the table."""
        return self.table.columns

    def batches(self, size: int) -> Iterator[list[Row]]:
        """Yield the rows in lists of at most ``size``."""
        rows = iter(self.rows)
        while batch := list(islice(rows, size)):
            yield batch


def padded(number: str) -> str:
    """Fill single digits up to two, so that numbers sort as text: ``4-8`` becomes ``04-08``."""
    return _SINGLE_DIGIT.sub(lambda match: "0" + match[0], number)


def joined(values: Iterable[str]) -> str:
    """Return several values as one cell, numbers in their order."""
    return SEPARATOR.join(sorted(values, key=lambda value: (padded(value), value)))


def fill(table: Table, store: Store) -> Filled:
    """Return the table with rows from the union of the store's graphs.

    Where a resource states two values for a column of one, the first in code point order stands.
    """
    names, solutions = _solutions(store, table.name)
    key = names.index("iri")
    found: dict[Cell, Row] = {}
    for cells in solutions:
        known = found.get(cells[key])
        found[cells[key]] = cells if known is None else tuple(map(_first, known, cells))
    several = {
        column.name: _several(store, column.query) for column in table.columns if column.query
    }
    taken = [_taken(column, names, several.get(column.name)) for column in table.columns]
    rows = [tuple([cell(cells) for cell in taken]) for cells in found.values()]
    return Filled(table, tuple(sorted(rows, key=order)))


def united(table: Table, rows: Collection[Row]) -> Row:
    """Return one row of those that several editions have for the same resource, by ``fill``'s rule.

    Columns of several values hold the values of all editions.
    """
    if len(rows) == 1:
        (row,) = rows
        return row
    return tuple(map(_united, table.columns, zip(*rows, strict=True)))


def _united(column: Column, cells: Collection[Cell]) -> Cell:
    stated = {cell for cell in cells if cell is not None}
    if column.query and len(stated) > 1:
        return joined({value for cell in stated for value in cell.split(SEPARATOR)})
    return min(stated, default=None)


def _taken(
    column: Column, names: list[str], several: Mapping[Cell, Cell] | None
) -> Callable[[Row], Cell]:
    """Return what makes a column's cell from a solution with the named variables."""
    if several is not None:
        iri = names.index("iri")
        return lambda cells: several.get(cells[iri])
    if column.sorted_from:
        source = names.index(column.sorted_from)
        return lambda cells: padded(cells[source] or "")
    return itemgetter(names.index(column.name))


def _first(one: Cell, other: Cell) -> Cell:
    return other if one is None else one if other is None else min(one, other)


def _solutions(store: Store, name: str) -> tuple[list[str], Iterator[Row]]:
    """Return the variables of a query and its solutions, cells in their order."""
    answer = store.query(query_text(name), use_default_graph_as_union=True)
    if not isinstance(answer, QuerySolutions):
        raise TypeError(f"{name}.rq is not a SELECT query")
    terms = cast(Iterable[Iterable[NamedNode | Literal | None]], answer)
    return (
        [variable.value for variable in answer.variables],
        (tuple([term and term.value for term in solution]) for solution in terms),
    )


def _several(store: Store, name: str) -> Mapping[Cell, Cell]:
    values: dict[Cell, set[str]] = defaultdict(set)
    for iri, value in _solutions(store, name)[1]:
        values[iri].add(value or "")
    return {iri: joined(found) for iri, found in values.items()}
