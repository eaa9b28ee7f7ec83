"""Where a resource is described: from a path below the base to its document and fragment."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Kinds of resources with one document each, as a path pattern below the base.
_OWN_DOCUMENT = re.compile(
    r"(?:org|system|law|period|unit|code)/[^/]+"
    r"|[^/]+/[^/]+/(?:areas|indicators|observations|source)"
    r"|[^/]+/[^/]+/area/[^/]+"
    r"|[^/]+/[^/]+/measure/[^/]+"
    r"|[^/]+/[^/]+/measure/[^/]+/kpi/[^/]+"
)
_PARTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?P<doc>[^/]+/[^/]+/measure/[^/]+/kpi/[^/]+)/(?P<rest>.+)"), "{doc}"),
    (re.compile(r"(?P<doc>[^/]+/[^/]+/measure/[^/]+)/(?P<rest>.+)"), "{doc}"),
    (re.compile(r"(?P<doc>[^/]+/[^/]+)/(?P<rest>passage/(?P<no>[^/]+)/.+)"), "{doc}/measure/{no}"),
    (re.compile(r"(?P<doc>code/[^/]+)/(?P<rest>.+)"), "{doc}"),
    (re.compile(r"instant/(?P<rest>.+)"), "period"),
    (re.compile(r"quality/(?P<rest>.+)"), "quality"),
)
_ROOTS = frozenset({"org", "system", "law", "period", "unit", "code"})


@dataclass(frozen=True, slots=True)
class Address:
    """A document path below the base without extension, and a fragment (empty for the whole)."""

    document: str
    fragment: str = ""


def address_of(path: str) -> Address | None:
    """Return where ``path`` (an IRI without the base) is described; None outside the scheme.

    ``jutenkeikaku/2023/passage/4-8/3/quote/0-6`` stands in ``jutenkeikaku/2023/measure/4-8``
    at ``passage-3-quote-0-6``. An IRI with a fragment stands in the document before the ``#``.
    """
    path, _, anchor = path.partition("#")
    if anchor:
        home = address_of(path)
        return Address(home.document, anchor) if home else None
    if _OWN_DOCUMENT.fullmatch(path) or path in _ROOTS:
        return Address(path)
    for pattern, target in _PARTS:
        if match := pattern.fullmatch(path):
            groups = match.groupdict()
            rest = groups["rest"].removesuffix("/selector")
            if number := groups.get("no"):
                rest = rest.replace(f"passage/{number}/", "passage/", 1)
            return Address(target.format(**groups), rest.replace("/", "-"))
    if re.fullmatch(r"[^/]+(?:/[^/]+)?", path) and path.split("/")[0] not in _ROOTS | {"graph"}:
        return Address(path)
    return None
