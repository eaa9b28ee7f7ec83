"""A whole edition in, its statements out: plan, source, areas, measures, periods, units."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from shisaku.graph.iris import Iris
from shisaku.graph.measure import MeasureWriter
from shisaku.graph.namespaces import (
    DCAT,
    DCT,
    ELI,
    EU_LANGUAGE,
    FOAF,
    POL,
    PROV,
    QB,
    RDFS,
    SKOS,
)
from shisaku.graph.periods import describe_periods
from shisaku.graph.quotes import Citations
from shisaku.graph.statements import Statements
from shisaku.graph.units import describe_units
from shisaku.plan.model import Period, Plan, Value
from shisaku.plan.profile import Profile
from shisaku.reference.model import Reference
from shisaku.sample.overlay import Overlay, translation_of


def describe_edition(
    plan: Plan,
    reference: Reference,
    profile: Profile,
    overlay: Overlay,
    iris: Iris,
    out: Statements,
) -> None:
    """Say everything that one edition holds, in printed order, then quotes, periods and units."""
    citations = Citations(iris)
    writer = MeasureWriter(iris, reference, citations, out)
    publisher = None
    if profile.publisher:
        known = profile.publisher if profile.publisher in reference.organisations else None
        publisher = writer.organisation(known, profile.publisher)
    _plan_and_edition(profile, publisher, iris, out)
    _source(plan, iris, out)
    _areas(plan, profile, iris, out)
    _schemes(profile, publisher, iris, out)
    for measure in plan.measures:
        writer.describe(measure, translation_of(overlay, measure.number, measure.title))
    citations.describe(out)
    describe_periods(_periods(plan), iris, out)
    describe_units((value.unit for value in _values(plan)), iris, out)


def edition_title(profile: Profile) -> tuple[str, str]:
    """Return the title of the edition in Japanese and English."""
    english = f"{profile.title_en} ({profile.edition})" if profile.title_en else ""
    return f"{profile.title_ja}（{profile.edition}）", english


def _plan_and_edition(
    profile: Profile, publisher: NamedNode | None, iris: Iris, out: Statements
) -> None:
    out.types(iris.plan, POL.Plan, PROV.Plan)
    out.titled(iris.plan, profile.title_ja, profile.title_en)
    out.ja(iris.plan, DCT.alternative, profile.short_title_ja)
    out.add(iris.plan, DCT.hasVersion, iris.edition)
    edition = iris.edition
    out.types(edition, POL.PlanEdition, PROV.Plan, PROV.Entity, FOAF.Document)
    out.titled(edition, *edition_title(profile))
    out.add(edition, DCT.isVersionOf, iris.plan)
    out.plain(edition, DCAT.version, profile.edition)
    if profile.issued:
        out.day(edition, DCT.issued, profile.issued)
    out.add(edition, DCT.language, EU_LANGUAGE.JPN)
    out.add(edition, ELI.based_on, *(iris.law(key) for key in profile.legal_basis))
    out.add(edition, POL.areaScheme, iris.areas)
    out.add(edition, PROV.wasDerivedFrom, iris.source)
    for node in (iris.plan, edition):
        if publisher:
            out.add(node, DCT.publisher, publisher)
        if profile.landing_page:
            out.add(node, FOAF.homepage, NamedNode(profile.landing_page))
    out.ja(edition, DCT.bibliographicCitation, profile.credit)


def _source(plan: Plan, iris: Iris, out: Statements) -> None:
    """Say which file the edition was read from; only here do two inputs of one plan differ."""
    source = plan.source
    out.types(iris.source, POL.SourceDocument, PROV.Entity)
    out.plain(iris.source, DCT.title, source.name)
    out.plain(iris.source, DCT["format"], source.media_type)
    out.integer(iris.source, DCAT.byteSize, source.size)
    out.plain(iris.source, POL.sha256, source.sha256)


def _areas(plan: Plan, profile: Profile, iris: Iris, out: Statements) -> None:
    english = {area.number: area.title_en for area in profile.areas}
    out.types(iris.areas, SKOS.ConceptScheme)
    out.named(iris.areas, SKOS.prefLabel, "政策分野", "Policy areas")
    out.add(iris.areas, DCT.isPartOf, iris.edition)
    for position, area in enumerate(plan.areas, start=1):
        node = iris.area(area.number)
        out.types(node, POL.PolicyArea)
        out.concept(node, iris.areas, str(area.number), area.title, english.get(area.number, ""))
        out.add(node, SKOS.topConceptOf, iris.areas)
        out.add(iris.areas, SKOS.hasTopConcept, node)
        out.integer(node, POL.position, position)
        out.add(node, POL.printed, Literal(area.printed))


def _schemes(profile: Profile, publisher: NamedNode | None, iris: Iris, out: Statements) -> None:
    """Say the scheme of the indicators and the data set of the observations."""
    ja, en = edition_title(profile)
    out.types(iris.indicators, SKOS.ConceptScheme)
    out.named(iris.indicators, SKOS.prefLabel, "指標（KPI）", "Indicators (KPI)")
    out.add(iris.indicators, DCT.isPartOf, iris.edition)
    cube = iris.observations
    out.types(cube, QB.DataSet)
    out.add(cube, QB.structure, POL.ObservationStructure)
    for predicate in (DCT.title, RDFS.label):
        out.named(cube, predicate, f"{ja}の指標の値", f"Indicator values of {en}" if en else "")
    out.add(cube, DCT.isPartOf, iris.edition)
    if profile.issued:
        out.day(cube, DCT.issued, profile.issued)
    if publisher:
        out.add(cube, DCT.publisher, publisher)
    for scheme, label_ja, label_en in (
        (iris.periods, "時期", "Periods"),
        (iris.units, "単位", "Units of measure"),
    ):
        out.types(scheme, SKOS.ConceptScheme)
        out.named(scheme, SKOS.prefLabel, label_ja, label_en)


def _values(plan: Plan) -> Iterator[Value]:
    for measure in plan.measures:
        for indicator in measure.indicators:
            yield from indicator.values


def _periods(plan: Plan) -> Iterator[Period | None]:
    for value in _values(plan):
        yield value.period
    for measure in plan.measures:
        for milestone in measure.milestones:
            yield milestone.period
