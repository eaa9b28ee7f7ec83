"""The curated CSV files in, keyed Reference out; a broken row is named by file and line."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from functools import cache
from importlib import resources
from typing import Any, TypeVar

from shisaku.errors import ShisakuError
from shisaku.reference.identifiers import is_corporate_number, law_id_of_act
from shisaku.reference.model import Law, Organisation, Reference, System

_Row = TypeVar("_Row", Organisation, System, Law)

#: Separator of the values in a cell that holds several.
SEPARATOR = "|"


def _printed_forms(cell: str) -> tuple[str, ...]:
    """Split a cell of printed names, longest first, so that the first match is the longest."""
    return tuple(sorted(_several(cell), key=lambda form: (-len(form), form)))


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(SEPARATOR) if part.strip())


_READERS: dict[str, Callable[[str], Any]] = {
    "forms": _printed_forms,
    "short_names": _printed_forms,
    "readings": _several,
    "supervisor": _several,
    "operator": _several,
    "formats": _several,
    "related": _several,
    "recognise": lambda cell: cell.strip() != "no",
}


def _read(name: str, row_type: type[_Row]) -> dict[str, _Row]:
    """Read one CSV file of the package; raises ShisakuError for a wrong header or key."""
    text = (resources.files("shisaku.reference") / "data" / name).read_text(encoding="utf-8")
    rows = csv.reader(text.splitlines())
    header = next(rows)
    columns = [item.name for item in fields(row_type)]
    if sorted(header) != sorted(columns):
        odd = sorted(set(header) ^ set(columns))
        raise ShisakuError(
            "reference-columns", "the columns are not those of the model.", name, ", ".join(odd)
        )
    readers = [(column, _READERS.get(column, str.strip)) for column in header]
    result: dict[str, _Row] = {}
    for line, cells in enumerate(rows, start=2):
        if len(cells) != len(header):
            raise ShisakuError(
                "reference-cells", f"{len(header)} cells are expected.", f"{name}: line {line}"
            )
        row = row_type(
            **{column: read(cell) for (column, read), cell in zip(readers, cells, strict=True)}
        )
        if not row.key or row.key in result:
            raise ShisakuError(
                "reference-key", "the key is empty or used twice.", f"{name}: line {line}"
            )
        result[row.key] = row
    return result


@cache
def load() -> Reference:
    """Return all reference data of the package; read once, then remembered."""
    reference = Reference(
        organisations=_read("organisations.csv", Organisation),
        systems=_read("systems.csv", System),
        laws=_read("laws.csv", Law),
    )
    _check(reference)
    return reference


def _check(reference: Reference) -> None:
    """Refuse an official number that cannot be right and a key that names nothing."""
    for organisation in reference.organisations.values():
        where = f"organisations.csv: {organisation.key}"
        if organisation.houjin_bangou and not is_corporate_number(organisation.houjin_bangou):
            raise ShisakuError(
                "reference-number", "the check digit of the 法人番号 is wrong.", where
            )
        named = (organisation.parent, organisation.successor, *organisation.supervisor)
        _named(named, reference.organisations, where)
    for system in reference.systems.values():
        _named((system.part_of, *system.related), reference.systems, f"systems.csv: {system.key}")
    for law in reference.laws.values():
        if law.law_id and law_id_of_act(law.number, law.origin) not in (None, law.law_id):
            raise ShisakuError(
                "reference-law", "the law id does not follow from its number.", law.key
            )


def _named(keys: Iterable[str], known: Mapping[str, object], where: str) -> None:
    for key in keys:
        if key and key not in known:
            raise ShisakuError("reference-unknown", f"there is no row with the key {key}.", where)
