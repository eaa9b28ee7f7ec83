"""Several editions on one site: joint pages of the newest, and the pages of each earlier one."""

from __future__ import annotations

import pickle
import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from lxml import html
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse
from static_tree import broken_links, html_errors, parsed, parsed_page

from running_server import serving
from shisaku.config import Config
from shisaku.graph.shared import shared
from shisaku.pages import Index, build_index, render
from shisaku.pages import terms as t
from shisaku.pages.editions import EditionDigest, edition_digest, revisions
from shisaku.pages.outline import build_outline
from shisaku.pages.render import EditionPages, edition_pages, site_parts
from three_editions import KEYS, PLAN

BASE = Config().base_iri
OLDEST, MIDDLE, NEWEST = (f"{BASE}{PLAN}/{key}" for key in KEYS)


@dataclass(frozen=True)
class Release:
    """Three editions, each with some measures of its own and some that go on."""

    site: Path
    quads: tuple[Quad, ...]

    def graph(self, name: str) -> list[Quad]:
        """Return the quads of a graph."""
        node = NamedNode(f"{BASE}graph/{name}")
        return [quad for quad in self.quads if quad.graph_name == node]

    def joint(self) -> list[Quad]:
        """Return what belongs to no edition."""
        return [q for name in _JOINT for q in self.graph(name)]

    def shared(self, key: str) -> list[Quad]:
        """Return what an edition says of things that other editions know as well."""
        return shared(self.graph(f"{PLAN}/{key}"), BASE, PLAN, key)

    def alone(self, key: str, *more: Quad) -> Index:
        """Return an index as the pages of one earlier edition need it, and some more.

        Of other editions it holds what is said of them as such; of the catalogue what it says of
        this edition and of addresses outside the site.
        """
        own = f"{BASE}{PLAN}/{key}/"
        editions = {f"{BASE}{PLAN}/{other}" for other in KEYS}
        held = [*self.graph(f"{PLAN}/{key}"), *self.graph("reference"), *self.graph("vocabulary")]
        held += [q for other in KEYS for q in self.shared(other) if _iri(q) in editions]
        held += [
            quad
            for quad in self.graph("catalogue")
            if _iri(quad).startswith(own) or not _iri(quad).startswith(BASE)
        ]
        return build_index([*held, *more], BASE)

    def current(self, *others: Iterable[Quad]) -> Index:
        """Return an index of the newest edition, and of others only what is given."""
        own = self.graph(f"{PLAN}/{KEYS[-1]}")
        return build_index([*own, *self.joint(), *(q for quads in others for q in quads)], BASE)


#: Graphs that belong to no edition.
_JOINT = ("reference", "vocabulary", "catalogue", "quality")
#: Places of the cells of a list that its query counts, together.
_COUNTED = {"org": (1,), "system": (3,), "law": (2,), "period": (2, 3), "unit": (2,)}


def _iri(quad: Quad) -> str:
    return quad.subject.value if isinstance(quad.subject, NamedNode) else ""


@pytest.fixture(scope="module")
def release(three_out: Path) -> Release:
    """Three small editions, published by the command line."""
    current = three_out / "current"
    quads = [
        quad
        for name in ("shisaku.nq", "catalogue.nq")
        for quad in parse(path=current / "data" / name, format=RdfFormat.N_QUADS)
    ]
    return Release(current / "site", tuple(quads))


@pytest.fixture(scope="module")
def pages(release: Release) -> dict[str, html.HtmlElement]:
    """Every page of the three editions, parsed."""
    return parsed(release.site)


def test_links_and_fragments_of_all_editions_resolve(
    release: Release, pages: dict[str, html.HtmlElement]
) -> None:
    assert len([path for path in pages if path.startswith(f"{PLAN}/g0001/measure/")]) > 30
    broken = broken_links(release.site, pages)
    assert not broken, dict(list(broken.items())[:20])


def test_the_checker_finds_no_error(release: Release) -> None:
    problems = html_errors(release.site)
    assert not problems, "\n".join(problems[:20])


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_pages_of_earlier_editions_say_so(pages: dict[str, html.HtmlElement], prefix: str) -> None:
    """Each leads to the current edition, and to the same measure where it goes on."""
    went_on = 0
    for path, page in pages.items():
        if path.startswith("en/") != bool(prefix):
            continue
        notices = page.xpath("//main/div[@role='note'][1]//a/@href")
        earlier = any(path.startswith(f"{prefix}{PLAN}/{key}") for key in KEYS[:-1])
        if not earlier:
            assert not any(f"{PLAN}/g0003.html" in href for href in notices), path
            continue
        assert any(href.endswith(f"{PLAN}/g0003.html") for href in notices), path
        went_on += any("/measure/" in href for href in notices)
    assert went_on > 5


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_a_measure_leads_to_the_one_it_revises(
    release: Release, pages: dict[str, html.HtmlElement], prefix: str
) -> None:
    """And that one leads back."""
    whole = build_index(release.quads, BASE)
    newer = revisions(whole)
    assert newer
    for older, measure in newer.items():
        page, before = (f"{prefix}{iri.removeprefix(BASE)}.html" for iri in (measure, older))
        links = pages[page].xpath("//section[@aria-labelledby='other-editions']//a/@href")
        assert [posixpath.normpath(posixpath.join(page, "..", href)) for href in links] == [before]
        forward = pages[before].xpath("//main/div[@role='note']//a/@href")
        last = posixpath.normpath(posixpath.join(before, "..", forward[-1]))
        assert last.removeprefix(prefix).removesuffix(".html") in (
            iri.removeprefix(BASE) for iri in newer.values()
        )


def test_every_edition_is_listed_where_it_belongs(release: Release) -> None:
    plan = parsed_page(release.site / f"{PLAN}.html")
    listed = plan.xpath("//section[@aria-labelledby='editions']//a/@href")
    assert listed == [f"{PLAN}/{key}.html" for key in reversed(KEYS)]
    choices = parsed_page(release.site / "search.html").xpath("//select[@id='edition']/option")
    assert [choice.get("value") for choice in choices] == [
        "search/index.json",
        f"search/{PLAN}-g0002.json",
        f"search/{PLAN}-g0001.json",
    ]
    maps = (release.site / "robots.txt").read_text("utf-8").split("Sitemap: ")[1:]
    listed_pages = [
        found.text.removeprefix(BASE) or "index.html"
        for line in maps
        for found in html.parse(str(release.site / line.strip().removeprefix(BASE))).iter("loc")
    ]
    assert len(maps) == len(KEYS)
    assert len(listed_pages) == len(set(listed_pages))
    printed = {path.relative_to(release.site).as_posix() for path in release.site.rglob("*.html")}
    unlisted = {"404.html", "sparql/index.html"}
    assert set(listed_pages) == printed - unlisted - {f"en/{path}" for path in unlisted}


def test_a_shared_resource_leads_to_its_pages_in_earlier_editions(release: Release) -> None:
    """With the counts of that edition; the page there has as many measures."""
    index = release.alone("g0001")
    digest = edition_digest(index, OLDEST)
    assert pickle.loads(pickle.dumps(digest)) == digest
    current = build_outline(release.current())
    kinds = set()
    for iri, counts in digest.occurrences.items():
        path = iri.removeprefix(BASE)
        joint = parsed_page(release.site / f"{path}.html")
        (link,) = joint.xpath(
            f"//section[@aria-labelledby='other-editions']//a[contains(@href, '{PLAN}/g0001/')]"
        )
        numbers = [int(note.text.split()[-1]) for note in link.itersiblings("span")]
        assert numbers == [count for count in counts if count]
        apart = parsed_page(release.site / f"{PLAN}/g0001/{path}.html")
        assert not apart.xpath("//link[@type='text/turtle'] | //aside[@class='formats']")
        kind = path.partition("/")[0]
        kinds.add(kind)
        if kind == "system":
            found = apart.xpath("//section[@aria-labelledby='measures']/ol/li")
            assert len(found) == counts.measures
        elif kind in ("period", "unit"):
            assert len(apart.xpath("//table[@class='figures']/tbody/tr")) == counts.values
        named = iri in current.led or iri in current.mentioning or iri in current.in_unit
        named = named or iri in current.periods
        said = "現在の版には出てきません" in joint.text_content()
        assert said != named, path
    assert kinds >= {"org", "system", "period", "unit"}


def test_the_query_behind_a_table_gives_its_rows(release: Release) -> None:
    """Queries keep to the editions that their table is of; the service holds a triple once."""
    store = Store()
    store.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in release.quads)
    shown = (
        ("org/{key}", "led", "//section[@aria-labelledby='led']//ol/li"),
        ("org/{key}", "due", "//section[@aria-labelledby='due']//tbody/tr"),
        ("system/{key}", "measures", "//section[@aria-labelledby='measures']/ol/li"),
        ("period/{key}", "values", "//section[@aria-labelledby='values']//tbody/tr"),
    )
    for folder in ("", f"{PLAN}/g0001/", f"{PLAN}/g0002/"):
        for pattern, section, rows in shown:
            paths = sorted(release.site.glob(f"{folder}{pattern.format(key='*')}.html"))
            assert paths
            for path in paths:
                page = parsed_page(path)
                where = f"//section[@aria-labelledby='{section}']//details[@class='query']//code"
                queries = page.xpath(f"{where}/text()")
                if not queries:
                    continue
                found = store.query(queries[-1])
                assert isinstance(found, QuerySolutions)
                assert len(list(found)) == len(page.xpath(rows)), path
    for name, cells in _COUNTED.items():
        page = parsed_page(release.site / f"{name}.html")
        query = page.xpath("//main/details[@class='query']//code/text()")[-1]
        solutions = store.query(query)
        assert isinstance(solutions, QuerySolutions)
        asked = {row[0].value: int(row["count"].value) for row in solutions}
        counted = {iri: count for iri, count in asked.items() if count}
        printed = {
            BASE + row.xpath("th/a/@href")[0].removesuffix(".html"): sum(
                int(cell) for place in cells for cell in row.xpath(f"td[{place}]/text()")
            )
            for row in page.xpath("//main/section//tbody/tr[th/a]")
        }
        assert counted or name == "law", name  # the bundled measures cite none
        assert counted == {iri: printed[iri] for iri in counted}, name


def test_views_of_an_edition_are_pages_without_data(release: Release, three_out: Path) -> None:
    """Their addresses lead to HTML in either language, and to nothing else."""
    site = release.site
    path = sorted(site.glob(f"{PLAN}/g0001/org/*.html"))[0].relative_to(site).with_suffix("")
    with (
        serving(three_out) as address,
        httpx.Client(base_url=address, timeout=30, trust_env=False) as client,
    ):
        assert client.get(f"/{path}").headers["location"] == f"/{path}.html"
        english = client.get(f"/{path}", headers={"accept-language": "en"})
        assert english.headers["location"] == f"/en/{path}.html"
        assert client.get(f"/{path}", headers={"accept": "text/turtle"}).status_code == 406
        assert client.get(f"/{path}.ttl").status_code == 404
        page = client.get(f"/{path}.html")
        assert page.status_code == 200
        assert "describedby" not in page.headers["link"]
        assert "cite-as" not in page.headers["link"]
        described = client.get(f"/{PLAN}/g0001/areas.html")
        assert f'<{BASE}{PLAN}/g0001/areas.ttl>; rel="describedby"' in described.headers["link"]


def test_parts_make_what_one_index_makes(release: Release) -> None:
    """Joint pages from the newest edition and digests; each earlier edition from its own graph."""
    whole = build_index(release.quads, BASE)
    expected = dict(render(whole, Config()))
    newer = revisions(whole)
    digests = [edition_digest(release.alone(key), f"{BASE}{PLAN}/{key}") for key in KEYS[:-1]]
    joint = release.current(*(release.shared(key) for key in KEYS[:-1]))
    parts = site_parts(joint, Config(), earlier=digests)
    for key in KEYS[:-1]:
        index = release.alone(key)
        made = edition_pages(index, Config(), f"{BASE}{PLAN}/{key}", "", newer=newer).parts
        assert not parts.keys() & made.keys()
        parts |= made
    found = {path: content for make in parts.values() for path, content in make()}
    assert found.keys() == expected.keys()
    differing = [path for path, content in found.items() if content != expected[path]]
    # An index of search holds the bodies that its own graphs describe, and no others.
    assert [path for path in differing if not path.startswith(f"search/{PLAN}")] == []


def test_an_earlier_edition_tells_what_it_is_made_from(release: Release) -> None:
    """Its files need not be made again unless something that they show has changed."""
    newer = revisions(build_index(release.quads, BASE))
    index = release.alone("g0002")

    def made(index: Index, program: str = "one", **more: Any) -> EditionPages:
        return edition_pages(index, Config(), MIDDLE, program, **{"newer": newer, **more})

    found = made(index)
    assert sorted(found.files) == sorted(
        path for make in found.parts.values() for path, _ in make()
    )
    assert made(release.alone("g0002")).inputs == found.inputs
    unseen = {**newer, f"{BASE}other/measure/1": f"{BASE}other/measure/2"}
    assert made(index, newer=unseen).inputs == found.inputs
    titled = Quad(NamedNode(OLDEST), NamedNode(t.DCT + "title"), Literal("x"))
    others = [
        made(index, "two"),
        made(index, newer={}),
        made(index, signposting={"base": BASE}),
        made(release.alone("g0002", titled)),
    ]
    inputs = [found.inputs, *(other.inputs for other in others)]
    assert len(set(inputs)) == len(inputs)


def test_no_page_grows_by_more_than_a_link_an_edition(release: Release) -> None:
    """The same earlier edition once, and under five keys."""
    known = release.shared("g0001")
    digest = edition_digest(release.alone("g0001"), OLDEST)

    def copied(number: int) -> tuple[list[Quad], EditionDigest]:
        old, new = OLDEST, f"{BASE}{PLAN}/f000{number}"
        quads = [
            Quad(NamedNode(new) if _iri(q) == old else q.subject, q.predicate, q.object)
            for q in known
        ]
        return quads, EditionDigest(new, digest.occurrences)

    def sizes(count: int) -> dict[str, int]:
        copies = [copied(number) for number in range(count)]
        index = release.current(known, *(quads for quads, _ in copies))
        assert build_outline(index).editions == (NEWEST,)
        digests = [digest, *(other for _, other in copies)]
        parts = site_parts(index, Config(), earlier=digests)
        return {path: len(content) for make in parts.values() for path, content in make()}

    few, many = sizes(0), sizes(4)
    assert few.keys() == many.keys()
    for path, size in many.items():
        assert size - few[path] <= 4 * 400, path


def test_the_newest_edition_of_each_plan_is_current(release: Release) -> None:
    other = [
        Quad(NamedNode(f"{BASE}other/1"), q.predicate, NamedNode(f"{BASE}other"))
        if q.predicate.value.endswith("isVersionOf")
        else Quad(NamedNode(f"{BASE}other/1"), q.predicate, q.object)
        for q in release.graph(f"{PLAN}/g0001")
        if _iri(q) == OLDEST
    ]
    index = build_index([*release.quads, *other], BASE)
    book = build_outline(index)
    assert set(book.editions) == {NEWEST, f"{BASE}other/1"}
    assert set(book.known) == {OLDEST, MIDDLE, NEWEST, f"{BASE}other/1"}
    assert set(book.within) == set(book.editions)
