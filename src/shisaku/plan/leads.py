"""The ministry lines of a measure go in; its lead ministries, each with its quote, come out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from shisaku.plan.model import Lead, Passage, PassageKind, Quote
from shisaku.plan.profile import Profile
from shisaku.plan.signs import half_width
from shisaku.plan.structure import MeasureText
from shisaku.reference.model import Reference

_OPENING, _CLOSING = "(（[［「", ")）]］」"


def leads_of(
    text: MeasureText, profile: Profile, organisations: Mapping[str, str]
) -> tuple[Lead, ...]:
    """Read the lead ministries of a measure in printed order.

    A scope stands in front of a colon (子育て：デジタル庁) and holds for the names up to the
    next separator; the quote is the name. organisations: keys by name, see organisation_keys.
    """
    leads: list[Lead] = []
    for passage in text.of_kind(PassageKind.MINISTRY):
        for start, end in _pieces(passage.text, profile):
            lead = _lead(passage, start, end, profile, organisations)
            if lead is not None:
                leads.append(lead)
    return tuple(leads)


def _pieces(text: str, profile: Profile) -> Iterator[tuple[int, int]]:
    """Split at the separators that stand outside brackets."""
    separators = frozenset("".join(profile.layout.lead_separators))
    depth = start = 0
    for index, letter in enumerate(text):
        depth += (letter in _OPENING) - (letter in _CLOSING)
        if letter in separators and depth <= 0:
            yield start, index
            start = index + 1
    yield start, len(text)


def _lead(
    passage: Passage, start: int, end: int, profile: Profile, keys: Mapping[str, str]
) -> Lead | None:
    """One piece between separators as a lead, None for an empty piece."""
    text = passage.text
    scope = None
    mark = _scope_marks(profile).search(half_width(text), start, end)
    if mark is not None:
        scope = text[start : mark.start()].strip() or None
        start = mark.end()
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    name = text[start:end]
    if not name:
        return None
    return Lead(name, keys.get(half_width(name)), scope, Quote(passage.id, start, end, name))


@cache
def _scope_marks(profile: Profile) -> re.Pattern[str]:
    marks = profile.layout.scope_marks
    return re.compile("|".join(re.escape(half_width(mark)) for mark in marks) or "(?!)")


def organisation_keys(reference: Reference) -> dict[str, str]:
    """Organisation keys by every printed form of the name, in half width."""
    keys: dict[str, str] = {}
    for key, organisation in reference.organisations.items():
        for form in (*organisation.forms, organisation.name_ja):
            keys.setdefault(half_width(form), key)
    return keys
