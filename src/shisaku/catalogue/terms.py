"""Terms that only the catalogue uses, and the codes of the EU's lists that it draws on."""

from __future__ import annotations

from pyoxigraph import NamedNode

from shisaku.graph.namespaces import Namespace

VOID = Namespace("void")
SD = Namespace("sd")
VCARD = Namespace("vcard")
SPDX = Namespace("spdx")
HYDRA = Namespace("hydra")

_EU = "http://publications.europa.eu/resource/authority/"

PUBLIC = NamedNode(_EU + "access-right/PUBLIC")
ANNUAL = NamedNode(_EU + "frequency/ANNUAL")
STABLE = NamedNode(_EU + "planned-availability/STABLE")
AVAILABLE = NamedNode(_EU + "planned-availability/AVAILABLE")
JAPAN = NamedNode(_EU + "country/JPN")
JAPANESE = NamedNode(_EU + "language/JPN")
ENGLISH = NamedNode(_EU + "language/ENG")
DATA_THEMES = NamedNode(_EU + "data-theme")
THEMES = (NamedNode(_EU + "data-theme/GOVE"), NamedNode(_EU + "data-theme/TECH"))
AVAILABILITY = NamedNode("http://data.europa.eu/r5r/availability")

#: spdx writes hashes as this individual, whose IRI the DCAT-AP shapes want with https.
SHA256 = NamedNode("https://spdx.org/rdf/terms#checksumAlgorithm_sha256")

NATIONAL_AUTHORITY = NamedNode("http://purl.org/adms/publishertype/NationalAuthority")
NON_PROFIT = NamedNode("http://purl.org/adms/publishertype/NonProfitOrganisation")
ATTRIBUTION = NamedNode("http://purl.org/adms/licencetype/Attribution")

WKT = NamedNode("http://www.opengis.net/ont/geosparql#wktLiteral")
SPARQL_PROTOCOL = "https://www.w3.org/TR/sparql11-protocol/"
OPENAPI = "https://spec.openapis.org/oas/v3.1.0"
DCAT_AP = "http://data.europa.eu/r5r/"
