"""The application: /sparql and the release's files in plain ASGI, the rest in FastAPI."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.responses import JSONResponse, PlainTextResponse

from shisaku.engine.model import RefusalError
from shisaku.errors import ShisakuError
from shisaku.service.api import api_router
from shisaku.service.generation import Generation, Served, current_release, open_generation
from shisaku.service.metrics import Metrics
from shisaku.service.negotiation import accepts_gzip
from shisaku.service.problems import ProblemError, of_refusal, problem, problem_reply
from shisaku.service.replies import (
    PREFLIGHT,
    Receive,
    Reply,
    Scope,
    Send,
    header_values,
    send_reply,
    with_shared_headers,
)
from shisaku.service.settings import ServiceSettings
from shisaku.service.sparql import answer_sparql
from shisaku.service.void import describe_void

log = logging.getLogger(__name__)
_SITE_METHODS = b"GET, HEAD, OPTIONS"
_APPLICATION_PATHS = frozenset({"/healthz", "/metrics"})
_API = "/api/"
_VOID, _VOID_FILE = "/.well-known/void", ".well-known/void.ttl"


class Service:
    """An ASGI application over what is served now."""

    def __init__(self, served: Served, settings: ServiceSettings, first: Generation) -> None:
        """Serve a generation that has begun to load."""
        self.served = served
        self.settings = settings
        self.metrics = Metrics()
        self.current = first
        self.failure: ShisakuError | None = None
        self._unusable: Path | None = None
        self._frame = _frame(self)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Route one request; the hot path first."""
        if scope["type"] != "http":
            await self._frame(scope, receive, send)
            return
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        generation = self.current
        generation.active += 1
        started = time.perf_counter()
        try:
            if path == "/sparql":
                status = await answer_sparql(scope, receive, send, generation, self.settings)
                self.metrics.took(time.perf_counter() - started)
                self.metrics.count("sparql", status)
            elif path in _APPLICATION_PATHS or path.startswith(_API):
                await self._frame(scope, receive, with_shared_headers(send))
            else:
                await self._site(scope, send, generation, path)
        finally:
            generation.active -= 1

    async def _site(self, scope: Scope, send: Send, generation: Generation, path: str) -> None:
        headers = header_values(scope)
        try:
            reply = await self._page(scope, headers, generation, path)
        except RefusalError as refusal:
            reply = problem_reply(of_refusal(refusal), None)
        except ProblemError as trouble:
            accept = headers.get(b"accept", b"text/html").decode("latin-1")
            own = None
            if trouble.code == "not-found" and generation.site is not None:
                own = await generation.site.not_found_page()
            reply = problem_reply(trouble, accept, scope.get("root_path", ""), own)
        self.metrics.count("site", reply.status)
        await send_reply(send, reply, scope["method"] == "HEAD")

    async def _page(self, scope: Scope, headers: Any, generation: Generation, path: str) -> Reply:
        method = scope["method"]
        if method == "OPTIONS":
            return Reply(204, b"", ((b"allow", _SITE_METHODS), *PREFLIGHT))
        if method not in ("GET", "HEAD"):
            raise problem(
                "method-not-allowed",
                headers=((b"allow", _SITE_METHODS),),
                allowed=_SITE_METHODS.decode(),
            )
        root = scope.get("root_path", "")
        if path == _VOID and not (generation.site and generation.site.file(_VOID_FILE)):
            return await describe_void(generation, headers)
        if generation.site is None:
            if path == "/":
                return Reply(303, b"", ((b"location", f"{root}/sparql".encode()),))
            raise problem("not-found", "Queries are answered at /sparql.")
        encoding = headers.get(b"accept-encoding")
        compress = self.settings.compress and accepts_gzip(
            encoding.decode("latin-1") if encoding else None
        )
        address = path.removeprefix("/")
        if generation.search is not None:
            asked = scope["query_string"]
            found = await generation.search.get(address, asked, headers, root, compress)
            if found is not None:
                return found
        return await generation.site.get(address, headers, root, compress)

    async def start(self) -> None:
        """Wait until queries can be answered; raises ShisakuError."""
        await self.current.engine.start()

    async def stop(self) -> None:
        """Finish what runs and end the engine."""
        await self.current.engine.close()

    async def watch(self) -> None:
        """Follow ``current``: a new release comes up first, then the old one drains."""
        releases = self.served.releases
        while releases is not None:
            await asyncio.sleep(self.settings.reload_seconds)
            with contextlib.suppress(ShisakuError, OSError):
                folder = current_release(releases)
                served = self.current.site and self.current.site.folder
                if folder not in (served, self._unusable):
                    await self._renew(folder)

    async def _renew(self, folder: Path) -> None:
        try:
            fresh = open_generation(self.served, self.settings)
            await fresh.engine.start()
        except ShisakuError as error:
            log.error("the new release is not served: %s", error)
            self._unusable = folder
            return
        old, self.current = self.current, fresh
        log.info("serving release %s (%s)", fresh.name, folder)
        while old.active:
            await asyncio.sleep(0.02)
        await old.engine.close()


def _frame(service: Service) -> FastAPI:
    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        try:
            await service.start()
        except ShisakuError as error:
            service.failure = error
            raise
        watcher = asyncio.create_task(service.watch())
        yield
        watcher.cancel()
        await service.stop()

    frame = FastAPI(
        title="Shisaku",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )

    def folder() -> Path | None:
        site = service.current.site
        return site.folder if site else None

    frame.include_router(api_router(folder))

    @frame.get("/healthz", include_in_schema=False)
    async def healthz() -> JSONResponse:
        ready = service.current.engine.ready()
        return JSONResponse(
            {"ready": ready, "release": service.current.name}, 200 if ready else 503
        )

    @frame.get("/metrics", include_in_schema=False)
    async def metrics() -> PlainTextResponse:
        cache = service.current.cache
        gauges = {
            **service.current.engine.figures(),
            "cache_bytes": float(cache.size),
            "cache_hits_total": float(cache.hits),
            "cache_misses_total": float(cache.misses),
        }
        return PlainTextResponse(
            service.metrics.text(gauges), media_type="text/plain; version=0.0.4; charset=utf-8"
        )

    return frame


def create_app(
    served: Served, settings: ServiceSettings | None = None, first: Generation | None = None
) -> Service:
    """Return the ASGI application that serves releases, files or a remote store.

    first: what ``open_generation`` gave, where loading was begun before this module was
    imported. Raises ShisakuError when there is nothing to serve.
    """
    settings = settings or ServiceSettings()
    return Service(served, settings, first or open_generation(served, settings))
