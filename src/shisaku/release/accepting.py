"""Formats and languages go in, regular expressions come out that choose by Accept headers.

A static host has no code, only regular expressions. Each expression looks for one thing in an
Accept header and captures its quality; the host notes ``/quality=rank name`` for every match, in
the order of the offers, and one last expression picks the best note. The outcome is that of
RFC 9110, 12.5, with qualities compared to one decimal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shisaku.formats import BY_NAME, Format

_PARAMETERS = r"(?:\s*;(?!\s*q\s*=)[^,;]*)*"
#: No quality means 1; a quality of 0 matches nothing, so that it excludes.
_QUALITY = (
    r"(?:\s*;\s*q\s*=\s*(1\.?0{0,3}(?![.\d])|(?!0\.0+\s*(?:[;,]|$))0\.\d)\d{0,2})?"
    r"\s*(?:;(?!\s*q\s*=)[^,]*)?(?:,|$)"
)
_TENTHS = (r"(?:1[.0]*)?", *(rf"0\.{tenth}" for tenth in range(9, -1, -1)))
_NAMED, _OF_TYPE, _ANY = 3, 2, 1


@dataclass(frozen=True, slots=True)
class Sign:
    """What to look for in a header: an expression (case does not count) with one group.

    note: what is noted after the quality, ``=3ttl``.
    """

    pattern: str
    note: str


def format_signs(name: str) -> tuple[Sign, ...]:
    """Return the signs that a client wants a format: named, of its type, anything."""
    offer: Format = BY_NAME[name]
    own = re.escape(offer.media_type)
    group = re.escape(offer.media_type.split("/")[0]) + r"/\*"
    signs = [Sign(f"^{_entry(own)}", f"={_NAMED}{name}")]
    for alias in offer.aliases:
        signs.append(Sign(f"^{_without(own)}{_entry(re.escape(alias))}", f"={_NAMED}{name}"))
    signs.append(Sign(f"^{_without(own)}{_entry(group)}", f"={_OF_TYPE}{name}"))
    anything = r"(?:\s*$|" + _entry(r"\*/\*") + ")"
    signs.append(Sign(f"^{_without(f'(?:{own}|{group})')}{anything}", f"={_ANY}{name}"))
    return tuple(signs)


def language_signs(tags: Iterable[str]) -> tuple[Sign, ...]:
    """Return the signs of languages, in the order of preference among equals."""
    return tuple(sign for tag in tags for sign in _language(tag))


def _language(tag: str) -> Iterator[Sign]:
    regional = f"{tag}-[a-z0-9-]+"
    for named in (tag, regional):
        yield Sign(f"^{_entry(named)}", f"={_NAMED}{tag}")
    yield Sign(f"^{_without(f'(?:{tag}|{regional})')}" + _entry(r"\*"), f"={_NAMED}{tag}")


def _entry(name: str) -> str:
    return rf"(?:.*?,)?\s*{name}{_PARAMETERS}{_QUALITY}"


def _without(name: str) -> str:
    return rf"(?!(?:.*,)?\s*{name}\s*(?:[;,]|$))"


def choices() -> tuple[str, ...]:
    """Return expressions for the best note, best first; the group is the name that was chosen."""
    return tuple(
        rf".*?/{quality}={rank}(\w+)" for quality in _TENTHS for rank in (_NAMED, _OF_TYPE, _ANY)
    )


def best_choice() -> str:
    """Return the expressions of ``choices`` as one of PCRE, with one group."""
    return f"^(?|{'|'.join(choices())})"
