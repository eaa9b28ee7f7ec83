"""Everything that can go wrong, told once: problem+json for programs, a page for people.

RFC 9457. The sentence is the same in both.
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

from shisaku.engine.model import RefusalError
from shisaku.formats import PAGE, Format
from shisaku.service.negotiation import choose
from shisaku.service.replies import PAGE_POLICY, Header, Reply

_TYPE = "https://w3id.org/shisaku/problem/"
_PAGE = Template((Path(__file__).parent / "templates" / "problem.html").read_text("utf-8"))
_JSON = Format(
    "problem",
    "ProblemError details",
    "application/problem+json",
    "problem",
    "https://www.rfc-editor.org/rfc/rfc9457",
    aliases=("application/json", "application/sparql-results+json"),
)

#: Code of a request that is wrong in itself -> status and sentence.
PROBLEMS: Mapping[str, tuple[int, str]] = {
    "not-found": (404, "There is nothing at this address."),
    "gone": (410, "What was described here is no longer part of the data."),
    "method-not-allowed": (405, "This address answers only {allowed}."),
    "query-missing": (400, "There is no query parameter."),
    "query-repeated": (400, "There is more than one query parameter."),
    "parameters-malformed": (400, "The parameters are not percent-encoded UTF-8."),
    "parameters-many": (400, "There are too many parameters."),
    "graph-iri": (400, "{name} must be an absolute IRI: {value}"),
    "content-type-missing": (415, "The request has a body but no Content-Type."),
    "content-type-wrong": (415, "A query cannot be sent as {value}."),
    "charset-wrong": (415, "A query is sent in UTF-8, not in {value}."),
    "body-not-utf8": (400, "The body is not UTF-8."),
    "query-too-long": (413, "The query is longer than {kilobytes} kB."),
    "address-too-long": (414, "The address is longer than {kilobytes} kB."),
    "internal": (500, "Something went wrong inside the service."),
}
_TITLES = {
    400: "Bad request",
    403: "Refused",
    404: "Not found",
    405: "Method not allowed",
    406: "Not acceptable",
    410: "Gone",
    413: "Too long",
    414: "Too long",
    415: "Unsupported media type",
    429: "Too many requests",
    500: "Internal error",
    503: "Not answered",
}


@dataclass(eq=False)
class ProblemError(Exception):
    """An error as clients see it."""

    code: str
    status: int
    sentence: str
    hint: str | None = None
    line: int | None = None
    column: int | None = None
    choices: tuple[str, ...] = ()
    headers: tuple[Header, ...] = ()
    successor: str | None = None


def problem(
    code: str,
    hint: str | None = None,
    headers: tuple[Header, ...] = (),
    successor: str | None = None,
    **facts: object,
) -> ProblemError:
    """Make a problem from the table."""
    status, sentence = PROBLEMS[code]
    return ProblemError(
        code, status, sentence.format(**facts), hint, headers=headers, successor=successor
    )


def of_refusal(refusal: RefusalError, choices: tuple[Format, ...] = ()) -> ProblemError:
    """Tell an engine's refusal as a problem."""
    headers: tuple[Header, ...] = ()
    if refusal.retry_after is not None or refusal.status == 503:
        headers = ((b"retry-after", str(refusal.retry_after or 5).encode()),)
    names = tuple(item.media_type for item in choices if item.kind == refusal.kind)
    return ProblemError(
        refusal.code,
        refusal.status,
        refusal.sentence,
        refusal.hint,
        refusal.line,
        refusal.column,
        names,
        headers,
    )


def problem_reply(
    trouble: ProblemError, accept: str | None, root: str = "", own_page: bytes | None = None
) -> Reply:
    """Render a problem in what the client reads: JSON unless a page is preferred.

    root: path prefix of the service; own_page: a page to send instead of the general one.
    """
    page = choose(accept, (_JSON, PAGE)) is PAGE
    body = (own_page or _page(trouble, root)) if page else _json(trouble)
    headers: list[Header] = [
        (b"content-type", (PAGE if page else _JSON).content_type.encode()),
        (b"vary", b"Accept"),
        (b"cache-control", b"no-store"),
        *trouble.headers,
    ]
    if page:
        headers.append(PAGE_POLICY)
    return Reply(trouble.status, body, tuple(headers))


def _json(trouble: ProblemError) -> bytes:
    members = {
        "type": _TYPE + trouble.code,
        "title": _TITLES.get(trouble.status, "Error"),
        "status": trouble.status,
        "detail": trouble.sentence,
        "hint": trouble.hint,
        "line": trouble.line,
        "column": trouble.column,
        "choices": list(trouble.choices) or None,
        "successor": trouble.successor,
    }
    present = {key: value for key, value in members.items() if value is not None}
    return json.dumps(present, ensure_ascii=False).encode()


def _page(trouble: ProblemError, root: str) -> bytes:
    hint = trouble.hint or ""
    if trouble.choices:
        hint = f"{hint} {', '.join(trouble.choices)}".strip()
    return _PAGE.substitute(
        status=trouble.status,
        title=html.escape(_TITLES.get(trouble.status, "Error")),
        sentence=html.escape(trouble.sentence),
        hint=html.escape(hint),
        link=html.escape(trouble.successor or f"{root}/"),
        root=html.escape(root),
        label="現在の掲載先 / Its successor" if trouble.successor else "トップページ / Home",
    ).encode()
