"""What the catalogue is made of: a release's files, its editions and the services it names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


class ReleaseFile(Protocol):
    """A file of the release: path below it, size in bytes and SHA-256 in hex."""

    @property
    def path(self) -> str: ...

    @property
    def bytes(self) -> int: ...

    @property
    def sha256(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Words:
    """A text in Japanese and English; English may be empty."""

    ja: str
    en: str


@dataclass(frozen=True, slots=True)
class Agent:
    """An organisation as catalogues name it."""

    iri: str
    name: Words
    homepage: str


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of a plan as the store describes it.

    key: plan and edition, ``jutenkeikaku-2023``; issued, first, last: ISO dates, first and last
    day that its periods cover; replaces: IRI of the edition before, or empty.
    """

    iri: str
    plan: str
    graph: str
    key: str
    plan_key: str
    version: str
    plan_title: Words
    issued: str
    first: str
    last: str
    publisher: Agent
    source: str
    source_name: str
    replaces: str


@dataclass(frozen=True, slots=True)
class Service:
    """An API of another body that the plan names, as the reference data know it."""

    iri: str
    key: str
    name: Words
    endpoint: str
    descriptions: tuple[str, ...]
    landing_page: str
    operators: tuple[Agent, ...]
    formats: tuple[str, ...]
    licence: str
    terms: str
    status: Words


@dataclass(frozen=True, slots=True)
class GraphCounts:
    """What VoID says of one named graph, and the labels that it states.

    partitions: kind (``classes``, ``properties``, ``datatypes``) to the terms of that kind with
    their counts, in the order of the kind's columns; examples: IRIs to begin browsing from;
    labels: rdfs:label (text and language) of each resource that is not below the base.
    """

    graph: str
    triples: int
    subjects: int
    objects: int
    partitions: Mapping[str, tuple[tuple[str, tuple[int, ...]], ...]]
    examples: tuple[str, ...]
    labels: Mapping[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class GraphFacts:
    """Everything that the catalogue reads from a store; the facts of several stores can be merged.

    graphs, editions, agents and services stand in the order of their IRIs.
    """

    graphs: tuple[GraphCounts, ...]
    editions: tuple[Edition, ...]
    agents: tuple[Agent, ...]
    services: tuple[Service, ...]
