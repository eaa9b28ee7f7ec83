"""The vocabulary is whole: every term labelled and defined, every term in use declared."""

from __future__ import annotations

import json
import re
import tomllib
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse
from rdflib import Dataset, Graph
from rdflib.compare import isomorphic

from shisaku import __version__
from shisaku.assets import asset_folder
from shisaku.config import Config
from shisaku.document.reader import read
from shisaku.graph import PREFIXES, build, to_dataset
from shisaku.graph.iris import Iris
from shisaku.graph.observations import QUALIFIER_CODES
from shisaku.graph.units import unit_table
from shisaku.graph.vocabulary import (
    namespace_triples,
    redirect_rules,
    site_files,
    vocabulary,
)
from shisaku.plan.extract import extract
from shisaku.plan.model import Cadence, PeriodKind, Role
from shisaku.plan.profile import load_profile
from shisaku.reference import load
from shisaku.sample.overlay import bundled_overlay
from shisaku.sample.word import write_sample

BASE = Config().base_iri
POL = PREFIXES["pol"]
RDFS, SKOS, OWL = PREFIXES["rdfs"], PREFIXES["skos"], PREFIXES["owl"]
DOMAIN, RANGE = PREFIXES["schema"] + "domainIncludes", PREFIXES["schema"] + "rangeIncludes"
SAID = vocabulary(Iris(BASE, "plan", "1")).quads


def objects(subject: str, predicate: str) -> list[NamedNode | Literal]:
    """Return what the vocabulary says of a subject."""
    return [q.object for q in SAID if (q.subject.value, q.predicate.value) == (subject, predicate)]


def languages(subject: str, predicate: str) -> list[str | None]:
    """Return the languages of the texts of a subject, sorted."""
    return sorted(item.language for item in objects(subject, predicate))


def declared(*kinds: str) -> set[str]:
    """Return the local names of own terms of the kinds given, such as owl:Class."""
    kinds = tuple(OWL + kind for kind in kinds)
    return {
        quad.subject.value.removeprefix(POL)
        for quad in SAID
        if quad.object.value in kinds and quad.subject.value.startswith(POL)
    }


CLASSES = declared("Class")
PROPERTIES = declared("ObjectProperty", "DatatypeProperty")


@pytest.fixture(scope="module")
def quads(tmp_path_factory: pytest.TempPathFactory) -> tuple[Quad, ...]:
    """The graph of the bundled sample."""
    profile = load_profile("jutenkeikaku")
    path = tmp_path_factory.mktemp("sample") / "sample.docx"
    write_sample(path, {area.number: area.title_ja for area in profile.areas})
    plan = extract(read(path), profile, load())
    return build(plan, load(), profile, bundled_overlay(), Config())


@pytest.mark.parametrize("name", sorted(CLASSES | PROPERTIES))
def test_every_term_has_labels_and_definitions_in_both_languages(name: str) -> None:
    assert languages(POL + name, RDFS + "label") == ["en", "ja"]
    assert languages(POL + name, SKOS + "definition") == ["en", "ja"]
    assert objects(POL + name, RDFS + "isDefinedBy") == [NamedNode("https://w3id.org/shisaku/ns")]


@pytest.mark.parametrize("name", sorted(PROPERTIES))
def test_every_property_hints_at_its_domain_and_range(name: str) -> None:
    for predicate in (DOMAIN, RANGE):
        hints = [item.value for item in objects(POL + name, predicate)]
        assert hints
        for hint in hints:
            assert not hint.startswith(POL) or hint.removeprefix(POL) in CLASSES


def test_all_own_terms_in_use_are_declared_and_all_declared_are_used(
    quads: tuple[Quad, ...],
) -> None:
    data = [quad for quad in quads if not quad.graph_name.value.endswith("/vocabulary")]
    predicates = {quad.predicate.value for quad in data}
    types = {quad.object.value for quad in data if quad.predicate.value.endswith("#type")}
    used = {iri.removeprefix(POL) for iri in predicates | types if iri.startswith(POL)}
    assert not used - CLASSES - PROPERTIES
    # Facts of the real plan that the sample does not restate.
    assert (CLASSES | PROPERTIES) - used <= {"section", "article", "Expected", "Budget"}


def test_the_header_carries_the_version_of_the_package() -> None:
    ontology = "https://w3id.org/shisaku/ns"
    (version,) = objects(ontology, OWL + "versionInfo")
    assert version.value == __version__
    (address,) = objects(ontology, OWL + "versionIRI")
    assert address.value == f"{ontology}/{__version__}"
    assert languages(ontology, PREFIXES["dct"] + "title") == ["en", "ja"]


@pytest.mark.parametrize(
    ("scheme", "codes"),
    [
        ("value-role", {role.value for role in Role}),
        ("qualifier", set(QUALIFIER_CODES.values())),
        ("cadence", {cadence.value for cadence in Cadence}),
        ("period-kind", {kind.value for kind in PeriodKind} | {"unspecified"}),
        ("system-kind", {row.kind for row in load().systems.values()}),
        ("status", {row.status for row in load().systems.values()}),
        ("translation-status", {"unofficial"}),
    ],
)
def test_code_lists_hold_the_codes_in_use(scheme: str, codes: set[str]) -> None:
    iri = f"{BASE}code/{scheme}"
    listed = [
        quad.subject.value
        for quad in SAID
        if quad.predicate.value == SKOS + "inScheme" and quad.object.value == iri
    ]
    assert codes <= {code.removeprefix(iri + "/") for code in listed}
    for code in (iri, *listed):
        assert languages(code, SKOS + "prefLabel") == ["en", "ja"]
        assert languages(code, SKOS + "definition") == ["en", "ja"]
    assert {top.value for top in objects(iri, SKOS + "hasTopConcept")} == set(listed)


def test_units_have_names_in_both_languages_and_one_key_a_form() -> None:
    table = unit_table()
    notations = [
        item.value
        for said in table.statements.values()
        for verb, item in said
        if verb.value in (SKOS + "notation", SKOS + "altLabel")
    ]
    assert len(notations) == len(set(notations))
    for key, said in table.statements.items():
        labels = [item for verb, item in said if verb.value == SKOS + "prefLabel"]
        assert sorted(item.language for item in labels) == ["en", "ja"], key


def test_files_of_the_vocabulary_use_every_prefix_they_declare() -> None:
    for path in sorted(asset_folder("ontology").glob("*.ttl")):
        text = path.read_text(encoding="utf-8")
        for prefix, namespace in re.findall(r"@prefix ([\w-]+): <([^>]+)>", text):
            assert len(re.findall(rf"(?<![\w-]){prefix}:\w", text)) > 0, (path.name, prefix)
            assert PREFIXES.get(prefix, namespace) == namespace


def context() -> dict[str, object]:
    """Return the JSON-LD context of the vocabulary."""
    text = (asset_folder("ontology") / "context.jsonld").read_text(encoding="utf-8")
    return json.loads(text)


def test_the_context_names_every_own_term() -> None:
    terms = context()["@context"]
    assert isinstance(terms, dict)
    assert terms.keys() >= CLASSES | PROPERTIES
    assert {prefix: terms[prefix] for prefix in PREFIXES} == PREFIXES


@pytest.mark.parametrize(
    "start",
    [
        "jutenkeikaku/2023/measure/4-8",
        "jutenkeikaku/2023/passage/4-8/",
        "system/resas-api",
        "org/soumu",
        "law/415AC0000000057",
        "period/FY2027",
        "code/qualifier",
    ],
)
def test_json_ld_with_the_context_reads_back_to_the_same_statements(
    quads: tuple[Quad, ...], start: str
) -> None:
    chosen = [quad for quad in quads if quad.subject.value.startswith(BASE + start)]
    graph = Graph()
    for subject, predicate, item, _ in to_dataset(chosen).quads():
        graph.add((subject, predicate, item))
    assert len(graph) == len(chosen) > 5
    written = graph.serialize(format="json-ld", context=context()["@context"])
    assert isomorphic(graph, Graph().parse(data=written, format="json-ld"))
    other_reader = parse(written, format=RdfFormat.JSON_LD)
    assert {quad.triple for quad in other_reader} == {quad.triple for quad in chosen}


def test_json_ld_of_a_measure_reads_like_the_model(quads: tuple[Quad, ...]) -> None:
    measure = f"{BASE}jutenkeikaku/2023/measure/4-8"
    graph = Graph()
    for quad in quads:
        if quad.subject.value == measure:
            for statement in to_dataset([quad]).triples((None, None, None)):
                graph.add(statement)
    written = json.loads(graph.serialize(format="json-ld", context=context()["@context"]))
    assert written["id"] == measure
    assert written["type"] == "Measure"
    assert written["notation"] == "4-8"
    assert written["leadOrganization"] == f"{BASE}org/soumu"
    assert set(written["abstract"]) == {"ja", "en"}
    assert isinstance(written["position"], int)


@pytest.mark.parametrize(
    ("accept", "target"),
    [
        ("text/html,application/xhtml+xml", "ns.html"),
        ("application/ld+json", "ns.jsonld"),
        ("application/rdf+xml", "ns.rdf"),
        ("application/n-triples", "ns.nt"),
        ("text/turtle", "ns.ttl"),
        ("*/*", "ns.ttl"),
    ],
)
@pytest.mark.parametrize("path", ["ns", "ns/0.1.0"])
def test_the_permanent_address_redirects_by_what_is_asked_for(
    path: str, accept: str, target: str
) -> None:
    assert redirect(path, accept) == ("https://example.go.jp/" + target, "303")


def test_other_permanent_addresses() -> None:
    assert redirect("", "text/html") == ("https://example.go.jp/", "302")
    assert redirect("context.jsonld", "*/*") == ("https://example.go.jp/context.jsonld", "302")


def redirect(path: str, accept: str) -> tuple[str, str] | None:
    """Apply the rules as mod_rewrite does: a condition holds for the next rule only."""
    wanted = True
    for line in redirect_rules("https://example.go.jp/").splitlines():
        if line.startswith("RewriteCond %{HTTP_ACCEPT} "):
            wanted = bool(re.search(line.rpartition(" ")[2], accept))
        elif line.startswith("RewriteRule "):
            _, pattern, target, flags = line.split()
            match = re.search(pattern, path)
            if wanted and match:
                status = re.search(r"R=(\d+)", flags)
                assert status
                return target.replace("$1", match[1] or "" if match.groups() else ""), status[1]
            wanted = True
    return None


def test_the_package_is_the_version_of_the_project() -> None:
    project = Path(__file__).resolve().parents[2] / "pyproject.toml"
    with project.open("rb") as file:
        assert tomllib.load(file)["project"]["version"] == __version__


def test_the_vocabulary_is_read_by_rdflib_too() -> None:
    dataset = Dataset(default_union=True)
    for path in sorted(asset_folder("ontology").glob("*.ttl")):
        dataset.parse(path, format="turtle", publicID=BASE)
    assert len(dataset) > len({(q.subject, q.predicate, q.object) for q in SAID})


def test_every_class_and_property_in_use_has_a_name_in_both_languages(
    quads: tuple[Quad, ...],
) -> None:
    rdf_type = PREFIXES["rdf"] + "type"
    terms = {quad.predicate.value for quad in quads}
    terms |= {quad.object.value for quad in quads if quad.predicate.value == rdf_type}
    assert not [term for term in sorted(terms) if languages(term, RDFS + "label") != ["en", "ja"]]


def test_the_diagram_draws_what_the_graph_says(quads: tuple[Quad, ...]) -> None:
    picture = ElementTree.parse(asset_folder("ontology") / "diagram.svg").getroot()
    drawn = {
        tuple(full(group.get(f"data-{end}", "")) for end in ("from", "property", "to"))
        for group in picture.iter("{http://www.w3.org/2000/svg}g")
        if group.get("data-property")
    }
    boxes = {
        full(group.get("data-class", ""))
        for group in picture.iter()
        if "data-class" in group.attrib
    }
    assert boxes == {end for start, _, target in drawn for end in (start, target)}
    kinds: dict[str, set[str]] = {}
    for quad in quads:
        if quad.predicate.value == PREFIXES["rdf"] + "type":
            kinds.setdefault(quad.subject.value, set()).add(quad.object.value)
    said = {
        (start, quad.predicate.value, target)
        for quad in quads
        if isinstance(quad.object, NamedNode)
        for start in kinds.get(quad.subject.value, ())
        for target in kinds.get(quad.object.value, ())
    }
    assert len(drawn) == 18
    assert not drawn - said


def full(name: str) -> str:
    """Return the IRI of a prefixed name."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local if local else name


def test_the_document_of_the_namespace_holds_every_term(quads: tuple[Quad, ...]) -> None:
    triples = namespace_triples(quads)
    assert triples == namespace_triples(SAID)
    described = {triple.subject.value for triple in triples}
    assert {POL + name for name in CLASSES | PROPERTIES} <= described
    assert not [iri for iri in described if not iri.startswith("https://w3id.org/shisaku/")]


def test_files_beside_the_namespace_are_for_the_base_of_the_publication() -> None:
    files = dict(site_files("https://example.go.jp/lod/"))
    assert json.loads(files["context.jsonld"]) == context()
    assert b"https://example.go.jp/lod/ns.html" in files["w3id.htaccess"]
    assert b"{base}" not in files["w3id.htaccess"]


def test_every_format_and_language_in_use_has_a_name(quads: tuple[Quad, ...]) -> None:
    lists = tuple(PREFIXES[prefix] for prefix in ("eu-filetype", "eu-language", "eu-licence"))
    used = {
        quad.object.value
        for quad in quads
        if isinstance(quad.object, NamedNode) and quad.object.value.startswith(lists)
    }
    assert len(used) > 10
    assert not [term for term in sorted(used) if languages(term, RDFS + "label") != ["en", "ja"]]
