"""Every page is valid HTML by the Nu Html Checker."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

CHECKER = Path(__file__).resolve().parents[2] / "site/node_modules/vnu-jar/build/dist/vnu.jar"


def test_the_checker_finds_no_error(site: Path) -> None:
    java = shutil.which("java")
    if java is None:
        pytest.skip("Java is not installed: the Nu Html Checker cannot run")
    if not CHECKER.is_file():
        pytest.skip("site/node_modules is absent (npm ci in site/): no Nu Html Checker")
    done = subprocess.run(
        [java, "-Xss4m", "-jar", str(CHECKER), "--skip-non-html", "--errors-only", str(site)],
        capture_output=True,
        text=True,
        check=False,
    )
    problems = done.stderr.splitlines()
    assert not problems, "\n".join(problems[:20])
