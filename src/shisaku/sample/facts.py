"""The bundled facts of the plan's 154 measures, as typed records, from the TOML files beside."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class SampleMeasure:
    """One measure of the sample: facts as the plan prints them, words written for this project.

    lead: the lead ministry line, empty where the plan prints none; kpi: one string a KPI line;
    title_en, summary_en: unofficial translations; summary_ja: one sentence in plain Japanese.
    """

    number: str
    title: str
    summary_ja: str
    title_en: str
    summary_en: str
    lead: str = ""
    systems: tuple[str, ...] = ()
    kpi: tuple[str, ...] = ()


@cache
def sample_measures() -> tuple[SampleMeasure, ...]:
    """Return all measures of the sample in the order of the plan.

    Raises TypeError for an unknown key, so that a slip in the data cannot pass unseen.
    """
    folder = files("shisaku.sample") / "measures"
    found = [
        SampleMeasure(**(entry | {key: tuple(entry.get(key, ())) for key in ("systems", "kpi")}))
        for file in folder.iterdir()
        if file.name.endswith(".toml")
        for entry in tomllib.loads(file.read_text(encoding="utf-8"))["measure"]
    ]
    return tuple(sorted(found, key=_order))


def _order(measure: SampleMeasure) -> tuple[int, ...]:
    return tuple(int(part) for part in measure.number.split("-"))
