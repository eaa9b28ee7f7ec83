"""Pages say what the graph says: embedded statements, tables and their queries, feeds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from lxml import html
from rdflib import Dataset

from shisaku.assets import asset_folder
from shisaku.pages import Index

E = "jutenkeikaku/2023"
RESOURCES = (
    f"{E}/measure/4-8",
    f"{E}/measure/4-8/kpi/1",
    f"{E}/area/4",
    E,
    "org/digital",
    "system/e-stat",
    "period/FY2025",
)


def page(site: Path, document: str, language: str = "ja") -> html.HtmlElement:
    """Return a parsed page."""
    prefix = "en/" if language == "en" else ""
    parser = html.HTMLParser(encoding="utf-8")
    return html.parse(str(site / f"{prefix}{document}.html"), parser).getroot()


@pytest.mark.parametrize("document", RESOURCES)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_embedded_statements_are_those_of_the_graph(
    site: Path, store: ox.Store, document: str, language: str
) -> None:
    scripts = page(site, document, language).xpath("//script[@type='application/ld+json']/text()")
    assert len(scripts) == 1
    found = Dataset()
    found.parse(data=scripts[0], format="json-ld")
    quads = list(found.quads())
    assert len(quads) > 3
    for subject, predicate, term, _ in quads:
        triple = f"{subject.n3()} {predicate.n3()} {term.n3()}"
        assert store.query(f"ASK {{ {triple} }}", use_default_graph_as_union=True), triple


def rows_of(store: ox.Store, query: str) -> list[Any]:
    """Return the solutions of a query over the whole release."""
    found = store.query(query, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return list(found)


@pytest.mark.parametrize(
    ("document", "heading", "rows"),
    [
        (f"{E}/measure/4-8", "kpi", "//li[@class='value']"),
        (f"{E}/measure/4-8/kpi/1", "values", "//tbody/tr"),
        (f"{E}/area/4", "measures", "//ol[@class='measure-list']/li"),
        (f"{E}/indicators", "", "//div[@id='figures']//tbody/tr"),
        ("org/digital", "led", "//section[@aria-labelledby='led']//ol/li"),
        ("org/digital", "due", "//section[@aria-labelledby='due']//tbody/tr"),
        ("period/FY2025", "values", "//table[contains(@class,'figures')]/tbody/tr"),
        ("system/e-stat", "measures", "//section[@aria-labelledby='measures']/ol/li"),
        ("unit", "", "//tbody/tr"),
    ],
)
def test_the_query_behind_a_table_gives_its_rows(
    site: Path, store: ox.Store, document: str, heading: str, rows: str
) -> None:
    printed = page(site, document)
    where = f"//section[@aria-labelledby='{heading}']" if heading else "//main"
    query = printed.xpath(f"{where}//details[@class='query']//code/text()")[-1]
    assert len(rows_of(store, query)) == len(printed.xpath(rows))


def test_quotes_are_marked_in_their_sentence(site: Path) -> None:
    measure = page(site, f"{E}/measure/4-8")
    marks = measure.xpath("//details[@class='source']//mark")
    assert len(marks) >= 8
    for mark in marks:
        assert (mark.text or "").strip()
    assert "e-Stat" in {mark.text for mark in marks}


def test_an_ended_interface_says_so(site: Path) -> None:
    notice = page(site, "system/resas-api").xpath("//*[@class='notice']")[0].text_content()
    assert "2025-03-24" in notice


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_vocabulary_shows_its_main_classes(site: Path, language: str) -> None:
    found = page(site, "ns", language)
    (picture,) = found.xpath("//figure[@class='diagram']//*[@role='img']")
    named = picture.get("aria-labelledby").split()
    assert all(found.get_element_by_id(name).text_content().strip() for name in named)
    classes = {group.get("data-class") for group in picture.xpath(".//*[@data-class]")}
    anchors = {heading.get("id") for heading in found.xpath("//h3[@id]")}
    own = {name.removeprefix("pol:") for name in classes if name.startswith("pol:")}
    assert own
    assert own <= anchors


@pytest.mark.parametrize("document", ["ns", "quality", "en/ns", "en/quality"])
def test_the_shapes_can_be_taken(site: Path, document: str) -> None:
    (link,) = page(site, document).xpath("//a[contains(@href, 'shapes.ttl')]")
    file = (site / f"{document}.html").parent / link.get("href")
    shapes = {
        quad.subject
        for quad in ox.parse(path=file, format=ox.RdfFormat.TURTLE)
        if quad.object == ox.NamedNode("http://www.w3.org/ns/shacl#NodeShape")
    }
    assert len(shapes) > 10
    assert link.get("type") == "text/turtle"


def test_a_dataset_lists_its_tables_in_every_format(site: Path, store: ox.Store) -> None:
    listed = page(site, "dataset/jutenkeikaku-2023").xpath("//table//a/@href")
    query = """
    SELECT DISTINCT ?url {
      <http://127.0.0.1:8000/dataset/jutenkeikaku-2023>
        <http://www.w3.org/ns/dcat#distribution>/<http://purl.org/dc/terms/hasFormat>
        /<http://www.w3.org/ns/dcat#downloadURL> ?url
    }
    """
    others = {url.value.rpartition("/")[2] for (url,) in rows_of(store, query)}
    assert {name.rpartition(".")[2] for name in others} == {"xlsx", "parquet", "tsv"}
    assert others <= {href.rpartition("/")[2] for href in listed}


@pytest.mark.parametrize("document", ["index", "data", "en/index", "en/data"])
def test_changes_can_be_followed(site: Path, document: str) -> None:
    feeds = page(site, document).xpath("//link[@type='application/atom+xml']/@href")
    names = [href.rpartition("/")[2] for href in feeds]
    assert names == ["feed.atom", "changes.atom"]
    for href in feeds:
        assert ((site / f"{document}.html").parent / href).is_file()


def test_feeds_are_well_formed(site: Path, index: Index) -> None:
    atom = ElementTree.parse(site / "feed.atom").getroot()
    entries = atom.findall("{http://www.w3.org/2005/Atom}entry")
    assert len(entries) == len(index.of_kind("https://w3id.org/shisaku/ns#Measure")) + 1
    sitemap = ElementTree.parse(site / "sitemap.xml").getroot()
    urls = [found.text or "" for found in sitemap.iter("{*}loc")]
    assert len(urls) == len(set(urls))
    for url in urls:
        path = url.removeprefix(index.base) or "index.html"
        assert (site / path).is_file(), path


def test_the_calendar_holds_every_dated_target_and_milestone(site: Path, store: ox.Store) -> None:
    text = (site / "deadlines.ics").read_bytes().decode()
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    lines = text.replace("\r\n ", "").split("\r\n")
    days = [line.partition(":")[2] for line in lines if line.startswith("DTSTART")]
    assert all(date.fromisoformat(day) for day in days)
    count = rows_of(
        store,
        """PREFIX pol: <https://w3id.org/shisaku/ns#> PREFIX schema: <http://schema.org/>
        PREFIX time: <http://www.w3.org/2006/time#>
        PREFIX dimension: <http://purl.org/linked-data/sdmx/2009/dimension#>
        SELECT (COUNT(DISTINCT ?goal) AS ?n) WHERE {
          { ?goal a pol:Target ; dimension:refPeriod ?p }
          UNION { ?goal a pol:Milestone ; time:hasTime ?p }
          ?p schema:endDate ?end }""",
    )
    assert len(days) == int(count[0]["n"].value)


def test_both_languages_have_the_same_labels() -> None:
    def keys(table: dict[str, Any], prefix: str = "") -> set[str]:
        found = set()
        for key, value in table.items():
            found |= keys(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key}
        return found

    folder = asset_folder("site") / "labels"
    ja, en = (tomllib.loads((folder / f"{x}.toml").read_text("utf-8")) for x in ("ja", "en"))
    assert keys(ja) == keys(en)


_PRINT = """
import hashlib, json, sys
from pyoxigraph import RdfFormat, Store
from shisaku.config import Config
from shisaku.pages import build_index
from shisaku.pages.press import notes_of
from shisaku.pages.readings import Record
from shisaku.pages.render import site_parts
store = Store()
store.bulk_load(path=sys.argv[1], format=RdfFormat.N_QUADS)
index = build_index(store, "http://127.0.0.1:8000/")
record = Record(None, "", bool)
total = hashlib.sha256()
parts = site_parts(index, Config(), record=record)
for part in parts.values():
    for path, content in part():
        total.update(path.encode() + content)
state = record.state([notes_of(part) for part in parts.values()])
print(total.hexdigest(), hashlib.sha256(json.dumps(state).encode()).hexdigest())
"""


def test_the_same_graph_gives_the_same_bytes_and_state(release: Path) -> None:
    def digest(seed: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", _PRINT, str(release / "data" / "shisaku.nq")],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    assert digest("1") == digest("2")


def test_the_manifest_knows_every_page(release: Path, site: Path) -> None:
    manifest = json.loads((release / "MANIFEST.json").read_text("utf-8"))
    listed = {entry["path"] for entry in manifest["files"]}
    printed = {f"site/{path.relative_to(site).as_posix()}" for path in site.rglob("*.html")}
    assert printed <= listed
