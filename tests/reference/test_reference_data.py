"""The curated reference data: whole, sourced, and without claims that nobody can check."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from shisaku.reference import Law, Organisation, System, load
from shisaku.reference.identifiers import is_corporate_number, law_id_of_act

REFERENCE = load()
ROWS = [
    *REFERENCE.organisations.values(),
    *REFERENCE.systems.values(),
    *REFERENCE.laws.values(),
]


def test_every_row_has_a_source_and_a_confidence() -> None:
    assert not [row.key for row in ROWS if not row.source]
    assert {row.confidence for row in ROWS} == {"high", "medium", "low"}


def test_what_is_low_makes_no_claim_of_identity() -> None:
    for organisation in REFERENCE.organisations.values():
        if organisation.confidence == "low":
            claims = (organisation.houjin_bangou, organisation.wikidata, organisation.ror)
            assert not any((*claims, organisation.homepage)), organisation.key
    assert not [law.key for law in REFERENCE.laws.values() if law.confidence == "low" and law.url]


def test_every_ministry_has_a_name_in_both_languages_a_number_and_a_parent() -> None:
    leads = [row for row in REFERENCE.organisations.values() if row.role == "lead"]
    assert len(leads) == 16
    for row in leads:
        assert row.name_en and row.readings and row.parent, row.key
    # The register entry of the Fire and Disaster Management Agency was not found in a source.
    assert [row.key for row in leads if not row.houjin_bangou] == ["fdma"]


def test_every_system_has_an_operator_and_a_page_or_a_reason() -> None:
    for row in REFERENCE.systems.values():
        assert row.operator and row.name_en and row.kind and row.status, row.key
        assert bool(row.homepage) != bool(row.no_homepage_reason), row.key


def test_forms_are_longest_first_and_hold_the_name() -> None:
    for row in REFERENCE.systems.values():
        assert list(row.forms) == sorted(row.forms, key=lambda form: (-len(form), form))
        assert row.forms, row.key


@pytest.mark.parametrize(
    ("key", "version", "status", "date"),
    [
        ("resas-api", "v1", "ended", "2025-03-24"),
        ("e-stat-api", "3.0", "active", "2026-08-22"),
        ("umishiru-api", "v2", "active", "2026-07-29"),
        ("stat-lod", "SPARQL 1.1", "active", "2026-08-22"),
    ],
)
def test_the_interfaces_are_described_in_full(
    key: str, version: str, status: str, date: str
) -> None:
    row = REFERENCE.systems[key]
    assert (row.api_version, row.status, row.status_date) == (version, status, date)
    assert row.api_base and row.api_docs and row.formats and row.authentication_ja and row.limits_ja
    assert row.terms and row.terms_en and row.status_note and row.status_note_en and row.part_of


@pytest.mark.parametrize(
    ("digits", "valid"),
    [
        ("8000012010038", True),
        ("2000012020001", True),
        ("7000012050002", True),
        ("8000012010039", False),
        ("800001201003", False),
        ("0000012010038", False),
        ("８000012010038", False),
    ],
)
def test_the_check_digit_of_a_corporate_number(digits: str, valid: bool) -> None:
    assert is_corporate_number(digits) is valid


@pytest.mark.parametrize(
    ("number", "origin", "law_id"),
    [
        ("平成15年法律第57号", "cabinet", "415AC0000000057"),
        ("令和元年法律第16号", "cabinet", "501AC0000000016"),
        ("令和３年法律第40号", "cabinet", "503AC0000000040"),
        ("昭和42年法律第81号", "cabinet", "342AC0000000081"),
        ("平成28年法律第103号", "representatives", "428AC1000000103"),
        ("平成11年法律第52号", "councillors", "411AC0100000052"),
        ("平成26年厚生労働省告示第121号", "cabinet", None),
        ("平成15年法律第57号", "", None),
    ],
)
def test_law_ids_follow_from_the_number_and_the_origin(
    number: str, origin: str, law_id: str | None
) -> None:
    assert law_id_of_act(number, origin) == law_id


def test_every_law_id_follows_the_rule() -> None:
    with_id = [law for law in REFERENCE.laws.values() if law.law_id]
    assert len(with_id) >= 14
    for law in with_id:
        assert law_id_of_act(law.number, law.origin) == law.law_id == law.key
        assert law.url == f"https://laws.e-gov.go.jp/law/{law.law_id}"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)
def test_cells_are_tidy(row: Organisation | System | Law) -> None:
    assert re.fullmatch(r"[0-9A-Za-z]+(?:-[0-9A-Za-z]+)*", row.key)
    for name in row.__dataclass_fields__:
        value = getattr(row, name)
        cells = value if isinstance(value, tuple) else (value,)
        assert all(cell == cell.strip() for cell in cells if isinstance(cell, str)), name


@pytest.mark.parametrize(
    ("name", "row_type"),
    [("organisations.csv", Organisation), ("systems.csv", System), ("laws.csv", Law)],
)
def test_the_handbook_names_the_columns_that_there_are(name: str, row_type: type) -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "reference-data.md"
    columns = next(
        line.split("|")[2]
        for line in page.read_text(encoding="utf-8").partition("## The columns")[2].splitlines()
        if line.startswith(f"| `{name}`")
    )
    assert re.findall(r"`(\w+)`", columns) == [item.name for item in fields(row_type)]
