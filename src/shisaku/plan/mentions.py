"""Passages and reference data go in; mentions of systems and organisations come out.

Every printed form of the reference data is searched; where forms overlap the longest wins, so
海しる is not found inside 海しるAPI. A form that begins or ends with a Latin letter or digit is
only found as a whole word: NDB is not in WNDB2.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shisaku.plan.folding import Folded, fold
from shisaku.plan.lookups import once_per_reference
from shisaku.plan.model import Mention, Passage, PassageKind, Quote
from shisaku.reference.model import Reference

_READ = frozenset(PassageKind) - {PassageKind.MINISTRY}
_LATIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")


@dataclass(frozen=True, slots=True)
class Form:
    """One printed name. kind: system or org; key: of the reference data; text: folded."""

    text: str
    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All forms, longest first, and the names behind the keys.

    opened: for the folded name of an API the form of the system that it opens, マイナポータル for
    マイナポータルAPI, where the one name begins with the other.
    """

    forms: tuple[Form, ...]
    names: dict[tuple[str, str], str]
    opened: dict[str, Form]


@dataclass(frozen=True, slots=True)
class FoldedPassage:
    """A passage and its folded text, made once and read by all rules."""

    passage: Passage
    folded: Folded

    def quote(self, start: int, end: int) -> Quote:
        """Quote a span given in folded offsets."""
        first, last = self.folded.printed(start, end)
        return Quote(self.passage.id, first, last, self.passage.text[first:last])


def fold_passages(passages: Iterable[Passage]) -> tuple[FoldedPassage, ...]:
    """Fold each passage once."""
    return tuple(FoldedPassage(passage, fold(passage.text)) for passage in passages)


@once_per_reference
def lexicon(reference: Reference) -> Lexicon:
    """Return the forms of reference data; built once for each Reference."""
    forms: dict[str, Form] = {}
    names: dict[tuple[str, str], str] = {}
    for system in reference.systems.values():
        if system.recognise:
            names["system", system.key] = system.name
            for printed in (system.name, *system.forms):
                folded = fold(printed).text
                forms.setdefault(folded, Form(folded, "system", system.key))
    for organisation in reference.organisations.values():
        names["org", organisation.key] = organisation.name_ja
        for printed in organisation.forms:
            folded = fold(printed).text
            forms.setdefault(folded, Form(folded, "org", organisation.key))
    ordered = tuple(sorted(forms.values(), key=lambda form: (-len(form.text), form.text)))
    opened: dict[str, Form] = {}
    for form in ordered:
        known = reference.systems.get(form.key) if form.kind == "system" else None
        if known is not None and known.kind == "api" and known.part_of:
            wholes = (item for item in ordered if item.key == known.part_of)
            whole = next((item for item in wholes if form.text.startswith(item.text)), None)
            if whole is not None:
                opened[form.text] = whole
    return Lexicon(ordered, names, opened)


def find_mentions(
    passages: Sequence[FoldedPassage], names: Lexicon
) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """Return the systems and the organisations named in passages, in reading order.

    A system that is only named as part of the name of its API counts as named, too.
    """
    found: dict[tuple[str, str], list[tuple[int, int, Quote]]] = {}
    inside: dict[tuple[str, str], list[tuple[int, int, Quote]]] = {}
    text, starts = _joined(passages)
    taken = bytearray(len(text))
    for form in names.forms:
        place = text.find(form.text)
        while place >= 0:
            end = place + len(form.text)
            if not any(taken[place:end]) and _whole_word(text, place, end):
                taken[place:end] = b"\1" * (end - place)
                number = _passage_at(starts, place)
                source = passages[number]
                offset = starts[number]
                quote = source.quote(place - offset, end - offset)
                found.setdefault((form.kind, form.key), []).append((place, end, quote))
                whole = names.opened.get(form.text)
                if whole is not None:
                    stop = place + len(whole.text)
                    quote = source.quote(place - offset, stop - offset)
                    inside.setdefault((whole.kind, whole.key), []).append((place, stop, quote))
            place = text.find(form.text, place + 1)
    found = inside | found
    return _mentions(found, names, "system"), _mentions(found, names, "org")


def _joined(passages: Sequence[FoldedPassage]) -> tuple[str, list[int]]:
    """Join the passages that may name something; the others stand as empty lines."""
    parts: list[str] = []
    starts: list[int] = []
    offset = 0
    for item in passages:
        part = item.folded.text if item.passage.kind in _READ else ""
        starts.append(offset)
        parts.append(part)
        offset += len(part) + 1
    return "\n".join(parts), starts


def _passage_at(starts: Sequence[int], place: int) -> int:
    low, high = 0, len(starts)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if starts[middle] <= place else (low, middle)
    return low


def _whole_word(text: str, start: int, end: int) -> bool:
    """Latin letters and digits must not run on beyond a Latin edge of a form."""
    if text[start] in _LATIN and start and text[start - 1] in _LATIN:
        return False
    return not (text[end - 1] in _LATIN and end < len(text) and text[end] in _LATIN)


def _mentions(
    found: dict[tuple[str, str], list[tuple[int, int, Quote]]], names: Lexicon, kind: str
) -> tuple[Mention, ...]:
    hits = [
        (sorted(places), key) for (found_kind, key), places in found.items() if found_kind == kind
    ]
    return tuple(
        Mention(key, names.names[kind, key], tuple(quote for _, _, quote in places))
        for places, key in sorted(hits, key=lambda hit: hit[0][0][:2])
    )
