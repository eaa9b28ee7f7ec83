"""The name of a profile goes in; how one family of plans is laid out comes out, checked."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from shisaku.errors import ShisakuError


@dataclass(frozen=True, slots=True)
class AreaName:
    """A policy area as the profile knows it; title_ja is also how its heading is recognised."""

    number: int
    title_ja: str
    title_en: str = ""


@dataclass(frozen=True, slots=True)
class OrganisationName:
    """A body that only this family of plans names, for example a section of a city hall.

    key: path of its IRI, small letters, digits and hyphens; forms: other printed names;
    parent: key of the body it is a part of, from the profile or the reference data.
    """

    key: str
    name_ja: str
    name_en: str = ""
    forms: tuple[str, ...] = ()
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a plan prints what.

    Patterns are regular expressions over half-width text and match from its start. ``heading``
    and ``styled_heading`` (only for paragraphs with a heading style or cells with the number
    alone) have the groups ``number``, ``title`` and, with area_rule ``number``, ``area``;
    ``area_heading`` has ``number`` and ``title``; ``subheading`` has ``section``.

    area_rule: ``number``, the area is part of the measure's number, or ``heading``, it is the
    last area heading printed. area_number: what may stand before the title of a known area.
    kpi, lead: labels of those blocks; title, number, body: labels that only name what follows.
    list_marks: marks in front of body paragraphs; none_marks: what stands for an empty block.
    lead_separators: between lead ministries; scope_marks: between a scope and its ministry.
    furniture: lines that are no content, for example page numbers.
    """

    heading: str
    kpi: tuple[str, ...]
    lead: tuple[str, ...]
    styled_heading: str = ""
    area_rule: str = "number"
    area_heading: str = ""
    area_number: str = ""
    subheading: str = ""
    title: tuple[str, ...] = ()
    number: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    list_marks: tuple[str, ...] = ()
    none_marks: tuple[str, ...] = ("-",)
    lead_separators: tuple[str, ...] = ("、", ",")
    scope_marks: tuple[str, ...] = (":",)
    furniture: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """One family of plans, and the edition it was written for.

    key, edition: path of the edition (``jutenkeikaku``, ``2023``); issued: day of decision;
    publisher: reference key of an organisation, or its name; legal_basis: keys of laws;
    credit: the line that users of the text must print.
    """

    key: str
    edition: str
    title_ja: str
    layout: Layout
    title_en: str = ""
    short_title_ja: str = ""
    issued: date | None = None
    publisher: str = ""
    legal_basis: tuple[str, ...] = ()
    landing_page: str = ""
    credit: str = ""
    areas: tuple[AreaName, ...] = ()
    organisations: tuple[OrganisationName, ...] = ()


_Row = TypeVar("_Row", AreaName, OrganisationName, Layout, Profile)
_ORGANISATION_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PATH_PART = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*")
_AREA_RULES = ("number", "heading")
# Patterns and the groups that they must have.
_PATTERNS = {
    "heading": ("number", "title"),
    "styled_heading": ("number", "title"),
    "area_heading": ("number", "title"),
    "area_number": (),
    "subheading": ("section",),
}
_TYPES: Mapping[str, tuple[type, str]] = {
    "str": (str, "a string"),
    "int": (int, "a whole number"),
    "tuple[str, ...]": (list, "a list of strings"),
    "date | None": (date, "a date such as 2023-06-09"),
}


def load_profile(name_or_path: str | Path) -> Profile:
    """Load a bundled profile by name, or a profile file by its path (``*.toml``).

    Raises ShisakuError for a profile that is not there, is no TOML, lacks a key, has an
    unknown key or a value of the wrong type, or a pattern that is no regular expression.
    """
    place = str(name_or_path)
    table = _table(place)
    layout = table.pop("layout", {})
    table["layout"] = _row(Layout, layout, f"{place}: layout")
    table["areas"] = _rows(AreaName, table.pop("area", []), f"{place}: area")
    table["organisations"] = _rows(
        OrganisationName, table.pop("organisation", []), f"{place}: organisation"
    )
    profile = _row(Profile, table, place)
    _check(profile, place)
    return profile


def _table(place: str) -> dict[str, Any]:
    """Read the TOML of a profile, bundled or in a file."""
    folder = resources.files("shisaku.plan") / "profiles"
    bundled = sorted(item.name[:-5] for item in folder.iterdir() if item.name.endswith(".toml"))
    try:
        if place in bundled:
            text = (folder / f"{place}.toml").read_text(encoding="utf-8")
        else:
            text = Path(place).read_text(encoding="utf-8")
        return tomllib.loads(text)
    except (FileNotFoundError, IsADirectoryError) as error:
        raise ShisakuError(
            "profile-missing",
            "there is no such profile.",
            place,
            f"Bundled: {', '.join(bundled)}; or give the path of a profile file.",
        ) from error
    except (OSError, ValueError) as error:
        raise ShisakuError("profile-unreadable", f"it cannot be read: {error}.", place) from error


def _row(row: type[_Row], table: Any, place: str) -> _Row:
    """Make a dataclass of a TOML table; every key must be a field, of the field's type."""
    if not isinstance(table, dict):
        raise _wrong("a table is expected", place)
    known = {item.name: item for item in fields(row)}
    for key in table:
        if key not in known:
            raise ShisakuError(
                "profile-unknown",
                f"there is no such key: {key}.",
                place,
                f"Known: {', '.join(known)}.",
            )
    for item in known.values():
        if item.name not in table and item.default is MISSING:
            raise ShisakuError("profile-lacks", f"the key {item.name} is missing.", place)
    return row(**{key: _value(known[key], value, place) for key, value in table.items()})


def _rows(row: type[_Row], tables: Any, place: str) -> tuple[_Row, ...]:
    """Make a dataclass of each table of a list."""
    if not isinstance(tables, list):
        raise _wrong("a list of tables is expected", place)
    return tuple(_row(row, table, f"{place} {at}") for at, table in enumerate(tables, start=1))


def _value(item: Field[Any], value: Any, place: str) -> Any:
    """Check a value against the type its field is declared with."""
    expected = _TYPES.get(str(item.type))
    if expected is None:
        return value
    kind, words = expected
    wrong = not isinstance(value, kind) or isinstance(value, bool)
    if isinstance(value, list):
        wrong = wrong or not all(isinstance(part, str) and part for part in value)
        value = tuple(value)
    if wrong:
        raise _wrong(f"the key {item.name} must be {words}", place)
    return value


def _check(profile: Profile, place: str) -> None:
    """Check what types cannot say: paths, patterns, the area rule."""
    for key in ("key", "edition"):
        if not _PATH_PART.fullmatch(getattr(profile, key)):
            raise _wrong(f"the key {key} must be letters, digits, '.', '_' and '-'", place)
    for organisation in profile.organisations:
        if not _ORGANISATION_KEY.fullmatch(organisation.key):
            raise _wrong(
                f"the key {organisation.key!r} must be small letters, digits and hyphens", place
            )
    layout = profile.layout
    patterns = [(key, getattr(layout, key), groups) for key, groups in _PATTERNS.items()]
    patterns += [("furniture", pattern, ()) for pattern in layout.furniture]
    for key, pattern, groups in patterns:
        try:
            found = re.compile(pattern).groupindex
        except re.error as error:
            raise _wrong(f"the pattern {key} is no regular expression ({error})", place) from error
        for group in groups:
            if pattern and group not in found:
                raise _wrong(f"the pattern {key} must have a group named {group}", place)
    if layout.area_rule not in _AREA_RULES:
        raise _wrong(f"area_rule must be one of {', '.join(_AREA_RULES)}", place)
    if layout.area_rule == "number" and "area" not in re.compile(layout.heading).groupindex:
        raise _wrong("the pattern heading must have a group named area", place)
    if layout.area_rule == "heading" and not layout.area_heading:
        raise _wrong("area_rule heading needs a pattern area_heading", place)
    if not layout.kpi or not layout.lead:
        raise _wrong("kpi and lead must each name a label", place)


def _wrong(sentence: str, place: str) -> ShisakuError:
    return ShisakuError("profile-wrong", f"{sentence}.", place)
