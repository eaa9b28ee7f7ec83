"""The base IRI and what is gone go in; the rules come out with which static hosts serve a site.

nginx and Apache answer an IRI as the service does; Netlify-style hosts cannot negotiate and send
the page. All rules are made from the tables that the service reads: addresses, formats, media
types and headers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from shisaku import headers
from shisaku.addresses import DOCUMENTS, PARTS, SELECTOR, Part, expression, filled
from shisaku.assets import asset_folder
from shisaku.formats import CATALOGUE_OFFERS, DOCUMENT_OFFERS, LANGUAGES, PAGE
from shisaku.kept_templates import KeptTemplates
from shisaku.media_types import COMPRESSIBLE, CSVW, CSVW_TYPE, MEDIA_TYPES, WELL_KNOWN
from shisaku.release.accepting import best_choice, format_signs, language_signs

#: Where each template of site/hosting/ stands in a release.
_PLACES = {
    "nginx.conf": "hosting/nginx.conf",
    "htaccess": "site/.htaccess",
    "_redirects": "site/_redirects",
    "_headers": "site/_headers",
}
#: Characters of paths that lead to a document: nothing that could end a header line or a path.
_LEGAL = r"(?=[A-Za-z0-9._~:@!&()*+,;=/-]+$)"
#: How many segments of a path the fragment of a part may be made of.
_DEEPEST = 6

#: Netlify-style rules know no expressions, so parts are told by name: the last part of their
#: path, for each row of PARTS in its order.
_NAMED_PARTS: tuple[tuple[str, ...], ...] = (
    (
        *(f"{role}/:period" for role in ("target", "actual", "expected", "budget")),
        "part/:part",
        "part/:part/:role/:period",
    ),
    ("lead/:lead", "milestone/:milestone", "mention/:kind/:key"),
    (":passage", ":passage/quote/:span", ":passage/quote/:span/selector"),
    (":code",),
    (":day",),
    (
        "dimension/:name",
        "exception/:name",
        "exception/:name/:entry",
        "measurement/:dataset/:metric",
        "metric/:metric",
        "report",
        "result/:rule/:result",
    ),
)


def hosting_files(base_iri: str, gone: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield path below the release and bytes of each file of rules.

    gone: paths below the base of resources that earlier releases described.
    """
    facts = _facts(base_iri, gone)
    for name, place in _PLACES.items():
        yield place, _environment().get_template(name).render(facts).encode()


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(asset_folder("site") / "hosting"),
        undefined=StrictUndefined,
        bytecode_cache=KeptTemplates(__file__),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )


def _facts(base_iri: str, gone: Iterable[str]) -> dict[str, Any]:
    """Return what the templates are filled with."""
    base = urlsplit(base_iri)
    types: dict[str, list[str]] = {}
    for extension, content_type in MEDIA_TYPES.items():
        types.setdefault(content_type, []).append(extension.removeprefix("."))
    media_types = sorted({content_type.split(";")[0] for content_type in types})
    return {
        "path": base.path,
        "path_pattern": re.escape(base.path),
        "host": base.hostname,
        "secure": base.scheme == "https",
        "port": base.port or 80,
        "types": sorted(types.items()),
        "charset_types": sorted({item.split(";")[0] for item in types if ";" in item}),
        "compressible": [item for item in media_types if item.startswith(COMPRESSIBLE)],
        "well_known": sorted(WELL_KNOWN.items()),
        "csvw": CSVW,
        "csvw_type": CSVW_TYPE,
        "page_type": PAGE.media_type,
        "headers": [("cache-control", "no-cache"), *headers.SECURITY, *headers.CORS],
        "policy": headers.POLICY,
        "page_policy": headers.PAGE_POLICY,
        "editor_policy": headers.EDITOR_POLICY,
        "editor_worker": headers.EDITOR_WORKER,
        "legal": _LEGAL,
        "documents": [expression(template) for template in DOCUMENTS],
        "parts": [_part(part) for part in PARTS],
        "deepest": _DEEPEST,
        "offers": [(name, format_signs(name)) for name in DOCUMENT_OFFERS],
        "catalogue_offers": CATALOGUE_OFFERS,
        "languages": language_signs(LANGUAGES),
        "best": best_choice(),
        "gone": [re.escape(path) for path in sorted(gone)],
        "redirects": list(_redirects(base.path)),
    }


def _part(part: Part) -> tuple[str, str, str]:
    """Return the expression of a part, its document and its fragment with ``$1``, ``$2`` …"""
    pattern = expression(part.path).replace("(.+)", f"(.+?)(?:{SELECTOR})?")
    document, fragment = filled(part.document, part.path), filled(part.fragment, part.path)
    for pieces in (document, fragment):
        pieces[1::2] = [f"${number}" for number in pieces[1::2]]
    return pattern, "".join(document), "".join(fragment)


def _redirects(path: str) -> Iterator[tuple[str, str]]:
    """Yield from and to of the rules for hosts that know only ``:name`` for a segment."""
    for part, names in zip(PARTS, _NAMED_PARTS, strict=True):
        for name in names:
            fragment = part.fragment.replace("*", name.removesuffix(SELECTOR)).replace("/", "-")
            source = part.path.replace("*", name)
            yield f"{path}{source}", f"{path}{part.document}.{PAGE.name}#{fragment}"
