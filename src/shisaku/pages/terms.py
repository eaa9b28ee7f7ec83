"""The names of RDF classes and properties that pages read, as plain strings."""

from __future__ import annotations

POL = "https://w3id.org/shisaku/ns#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCT = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
QB = "http://purl.org/linked-data/cube#"
SDMX_DIMENSION = "http://purl.org/linked-data/sdmx/2009/dimension#"
SDMX_MEASURE = "http://purl.org/linked-data/sdmx/2009/measure#"
SDMX_ATTRIBUTE = "http://purl.org/linked-data/sdmx/2009/attribute#"
ORG = "http://www.w3.org/ns/org#"
ELI = "http://data.europa.eu/eli/ontology#"
TIME = "http://www.w3.org/2006/time#"
DCAT = "http://www.w3.org/ns/dcat#"
FOAF = "http://xmlns.com/foaf/0.1/"
SCHEMA = "http://schema.org/"
OA = "http://www.w3.org/ns/oa#"
ADMS = "http://www.w3.org/ns/adms#"
VANN = "http://purl.org/vocab/vann/"
VOID = "http://rdfs.org/ns/void#"

#: Prefixes used in the JSON-LD that pages carry, shortest name first.
PREFIXES: dict[str, str] = {
    "pol": POL,
    "rdfs": RDFS,
    "xsd": XSD,
    "skos": SKOS,
    "dct": DCT,
    "prov": PROV,
    "qb": QB,
    "sdmx-dimension": SDMX_DIMENSION,
    "sdmx-measure": SDMX_MEASURE,
    "sdmx-attribute": SDMX_ATTRIBUTE,
    "org": ORG,
    "eli": ELI,
    "time": TIME,
    "dcat": DCAT,
    "foaf": FOAF,
    "schema": SCHEMA,
    "oa": OA,
    "adms": ADMS,
}

TYPE = RDF + "type"
LABELS = (SKOS + "prefLabel", DCT + "title", FOAF + "name", RDFS + "label", ELI + "title")
