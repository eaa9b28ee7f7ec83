"""A SPARQL 1.1 store elsewhere answers the questions; the limits and formats stay the same."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import pyoxigraph as ox

from shisaku.engine.evaluate import finished, written
from shisaku.engine.formats import BY_NAME
from shisaku.engine.model import Answer, Limits, Question, RefusalError
from shisaku.engine.reading import QUERY_FORMS, UPDATE_FORMS, form_of, unescaped
from shisaku.engine.truncation import cut_solutions, graph_notice

_DETAIL_CHARACTERS = 300


class RemoteEngine:
    """Questions go over HTTP to one endpoint; at most as many at once as there are workers."""

    def __init__(self, endpoint: str, limits: Limits) -> None:
        self._endpoint = endpoint
        self._limits = limits
        self._places = asyncio.Semaphore(limits.fast_workers + limits.slow_workers)
        self._waiting: Counter[str] = Counter()
        self._counts: Counter[str] = Counter()
        self._client: Any = None

    async def start(self) -> None:
        """Open the connection pool."""
        import httpx

        self._client = httpx.AsyncClient(timeout=self._limits.deadline, trust_env=False)

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

    async def ask(self, question: Question, client: str) -> Answer:
        """Answer a question; raises RefusalError."""
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
                return await self._asked(question, form in ("construct", "describe"))
        finally:
            self._waiting[client] -= 1
            self._waiting += Counter()

    async def _asked(self, question: Question, graph: bool) -> Answer:
        name = question.graph if graph else question.solutions
        if name is None:
            raise RefusalError("not-acceptable", kind="graph" if graph else "solutions")
        accept = "application/n-triples" if graph else BY_NAME[name].media_type
        body, complete = await self._fetched(question, accept)
        if graph:
            body, truncated = await asyncio.to_thread(_graph, body, complete, question, name)
        elif b"<boolean>" in body[:1000] or b'"boolean"' in body[:1000]:
            truncated = None
        else:
            body, truncated = cut_solutions(name, body, complete, question.max_rows)
        self._counts["queries_answered"] += 1
        return finished(name, body, truncated, question.encoding)

    async def _fetched(self, question: Question, accept: str) -> tuple[bytes, bool]:
        import httpx

        form: dict[str, Any] = {"query": f"BASE <{question.base_iri}>\n{question.query}"}
        if question.default_graphs is not None or question.named_graphs is not None:
            form["default-graph-uri"] = list(question.default_graphs or ())
            form["named-graph-uri"] = list(question.named_graphs or ())
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
                    raise _refused(response.status_code, b"".join(parts))
        except TimeoutError:
            self._counts["queries_timeout"] += 1
            raise RefusalError("query-timeout", {"seconds": self._limits.deadline}) from None
        except httpx.HTTPError as error:
            detail = str(error) or type(error).__name__
            raise RefusalError("remote-failed", {"detail": detail}, retry_after=5) from None
        return b"".join(parts), True


def _refused(status: int, body: bytes) -> RefusalError:
    detail = body.decode("utf-8", "replace").strip()[:_DETAIL_CHARACTERS]
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
