"""Where a resource is described: from a path below the base to its document and fragment.

One table of path templates, read by the pages, the server and the rules for static hosts. In a
template ``:name`` stands for one segment and ``*`` at the end for the rest, one or more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Resources that editions share; each edition that names one has a page about it.
SHARED = ("org", "system", "law", "period", "unit")
_ROOTS = (*SHARED, "code")
_MEASURE = ":plan/:edition/measure/:measure"
_IN_EDITION = tuple(f":plan/:edition/{root}/:key" for root in SHARED)
#: First segments that are never the key of a plan: ``:plan`` does not stand for them.
_RESERVED = (*_ROOTS, "instant", "quality", "graph")

#: Templates of documents, of which most describe the resource of the same path.
DOCUMENTS = (
    ":page",
    ":plan/:page",
    *(f"{root}/:key" for root in _ROOTS),
    *(f":plan/:edition/{name}" for name in ("areas", "indicators", "observations", "source")),
    ":plan/:edition/area/:area",
    _MEASURE,
    f"{_MEASURE}/kpi/:kpi",
    *_IN_EDITION,
)
#: Templates of pages that no data files stand beside: views of what is described elsewhere.
VIEWS = (
    *_IN_EDITION,
    *(f":plan/:edition/indicators-by-{key}" for key in ("ministry", "period", "unit")),
)


@dataclass(frozen=True, slots=True)
class Part:
    """Resources described in the document of another: templates of path, document, fragment."""

    path: str
    document: str
    fragment: str = "*"


#: Templates of resources that stand in the document of another; the first that matches counts.
PARTS = (
    Part(f"{_MEASURE}/kpi/:kpi/*", f"{_MEASURE}/kpi/:kpi"),
    Part(f"{_MEASURE}/*", _MEASURE),
    Part(":plan/:edition/passage/:measure/*", _MEASURE, "passage/*"),
    Part("code/:scheme/*", "code/:scheme"),
    Part("instant/*", "period"),
    Part("quality/*", "quality"),
)
#: A selector is described where its quote is.
SELECTOR = "/selector"

_PLACE = re.compile(r":(\w+)|\*")
_SEGMENTS = {"plan": rf"(?!(?:{'|'.join(_RESERVED)})/)[^/]+", "page": r"(?!graph$)[^/]+"}


def expression(template: str) -> str:
    """Return a regular expression with one group for each place, in order (Python and PCRE)."""
    found = _PLACE.split(template)
    texts = [re.escape(text) for text in found[::2]]
    groups = [f"({_SEGMENTS.get(name, '[^/]+')})" if name else "(.+)" for name in found[1::2]]
    return "".join(text + group for text, group in zip(texts, [*groups, ""], strict=True))


def filled(template: str, path: str) -> list[str]:
    """Return a template as its texts and the group numbers of its places, alternately.

    path: the template whose ``expression`` has the groups.
    """
    names = _PLACE.findall(path)
    found = _PLACE.split(template)
    for index in range(1, len(found), 2):
        found[index] = str(names.index(found[index] or "") + 1)
    return found


def _format(template: str, path: str) -> str:
    parts = filled(template, path)
    parts[1::2] = [f"{{{int(number) - 1}}}" for number in parts[1::2]]
    return "".join(parts)


_OWN_DOCUMENT = re.compile("|".join(expression(template) for template in DOCUMENTS))
_VIEW = re.compile("|".join(expression(template) for template in VIEWS))
_COMPILED = tuple(
    (
        re.compile(expression(part.path)),
        _format(part.document, part.path),
        _format(part.fragment, part.path),
    )
    for part in PARTS
)


@dataclass(frozen=True, slots=True)
class Address:
    """A document path below the base without extension, and a fragment (empty for the whole)."""

    document: str
    fragment: str = ""


def has_data(document: str) -> bool:
    """Tell whether data files may stand beside the page of a document."""
    return _VIEW.fullmatch(document) is None


def address_of(path: str) -> Address | None:
    """Return where ``path`` (an IRI without the base) is described; None outside the scheme.

    ``jutenkeikaku/2023/passage/4-8/3/quote/0-6`` stands in ``jutenkeikaku/2023/measure/4-8``
    at ``passage-3-quote-0-6``. An IRI with a fragment stands in the document before the ``#``.
    """
    path, _, anchor = path.partition("#")
    if anchor:
        home = address_of(path)
        return Address(home.document, anchor) if home else None
    if _OWN_DOCUMENT.fullmatch(path):
        return Address(path)
    for pattern, document, fragment in _COMPILED:
        if match := pattern.fullmatch(path):
            groups = match.groups()
            rest = fragment.format(*groups).removesuffix(SELECTOR)
            return Address(document.format(*groups), rest.replace("/", "-"))
    return None
