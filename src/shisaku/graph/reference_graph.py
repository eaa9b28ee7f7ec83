"""Reference data in, statements about organisations, systems and laws out."""

from __future__ import annotations

from collections.abc import Collection

from pyoxigraph import NamedNode

from shisaku.graph.iris import Iris
from shisaku.graph.measure import half_width_digits, law_page
from shisaku.graph.namespaces import (
    ADMS,
    DCAT,
    DCT,
    ELI,
    EU_FILETYPE,
    FOAF,
    ORG,
    OWL,
    POL,
    PROV,
    RDFS,
    SCHEMA,
    SKOS,
)
from shisaku.graph.statements import Statements
from shisaku.reference.model import Law, Organisation, Reference, System

_CORPORATE_REGISTER = "https://www.houjin-bangou.nta.go.jp/henkorireki-johoto.html?selHouzinNo="


def describe_reference(reference: Reference, iris: Iris, out: Statements) -> None:
    """Say organisations, systems and laws of the reference, in the order of their keys.

    Names that are never searched for (identifiers, programmes, data sets) are left out: a page
    that shows no measure for them would be wrong. A part of a published system stays.
    """
    for _, organisation in sorted(reference.organisations.items()):
        _organisation(organisation, iris, out)
    systems = {
        key: row for key, row in sorted(reference.systems.items()) if row.recognise or row.part_of
    }
    for system in systems.values():
        _system(system, systems.keys(), reference, iris, out)
    for _, law in sorted(reference.laws.items()):
        _law(law, iris, out)


def _provenance(node: NamedNode, row: Organisation | System | Law, out: Statements) -> None:
    out.plain(node, DCT.source, row.source)
    out.plain(node, POL.confidence, row.confidence)
    out.en(node, SKOS.editorialNote, row.note)


def _organisation(row: Organisation, iris: Iris, out: Statements) -> None:
    node = iris.organisation(row.key)
    out.types(node, ORG.FormalOrganization, FOAF.Agent, PROV.Agent)
    out.plain(node, SKOS.notation, row.key)
    out.named(node, FOAF.name, row.name_ja, row.name_en)
    out.named(node, SKOS.prefLabel, row.name_ja, row.name_en)
    out.plain(node, SKOS.altLabel, row.abbreviation)
    for form in row.forms:
        if form not in (row.name_ja, row.abbreviation):
            out.ja(node, SKOS.altLabel, form)
    for reading in row.readings:
        out.ja(node, POL.reading, reading)
    if row.parent:
        out.add(node, ORG.subOrganizationOf, iris.organisation(row.parent))
    out.add(node, POL.supervisedBy, *(iris.organisation(key) for key in row.supervisor))
    if row.homepage:
        out.add(node, FOAF.homepage, NamedNode(row.homepage))
    if row.houjin_bangou:
        out.plain(node, ORG.identifier, row.houjin_bangou)
        out.add(node, RDFS.seeAlso, NamedNode(_CORPORATE_REGISTER + row.houjin_bangou))
    if row.wikidata:
        out.add(node, OWL.sameAs, NamedNode("http://www.wikidata.org/entity/" + row.wikidata))
    if row.ror:
        out.add(node, OWL.sameAs, NamedNode(row.ror))
    out.moment(node, SCHEMA.foundingDate, row.valid_from)
    out.moment(node, SCHEMA.dissolutionDate, row.valid_to)
    if row.successor:
        out.add(node, DCT.isReplacedBy, iris.organisation(row.successor))
        out.add(iris.organisation(row.successor), DCT.replaces, node)
    _provenance(node, row, out)


def _system(
    row: System, published: Collection[str], reference: Reference, iris: Iris, out: Statements
) -> None:
    node = iris.system(row.key)
    out.types(node, POL.InformationSystem, DCAT.Resource)
    if row.api_base:
        out.types(node, DCAT.DataService)
    out.plain(node, SKOS.notation, row.key)
    out.titled(node, row.name, row.name_en)
    out.named(node, SKOS.prefLabel, row.name, row.name_en)
    for form in row.forms:
        if form != row.name:
            out.ja(node, SKOS.altLabel, form)
    for reading in row.readings:
        out.ja(node, POL.reading, reading)
    out.add(node, POL.systemKind, iris.code("system-kind", row.kind))
    for operator in row.operator:
        if operator in reference.organisations:
            out.add(node, DCT.publisher, iris.organisation(operator))
        else:
            out.ja(node, POL.operatorName, operator)
    if row.homepage:
        out.add(node, DCAT.landingPage, NamedNode(row.homepage))
    out.ja(node, POL.noLandingPageReason, row.no_homepage_reason)
    _service(node, row, out)
    _life(node, row, iris, out)
    related = [iris.system(key) for key in row.related if key in published]
    out.add(node, SCHEMA.isRelatedTo, *related)
    _provenance(node, row, out)


def _service(node: NamedNode, row: System, out: Statements) -> None:
    if row.api_base:
        out.add(node, DCAT.endpointURL, NamedNode(row.api_base))
    if row.api_docs:
        out.add(node, DCAT.endpointDescription, NamedNode(row.api_docs))
    out.plain(node, DCAT.version, row.api_version)
    out.add(node, DCT.format, *(EU_FILETYPE[name] for name in row.formats))
    out.named(node, POL.authentication, row.authentication_ja, row.authentication)
    out.named(node, POL.limits, row.limits_ja, row.limits)
    out.named(node, POL.terms, row.terms, row.terms_en)
    if row.terms_url:
        out.add(node, SCHEMA.termsOfService, NamedNode(row.terms_url))
    if row.licence:
        out.add(node, DCT.license, NamedNode(row.licence))
    if row.linked_data.startswith("http"):
        out.add(node, RDFS.seeAlso, NamedNode(row.linked_data))


def _life(node: NamedNode, row: System, iris: Iris, out: Statements) -> None:
    out.add(node, ADMS.status, iris.code("status", row.status))
    out.moment(node, POL.statusDate, row.status_date)
    out.named(node, POL.statusNote, row.status_note, row.status_note_en)
    out.moment(node, DCT.issued, row.opened)
    if row.part_of:
        whole = iris.system(row.part_of)
        out.add(node, DCT.isPartOf, whole)
        out.add(whole, DCT.hasPart, node)


def _law(row: Law, iris: Iris, out: Statements) -> None:
    node = iris.law(row.key)
    out.types(node, ELI.LegalResource)
    out.named(node, ELI.title, row.name, row.name_en)
    out.named(node, SKOS.prefLabel, row.name, row.name_en)
    for name in row.short_names:
        out.ja(node, SKOS.altLabel, name)
    out.plain(node, ELI.id_local, row.law_id)
    out.plain(node, POL.lawNumber, half_width_digits(row.number))
    if row.law_id:
        out.add(node, RDFS.seeAlso, law_page(row.law_id))
    _provenance(node, row, out)
