"""Every page is valid HTML by the Nu Html Checker."""

from __future__ import annotations

from pathlib import Path

from static_tree import html_errors


def test_the_checker_finds_no_error(site: Path) -> None:
    problems = html_errors(site)
    assert not problems, "\n".join(problems[:20])
