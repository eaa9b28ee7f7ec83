"""The search finds what people look for, and the browser ranks as the server does."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from shisaku.pages.ranking import normalise, terms_of
from shisaku.pages.search import PATH, search

ASSETS = Path(__file__).resolve().parents[2] / "site" / "assets"

#: Ranks queries with the browser's module: input {texts, queries}, output places by query.
PROGRAM = """
import { readFileSync } from "node:fs";
const { rank } = await import(process.argv[1]);
const { texts, queries } = JSON.parse(readFileSync(0, "utf8"));
const places = queries.map((query) => rank(query, texts).map(([place]) => place));
process.stdout.write(JSON.stringify(places));
"""


@pytest.fixture(scope="module")
def table(site: Path) -> dict[str, Any]:
    """The search index as it is served."""
    found: dict[str, Any] = json.loads((site / PATH).read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def questions(shared: Path) -> list[dict[str, str]]:
    """The search sample: a query and the measure it must find."""
    found: list[dict[str, str]] = json.loads(
        (shared / "gold" / "search_sample.json").read_text(encoding="utf-8")
    )
    return found


def measures(query: str, table: dict[str, Any]) -> list[str]:
    """Return the numbers of the measures found, best first."""
    return [entry.number for entry, _ in search(query, table) if entry.kind == "measure"]


def test_the_sample_finds_its_measures(
    questions: list[dict[str, str]], table: dict[str, Any]
) -> None:
    missed = [q for q in questions if q["measure"] not in measures(q["query"], table)[:3]]
    assert len(questions) - len(missed) >= 26, missed


@pytest.mark.parametrize(
    ("query", "other"),
    [
        ("令和9年度 登録データ数", "2027年度 登録データ数"),
        ("ｅ－Ｓｔａｔ", "estat"),
        ("引っ越し", "引越し"),
        ("うみしる", "ウミシル"),
        ("平成15年法律第57号", "平成１５年法律第５７号"),
    ],
)
def test_spellings_find_the_same_first(query: str, other: str, table: dict[str, Any]) -> None:
    found, same = ([entry for entry, _ in search(text, table)[:1]] for text in (query, other))
    assert found == same != []


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("令和元年度", "2019年度"),
        ("Ｒ７年度", "2025年度"),
        ("FY2025", "2025年度"),
        ("e-Stat API", "estat api"),
        ("サーバー", "サバ"),
        ("JIS X 8341-3", "jis x 83413"),
        ("（参考）　２９万件", "参考29万件"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert normalise(text) == folded


def test_terms_are_cut_at_spaces_of_any_width() -> None:
    assert terms_of("ドローン　レベル4 ドローン") == ("ドロン", "レベル4")


def test_the_browser_ranks_as_the_server_does(
    questions: list[dict[str, str]], table: dict[str, Any]
) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is not installed: the browser's ranking cannot be compared")
    entries = [row for row in table["entries"] if row[1] == "measure"]
    queries = [q["query"] for q in questions] + ["うみしる", "National Tax", "5G 基地局 2030年度"]
    done = subprocess.run(
        [node, "--input-type=module", "-e", PROGRAM, str(ASSETS / "ranking.js")],
        input=json.dumps({"texts": [row[-1] for row in entries], "queries": queries}),
        capture_output=True,
        text=True,
        check=True,
    )
    for query, places in zip(queries, json.loads(done.stdout), strict=True):
        assert [entries[p][2] for p in places][:10] == measures(query, table)[:10], query


def test_the_index_is_small(site: Path) -> None:
    content = (site / PATH).read_bytes()
    assert len(content) < 1_000_000
    assert len(gzip.compress(content)) < 200_000
