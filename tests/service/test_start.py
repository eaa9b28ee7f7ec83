"""A service that cannot start says why in one sentence and ends with status 2."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands import run_shisaku


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("broken.ttl", "<a> <b", "cannot be read as Turtle"),
        ("missing.nt", None, "there is no such file"),
        ("table.xlsx", "", "does not say which RDF format"),
    ],
)
def test_data_that_cannot_be_served(
    name: str, content: str | None, words: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_text(content, encoding="utf-8")
    done = run_shisaku("serve", "--data", path, "--port", "0")
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert words in done.stderr and str(path) in done.stderr
