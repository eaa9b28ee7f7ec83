"""The address /sparql: one plain ASGI function from request to answer, short on purpose.

It is the hot path, so it stands before the framework's routing.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping

from shisaku.engine.model import Answer, RefusalError
from shisaku.formats import BY_NAME, GRAPHS, PAGE, SOLUTIONS
from shisaku.service.description import describe_service
from shisaku.service.generation import Generation
from shisaku.service.negotiation import choose, choose_language
from shisaku.service.problems import ProblemError, of_refusal, problem, problem_reply
from shisaku.service.protocol import METHODS, Asked, parameters_of, posted_parameters, read
from shisaku.service.replies import (
    EDITOR_POLICY,
    PREFLIGHT,
    Header,
    Receive,
    Reply,
    Scope,
    Send,
    header_values,
    matches,
    send_reply,
)
from shisaku.service.result_page import editor_page, result_page
from shisaku.service.settings import ServiceSettings
from shisaku.service.site import not_acceptable

log = logging.getLogger(__name__)
_VARY: Header = (b"vary", b"Accept, Accept-Encoding")
_ENTRY_VARY: Header = (b"vary", b"Accept, Accept-Language")
_ENTRY_FORMATS = (*GRAPHS, PAGE)
#: How much of a body that is too long is read before the connection is closed.
_PATIENCE = 64 * 2**20


async def answer_sparql(
    scope: Scope, receive: Receive, send: Send, generation: Generation, settings: ServiceSettings
) -> int:
    """Answer one request to /sparql and return the status that was sent."""
    headers = header_values(scope)
    accept = _text(headers.get(b"accept"))
    root = scope.get("root_path", "")
    try:
        reply = await _reply(scope, receive, headers, generation, settings)
    except ProblemError as trouble:
        reply = problem_reply(trouble, accept, root)
    except RefusalError as refusal:
        reply = problem_reply(of_refusal(refusal, (*SOLUTIONS, *GRAPHS)), accept, root)
    except ClientGoneError:
        return 499
    except Exception:
        log.exception("a request to /sparql failed")
        reply = problem_reply(problem("internal"), accept, root)
    await send_reply(send, reply, scope["method"] == "HEAD")
    return reply.status


async def _reply(
    scope: Scope,
    receive: Receive,
    headers: Mapping[bytes, bytes],
    generation: Generation,
    settings: ServiceSettings,
) -> Reply:
    method = scope["method"]
    if method == "OPTIONS":
        return Reply(204, b"", ((b"allow", METHODS), *PREFLIGHT))
    if method not in ("GET", "HEAD", "POST"):
        raise problem(
            "method-not-allowed", headers=((b"allow", METHODS),), allowed=METHODS.decode()
        )
    limit = settings.max_query_kilobytes * 1024
    raw = scope["query_string"]
    if len(raw) > 3 * limit:
        raise problem("address-too-long", kilobytes=3 * settings.max_query_kilobytes)
    parameters = parameters_of(raw) if raw else ()
    if method == "POST":
        body = await _body(receive, 3 * limit, settings)
        parameters = posted_parameters(_text(headers.get(b"content-type")), body, parameters)
    elif not parameters:
        return await _entry(headers, generation, scope.get("root_path", ""))
    asked = read(
        parameters,
        _text(headers.get(b"accept")),
        _text(headers.get(b"accept-encoding")),
        generation.reading,
    )
    if len(asked.question.query) > limit:
        raise problem("query-too-long", kilobytes=settings.max_query_kilobytes)
    answer = generation.cache.get(asked.question)
    if answer is None:
        client = client_of(scope, headers, settings)
        answer = await _evaluated(asked, generation, client, receive)
        generation.cache.keep(asked.question, answer)
    return await _answered(asked, answer, headers, generation, settings)


async def _evaluated(asked: Asked, generation: Generation, client: str, receive: Receive) -> Answer:
    """Ask the engine; a client that goes away while it waits for long ends the evaluation."""
    asking = asyncio.current_task()
    watcher: asyncio.Task[None] | None = None

    def watch() -> None:
        nonlocal watcher
        watcher = asyncio.ensure_future(_gone(receive))
        watcher.add_done_callback(stop)

    def stop(done: asyncio.Task[None]) -> None:
        if asking is not None and not done.cancelled():
            asking.cancel()

    try:
        return await generation.engine.ask(asked.question, client, watch)
    except asyncio.CancelledError:
        if watcher is not None and watcher.done() and not watcher.cancelled():
            raise ClientGoneError from None
        raise
    finally:
        if watcher is not None:
            watcher.remove_done_callback(stop)
            watcher.cancel()


class ClientGoneError(Exception):
    """The client hung up before the answer was there."""


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _body(receive: Receive, limit: int, settings: ServiceSettings) -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGoneError
        part = message.get("body", b"")
        size += len(part)
        if size <= limit:
            parts.append(part)
        if not message.get("more_body") or size > _PATIENCE:
            break
    if size > limit:
        raise problem(
            "query-too-long",
            headers=((b"connection", b"close"),),
            kilobytes=settings.max_query_kilobytes,
        )
    return b"".join(parts)


async def _answered(
    asked: Asked,
    answer: Answer,
    headers: Mapping[bytes, bytes],
    generation: Generation,
    settings: ServiceSettings,
) -> Reply:
    etag = f'"{answer.digest}{"-page" if asked.page else ""}"'.encode()
    common: list[Header] = [(b"etag", etag), _VARY, (b"cache-control", b"no-cache")]
    if answer.truncated:
        limit = asked.question.max_rows if answer.truncated == "rows" else asked.question.max_bytes
        common.append((b"shisaku-truncated", f"{answer.truncated}; limit={limit}".encode()))
    if matches(etag, headers.get(b"if-none-match")):
        return Reply(304, b"", tuple(common))
    if asked.page:
        body = await asyncio.to_thread(
            result_page, asked.question.query, answer, _has_editor(generation)
        )
        content_type = PAGE.content_type
        common.append(EDITOR_POLICY)
    else:
        body = answer.body
        content_type = BY_NAME[answer.format].content_type
    if answer.encoding:
        common.append((b"content-encoding", answer.encoding.encode()))
    common.append((b"content-type", content_type.encode()))
    return Reply(200, body, tuple(common))


async def _entry(headers: Mapping[bytes, bytes], generation: Generation, root: str) -> Reply:
    """No query: the editor for people, the service description for programs (SD 1.1, 2)."""
    accept = _text(headers.get(b"accept"))
    chosen = choose(accept, _ENTRY_FORMATS)
    if chosen is None:
        raise not_acceptable(_ENTRY_FORMATS)
    if chosen is not PAGE:
        return await describe_service(generation, chosen, headers)
    site = generation.site
    languages = _text(headers.get(b"accept-language"))
    if site is not None and choose_language(languages, ("ja", "en")) == "en":
        english = "en/sparql.html"
        if site.file(english) is not None:
            return Reply(303, b"", ((b"location", f"{root}/{english}".encode()), _ENTRY_VARY))
    if site is not None and (file := site.file("sparql.html")) is not None:
        body = await site.content("sparql.html", file)
        etag = file.etag
    else:
        body, etag = editor_page()
    common = ((b"etag", etag), _ENTRY_VARY, (b"cache-control", b"no-cache"))
    if matches(etag, headers.get(b"if-none-match")):
        return Reply(304, b"", common)
    return Reply(200, body, (*common, (b"content-type", PAGE.content_type.encode()), EDITOR_POLICY))


def _has_editor(generation: Generation) -> bool:
    return generation.site is not None and generation.site.file("sparql.html") is not None


def client_of(scope: Scope, headers: Mapping[bytes, bytes], settings: ServiceSettings) -> str:
    """Who asks: the peer's address, or what a trusted proxy says of it."""
    if settings.trusted_proxy and (forwarded := headers.get(b"x-forwarded-for")):
        return forwarded.rsplit(b",", 1)[-1].strip().decode("latin-1")
    client = scope.get("client")
    return str(client[0]) if client else "local"


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode("latin-1")
