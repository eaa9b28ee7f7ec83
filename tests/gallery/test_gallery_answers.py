"""Answers on the real plan: each question has one, the same each time, shown and to download."""

from __future__ import annotations

import csv
import io
import json
import random
from functools import partial
from html.parser import HTMLParser
from itertools import chain
from pathlib import Path

import pytest
from lxml import html
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, serialize

from shisaku.config import Config
from shisaku.errors import ShisakuError
from shisaku.pages import build_index
from shisaku.pages.answers import SHOWN_ROWS, AnsweredGallery, answer
from shisaku.pages.gallery import Gallery, Question, load_gallery
from shisaku.pages.render import site_parts

QUESTIONS = load_gallery("http://127.0.0.1:8000/").questions
#: Rows that the service hands out at most by default; no question may come near.
ROW_LIMIT = 10_000


class Table(HTMLParser):
    """Collects the cells of a page's table, and its links."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.links: list[str] = []
        self._open = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")
            self._open = True
        if tag == "a":
            self.links.append(dict(attrs).get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.rows[-1][-1] += data


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.slug)
def test_every_question_has_rows(question: Question, answered: AnsweredGallery) -> None:
    found = answered.answer(question.slug)
    assert 1 <= found.count <= ROW_LIMIT
    assert len(found.shown) == min(found.count, SHOWN_ROWS)
    bindings = json.loads(found.files["json"])["results"]["bindings"]
    assert any(bindings)
    assert len(set(map(json.dumps, bindings))) == len(bindings)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.slug)
def test_the_files_hold_every_row(question: Question, answered: AnsweredGallery) -> None:
    found = answered.answer(question.slug)
    as_csv = list(csv.reader(io.StringIO(found.files["csv"].decode("utf-8"), newline="")))
    as_json = json.loads(found.files["json"])
    assert as_csv[0] == list(found.columns) == as_json["head"]["vars"]
    assert len(as_csv) - 1 == found.count == len(as_json["results"]["bindings"])
    assert found.files["tsv"].count(b"\n") >= found.count + 1
    for line, row in zip(as_csv[1:], found.shown, strict=False):
        assert line == [term.value if term else "" for term in row]


def files_of(answered: AnsweredGallery) -> dict[str, bytes]:
    """Return the files of all answers."""
    found = (answered.files_of(question.slug) for question in answered.gallery.questions)
    return dict(chain.from_iterable(found))


def test_the_order_in_which_data_is_loaded_changes_nothing(
    gallery: Gallery, store: Store, answered: AnsweredGallery
) -> None:
    quads = list(store)
    random.Random(4).shuffle(quads)
    shuffled = Store()
    shuffled.bulk_extend(quads)
    assert files_of(AnsweredGallery(gallery, lambda: shuffled)) == files_of(answered)


def column_of(answered: AnsweredGallery, slug: str, name: str) -> list[str]:
    """Return the values of one column of an answer."""
    text = io.StringIO(answered.answer(slug).files["csv"].decode("utf-8"), newline="")
    return [row[name] for row in csv.DictReader(text)]


def test_a_store_that_holds_each_triple_once_answers_the_same(
    gallery: Gallery, store: Store, answered: AnsweredGallery, tmp_path: Path
) -> None:
    folder = str(tmp_path / "store")
    merged = Store(folder)
    merged.bulk_extend(store)
    merged.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in store)
    merged.flush()
    del merged
    opened = AnsweredGallery(gallery, lambda: Store.read_only(folder), union=False)
    assert files_of(opened) == files_of(answered)


@pytest.fixture(scope="module")
def two_editions(store: Store, gallery: Gallery) -> Store:
    """The release with an edition 1999 that says the same as its own, which replaces it."""
    text = serialize(store, format=RdfFormat.N_QUADS)
    assert text is not None  # it is None only when an output file is given
    lines = [line for line in text.splitlines(keepends=True) if b"jutenkeikaku/2023" in line]
    old, new = (NamedNode(f"{gallery.base}jutenkeikaku/{year}") for year in ("1999", "2023"))
    both = Store()
    both.extend(store)
    both.load(b"".join(lines).replace(b"keikaku/2023", b"keikaku/1999"), format=RdfFormat.N_QUADS)
    both.add(Quad(old, NamedNode("http://purl.org/dc/terms/isReplacedBy"), new, old))
    return both


@pytest.mark.parametrize(
    "question",
    [question for question in QUESTIONS if "isReplacedBy" in question.text],
    ids=lambda question: question.slug,
)
def test_an_edition_that_was_replaced_changes_no_answer(
    question: Question, store: Store, two_editions: Store
) -> None:
    assert answer(two_editions, question).files == answer(store, question).files


def test_pairs_stay_within_an_edition(gallery: Gallery, store: Store, two_editions: Store) -> None:
    question = gallery.by_slug["18-measures-sharing-a-system"]
    one, two = (answer(found, question) for found in (store, two_editions))
    assert two.count == 2 * one.count


def test_editions_that_have_no_pages_here_have_their_names(
    gallery: Gallery, store: Store, two_editions: Store
) -> None:
    answered = AnsweredGallery(gallery, lambda: two_editions)
    parts = site_parts(build_index(store, gallery.base), Config(), gallery=answered)
    files = dict(chain.from_iterable(parts[name]() for name in parts if "gallery" in name))
    for path in (
        "query/18-measures-sharing-a-system.html",
        "en/query/25-provenance-of-the-plan.html",
    ):
        links = html.fromstring(files[path].decode()).xpath("//main//td//a")
        here, there = (
            {link.text for link in links if link.get("href").endswith(f"/{year}.html")}
            for year in ("2023", "1999")
        )
        assert here == there != set()


def test_known_facts_of_the_plan(answered: AnsweredGallery) -> None:
    column = partial(column_of, answered)
    assert column("01-measures-by-area", "measures") == [
        "2", "2", "2", "13", "8", "55", "7", "7", "45", "13",
    ]  # fmt: skip
    assert len(column("26-measures-for-import", "measure")) == 154
    assert {"RESAS-API", "e-Stat", "海しる"} <= set(column("07-resas-estat-umishiru", "name"))
    assert "2025-03-24" in column("08-ended-systems", "ended")
    assert "415AC0000000057" in column("30-laws-with-e-gov", "lawId")


def test_terms_for_completion_are_those_of_the_data(
    store: Store, answered: AnsweredGallery
) -> None:
    files = dict(answered.lists(build_index(store, answered.gallery.base)))
    terms = json.loads(files["query/terms.json"])
    classes = {iri: (ja, en) for iri, ja, en in terms["classes"]}
    properties = {iri: (ja, en) for iri, ja, en in terms["properties"]}
    used = set(column_of(answered, "33-properties-in-use", "property"))
    assert used <= properties.keys()
    assert classes["https://w3id.org/shisaku/ns#Measure"][0]
    assert properties["https://w3id.org/shisaku/ns#leadOrganization"][1]
    assert terms["prefixes"]["pol"] == "https://w3id.org/shisaku/ns#"


@pytest.mark.parametrize("language", ["", "en/"])
def test_a_page_shows_the_first_rows_and_says_so(
    release: Path, answered: AnsweredGallery, language: str
) -> None:
    slug = "13-observations-table"
    page = (release / "site" / language / "query" / f"{slug}.html").read_text(encoding="utf-8")
    table = Table(page)
    assert len(table.rows) - 1 == SHOWN_ROWS
    assert f"{answered.answer(slug).count}" in page
    assert {
        f"{'../' * page_depth(language)}query/{slug}.{kind}" for kind in ("csv", "json")
    } <= set(table.links)


def page_depth(language: str) -> int:
    """How many folders a question's page stands below the root."""
    return 1 + language.count("/")


def test_a_measure_is_linked_by_its_title_in_the_language_of_the_page(release: Path) -> None:
    slug = "query/04-measures-about-a-word.html"
    for language, heading in (("", "施策 ?measure"), ("en/", "Measure ?measure")):
        table = Table((release / "site" / language / slug).read_text(encoding="utf-8"))
        assert table.rows[0][0] == heading
        assert not any("?title" in cell for cell in table.rows[0])
        targets = [link for link in table.links if "/measure/" in link]
        assert len(targets) == len(table.rows) - 1
        folder = (release / "site" / language / slug).parent
        assert all((folder / target).is_file() for target in targets)


def test_every_question_is_on_the_index_in_both_languages(release: Path, gallery: Gallery) -> None:
    for language in ("", "en/"):
        links = Table(
            (release / "site" / language / "query.html").read_text(encoding="utf-8")
        ).links
        for question in gallery.questions:
            assert any(link.endswith(f"query/{question.slug}.html") for link in links)


def test_the_data_files_of_a_question_stand_beside_its_page(release: Path) -> None:
    for extension in ("ttl", "jsonld", "nt", "rdf"):
        assert (release / f"site/query/01-measures-by-area.{extension}").is_file()
        assert (release / f"site/query.{extension}").is_file()


@pytest.mark.parametrize(
    ("text", "code"), [("SELECT WHERE", "gallery-syntax"), ("ASK {}", "gallery-form")]
)
def test_a_faulty_query_stops_the_publication(text: str, code: str) -> None:
    question = Question("01-a", "citizens", {}, {}, {}, text)
    with pytest.raises(ShisakuError) as raised:
        answer(Store(), question)
    assert raised.value.code == code
    assert raised.value.where == "01-a"
