"""A table and the store become rows: one tuple of lexical forms a resource, sorted by id."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store

from shisaku.release.tables.columns import SEPARATOR, Column, Table, query_text

_SINGLE_DIGIT = re.compile(r"(?<!\d)\d(?!\d)")

#: A cell as text in the lexical form of its datatype; None where nothing is stated.
Cell = str | None


@dataclass(frozen=True, slots=True)
class Filled:
    """A table with its rows; the cells stand in the order of the columns."""

    table: Table
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def name(self) -> str:
        """Name of the table, which is also its file's name."""
        return self.table.name

    @property
    def columns(self) -> tuple[Column, ...]:
        """Columns of the table."""
        return self.table.columns

    def records(self) -> Iterable[dict[str, Cell]]:
        """Yield each row as a mapping from column name to cell."""
        names = [column.name for column in self.columns]
        for row in self.rows:
            yield dict(zip(names, row, strict=True))


def padded(number: str) -> str:
    """Fill single digits up to two, so that numbers sort as text: ``4-8`` becomes ``04-08``."""
    return _SINGLE_DIGIT.sub(lambda match: "0" + match[0], number)


def fill(table: Table, store: Store) -> Filled:
    """Return the table with rows from the union of the store's graphs.

    Where a resource states two values for a column of one, the first in code point order stands.
    """
    records: dict[str, dict[str, str]] = defaultdict(dict)
    for solution in _solutions(store, table.name):
        iri = _text(solution["iri"])
        record = records[iri]
        record["iri"] = iri
        for column in table.columns:
            if column.query or column.sorted_from or column.name == "iri":
                continue
            term = solution[column.name]
            if term is not None:
                value = _text(term)
                record[column.name] = min(value, record.get(column.name, value))
    several = {
        column.name: _several(store, column.query) for column in table.columns if column.query
    }
    rows = [_row(table, record, several) for record in records.values()]
    names = [column.name for column in table.columns]
    key = names.index("id")
    return Filled(table, tuple(sorted(rows, key=lambda row: (row[key] or "", row[-1] or ""))))


def _solutions(store: Store, name: str) -> QuerySolutions:
    answer = store.query(query_text(name), use_default_graph_as_union=True)
    if not isinstance(answer, QuerySolutions):
        raise TypeError(f"{name}.rq is not a SELECT query")
    return answer


def _several(store: Store, name: str) -> Mapping[str, str]:
    values: dict[str, set[str]] = defaultdict(set)
    for solution in _solutions(store, name):
        values[_text(solution["iri"])].add(_text(solution["value"]))
    return {
        iri: SEPARATOR.join(sorted(found, key=lambda value: (padded(value), value)))
        for iri, found in values.items()
    }


def _row(
    table: Table, record: dict[str, str], several: Mapping[str, Mapping[str, str]]
) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for column in table.columns:
        if column.query:
            cells.append(several[column.name].get(record["iri"]))
        elif column.sorted_from:
            cells.append(padded(record[column.sorted_from]))
        else:
            cells.append(record.get(column.name))
    return tuple(cells)


def _text(term: object) -> str:
    if isinstance(term, (NamedNode, Literal, BlankNode)):
        return term.value
    raise TypeError(f"a table cell cannot hold {term!r}")
