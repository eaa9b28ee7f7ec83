"""Results of queries, expected and given: bytes in one of the W3C's formats in, solutions out."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree

import rdflib

from w3c.suites import parsed

#: kind ("iri", "blank" or "literal"), value, datatype, language (lower case).
Term = tuple[str, str, str, str]
Row = dict[str, Term]
XSD = "http://www.w3.org/2001/XMLSchema#"
_LANGUAGE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
_RS = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
_SRX = "{http://www.w3.org/2005/sparql-results#}"
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_TSV_TERM = re.compile(
    r"<(?P<iri>[^<>]*)>|_:(?P<blank>\S+)"
    r'|"(?P<long>(?:[^"\\]|\\.)*)"(?:@(?P<language>[A-Za-z0-9-]+)|\^\^<(?P<datatype>[^<>]*)>)?'
    r"|(?P<number>[+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)|(?P<boolean>true|false)",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\(.)")
_ESCAPES = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}


@dataclass(frozen=True)
class Solutions:
    """Variables in the order of the head, and rows; ordered: the order of rows counts."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]
    ordered: bool = False


def iri(value: str) -> Term:
    """An IRI."""
    return ("iri", value, "", "")


def blank(label: str) -> Term:
    """A blank node."""
    return ("blank", label, "", "")


def literal(value: str, datatype: str | None = None, language: str | None = None) -> Term:
    """A literal of RDF 1.1: a plain one is a string (RDF 1.1 Concepts 3.3)."""
    if language:
        return ("literal", value, _LANGUAGE, language.lower())
    return ("literal", value, datatype or XSD + "string", "")


def of_json(body: bytes) -> Solutions | bool:
    """SPARQL 1.1 Query Results JSON Format."""
    document = json.loads(body)
    if "boolean" in document:
        return bool(document["boolean"])
    rows = tuple(
        {name: _of_json_term(term) for name, term in row.items()}
        for row in document["results"]["bindings"]
    )
    return Solutions(tuple(document["head"]["vars"]), rows)


def _of_json_term(term: dict[str, str]) -> Term:
    kind, value = term["type"], term["value"]
    if kind == "uri":
        return iri(value)
    if kind == "bnode":
        return blank(value)
    return literal(value, term.get("datatype"), term.get("xml:lang"))


def of_xml(body: bytes, base: str = "") -> Solutions | bool:
    """SPARQL Query Results XML Format."""
    root = ElementTree.fromstring(body)
    answer = root.find(f"{_SRX}boolean")
    if answer is not None:
        return (answer.text or "").strip() == "true"
    names = tuple(item.attrib["name"] for item in root.findall(f"{_SRX}head/{_SRX}variable"))
    rows = tuple(
        {
            binding.attrib["name"]: _of_xml_term(binding[0], base)
            for binding in result.findall(f"{_SRX}binding")
        }
        for result in root.findall(f"{_SRX}results/{_SRX}result")
    )
    return Solutions(names, rows)


def _of_xml_term(element: ElementTree.Element, base: str) -> Term:
    text = element.text or ""
    if element.tag == f"{_SRX}uri":
        return iri(urljoin(base, text))
    if element.tag == f"{_SRX}bnode":
        return blank(text)
    return literal(text, element.get("datatype"), element.get(_XML_LANGUAGE))


def of_tsv(body: bytes) -> Solutions:
    """SPARQL 1.1 Query Results TSV Format: terms as in Turtle."""
    lines = body.decode("utf-8").removesuffix("\n").split("\n")
    names = tuple(name.removeprefix("?") for name in lines[0].split("\t") if name)
    rows = []
    for line in lines[1:]:
        cells = line.split("\t") if names else []
        assert len(cells) == len(names), f"{len(cells)} cells for {len(names)} variables"
        filled = zip(names, cells, strict=True)
        rows.append({name: _of_tsv_term(cell) for name, cell in filled if cell})
    return Solutions(names, tuple(rows))


def _of_tsv_term(cell: str) -> Term:
    match = _TSV_TERM.fullmatch(cell)
    assert match is not None, f"not a term: {cell}"
    if match["iri"] is not None:
        return iri(match["iri"])
    if match["blank"] is not None:
        return blank(match["blank"])
    if match["number"] is not None:
        return literal(cell, XSD + _numeric_type(cell))
    if match["boolean"] is not None:
        return literal(cell, XSD + "boolean")
    value = _ESCAPED.sub(lambda found: _ESCAPES.get(found[1], found[1]), match["long"])
    return literal(value, match["datatype"], match["language"])


def _numeric_type(cell: str) -> str:
    if "e" in cell.lower():
        return "double"
    return "decimal" if "." in cell else "integer"


def of_csv(body: bytes) -> Solutions:
    """SPARQL 1.1 Query Results CSV Format: values alone, unbound and empty alike."""
    lines = list(csv.reader(io.StringIO(body.decode("utf-8"), newline="")))
    names = tuple(lines[0])
    rows = []
    for line in lines[1:]:
        cells = line or [""] * min(len(names), 1)  # a row of one empty cell is an empty line
        filled = zip(names, cells, strict=True)
        rows.append({name: _of_csv_cell(cell) for name, cell in filled})
    return Solutions(names, tuple(rows))


def _of_csv_cell(cell: str) -> Term:
    return blank(cell) if cell.startswith("_:") else literal(cell)


def of_graph(graph: rdflib.Graph) -> Solutions | bool | None:
    """A result in the vocabulary of the DAWG's test suite, None for any other graph."""
    found = graph.value(None, rdflib.RDF.type, _RS.ResultSet)
    if found is None:
        return None
    answer = graph.value(found, _RS.boolean)
    if answer is not None:
        return str(answer) == "true"
    names = tuple(sorted(str(name) for name in graph.objects(found, _RS.resultVariable)))
    solutions = list(graph.objects(found, _RS.solution))
    places = {item: graph.value(item, _RS["index"]) for item in solutions}
    ordered = bool(solutions) and None not in places.values()
    if ordered:
        solutions.sort(key=lambda item: int(str(places[item])))
    return Solutions(names, tuple(_of_solution(graph, item) for item in solutions), ordered)


def _of_solution(graph: rdflib.Graph, solution: rdflib.term.Node) -> Row:
    row: Row = {}
    for binding in graph.objects(solution, _RS.binding):
        value = graph.value(binding, _RS.value)
        assert value is not None
        row[str(graph.value(binding, _RS.variable))] = term_of(value)
    return row


def term_of(node: rdflib.term.Node) -> Term:
    """A term of rdflib."""
    if isinstance(node, rdflib.URIRef):
        return iri(str(node))
    if isinstance(node, rdflib.BNode):
        return blank(str(node))
    assert isinstance(node, rdflib.Literal)
    return literal(str(node), node.datatype and str(node.datatype), node.language)


def triples_of(graph: rdflib.Graph) -> Solutions:
    """A graph as solutions of three variables, so that both are compared in one way."""
    names = ("s", "p", "o")
    rows = [dict(zip(names, map(term_of, triple), strict=True)) for triple in graph]
    return Solutions(names, tuple(rows))


def expected_of(path: Path) -> Solutions | bool:
    """What a test expects, read from its result file."""
    if path.suffix == ".srx":
        return of_xml(path.read_bytes(), path.as_uri())
    readers = {".srj": of_json, ".csv": of_csv, ".tsv": of_tsv}
    if path.suffix in readers:
        return readers[path.suffix](path.read_bytes())
    graph = parsed(path)
    found = of_graph(graph)
    return triples_of(graph) if found is None else found
