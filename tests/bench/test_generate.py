"""Generated editions repeat for a seed, differ between seeds, and read like the plan."""

from __future__ import annotations

from pathlib import Path

from bench.generate import write_editions
from bench.sentence import with_changed_sentence

from shisaku.plan.profile import load_profile
from shisaku.release.editions import read_edition, verify_edition


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    one = write_editions(tmp_path / "one", 2, seed=3)
    two = write_editions(tmp_path / "two", 2, seed=3)
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]
    assert one[0].read_bytes() != one[1].read_bytes()


def test_an_edition_has_as_many_measures_as_the_plan_and_other_facts(tmp_path: Path) -> None:
    profile = load_profile("jutenkeikaku")
    plans = []
    for path in write_editions(tmp_path, 2, seed=3):
        edition = read_edition((path, profile))
        verify_edition((path, profile), edition)
        plans.append(edition.plan)
    one, two = plans
    assert len(one.measures) == len(two.measures) == 154
    for facts in ("title", "leads", "indicators"):
        values = [[getattr(m, facts) for m in plan.measures] for plan in plans]
        assert values[0] != values[1], facts


def test_one_sentence_of_one_measure_changes(tmp_path: Path) -> None:
    profile = load_profile("jutenkeikaku")
    (path,) = write_editions(tmp_path / "editions", 1, seed=3)
    changed = with_changed_sentence(path, tmp_path / "changed" / path.name)
    before, after = (read_edition((file, profile)).plan.measures for file in (path, changed))
    different = [
        one.number
        for one, other in zip(before, after, strict=True)
        if [p.text for p in one.passages] != [p.text for p in other.passages]
    ]
    assert len(different) == 1
