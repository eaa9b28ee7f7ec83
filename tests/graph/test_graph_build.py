"""The graph holds what the plan holds, describes what it names, and is the same every time."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from graph_publication import Publication, published
from pyoxigraph import Literal, NamedNode, Quad, Store

from shisaku.addresses import address_of
from shisaku.config import Config
from shisaku.graph import build, to_dataset, to_store
from shisaku.graph.iris import Iris, opaque_key, path_segment
from shisaku.graph.namespaces import DCAT, DCT, FOAF, OA, POL, RDF, SDMX_MEASURE, SKOS
from shisaku.graph.periods import labels
from shisaku.graph.units import unit_key
from shisaku.plan.model import (
    Indicator,
    Lead,
    Period,
    PeriodKind,
    Plan,
    Quote,
    Role,
    Value,
)
from shisaku.plan.profile import Profile
from shisaku.reference import load

VOCABULARY = "https://w3id.org/shisaku/"


def subjects(store: Store, kind: NamedNode) -> list[NamedNode]:
    """Return the instances of a class."""
    found = store.quads_for_pattern(None, RDF.type, kind, None)
    return [quad.subject for quad in found if isinstance(quad.subject, NamedNode)]


def value_of(store: Store, subject: NamedNode, predicate: NamedNode) -> str:
    """Return the one object of a subject and predicate as text."""
    (quad,) = store.quads_for_pattern(subject, predicate, None, None)
    assert isinstance(quad.object, NamedNode | Literal)
    return quad.object.value


def test_each_quad_once_and_no_blank_node(publication: Publication) -> None:
    assert len(publication.quads) == len(set(publication.quads)) == len(publication.store)
    for quad in publication.quads:
        assert isinstance(quad.subject, NamedNode)
        assert isinstance(quad.object, NamedNode | Literal)


def test_every_iri_of_its_own_is_described_and_has_a_document(publication: Publication) -> None:
    base = publication.iris.base
    described = {quad.subject.value for quad in publication.quads}
    named = {
        term.value
        for quad in publication.quads
        for term in (quad.subject, quad.predicate, quad.object)
        if isinstance(term, NamedNode) and term.value.startswith((base, VOCABULARY))
    }
    assert not named - described
    own = {iri.removeprefix(base) for iri in named if iri.startswith(base)}
    assert not [path for path in own if address_of(path) is None]


def test_counts_are_those_of_the_plan(publication: Publication) -> None:
    store, measures = publication.store, publication.plan.measures
    assert len(subjects(store, POL.Measure)) == len(measures) == 154
    assert len(subjects(store, POL.PolicyArea)) == 10
    assert len(subjects(store, POL.Passage)) == sum(len(m.passages) for m in measures)
    assert len(subjects(store, POL.Milestone)) == sum(len(m.milestones) for m in measures)
    assert len(subjects(store, POL.Lead)) == sum(len(m.leads) for m in measures)
    indicators = [item for measure in measures for item in measure.indicators]
    whole = set(subjects(store, POL.Indicator)) - set(subjects(store, POL.SubIndicator))
    assert len(whole) == len(indicators) > 100
    roles = Counter(value.role for item in indicators for value in item.values)
    for role, kind in (
        (Role.TARGET, POL.Target),
        (Role.ACTUAL, POL.Actual),
        (Role.EXPECTED, POL.Expected),
        (Role.BUDGET, POL.Budget),
    ):
        assert len(subjects(store, kind)) == roles[role]
    printed = sorted(value.number for item in indicators for value in item.values)
    figures = store.quads_for_pattern(None, SDMX_MEASURE.obsValue, None, None)
    assert sorted(Decimal(quad.object.value) for quad in figures) == printed


def test_every_quote_stands_in_its_passage(publication: Publication) -> None:
    store = publication.store
    for quote in subjects(store, POL.Quote):
        passage = NamedNode(value_of(store, quote, OA.hasSource))
        selector = NamedNode(value_of(store, quote, OA.hasSelector))
        text = value_of(store, passage, POL.text)
        start, end = (int(value_of(store, selector, term)) for term in (OA.start, OA.end))
        assert text[start:end] == value_of(store, selector, OA.exact) != ""


def test_both_files_of_the_plan_give_one_graph_but_for_the_source(
    plan_docx: Path, plan_text: Path, profile: Profile
) -> None:
    word, text = published(plan_docx, profile), published(plan_text, profile)
    source = word.iris.source

    def rest(publication: Publication) -> list[Quad]:
        return [quad for quad in publication.quads if quad.subject != source]

    assert rest(word) == rest(text)
    assert set(word.quads) != set(text.quads)


def test_rdflib_holds_the_same_statements(sample: Publication) -> None:
    dataset = to_dataset(sample.quads)
    assert len(dataset) == len({quad.triple for quad in sample.quads})
    named = {str(graph.identifier): len(graph) for graph in dataset.graphs()}
    counts = Counter(quad.graph_name.value for quad in sample.quads)
    assert {name: named[name] for name in counts} == dict(counts)


def test_the_same_input_gives_the_same_sequence_in_any_process(tmp_path: Path) -> None:
    script = Path(__file__).with_name("print_digest.py")
    digests = {
        subprocess.run(
            [sys.executable, script, tmp_path / f"{seed}.docx"],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert len(digests) == 1
    assert len(digests.pop().strip()) == hashlib.sha256().digest_size * 2


def test_another_base_moves_everything_but_the_vocabulary(
    sample: Publication, profile: Profile
) -> None:
    base = "https://example.go.jp/lod/"
    moved = build(sample.plan, load(), profile, {}, Config(base_iri=base))
    assert not [quad for quad in moved if Config().base_iri in str(quad)]
    assert NamedNode(base + "code/value-role/target") in {quad.subject for quad in moved}


def test_translations_are_marked_as_unofficial(sample: Publication) -> None:
    measure = sample.iris.measure("4-8")
    unofficial = sample.iris.code("translation-status", "unofficial")
    assert value_of(sample.store, measure, POL.translationStatus) == unofficial.value
    languages = {
        quad.object.language
        for quad in sample.store.quads_for_pattern(measure, DCT.abstract, None, None)
    }
    assert languages == {"ja", "en"}


def small_plan(sample: Publication, *values: Value, leads: tuple[Lead, ...] = ()) -> Plan:
    """Return the sample with one measure that has one indicator with the values given."""
    measure = sample.plan.measures[0]
    indicator = Indicator(1, "利用数", "利用数", values, ())
    measure = replace(measure, indicators=(indicator,), leads=leads, milestones=())
    return replace(sample.plan, measures=(measure,))


def figure_of(role: Role, number: str, unit: str | None, period: Period | None) -> Value:
    """Return a value with only what matters here."""
    quote = Quote("1-1/1", 0, 1, "イ")
    return Value(role, Decimal(number), unit, period, None, False, None, quote)


def test_two_numbers_for_one_period_become_sub_indicators(
    sample: Publication, profile: Profile
) -> None:
    fiscal = Period("FY2025", PeriodKind.FISCAL_YEAR, date(2025, 4, 1), date(2026, 3, 31))
    plan = small_plan(
        sample,
        figure_of(Role.ACTUAL, "1", "件", None),
        figure_of(Role.TARGET, "99.85", "%", fiscal),
        figure_of(Role.TARGET, "90000", "世帯", fiscal),
    )
    store = to_store(build(plan, load(), profile, {}, Config()))
    kpi = f"{sample.iris.measure('1-1').value}/kpi/1"
    assert sorted(node.value for node in subjects(store, POL.SubIndicator)) == [
        f"{kpi}/part/1",
        f"{kpi}/part/2",
    ]
    assert value_of(store, NamedNode(f"{kpi}/part/2"), SKOS.notation) == "1-1/1.2"
    assert value_of(store, NamedNode(f"{kpi}/part/2"), SKOS.prefLabel) == "利用数（世帯）"
    target = NamedNode(f"{kpi}/part/1/target/FY2025")
    assert value_of(store, target, SDMX_MEASURE.obsValue) == "99.85"
    assert subjects(store, POL.Actual) == [NamedNode(f"{kpi}/actual/unspecified")]


def test_what_the_reference_lacks_is_described_from_the_plan(
    sample: Publication, profile: Profile
) -> None:
    lead = Lead("みどり市 市民課", None, None, Quote("1-1/1", 0, 1, "イ"))
    plan = small_plan(sample, figure_of(Role.TARGET, "3", "停留所/日", None), leads=(lead,))
    store = to_store(build(plan, load(), profile, {}, Config()))
    iris = sample.iris
    office = iris.organisation(opaque_key("みどり市 市民課"))
    assert re.fullmatch(r".*/org/x-[0-9a-f]{8}", office.value)
    assert value_of(store, office, FOAF.name) == "みどり市 市民課"
    unit = iris.unit(unit_key("停留所/日"))
    labels_of = {quad.object for quad in store.quads_for_pattern(unit, SKOS.prefLabel, None)}
    assert labels_of == {
        Literal("停留所/日", language="ja"),
        Literal("停留所/日 (as printed)", language="en"),
    }
    assert address_of(unit.value.removeprefix(iris.base)) is not None


def test_every_system_is_mentioned_or_a_part_of_one_that_is(publication: Publication) -> None:
    reference = load().systems
    mentioned = {system.key for measure in publication.plan.measures for system in measure.systems}
    published = {
        value_of(publication.store, node, SKOS.notation)
        for node in subjects(publication.store, POL.InformationSystem)
    }
    assert mentioned <= published
    assert {
        key for key in published - mentioned if reference[key].part_of not in mentioned
    } == set()
    assert len(mentioned) >= 85


def test_the_source_is_described(publication: Publication) -> None:
    source = publication.iris.source
    assert value_of(publication.store, source, POL.sha256) == publication.plan.source.sha256
    size = value_of(publication.store, source, DCAT.byteSize)
    assert int(size) == publication.plan.source.size


@pytest.mark.parametrize(
    ("key", "kind", "ja", "en"),
    [
        ("FY2027", PeriodKind.FISCAL_YEAR, "2027年度（令和９年度）", "Fiscal year 2027"),
        ("FY2028", PeriodKind.FISCAL_YEAR, "2028年度（令和10年度）", "Fiscal year 2028"),
        ("FY2019", PeriodKind.FISCAL_YEAR, "2019年度（令和元年度）", "Fiscal year 2019"),
        ("2018", PeriodKind.YEAR, "2018年（平成30年）", "2018"),
        ("1988", PeriodKind.YEAR, "1988年（昭和63年）", "1988"),
        ("2019-04", PeriodKind.MONTH, "2019年（平成31年）４月", "April 2019"),
        ("2019-05-01", PeriodKind.DAY, "2019年（令和元年）５月１日", "1 May 2019"),
        (
            "2023-07..2023-08",
            PeriodKind.RANGE,
            "2023年（令和５年）７月から2023年（令和５年）８月まで",
            "July 2023 to August 2023",
        ),
    ],
)
def test_periods_have_labels_in_both_calendars(
    key: str, kind: PeriodKind, ja: str, en: str
) -> None:
    assert labels(Period(key, kind, date.min, date.max)) == (ja, en)


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("件", "ken"),
        ("％", "percent"),
        ("%", "percent"),
        (None, "one"),
        ("停留所", opaque_key("停留所")),
    ],
)
def test_units_are_found_by_any_printed_form(printed: str | None, key: str) -> None:
    assert unit_key(printed) == key


def test_segments_of_an_iri_keep_letters_and_escape_the_rest() -> None:
    assert path_segment("市民課 A/B#1") == "市民課%20A%2FB%231"
    assert Iris("http://h/", "p", "1").measure("2.3").value == "http://h/p/1/measure/2.3"
