"""A query and documents go in; documents in the order of how well they answer come out.

The same steps are in ``site/assets/ranking.js``; a test compares both on the search sample.
Text is matched as it is written, without a dictionary: a term counts where it stands in a field,
less where only its characters without kana endings do, and least where most of its character
pairs do. Rare terms weigh more, and so do titles and names.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

#: Fields of a document, in the order of its texts, and what a hit in each is worth.
WEIGHTS = {"title": 8.0, "names": 7.0, "figures": 4.0, "summary": 3.0, "body": 2.0}
_WEIGHTS = tuple(WEIGHTS.values())

#: First years of the eras that a fiscal year may be written in.
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "r": 2018, "h": 1988, "s": 1925}
_ERA = re.compile(r"(令和|平成|昭和|(?<![a-z0-9])[rhs])\.? ?(元|\d{1,2})(?=年)")
_FISCAL = re.compile(r"(?<![a-z0-9])fy ?(\d{4})(?!年)")
_DROPPED = re.compile("[-‐‑‒–—―−ー・･·.,、。「」『』【】()\\[\\]<>〈〉《》:;'\"’‘”“/~〜!?*※○●_]")
_SPACES = re.compile(r"\s+")
_KANA = re.compile("[ぁ-ゖ]")
_ALL_KANA = re.compile("[ぁ-ゖァ-ヺ]+")
_LATIN_START = re.compile(r"[a-z0-9]")
_CJK = "[぀-ヿ㐀-鿿々]"
_CJK_SPACE = re.compile(f"(?<={_CJK}) (?=.)|(?<=.) (?={_CJK})")

#: What a hit is worth that is not the term as written.
WITHIN_WORD, WITHOUT_KANA, BY_PAIRS = 0.4, 0.55, 0.5
#: Share of a term's character pairs that must stand in a field; Latin letters pair up by chance.
LEAST_PAIRS, LEAST_PAIRS_LATIN = 0.6, 0.9


class Document(NamedTuple):
    """A document as the index holds it: normalised texts, one a field."""

    key: str
    texts: tuple[str, ...]


class Hit(NamedTuple):
    """A document that answers, and how well; higher is better."""

    key: str
    score: float


def normalise(text: str) -> str:
    """Fold what readers take for the same: width, case, hyphens, long vowels, eras.

    ``ｅ－Ｓｔａｔ`` and ``eStat`` become ``estat``; ``令和９年度`` becomes ``2027年度``.
    """
    text = _SPACES.sub(" ", unicodedata.normalize("NFKC", text).lower())
    text = _ERA.sub(_western, text)
    text = _FISCAL.sub(r"\1年度", text)
    text = _SPACES.sub(" ", _DROPPED.sub("", text))
    return _CJK_SPACE.sub("", text).strip()


def terms_of(query: str) -> tuple[str, ...]:
    """Cut a query at spaces into normalised terms, each once, in order."""
    parts = unicodedata.normalize("NFKC", query).split()
    return tuple(dict.fromkeys(term for part in parts if (term := normalise(part))))


def rank(query: str, documents: Sequence[Document]) -> list[Hit]:
    """Return the documents that answer a query, best first, equals in the order given."""
    terms = terms_of(query)
    if not terms:
        return []
    whole = normalise(query)
    totals = [0.0] * len(documents)
    matched = [0.0] * len(documents)
    for term in terms:
        forms = _forms(term)
        scores = [max(_score(form, document) for form in forms) for document in documents]
        found = sum(1 for score, _ in scores if score)
        rarity = math.log(1 + len(documents) / (found or 1))
        for place, (score, share) in enumerate(scores):
            totals[place] += score * rarity
            matched[place] += share
    hits = []
    for place, document in enumerate(documents):
        if not totals[place]:
            continue
        coverage = matched[place] / len(terms)
        bonus = 1.5 if len(terms) > 1 and any(whole in text for text in document.texts) else 1.0
        hits.append(Hit(document.key, totals[place] * coverage * coverage * bonus))
    return sorted(hits, key=lambda hit: -hit.score)


def _forms(term: str) -> tuple[str, ...]:
    """Return the term, and its other kana where it is all kana."""
    if len(term) < 2 or not _ALL_KANA.fullmatch(term):
        return (term,)
    hiragana = "".join(chr(ord(c) - 96) if "ァ" <= c <= "ヶ" else c for c in term)
    katakana = "".join(chr(ord(c) + 96) if "ぁ" <= c <= "ゖ" else c for c in term)
    return tuple(dict.fromkeys((term, hiragana, katakana)))


def _score(term: str, document: Document) -> tuple[float, float]:
    """Return what a term is worth in a document, and the share of it that was found."""
    best = 0.0
    total = 0.0
    for weight, text in zip(_WEIGHTS, document.texts, strict=True):
        share = _share(term, text)
        if share:
            count = text.count(term) if share >= WITHIN_WORD else 1
            total += weight * share * (1 + math.log(max(count, 1)) / 4)
            best = max(best, share)
    return total, best


def _share(term: str, text: str) -> float:
    at = text.find(term)
    if at >= 0:
        if not _LATIN_START.match(term):
            return 1.0
        while at > 0 and _LATIN_START.match(text[at - 1]):
            at = text.find(term, at + 1)
        return 1.0 if at >= 0 else WITHIN_WORD
    bare = _KANA.sub("", term)
    if len(bare) >= 2 and bare != term and bare in _KANA.sub("", text):
        return WITHOUT_KANA
    pairs = {term[i : i + 2] for i in range(len(term) - 1)}
    if len(pairs) < 3:
        return 0.0
    part = sum(1 for pair in pairs if pair in text) / len(pairs)
    least = LEAST_PAIRS_LATIN if _LATIN_START.match(term) else LEAST_PAIRS
    return BY_PAIRS * part * part if part >= least else 0.0


def _western(match: re.Match[str]) -> str:
    year = 1 if match[2] == "元" else int(match[2])
    return str(ERAS[match[1]] + year)
