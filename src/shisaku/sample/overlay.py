"""English titles and plain summaries, laid over any edition by measure number."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from shisaku.sample.facts import sample_measures


@dataclass(frozen=True, slots=True)
class Translation:
    """Unofficial words for one measure: never the government's own, and marked as such.

    title_ja: the title they were written for.
    """

    title_ja: str
    title_en: str
    summary_ja: str
    summary_en: str


#: Translations keyed by measure number, for example ``4-8``.
Overlay = Mapping[str, Translation]


def bundled_overlay() -> Overlay:
    """Return the translations that come with the package, for the 2023 plan."""
    return {
        measure.number: Translation(
            measure.title, measure.title_en, measure.summary_ja, measure.summary_en
        )
        for measure in sample_measures()
    }


def translation_of(overlay: Overlay, number: str, title: str) -> Translation | None:
    """Return the words for a measure; None when its title is not the one they were written for.

    Another edition or another plan may give the number to another measure.
    """
    found = overlay.get(number)
    return found if found and _folded(found.title_ja) == _folded(title) else None


def _folded(title: str) -> str:
    return "".join(unicodedata.normalize("NFKC", title).split())
