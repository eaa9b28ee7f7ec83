"""A folder of pages goes in; what is wrong with its links and its HTML comes out."""

from __future__ import annotations

import posixpath
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

#: Addresses that only the running service answers; static hosts get them from redirect rules.
SERVICE = {"sparql"}
CHECKER = Path(__file__).resolve().parents[2] / "site/node_modules/vnu-jar/build/dist/vnu.jar"
#: What leads somewhere on a page; the choices of a search are indexes to load.
_LINKS = "//@href | //@src | //form/@action | //select[@name='edition']/option/@value"


def parsed(site: Path) -> dict[str, html.HtmlElement]:
    """Return every page by its path below the site."""
    return {
        path.relative_to(site).as_posix(): parsed_page(path)
        for path in sorted(site.rglob("*.html"))
    }


def parsed_page(path: Path) -> html.HtmlElement:
    """Return one page."""
    return html.parse(str(path), html.HTMLParser(encoding="utf-8")).getroot()


def broken_links(site: Path, pages: dict[str, html.HtmlElement]) -> dict[str, list[str]]:
    """Return the links that lead nowhere, or to a fragment that is not there, with their pages."""
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    anchors = {path: set(page.xpath("//@id")) for path, page in pages.items()}
    broken: dict[str, list[str]] = defaultdict(list)
    for path, page in pages.items():
        if path.endswith("404.html"):
            continue
        for link in set(page.xpath(_LINKS)):
            target = urlsplit(link)
            if target.scheme or target.netloc:
                continue
            file = unquote(target.path)
            file = (
                posixpath.normpath(posixpath.join(posixpath.dirname(path), file)) if file else path
            )
            if file in SERVICE:
                continue
            if file not in files or (
                target.fragment and unquote(target.fragment) not in anchors.get(file, set())
            ):
                broken[link].append(path)
    return dict(broken)


def html_errors(site: Path) -> list[str]:
    """Return what the Nu Html Checker says; skips the test where it cannot run."""
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
    return done.stderr.splitlines()
