"""A store goes in; what the catalogue says of its graphs comes out: counts, editions, services.

Nothing here needs the files of a release, so the facts can be read before they are written, and
those of several stores (one an edition) can be merged.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from string import Template
from typing import TypeVar

from pyoxigraph import Literal, NamedNode, QuerySolution, QuerySolutions, Store

from shisaku.catalogue.model import Agent, Edition, GraphCounts, GraphFacts, Service, Words
from shisaku.graph.namespaces import ADMS, DCAT, DCT, POL, SCHEMA

_Fact = TypeVar("_Fact")
_TERMS = ("subjects", "objects")
_QUERIES = Path(__file__).parent / "queries"


@cache
def query_text(name: str) -> str:
    """Return the SPARQL text of ``queries/{name}.rq``."""
    return (_QUERIES / f"{name}.rq").read_text(encoding="utf-8")


def select(store: Store, name: str, **slots: str) -> QuerySolutions:
    """Answer one of the catalogue's queries; the default graph is the union of all graphs.

    slots: what to fill in where the query has ``$name``.
    """
    query = Template(query_text(name)).substitute(slots) if slots else query_text(name)
    answer = store.query(query, use_default_graph_as_union=True)
    if not isinstance(answer, QuerySolutions):
        raise TypeError(f"{name}.rq is not a SELECT query")
    return answer


def text_of(solution: QuerySolution, variable: str) -> str:
    """Return the IRI or lexical form bound to a variable; empty where it is unbound."""
    term = solution[variable]
    return term.value if isinstance(term, (NamedNode, Literal)) else ""


def graph_facts(store: Store, base: str) -> GraphFacts:
    """Return the facts of every named graph of a store.

    base: the base IRI of the release, ends with a slash.
    """
    agents = read_agents(store)
    return GraphFacts(
        graphs=_counts(store, base),
        editions=read_editions(store, base, agents),
        agents=tuple(agents.values()),
        services=read_services(store, base, agents),
    )


def merged_facts(several: Iterable[GraphFacts]) -> GraphFacts:
    """Return the facts of several stores as one store of all their graphs would give them.

    Of a graph that occurs in several, such as the reference data, the one with the most triples
    counts, with the edition in it: a store may hold a few statements of another one's graph.
    """
    graphs: dict[str, GraphCounts] = {}
    editions: dict[str, Edition] = {}
    agents: dict[str, Agent] = {}
    services: dict[str, Service] = {}
    for facts in several:
        whole = {item.graph for item in facts.graphs if _fuller(item, graphs.get(item.graph))}
        graphs |= {item.graph: item for item in facts.graphs if item.graph in whole}
        editions |= {item.iri: item for item in facts.editions if item.graph in whole}
        agents = {item.iri: item for item in facts.agents} | agents
        services = {item.iri: item for item in facts.services} | services
    return GraphFacts(_ordered(graphs), _ordered(editions), _ordered(agents), _ordered(services))


def _fuller(item: GraphCounts, known: GraphCounts | None) -> bool:
    return known is None or item.triples > known.triples


def _ordered(facts: Mapping[str, _Fact]) -> tuple[_Fact, ...]:
    return tuple(facts[iri] for iri in sorted(facts))


def _counts(store: Store, base: str) -> tuple[GraphCounts, ...]:
    classes: dict[str, list[tuple[str, tuple[int, ...]]]] = defaultdict(list)
    for row in select(store, "void-classes"):
        if term := text_of(row, "term"):
            classes[text_of(row, "graph")].append((term, (_number(row, "entities"),)))
    properties, datatypes = _properties(store)
    examples: dict[str, list[str]] = defaultdict(list)
    for row in select(store, "void-examples"):
        examples[text_of(row, "graph")].append(text_of(row, "example"))
    labels: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(dict)
    for row in select(store, "labels"):
        resource, label = text_of(row, "resource"), row["label"]
        if isinstance(label, Literal) and not resource.startswith(base):
            said = labels[text_of(row, "graph")].setdefault(resource, [])
            said.append((label.value, label.language or ""))
    found = {
        (graph := text_of(row, "graph")): GraphCounts(
            graph=graph,
            triples=_number(row, "triples"),
            subjects=_number(row, "subjects"),
            objects=_number(row, "objects"),
            partitions={
                "classes": tuple(sorted(classes[graph])),
                "properties": tuple(sorted(properties[graph].items())),
                "datatypes": tuple((iri, (n,)) for iri, n in sorted(datatypes[graph].items())),
            },
            examples=tuple(sorted(examples[graph])),
            labels={iri: tuple(sorted(said)) for iri, said in labels[graph].items()},
        )
        for row in select(store, "void-graphs")
    }
    return _ordered(found)


def _properties(
    store: Store,
) -> tuple[dict[str, dict[str, tuple[int, ...]]], dict[str, Counter[str]]]:
    """Return the counts of each property, and triples by datatype, both by graph.

    One pass over all triples counts both, which takes three quarters of the time of two. Only a
    property whose objects are of several datatypes has its subjects counted again.
    """
    properties: dict[str, dict[str, tuple[int, ...]]] = defaultdict(dict)
    datatypes: dict[str, Counter[str]] = defaultdict(Counter)
    mixed = set()
    for row in select(store, "void-properties"):
        graph, term, datatype = (text_of(row, name) for name in ("graph", "term", "datatype"))
        triples, subjects, objects = (_number(row, name) for name in ("triples", *_TERMS))
        if datatype:
            datatypes[graph][datatype] += triples
        if before := properties[graph].get(term):
            mixed.add((graph, term))
            triples, subjects, objects = before[0] + triples, 0, before[2] + objects
        properties[graph][term] = (triples, subjects, objects)
    pairs = " ".join(f"(<{graph}> <{term}>)" for graph, term in sorted(mixed))
    for row in select(store, "void-subjects", pairs=pairs) if pairs else ():
        graph, term = text_of(row, "graph"), text_of(row, "term")
        triples, _, objects = properties[graph][term]
        properties[graph][term] = (triples, _number(row, "subjects"), objects)
    return properties, datatypes


def _number(row: QuerySolution, variable: str) -> int:
    return int(text_of(row, variable))


def read_agents(store: Store) -> dict[str, Agent]:
    """Return all agents of the store by IRI; of several home pages the first stands."""
    agents: dict[str, Agent] = {}
    for row in select(store, "agents"):
        iri = text_of(row, "iri")
        name = Words(text_of(row, "ja"), text_of(row, "en"))
        agents.setdefault(iri, Agent(iri, name, text_of(row, "homepage")))
    return agents


def read_editions(store: Store, base: str, agents: dict[str, Agent]) -> tuple[Edition, ...]:
    """Return the editions in the store, in the order of their IRIs."""
    days = {
        text_of(row, "graph"): (text_of(row, "first"), text_of(row, "last"))
        for row in select(store, "periods")
    }
    found: dict[str, Edition] = {}
    for row in select(store, "editions"):
        iri, plan, graph = (text_of(row, name) for name in ("iri", "plan", "graph"))
        issued = text_of(row, "issued")
        first, last = days.get(graph, (issued, issued))
        publisher = text_of(row, "publisher")
        edition = Edition(
            iri=iri,
            plan=plan,
            graph=graph,
            key=iri.removeprefix(base).replace("/", "-"),
            plan_key=plan.removeprefix(base),
            version=text_of(row, "version"),
            plan_title=Words(text_of(row, "plan_ja"), text_of(row, "plan_en")),
            issued=issued,
            first=first,
            last=last,
            publisher=agents.get(publisher, Agent(publisher, Words("", ""), "")),
            source=text_of(row, "source"),
            source_name=text_of(row, "source_name"),
            replaces=text_of(row, "replaces"),
        )
        found.setdefault(iri, edition)
    return tuple(found.values())


def read_services(store: Store, base: str, agents: dict[str, Agent]) -> tuple[Service, ...]:
    """Return the services of others in the store, in the order of their IRIs."""
    said: dict[str, dict[str, list[NamedNode | Literal]]] = defaultdict(lambda: defaultdict(list))
    for row in select(store, "services"):
        term = row["value"]
        if isinstance(term, (NamedNode, Literal)):
            said[text_of(row, "iri")][text_of(row, "property")].append(term)
    return tuple(_service(iri, base, facts, agents) for iri, facts in said.items())


def _service(
    iri: str, base: str, facts: dict[str, list[NamedNode | Literal]], agents: dict[str, Agent]
) -> Service:
    def iris(predicate: NamedNode) -> tuple[str, ...]:
        return tuple(term.value for term in facts[predicate.value] if isinstance(term, NamedNode))

    def words(predicate: NamedNode) -> Words:
        by_language = {
            term.language: term.value
            for term in reversed(facts[predicate.value])
            if isinstance(term, Literal)
        }
        return Words(by_language.get("ja", ""), by_language.get("en", ""))

    status, note = words(ADMS.status), words(POL.statusNote)
    return Service(
        iri=iri,
        key=iri.removeprefix(base + "system/"),
        name=words(DCT.title),
        endpoint=iris(DCAT.endpointURL)[0],
        descriptions=iris(DCAT.endpointDescription),
        landing_page=next(iter(iris(DCAT.landingPage)), ""),
        operators=tuple(agents[item] for item in iris(DCT.publisher) if item in agents),
        formats=iris(DCT.format),
        licence=next(iter(iris(DCT.license)), ""),
        terms=next(iter(iris(SCHEMA.termsOfService)), ""),
        status=Words(_joined(status.ja, note.ja, "。"), _joined(status.en, note.en, ". ")),
    )


def _joined(status: str, note: str, mark: str) -> str:
    return mark.join(part for part in (status, note) if part)
