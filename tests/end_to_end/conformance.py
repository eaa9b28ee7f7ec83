"""Runs the accessibility tests over every page and writes what the statement page prints.

``PYTHONPATH=tests python tests/end_to_end/conformance.py RELEASES`` writes
``site/conformance.json``: for each tool its version, the number of pages and of problems found.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from chromium import chromium
from page_types import PAGE_TYPES
from test_accessibility import AXE, violations

from running_server import serving

SITE = Path(__file__).resolve().parents[2] / "site"
CHECKER = SITE / "node_modules/vnu-jar/build/dist/vnu.jar"


def version(package: str) -> str:
    """Return the installed version of a package."""
    text = (SITE / "node_modules" / package / "package.json").read_text(encoding="utf-8")
    return str(json.loads(text)["version"])


def axe_core(releases: Path) -> dict[str, Any]:
    """Test each page type in both languages, light and dark."""
    source = AXE.read_text(encoding="utf-8")
    pages = found = 0
    with serving(releases) as address:
        for dark in (False, True):
            with chromium(dark=dark) as browser:
                for document in PAGE_TYPES.values():
                    for prefix in ("", "en/"):
                        browser.get(f"{address}/{prefix}{document}.html")
                        found += len(violations(browser, source))
                        pages += 1
    return {
        "tool": "axe-core",
        "version": version("axe-core"),
        "pages": pages,
        "violations": found,
    }


def nu_checker(site: Path) -> dict[str, Any]:
    """Check the HTML of every page."""
    done = subprocess.run(
        ["java", "-Xss4m", "-jar", CHECKER, "--skip-non-html", "--errors-only", site],
        capture_output=True,
        text=True,
        check=False,
    )
    return {
        "tool": "Nu Html Checker",
        "version": version("vnu-jar"),
        "pages": sum(1 for _ in site.rglob("*.html")),
        "violations": len(done.stderr.splitlines()),
    }


def main(releases: Path) -> None:
    """Write the results."""
    checks = [axe_core(releases), nu_checker(releases / "current" / "site")]
    text = json.dumps({"checks": checks}, ensure_ascii=False, indent=2) + "\n"
    (SITE / "conformance.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
