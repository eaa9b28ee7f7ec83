"""A SPARQL 1.1 store elsewhere answers the questions; the limits and formats stay the same."""

from __future__ import annotations

import asyncio
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from string import Template
from typing import Any

import pyoxigraph as ox

from shisaku.engine.clauses import dataset_clauses
from shisaku.engine.evaluate import SOLUTION_WRITERS, finished, syntax_refusal, written
from shisaku.engine.model import Answer, Limits, Question, RefusalError, nothing
from shisaku.engine.reading import QUERY_FORMS, UPDATE_FORMS, form_of, unescaped
from shisaku.engine.record import RECORD
from shisaku.engine.truncation import cut_solutions, graph_notice
from shisaku.errors import ShisakuError
from shisaku.formats import BY_NAME

_DETAIL_CHARACTERS = 300
_RELATIVE = re.compile(r"<(?![A-Za-z][A-Za-z0-9+.-]*:)[^<>\"{}|^`\\\s]*>")
#: Virtuoso's name for a literal with a datatype, and the name in the recommendation.
_TYPED = (b'"type": "typed-literal"', b'"type": "literal"')
_MOST_GRAPHS = 10_000
#: Stands for an empty part of a dataset: stores take a missing parameter for "everything".
NO_GRAPH = "urn:x-shisaku:no-graph"
_TEMPLATE = Path(__file__).parent / "queries" / "recorded.rq"
_RECORDED = Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(record=RECORD)


class RemoteEngine:
    """Questions go over HTTP to one endpoint; at most as many at once as there are workers."""

    def __init__(self, endpoint: str, limits: Limits) -> None:
        self._endpoint = endpoint
        self._limits = limits
        self._places = asyncio.Semaphore(limits.fast_workers + limits.slow_workers)
        self._waiting: Counter[str] = Counter()
        self._counts: Counter[str] = Counter()
        self._client: Any = None
        self._graphs: tuple[str, ...] = ()

    async def start(self) -> None:
        """Open the connection pool."""
        import httpx

        self._client = httpx.AsyncClient(timeout=self._limits.deadline, trust_env=False)
        question = Question(_RECORDED, "urn:x-shisaku:", max_rows=_MOST_GRAPHS)
        try:
            body, _ = await self._fetched(question, BY_NAME["json"].media_type)
        except RefusalError as refusal:
            raise ShisakuError(
                "endpoint-silent",
                f"the SPARQL store does not answer: {refusal.sentence}",
                self._endpoint,
                "Is it running, and is this its query address?",
            ) from refusal
        rows = json.loads(body)["results"]["bindings"]
        self._graphs = tuple(row["graph"]["value"] for row in rows)

    def ready(self) -> bool:
        """Whether the pool is open."""
        return self._client is not None

    def figures(self) -> dict[str, float]:
        """Counters for the metrics page."""
        return {f"{name}_total": float(count) for name, count in sorted(self._counts.items())}

    async def close(self) -> None:
        """Close the connection pool."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def ask(
        self, question: Question, client: str, on_slow: Callable[[], None] = nothing
    ) -> Answer:
        """Answer a question; raises RefusalError."""
        on_slow()
        form = form_of(unescaped(question.query))
        if form in UPDATE_FORMS:
            raise RefusalError("update-refused", {"detail": f"{form.upper()} is an update."})
        if form not in QUERY_FORMS:
            raise RefusalError(
                "query-syntax", {"detail": f"{form or 'nothing'} cannot begin a query."}, 1, 1
            )
        if self._waiting.total() >= self._limits.queue:
            raise RefusalError("queue-full", retry_after=2)
        if self._waiting[client] >= self._limits.queue_per_client:
            raise RefusalError("client-queue-full", retry_after=2)
        self._waiting[client] += 1
        try:
            async with self._places:
                return await self._asked(question, form)
        finally:
            self._waiting[client] -= 1
            self._waiting += Counter()

    async def _asked(self, question: Question, form: str) -> Answer:
        graph = form in ("construct", "describe")
        name = question.graph if graph else question.solutions
        if name is None:
            raise RefusalError("not-acceptable", kind="graph" if graph else "solutions")
        carried = "nt" if graph else "json" if form == "ask" else name
        accept = BY_NAME[carried].media_type
        body, complete = await self._fetched(question, accept)
        if graph:
            body, truncated = await asyncio.to_thread(_graph, body, complete, question, name)
        elif form == "ask":
            body, truncated = _boolean(body, name), None
        else:
            body = body.replace(*_TYPED) if name == "json" else body
            body, truncated = cut_solutions(name, body, complete, question.max_rows)
        self._counts["queries_answered"] += 1
        return finished(name, body, truncated, question.encoding)

    async def _fetched(self, question: Question, accept: str) -> tuple[bytes, bool]:
        import httpx

        base = f"BASE <{question.base_iri}>\n" if _RELATIVE.search(question.query) else ""
        form: dict[str, Any] = {"query": base + question.query}
        default, named = question.default_graphs, question.named_graphs
        if default is None and named is None and self._graphs:
            if dataset_clauses(question.query, question.base_iri) is None:
                default = named = self._graphs
        elif default is not None or named is not None:
            default, named = default or (NO_GRAPH,), named or (NO_GRAPH,)
        form["default-graph-uri"] = list(default or ())
        form["named-graph-uri"] = list(named or ())
        parts: list[bytes] = []
        size = 0
        try:
            async with (
                asyncio.timeout(self._limits.deadline),
                self._client.stream(
                    "POST", self._endpoint, data=form, headers={"Accept": accept}
                ) as response,
            ):
                async for part in response.aiter_bytes():
                    parts.append(part)
                    size += len(part)
                    if size > question.max_bytes:
                        return b"".join(parts), False
                if response.status_code != 200:
                    raise _refused(response.status_code, b"".join(parts), question.query)
        except TimeoutError:
            self._counts["queries_timeout"] += 1
            raise RefusalError("query-timeout", {"seconds": self._limits.deadline}) from None
        except httpx.HTTPError as error:
            detail = str(error) or type(error).__name__
            raise RefusalError("remote-failed", {"detail": detail}, retry_after=5) from None
        return b"".join(parts), True


def _boolean(body: bytes, name: str) -> bytes:
    """An ASK result in a format; Virtuoso's older ones answer with a row or none."""
    told = json.loads(body)
    value = told["boolean"] if "boolean" in told else bool(told["results"]["bindings"])
    result = ox.Store().query("ASK {}" if value else "ASK { FILTER(false) }")
    assert isinstance(result, ox.QueryBoolean)
    return result.serialize(format=SOLUTION_WRITERS[name]) or b""


def _refused(status: int, body: bytes, query: str) -> RefusalError:
    text = body.decode("utf-8", "replace").strip()
    detail = text[:_DETAIL_CHARACTERS]
    if status == 400 and text.startswith("error at "):
        return syntax_refusal(text, query)
    if 400 <= status < 500:
        return RefusalError("query-evaluation", {"detail": detail})
    return RefusalError("remote-failed", {"detail": f"status {status}. {detail}"}, retry_after=5)


def _graph(body: bytes, complete: bool, question: Question, name: str) -> tuple[bytes, str | None]:
    lines = body.splitlines(keepends=True)
    if not complete:
        lines.pop()
    truncated = None if complete else "bytes"
    if len(lines) > question.max_rows:
        lines, truncated = lines[: question.max_rows], "rows"
    try:
        quads = ox.parse(b"".join(lines), ox.RdfFormat.N_TRIPLES)
        triples = [quad.triple for quad in quads]
    except SyntaxError as error:
        raise RefusalError("remote-failed", {"detail": f"unreadable triples: {error}"}) from None
    text = written(triples, name)
    if truncated:
        text = graph_notice(name, text, len(triples), truncated)
    return text, truncated
