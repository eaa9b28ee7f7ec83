"""columns.toml becomes typed tables and columns: the one description that all formats share."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent

#: Joins several values in a cell; CSVW calls it separator.
SEPARATOR = "|"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, meaning in two languages and XSD datatype.

    property: IRI of what the cell states about the row's resource, None where the column repeats
    what another resource states; lang: language tag of a text; query: name of a query of its own
    that gives several values; sorted_from: the column whose numbers it fills up to two digits.
    """

    name: str
    ja: str
    en: str
    type: str
    lang: str | None = None
    property: str | None = None
    query: str | None = None
    sorted_from: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table: one row a resource; ``dataset`` names the catalogue's dataset that it belongs to."""

    name: str
    title_ja: str
    title_en: str
    dataset: str
    columns: tuple[Column, ...]


#: The last column of every table, the key of its rows.
IRI = Column("iri", "IRI", "IRI of the row's resource", "anyURI")


@cache
def load_tables() -> tuple[Table, ...]:
    """Return all tables in the order of columns.toml."""
    content: dict[str, Any] = tomllib.loads((_FOLDER / "columns.toml").read_text(encoding="utf-8"))
    prefixes = content.pop("prefixes")
    return tuple(_table(name, entry, prefixes) for name, entry in content.items())


def query_text(name: str) -> str:
    """Return the SPARQL text of ``queries/{name}.rq``."""
    return (_FOLDER / "queries" / f"{name}.rq").read_text(encoding="utf-8")


def _table(name: str, entry: dict[str, Any], prefixes: dict[str, str]) -> Table:
    columns = tuple(_column(item, prefixes) for item in entry["columns"])
    return Table(name, entry["title_ja"], entry["title_en"], entry["dataset"], (*columns, IRI))


def _column(item: dict[str, str], prefixes: dict[str, str]) -> Column:
    term = item.get("property")
    if term is None:
        return Column(**item)
    prefix, _, local = term.partition(":")
    return Column(**(item | {"property": prefixes[prefix] + local}))
