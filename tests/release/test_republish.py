"""One sentence changes: what is published over the old release equals a build from nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bench.sentence import with_changed_sentence

from commands import run_shisaku

#: Files that tell of the release before, which a build from nothing does not have.
TOLD = ("changes.json", "gone.json", "site/changes.")


def files_of(out: Path) -> dict[str, str]:
    manifest = json.loads((out / "current" / "MANIFEST.json").read_bytes())
    return {
        entry["path"]: entry["sha256"]
        for entry in manifest["files"]
        if not entry["path"].startswith(TOLD)
    }


@pytest.mark.parametrize("place", [0.05, 0.5, 0.9])
def test_a_changed_sentence_gives_the_bytes_of_a_build_from_nothing(
    sample_docx: Path, tmp_path: Path, place: float
) -> None:
    changed = with_changed_sentence(sample_docx, tmp_path / "changed" / "plan.docx", place)
    over, fresh = tmp_path / "over", tmp_path / "fresh"
    for source, out in ((sample_docx, over), (changed, over), (changed, fresh)):
        done = run_shisaku("publish", source, "--out", out)
        assert done.returncode == 0, done.stderr
    assert files_of(over) == files_of(fresh)
    before, after = sorted(
        (path.parent for path in over.glob("*/MANIFEST.json") if path.parent.name != "current"),
        key=lambda folder: folder != (over / "current").resolve(),
        reverse=True,
    )
    listed = json.loads((after / "MANIFEST.json").read_bytes())["files"]
    new = [
        entry["path"]
        for entry in listed
        if not (before / entry["path"]).is_file()
        or (before / entry["path"]).stat().st_ino != (after / entry["path"]).stat().st_ino
    ]
    assert len(new) < len(listed) / 20
    same = [path for path in new if (before / path).is_file()]
    assert all((before / path).read_bytes() != (after / path).read_bytes() for path in same)
