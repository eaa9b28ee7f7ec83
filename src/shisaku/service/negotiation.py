"""Content negotiation as pure functions: an Accept header and what there is, out comes a choice.

RFC 9110, 12.5: the most specific range that matches a format gives its quality; q=0 excludes.
Among equal qualities a format that was named wins over one that a wildcard let in, then the
order of the offers decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from shisaku.formats import Format

_PARAMETER = re.compile(r';\s*([^\s=;,]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s;,]*)')
_ITEM = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*")+')
_RANGE = re.compile(r"\s*([!#$%&'*+.^_`|~\w-]+)/([!#$%&'*+.^_`|~\w-]+)\s*(?=;|$)")
_QUALITY = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")
_TAG = re.compile(r"\s*(\*|[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)\s*(?:;\s*[qQ]\s*=\s*([\d.]+)\s*)?$")


@dataclass(frozen=True, slots=True)
class MediaRange:
    """One entry of an Accept header."""

    type: str
    subtype: str
    charset: str | None
    quality: float

    def specificity(self, media_type: str) -> int:
        """0 when it does not match; 1 for */*, 2 for type/*, 3 exact, 4 exact with charset."""
        if self.charset not in (None, "utf-8", "utf8"):
            return 0
        if self.type == "*":
            return 1 if self.subtype == "*" else 0
        kind, _, subtype = media_type.partition("/")
        if self.type != kind:
            return 0
        if self.subtype == "*":
            return 2
        if self.subtype != subtype:
            return 0
        return 3 if self.charset is None else 4


@lru_cache(maxsize=512)
def ranges(accept: str) -> tuple[MediaRange, ...]:
    """Read an Accept header; entries that are no media range are passed over."""
    found: list[MediaRange] = []
    for item in _ITEM.findall(accept):
        match = _RANGE.match(item)
        if match is None:
            continue
        quality, charset = 1.0, None
        for name, value in _PARAMETER.findall(item, match.end()):
            if name.lower() == "q":
                quality = float(value) if _QUALITY.fullmatch(value) else 0.0
                break
            if name.lower() == "charset":
                charset = value.strip('"').lower()
        found.append(MediaRange(match[1].lower(), match[2].lower(), charset, quality))
    return tuple(found)


@lru_cache(maxsize=2048)
def choose(accept: str | None, offers: Sequence[Format]) -> Format | None:
    """Return the best of the offers for an Accept header, None when none is acceptable.

    No header, or an empty one, accepts everything.
    """
    if accept is None or not accept.strip():
        return offers[0] if offers else None
    wanted = ranges(accept)
    best: tuple[float, int, int] | None = None
    chosen: Format | None = None
    for order, offer in enumerate(offers):
        quality, specificity = _grade(offer, wanted)
        rank = (quality, min(specificity, 3), -order)
        if quality > 0 and (best is None or rank > best):
            best, chosen = rank, offer
    return chosen


def _grade(offer: Format, wanted: tuple[MediaRange, ...]) -> tuple[float, int]:
    """Quality and specificity of an offer: of its own type first, of its aliases otherwise."""
    own = _best_match(offer.media_type, wanted)
    if own[1] >= 3 or not offer.aliases:
        return own
    named = [grade for name in offer.aliases if (grade := _best_match(name, wanted))[1] >= 3]
    return max([own, *named])


def _best_match(media_type: str, wanted: tuple[MediaRange, ...]) -> tuple[float, int]:
    matches = [(s, r.quality) for r in wanted if (s := r.specificity(media_type))]
    if not matches:
        return 0.0, 0
    specificity, quality = max(matches)
    return quality, specificity


@lru_cache(maxsize=512)
def choose_language(accept_language: str | None, offers: tuple[str, ...]) -> str:
    """Return the best of the languages, the first when none is asked for (RFC 4647, 3.4)."""
    if not accept_language:
        return offers[0]
    wanted: dict[str, float] = {}
    for item in accept_language.split(","):
        if match := _TAG.match(item):
            quality = float(match[2]) if match[2] and _QUALITY.fullmatch(match[2]) else 1.0
            tag = match[1].lower().split("-")[0]
            wanted[tag] = max(wanted.get(tag, 0.0), quality)
    default = wanted.get("*", 0.0)
    grades = [(wanted.get(tag, default), -order, tag) for order, tag in enumerate(offers)]
    quality, _, tag = max(grades)
    return tag if quality > 0 else offers[0]


@lru_cache(maxsize=512)
def accepts_gzip(accept_encoding: str | None) -> bool:
    """Whether gzip is welcome (RFC 9110, 12.5.3)."""
    if not accept_encoding:
        return False
    grades: dict[str, float] = {}
    for item in accept_encoding.lower().split(","):
        name, _, parameter = item.partition(";")
        match = re.match(r"\s*q\s*=\s*([\d.]+)\s*$", parameter)
        value = match[1] if match else "1"
        grades[name.strip()] = float(value) if _QUALITY.fullmatch(value) else 0.0
    return grades.get("gzip", grades.get("x-gzip", grades.get("*", 0.0))) > 0
