"""Three small editions, each with some measures of its own and some that go on, published."""

from __future__ import annotations

from pathlib import Path

from bench.generate import varied

from commands import run_shisaku
from shisaku.plan.profile import load_profile
from shisaku.sample.facts import sample_measures
from shisaku.sample.word import sample_bytes

PLAN = "jutenkeikaku"
KEYS = ("g0001", "g0002", "g0003")


def published(folder: Path) -> Path:
    """Write the editions as Word files, publish them, and return the folder of releases."""
    areas = {area.number: area.title_ja for area in load_profile(PLAN).areas}
    sources: list[Path | str] = []
    options: list[Path | str] = []
    for place, key in enumerate(KEYS):
        chosen = (m for rank, m in enumerate(sample_measures()) if rank % 9 in (place, 4))
        source = folder / f"{key}.docx"
        source.write_bytes(sample_bytes(areas, varied(place + 1, tuple(chosen))))
        sources.append(source)
        options += ["--edition", key]
    done = run_shisaku("publish", *sources, *options, "--out", folder / "out")
    assert done.returncode == 0, done.stderr
    return folder / "out"
