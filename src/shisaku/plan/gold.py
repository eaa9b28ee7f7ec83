"""A gold file goes in; annotated measures come out, checked, ready to be compared with a Plan."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from shisaku.errors import ShisakuError

#: Period entries that are no date but say how often a figure is counted.
CADENCES = frozenset({"annual", "monthly"})


@dataclass(frozen=True, slots=True)
class GoldValue:
    """One annotated figure; period: a key such as FY2027, annual, monthly or None."""

    role: str
    number: Decimal
    unit: str | None
    period: str | None
    qualifier: str | None
    cumulative: bool
    cadence: str | None


@dataclass(frozen=True, slots=True)
class Annotations:
    """What is annotated in one field of one measure.

    optional: entries that count neither as missed nor as false; ambiguous: the whole field of
    this measure is left out of the score.
    """

    entries: tuple[Any, ...]
    optional: tuple[Any, ...] = ()
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class GoldMeasure:
    """One annotated measure: its number and, for each field, what a reader should find."""

    number: str
    fields: Mapping[str, Annotations]


def load_gold(path: Path) -> list[GoldMeasure]:
    """Read a gold file, a JSON list with one object a measure.

    Raises ShisakuError for a file that cannot be read, is no JSON list, or has an entry that
    lacks what it must have; the message names the measure and the field.
    """
    try:
        rows = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except OSError as error:
        raise ShisakuError(
            "gold-unreadable",
            "the gold file cannot be read.",
            str(path),
            "Give the path of a JSON file with annotated measures.",
        ) from error
    except ValueError as error:
        raise ShisakuError("gold-json", f"the gold file is no JSON: {error}.", str(path)) from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ShisakuError(
            "gold-list", "the gold file must be a JSON list of objects, one a measure.", str(path)
        )
    return [gold_measure(row, str(path)) for row in rows]


def gold_measure(row: Mapping[str, Any], where: str = "gold") -> GoldMeasure:
    """Check one annotated measure; raises ShisakuError where something is missing or odd."""
    number = row.get("no")
    if not isinstance(number, str) or not number:
        raise ShisakuError("gold-number", "an entry has no number in `no`.", where)
    place = f"{where}: measure {number}"
    fields = {name: _field(row, name, read, place) for name, read in _READERS.items()}
    single = {"titles": "title", "areas": "area"}
    for name, column in single.items():
        known = (row[column],) if row.get(column) is not None else ()
        fields[name] = Annotations(known, ambiguous=not known)
    return GoldMeasure(number, fields)


def _field(
    row: Mapping[str, Any], name: str, read: Callable[[Any], Any], place: str
) -> Annotations:
    entries = row.get(name, [])
    spare = row.get(f"{name}_optional", [])
    if not isinstance(entries, Sequence) or isinstance(entries, str):
        raise ShisakuError("gold-field", f"`{name}` must be a list.", place)
    kept: list[Any] = []
    optional: list[Any] = []
    for entry in (*entries, *spare):
        try:
            known = read(entry)
        except (KeyError, TypeError, ValueError, ArithmeticError) as error:
            raise ShisakuError(
                "gold-entry", f"an entry of `{name}` cannot be used: {entry!r}.", place
            ) from error
        left_out = isinstance(entry, Mapping) and (entry.get("ambiguous") or entry.get("optional"))
        (optional if left_out else kept).append(known)
    optional += kept[len(kept) - len(spare) :] if spare else []
    kept = kept[: len(kept) - len(spare)] if spare else kept
    return Annotations(tuple(kept), tuple(optional), bool(row.get(f"{name}_ambiguous")))


def _text(entry: Any) -> str:
    if not isinstance(entry, str):
        raise TypeError(entry)
    return entry


def _value(entry: Mapping[str, Any]) -> GoldValue:
    return GoldValue(
        role=_text(entry["role"]),
        number=Decimal(entry["value"]),
        unit=entry.get("unit"),
        period=entry.get("period"),
        qualifier=entry.get("qualifier"),
        cumulative=bool(entry.get("cumulative")),
        cadence=entry.get("cadence"),
    )


_READERS: dict[str, Callable[[Any], Any]] = {
    "ministries": lambda entry: (_text(entry["name"]), entry.get("scope")),
    "indicators": _text,
    "values": _value,
    "milestones": lambda entry: (_text(entry["text"]), _text(entry["period"])),
    "systems": _text,
    "laws": lambda entry: (_text(entry["name"]), _text(entry["number"])),
}
