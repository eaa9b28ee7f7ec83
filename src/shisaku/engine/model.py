"""What a SPARQL engine is given and gives back: questions, answers, refusals and limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Question:
    """One query as the protocol read it.

    default_graphs and named_graphs: None where the protocol named none (the query's own FROM
    clauses or the engine's dataset apply); otherwise exactly these graphs make the dataset
    (SPARQL 1.1 Protocol 2.1.4). solutions, graph: names of the formats wanted for SELECT/ASK
    and for CONSTRUCT/DESCRIBE, None where the client accepts none. encoding: ``gzip`` or None.
    """

    query: str
    base_iri: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    solutions: str | None = "json"
    graph: str | None = "ttl"
    encoding: str | None = None
    max_rows: int = 100_000
    max_bytes: int = 32 * 2**20


@dataclass(frozen=True, slots=True)
class Answer:
    """Serialised results: the name of the format, the bytes, and what was cut off.

    truncated: None, ``rows`` or ``bytes``. digest: hex digest of the body as it stands.
    encoding: the content coding already applied to the body.
    """

    format: str
    body: bytes
    digest: str
    truncated: str | None = None
    encoding: str | None = None


#: Code of a refusal -> HTTP status and the sentence people read; {…} are filled in.
REFUSALS: Mapping[str, tuple[int, str]] = {
    "query-syntax": (400, "The query is not SPARQL 1.1: {detail}"),
    "query-evaluation": (400, "The query could not be evaluated: {detail}"),
    "query-too-deep": (400, "The query is nested too deeply or is too long to be read."),
    "query-timeout": (503, "The query was ended after {seconds:g} seconds, the limit here."),
    "query-memory": (503, "The query was ended: it needed more than {megabytes} MB of memory."),
    "query-crashed": (503, "The process that evaluated the query ended without an answer."),
    "not-acceptable": (406, "None of the accepted formats can carry this kind of result."),
    "service-refused": (403, "SERVICE is not allowed here: {detail}"),
    "update-refused": (403, "This endpoint is read-only: {detail}"),
    "queue-full": (503, "Too many queries are waiting."),
    "client-queue-full": (429, "Too many of your queries are waiting."),
    "engine-unavailable": (503, "The engine is not ready."),
    "remote-failed": (503, "The SPARQL store behind this service gave no answer: {detail}"),
}


@dataclass(eq=False)
class RefusalError(Exception):
    """Why a question got no answer; ``code`` is a key of REFUSALS.

    line and column count from 1 and point into the query; kind: the kind of result a
    406 was about (``solutions`` or ``graph``); retry_after: seconds.
    """

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    line: int | None = None
    column: int | None = None
    hint: str | None = None
    retry_after: int | None = None
    kind: str | None = None

    @property
    def status(self) -> int:
        """The HTTP status."""
        return REFUSALS[self.code][0]

    @property
    def sentence(self) -> str:
        """What happened, for people."""
        return REFUSALS[self.code][1].format(**self.facts)

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one query, one client and the whole engine may take.

    Times are seconds, memory is bytes beyond what an idle worker has.
    """

    deadline: float = 20.0
    memory: int = 256 * 2**20
    fast_workers: int = 4
    fast_seconds: float = 0.05
    slow_workers: int = 4
    slow_waiting: int = 24
    queue: int = 512
    queue_per_client: int = 256

    def __post_init__(self) -> None:
        if min(self.fast_workers, self.slow_workers, self.queue, self.queue_per_client) < 1:
            raise ValueError("workers and queues must be at least 1")


def nothing() -> None:
    """What is done about a slow question unless something else is."""


class Engine(Protocol):
    """Where SPARQL runs; one implementation is local, one speaks to a remote store."""

    async def start(self) -> None:
        """Be ready to answer; raises ShisakuError for data that cannot be read."""

    async def ask(
        self, question: Question, client: str, on_slow: Callable[[], None] = nothing
    ) -> Answer:
        """Answer a question for a client; raises RefusalError. Cancelling ends the evaluation.

        on_slow is called once when the answer takes longer than a short question does.
        """

    async def close(self) -> None:
        """Finish what runs and end."""

    def ready(self) -> bool:
        """Whether questions are answered now."""

    def figures(self) -> dict[str, float]:
        """Counters and gauges, name -> value."""
