"""A store goes in; editions, agents and named services come out, as the catalogue needs them."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, QuerySolution, QuerySolutions, Store

from shisaku.catalogue.model import Agent, Edition, Service, Words
from shisaku.graph.namespaces import ADMS, DCAT, DCT, POL, SCHEMA

_QUERIES = Path(__file__).parent / "queries"


@cache
def query_text(name: str) -> str:
    """Return the SPARQL text of ``queries/{name}.rq``."""
    return (_QUERIES / f"{name}.rq").read_text(encoding="utf-8")


def select(store: Store, name: str) -> QuerySolutions:
    """Answer one of the catalogue's queries; the default graph is the union of all graphs."""
    answer = store.query(query_text(name), use_default_graph_as_union=True)
    if not isinstance(answer, QuerySolutions):
        raise TypeError(f"{name}.rq is not a SELECT query")
    return answer


def text_of(solution: QuerySolution, variable: str) -> str:
    """Return the IRI or lexical form bound to a variable; empty where it is unbound."""
    term = solution[variable]
    return term.value if isinstance(term, (NamedNode, Literal)) else ""


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
