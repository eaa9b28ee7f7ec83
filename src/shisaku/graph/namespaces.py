"""Prefixes of every vocabulary in use, and their terms as nodes: ``POL.Measure``."""

from __future__ import annotations

from pyoxigraph import NamedNode

#: Prefix to namespace, in the order that files print them; code, context and documents share it.
PREFIXES: dict[str, str] = {
    "pol": "https://w3id.org/shisaku/ns#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "sdmx-dimension": "http://purl.org/linked-data/sdmx/2009/dimension#",
    "sdmx-measure": "http://purl.org/linked-data/sdmx/2009/measure#",
    "sdmx-attribute": "http://purl.org/linked-data/sdmx/2009/attribute#",
    "org": "http://www.w3.org/ns/org#",
    "eli": "http://data.europa.eu/eli/ontology#",
    "time": "http://www.w3.org/2006/time#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "schema": "http://schema.org/",
    "oa": "http://www.w3.org/ns/oa#",
    "adms": "http://www.w3.org/ns/adms#",
    "void": "http://rdfs.org/ns/void#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "dqv": "http://www.w3.org/ns/dqv#",
    "qudt": "http://qudt.org/schema/qudt/",
    "unit": "http://qudt.org/vocab/unit/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "spdx": "http://spdx.org/rdf/terms#",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "sh": "http://www.w3.org/ns/shacl#",
    "vann": "http://purl.org/vocab/vann/",
    "eu-licence": "http://publications.europa.eu/resource/authority/licence/",
    "eu-language": "http://publications.europa.eu/resource/authority/language/",
    "eu-filetype": "http://publications.europa.eu/resource/authority/file-type/",
}


class Namespace:
    """A vocabulary whose terms are attributes; each becomes a node once."""

    def __init__(self, prefix: str) -> None:
        self.iri = PREFIXES[prefix]

    def __getattr__(self, name: str) -> NamedNode:
        node = NamedNode(self.iri + name)
        self.__dict__[name] = node
        return node

    def __getitem__(self, name: str) -> NamedNode:
        """Return the term for a name that is no Python identifier."""
        return NamedNode(self.iri + name)


POL = Namespace("pol")
RDF = Namespace("rdf")
RDFS = Namespace("rdfs")
OWL = Namespace("owl")
XSD = Namespace("xsd")
SKOS = Namespace("skos")
DCT = Namespace("dct")
PROV = Namespace("prov")
QB = Namespace("qb")
SDMX_DIMENSION = Namespace("sdmx-dimension")
SDMX_MEASURE = Namespace("sdmx-measure")
SDMX_ATTRIBUTE = Namespace("sdmx-attribute")
ORG = Namespace("org")
ELI = Namespace("eli")
TIME = Namespace("time")
DCAT = Namespace("dcat")
FOAF = Namespace("foaf")
SCHEMA = Namespace("schema")
OA = Namespace("oa")
ADMS = Namespace("adms")
EU_LANGUAGE = Namespace("eu-language")
EU_FILETYPE = Namespace("eu-filetype")
