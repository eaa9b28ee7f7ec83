"""What goes back to a client: status, headers and body, and the one way to send it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from shisaku import headers

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Header = tuple[bytes, bytes]

SECURITY: tuple[Header, ...] = tuple(
    (name.encode(), value.encode()) for name, value in headers.SECURITY
)
CORS: tuple[Header, ...] = tuple((name.encode(), value.encode()) for name, value in headers.CORS)
PAGE_POLICY: Header = (headers.POLICY.encode(), headers.PAGE_POLICY.encode())
EDITOR_POLICY: Header = (headers.POLICY.encode(), headers.EDITOR_POLICY.encode())
PREFLIGHT: tuple[Header, ...] = (
    (b"access-control-allow-methods", b"GET, HEAD, POST, OPTIONS"),
    (b"access-control-allow-headers", b"Accept, Accept-Language, Content-Type, If-None-Match"),
    (b"access-control-max-age", b"86400"),
)


@dataclass(frozen=True, slots=True)
class Reply:
    """A complete answer; headers without content-length, security and CORS."""

    status: int
    body: bytes = b""
    headers: tuple[Header, ...] = ()


def header_values(scope: Scope) -> Mapping[bytes, bytes]:
    """The request's headers by lower-case name; repeated ones joined by commas (RFC 9110, 5.3)."""
    values: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        values[name] = values[name] + b", " + value if name in values else value
    return values


def matches(etag: bytes, if_none_match: bytes | None) -> bool:
    """Whether If-None-Match names this entity tag (weak comparison, RFC 9110, 13.1.2)."""
    if if_none_match is None:
        return False
    tags = [tag.strip().removeprefix(b"W/") for tag in if_none_match.split(b",")]
    return etag in tags or tags == [b"*"]


async def send_reply(send: Send, reply: Reply, head_only: bool = False) -> None:
    """Send an answer; for HEAD the same headers without the body."""
    headers = [*reply.headers, *SECURITY, *CORS]
    if reply.status not in (204, 304):
        headers.append((b"content-length", str(len(reply.body)).encode()))
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    body = b"" if head_only or reply.status in (204, 304) else reply.body
    await send({"type": "http.response.body", "body": body})


def with_shared_headers(send: Send) -> Send:
    """A ``send`` for answers of the framework: adds what every answer carries."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), *SECURITY, *CORS]
        await send(message)

    return sending
