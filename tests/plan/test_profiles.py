"""Another family of plans needs a profile file and no code; a wrong profile is told by its key."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import wordml as w
from shisaku.document.reader import read
from shisaku.errors import ShisakuError
from shisaku.plan.extract import extract
from shisaku.plan.model import PassageKind, Plan
from shisaku.plan.profile import AreaName, Layout, OrganisationName, Profile, load_profile
from shisaku.plan.verify import verify_quotes
from shisaku.reference.load import load

CITY = Path(__file__).resolve().parents[2] / "examples" / "city-plan"
BUNDLED = load_profile("jutenkeikaku")


def city_plan() -> dict[str, Any]:
    return tomllib.loads((CITY / "plan.toml").read_text(encoding="utf-8"))


def city_blocks(plan: dict[str, Any]) -> Iterator[str]:
    """The city's plan as its own writers lay it out: contents, chapters, sections, one table."""
    yield w.paragraph(w.run(plan["title"]), "Title")
    yield w.paragraph(w.run("目次"))
    for chapter in plan["chapter"]:
        yield w.paragraph(w.run(f"第{chapter['number']}章　{chapter['title']} …………… 3"))
    for chapter in plan["chapter"]:
        yield w.paragraph(w.run(f"第{chapter['number']}章　{chapter['title']}"), "Heading1")
        yield from (w.paragraph(w.run(line)) for line in chapter["intro"])
        for number, measure in enumerate(chapter.get("measure", []), start=1):
            yield from _measure_blocks(f"{chapter['number']}.{number}", measure)
        yield w.paragraph(w.run(f"- {chapter['number']} -"))


def _measure_blocks(number: str, measure: dict[str, Any]) -> Iterator[str]:
    yield w.paragraph(w.run(f"{number}　{measure['title']}"), "Heading2")
    for section, key in (("現状と課題", "now"), ("取り組むこと", "work")):
        yield w.paragraph(w.run(section), "Heading3")
        yield from (w.paragraph(w.run(line), "ListBullet") for line in measure[key])
    lines = [w.paragraph(w.run(line)) for line in measure["indicators"] or ["設定しない"]]
    yield w.table([w.row(w.cell([w.paragraph(w.run("【指標】"))]), w.cell(lines))])
    yield w.paragraph(w.run(f"担当課：{measure['lead']}"))


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    path = w.write_word(tmp_path_factory.mktemp("city") / "city.docx", [*city_blocks(city_plan())])
    document = read(path)
    plan = extract(document, load_profile(CITY / "profile.toml"), load())
    verify_quotes(plan, document)
    return plan


def test_measures_and_areas_of_the_city(city: Plan) -> None:
    assert [(area.number, area.title, area.printed) for area in city.areas] == [
        (2, "窓口を近くする", True),
        (3, "学びと子育てを支える", True),
        (4, "災害に備える", True),
    ]
    written = [
        (f"{chapter['number']}-{number}", measure["title"], chapter["number"])
        for chapter in city_plan()["chapter"]
        for number, measure in enumerate(chapter.get("measure", []), start=1)
    ]
    assert [(item.number, item.title, item.area) for item in city.measures] == written


def test_passages_of_the_city(city: Plan) -> None:
    first = city.measures[0]
    assert [(passage.kind, passage.section) for passage in first.passages] == [
        (PassageKind.HEADING, None),
        (PassageKind.SUBHEADING, "現状と課題"),
        (PassageKind.BULLET, "現状と課題"),
        (PassageKind.SUBHEADING, "取り組むこと"),
        (PassageKind.BULLET, "取り組むこと"),
        (PassageKind.BULLET, "取り組むこと"),
        (PassageKind.KPI, None),
        (PassageKind.KPI, None),
        (PassageKind.MINISTRY, None),
    ]


def test_facts_of_the_city(city: Plan) -> None:
    leads = {
        item.number: [(lead.scope, lead.name) for lead in item.leads] for item in city.measures
    }
    assert leads["2-1"] == [(None, "情報政策課"), (None, "市民課")]
    assert leads["3-1"] == [("保育", "こども課"), ("学童", "教育総務課")]
    assert leads["3-2"] == [(None, "図書館"), (None, "教育総務課")]
    assert [lead.key for lead in city.measures[0].leads] == [
        "midorigahama-it",
        "midorigahama-citizens",
    ]
    assert all(lead.key for item in city.measures for lead in item.leads)
    counts = {item.number: len(item.indicators) for item in city.measures}
    assert counts == {"2-1": 2, "2-2": 1, "2-3": 0, "3-1": 2, "3-2": 1, "4-1": 1, "4-2": 1}
    values = [
        (value.role.value, value.number, value.unit, value.period and value.period.key)
        for value in city.measures[0].indicators[0].values
    ]
    assert values == [
        ("target", Decimal(120), "件", "FY2028"),
        ("actual", Decimal(45), "件", "FY2024"),
    ]


def test_the_city_can_be_published(tmp_path: Path) -> None:
    path = w.write_word(tmp_path / "city.docx", [*city_blocks(city_plan())])
    command = Path(sys.executable).with_name("shisaku")
    order = [command, "check", path, "--profile", CITY / "profile.toml"]
    done = subprocess.run(order, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_only_what_stands_outside_the_measures_is_found(city: Plan) -> None:
    assert {(finding.code, finding.severity.value) for finding in city.findings} <= {
        ("text-unplaced", "info")
    }


def test_chapters_may_rule_the_numbers(tmp_path: Path) -> None:
    profile = tmp_path / "chapters.toml"
    text = (CITY / "profile.toml").read_text(encoding="utf-8")
    text = text.replace('area_rule = "number"', 'area_rule = "heading"')
    text = text.replace("(?P<area>[0-9]{1,2})[.]", "施策 ?")
    profile.write_text(text, encoding="utf-8")
    plan = tmp_path / "plan.txt"
    measure = "施策{}　題名\n本文です。\n【指標】\n件数：2026年度に{}件\n担当課：市民課\n\n"
    chapters = ["第２章　窓口\n", "第３章　学び\n"]
    plan.write_text(
        "\n".join(chapter + measure.format(1, 10) + measure.format(2, 20) for chapter in chapters),
        encoding="utf-8",
    )
    found = extract(read(plan), load_profile(profile), load())
    assert [(item.number, item.area) for item in found.measures] == [
        ("2-1", 2),
        ("2-2", 2),
        ("3-1", 3),
        ("3-2", 3),
    ]


@pytest.mark.parametrize("form", ["decimal", "japaneseCounting", "decimalFullWidth"])
def test_numbers_that_word_prints_by_itself(form: str, city: Plan, tmp_path: Path) -> None:
    blocks = []
    for block in city_blocks(city_plan()):
        typed = re.sub(r">(?:第\d章|\d\.\d)　", ">", block)
        blocks.append(typed if '<w:pStyle w:val="Heading' in block else block)
    document = w.word_document(blocks)
    w.number_headings(document, [(form, "第%1章"), ("decimal", "%1.%2")])
    document.save(str(tmp_path / "city.docx"))
    profile = tmp_path / "profile.toml"
    text = (CITY / "profile.toml").read_text(encoding="utf-8")
    profile.write_text(text.replace("第 ?(?P<number>[0-9]{1,2})", "第(?P<number>[0-9一二三四]+)"))
    found = extract(read(tmp_path / "city.docx"), load_profile(profile), load())
    assert [area.title for area in found.areas] == [area.title for area in city.areas]
    assert found.measures == city.measures


def test_bundled_profile_says_what_the_edition_is() -> None:
    assert (BUNDLED.key, BUNDLED.edition) == ("jutenkeikaku", "2023")
    assert [area.number for area in BUNDLED.areas] == list(range(1, 11))
    assert all(area.title_ja and area.title_en for area in BUNDLED.areas)
    reference = load()
    assert BUNDLED.publisher in reference.organisations
    assert set(BUNDLED.legal_basis) <= reference.laws.keys()


SOUND = (CITY / "profile.toml").read_text(encoding="utf-8")
WRONG: list[tuple[str, str, str, str]] = [
    ("unknown key", "[layout]", 'colour = "red"\n[layout]', "colour"),
    ("unknown key in layout", 'area_rule = "number"', 'area_rule = "number"\nkpis = []', "kpis"),
    ("unknown key of an area", "number = 2", "number = 2\nname = 'x'", "name"),
    ("missing key", 'edition = "2025"', "", "edition"),
    ("missing label", 'kpi = ["指標"]', "", "kpi"),
    ("empty labels", 'kpi = ["指標"]', "kpi = []", "kpi"),
    ("wrong type", 'edition = "2025"', "edition = 2025", "edition"),
    ("wrong date", "issued = 2025-03-20", 'issued = "2025"', "issued"),
    ("list of numbers", 'none_marks = ["-", "設定しない"]', "none_marks = [1]", "none_marks"),
    ("no pattern", "heading = '(?P<area>", "heading = '(?P<area", "heading"),
    ("pattern without a group", "(?P<title>.+)'\narea_h", "(.+)'\narea_h", "title"),
    ("unknown rule", 'area_rule = "number"', 'area_rule = "colour"', "area_rule"),
    ("no path", 'key = "midorigahama"', 'key = "../up"', "key"),
    ("no organisation key", 'key = "midorigahama-it"', 'key = "IT課"', "IT課"),
    ("no TOML", "[layout]", "[layout", "line"),
]


@pytest.mark.parametrize(("old", "new", "said"), [c[1:] for c in WRONG], ids=[c[0] for c in WRONG])
def test_wrong_profile_is_told_by_its_key(old: str, new: str, said: str, tmp_path: Path) -> None:
    assert old in SOUND
    path = tmp_path / "profile.toml"
    path.write_text(SOUND.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ShisakuError) as refused:
        load_profile(path)
    assert said in refused.value.sentence
    assert str(path) in str(refused.value.where)


def test_missing_profile_names_the_bundled_ones() -> None:
    with pytest.raises(ShisakuError) as refused:
        load_profile("nowhere")
    assert refused.value.code == "profile-missing"
    assert "jutenkeikaku" in str(refused.value.hint)


def test_the_handbook_explains_every_key() -> None:
    handbook = (CITY.parents[1] / "docs" / "profiles.md").read_text(encoding="utf-8")
    rows = (Profile, Layout, AreaName, OrganisationName)
    keys = {item.name for row in rows for item in fields(row)} - {
        "layout",
        "areas",
        "organisations",
    }
    assert [key for key in sorted(keys) if f"`{key}`" not in handbook] == []
