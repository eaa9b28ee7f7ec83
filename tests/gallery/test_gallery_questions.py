"""The questions themselves: whole, in both languages, and found by editors through SPARQL."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, QuerySolutions, Store

from shisaku.assets import asset_folder
from shisaku.errors import ShisakuError
from shisaku.pages.gallery import Gallery, load_gallery
from shisaku.pages.labels import labels

QUESTIONS = load_gallery("http://127.0.0.1:8000/").questions
#: What an editor asks of a store to list its examples, after the SHACL conventions.
DISCOVERY = (Path(__file__).parent / "discovery.rq").read_text(encoding="utf-8")
EXAMPLE = """@prefix dct: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
<query/01-a> a sh:SPARQLExecutable ; rdfs:label "問い"@ja, "Question"@en ;
    rdfs:comment "説明"@ja, "Comment"@en ; dct:audience <query#citizens> ; sh:select "SELECT * {}" .
"""


def test_there_are_at_least_25_questions_for_three_audiences(gallery: Gallery) -> None:
    assert len(gallery.questions) >= 25
    assert {item.key for item in gallery.audiences} == {"citizens", "researchers", "portals"}
    for audience in gallery.audiences:
        assert sum(item.audience == audience.key for item in gallery.questions) >= 5


def test_each_question_has_a_file_of_its_own_name(gallery: Gallery) -> None:
    files = {file.stem for file in (asset_folder("site") / "queries").glob("[0-9]*.ttl")}
    assert files == {question.slug for question in gallery.questions}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.slug)
def test_prefixes_are_the_declared_ones_and_all_used(question, gallery: Gallery) -> None:
    written = dict(re.findall(r"(?m)^PREFIX ([\w-]+): <([^>]+)>$", question.text))
    body = re.sub(r"(?m)^PREFIX.*$", "", question.text)
    assert written.items() <= gallery.prefixes.items()
    assert {name for name in written if not re.search(rf"(?<![\w-]){name}:\w", body)} == set()


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.slug)
def test_every_column_has_a_heading_in_both_languages(question) -> None:
    solutions = Store().query(question.text)
    assert isinstance(solutions, QuerySolutions)
    names = {variable.value for variable in solutions.variables}
    for language in ("ja", "en"):
        assert names <= vars(labels(f"gallery.{language}").columns).keys()


def test_no_question_names_a_base(gallery: Gallery) -> None:
    assert all("127.0.0.1" not in question.text for question in gallery.questions)


def test_editors_discover_questions_and_prefixes_in_the_store(gallery: Gallery) -> None:
    store = Store()
    store.extend(gallery.quads("http://127.0.0.1:8000/graph/catalogue"))
    found = store.query(DISCOVERY, use_default_graph_as_union=True)
    assert isinstance(found, QuerySolutions)
    rows = [(row["question"].value, row["prefix"].value, row["namespace"].value) for row in found]
    assert len({question for question, _, _ in rows}) == len(gallery.questions)
    assert {(prefix, iri) for _, prefix, iri in rows} == set(gallery.prefixes.items())


def test_the_gallery_has_no_blank_node(gallery: Gallery) -> None:
    terms = [term for triple in gallery.triples for term in (triple.subject, triple.object)]
    assert not any(isinstance(term, BlankNode) for term in terms)


def test_iris_follow_the_base() -> None:
    other = load_gallery("https://example.go.jp/lod/")
    subjects = {str(triple.subject) for triple in other.triples}
    assert all(subject.startswith("<https://example.go.jp/lod/query") for subject in subjects)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<query/01-a> a", "gallery-turtle"),
        (EXAMPLE.replace('sh:select "SELECT * {}"', 'sh:ask "ASK {}"'), "gallery-incomplete"),
        (EXAMPLE.replace('"Question"@en', '"Frage"@de'), "gallery-incomplete"),
        (EXAMPLE.replace("dct:audience", "dct:subject"), "gallery-incomplete"),
    ],
)
def test_a_faulty_file_is_named(text: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "01-a.ttl").write_text(text, encoding="utf-8")
    with pytest.raises(ShisakuError) as raised:
        load_gallery("http://127.0.0.1:8000/", tmp_path)
    assert raised.value.code == code
    assert "01-a" in (raised.value.where or "")
