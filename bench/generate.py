"""A seed goes in; editions like the plan come out as Word files, with varied facts.

Numbers, years, ministries and words of the bundled sample are exchanged among its own, so that
every edition has as many measures, KPI and figures as the plan but other ones.
"""

from __future__ import annotations

import argparse
import random
import re
from dataclasses import replace
from pathlib import Path

from shisaku.plan.profile import load_profile
from shisaku.sample.facts import SampleMeasure, sample_measures
from shisaku.sample.word import sample_bytes

_YEAR = re.compile(r"(20[12]\d)年度（令和[０-９0-9元]+年度[^）]*）")
_NUMBER = re.compile(
    r"(?<![0-9,.])(\d{1,3}(?:,\d{3})+|\d{2,})(?=(?:件|団体|人|回|％|%|社|万|自治体))"
)
_WORD = re.compile(r"[ァ-ヴー]{4,}|[一-龠]{4}")


def varied(seed: int, measures: tuple[SampleMeasure, ...]) -> tuple[SampleMeasure, ...]:
    """Return the measures with other figures, years, ministries and words; same seed, same plan."""
    chance = random.Random(seed)
    leads = sorted({measure.lead for measure in measures if measure.lead})
    words = sorted({word for measure in measures for word in _WORD.findall(measure.title)})
    return tuple(_varied(measure, chance, leads, words) for measure in measures)


def _varied(
    measure: SampleMeasure, chance: random.Random, leads: list[str], words: list[str]
) -> SampleMeasure:
    def number(match: re.Match[str]) -> str:
        value = int(match[0].replace(",", ""))
        return f"{max(2, round(value * chance.uniform(0.3, 3))):,}"

    def year(match: re.Match[str]) -> str:
        later = int(match[1]) + chance.randint(-1, 2)
        era = str(later - 2018)
        printed = chr(ord(era) + 0xFEE0) if len(era) == 1 else era
        return f"{later}年度（令和{printed}年度）"

    def line(text: str) -> str:
        return _NUMBER.sub(number, _YEAR.sub(year, text))

    title = _exchanged(measure.title, chance, words)
    return replace(
        measure,
        title=title,
        lead=chance.choice(leads),
        kpi=tuple(map(line, measure.kpi)),
        summary_ja=_exchanged(measure.summary_ja, chance, words),
        systems=tuple(sorted(measure.systems)),
    )


def _exchanged(text: str, chance: random.Random, words: list[str]) -> str:
    def pick(match: re.Match[str]) -> str:
        return chance.choice(words) if chance.random() < 0.3 else match[0]

    return _WORD.sub(pick, text)


def write_editions(folder: Path, count: int, seed: int) -> list[Path]:
    """Write ``count`` Word files, named by their edition (g0001 …), and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    areas = {area.number: area.title_ja for area in load_profile("jutenkeikaku").areas}
    measures = sample_measures()
    written = []
    for place in range(count):
        path = folder / f"g{place + 1:04}.docx"
        path.write_bytes(sample_bytes(areas, varied(seed + place, measures)))
        written.append(path)
    return written


def main() -> None:
    """Write editions as the command line says."""
    reader = argparse.ArgumentParser(prog="python -m bench.generate", description=__doc__)
    reader.add_argument("--editions", type=int, default=10)
    reader.add_argument("--seed", type=int, default=1)
    reader.add_argument("--out", type=Path, default=Path("bench/out/editions"))
    given = reader.parse_args()
    print(
        f"Wrote {len(write_editions(given.out, given.editions, given.seed))} files to {given.out}."
    )


if __name__ == "__main__":
    main()
