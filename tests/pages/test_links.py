"""Every link of the static tree leads somewhere, and every fragment to a place on its page."""

from __future__ import annotations

import posixpath
from collections import Counter, defaultdict
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

#: Addresses that only the running service answers; static hosts get them from redirect rules.
SERVICE = {"sparql"}


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, html.HtmlElement]:
    """Every page, parsed, by its path below the site."""
    return {
        path.relative_to(site).as_posix(): html.parse(
            str(path), html.HTMLParser(encoding="utf-8")
        ).getroot()
        for path in sorted(site.rglob("*.html"))
    }


@pytest.fixture(scope="module")
def anchors(pages: dict[str, html.HtmlElement]) -> dict[str, set[str]]:
    """The identifiers on every page."""
    return {path: set(page.xpath("//@id")) for path, page in pages.items()}


def test_links_and_fragments_resolve(
    site: Path, pages: dict[str, html.HtmlElement], anchors: dict[str, set[str]]
) -> None:
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    broken: dict[str, list[str]] = defaultdict(list)
    for path, page in pages.items():
        if path.endswith("404.html"):
            continue
        for link in set(page.xpath("//@href | //@src | //form/@action")):
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
    assert not broken, dict(list(broken.items())[:20])


def test_identifiers_are_unique(pages: dict[str, html.HtmlElement]) -> None:
    for path, page in pages.items():
        counts = Counter(page.xpath("//@id"))
        assert counts.most_common(1)[0][1] == 1, (path, counts.most_common(3))


def test_every_page_has_its_twin_in_the_other_language(
    pages: dict[str, html.HtmlElement],
) -> None:
    for path, page in pages.items():
        lang = "en" if path.startswith("en/") else "ja"
        assert page.get("lang") == lang, path
        twin = path.removeprefix("en/") if lang == "en" else f"en/{path}"
        assert twin in pages, path


def test_no_page_asks_another_site_for_anything(pages: dict[str, html.HtmlElement]) -> None:
    for path, page in pages.items():
        asked = page.xpath("//script/@src | //img/@src | //link[@rel='stylesheet']/@href")
        assert not [url for url in asked if urlsplit(url).netloc], path
        assert not page.xpath("//@style | //style | //@onclick"), path


def test_pages_are_small(site: Path, pages: dict[str, html.HtmlElement]) -> None:
    """At most 60 kB compressed, styles and scripts included."""
    import gzip

    def size(path: str) -> int:
        return len(gzip.compress((site / path).read_bytes(), mtime=0))

    shared = sum(
        size(f"assets/{name}") for name in ("site.css", "print.css", "site.js", "icon.svg")
    )
    if (site / "vendor/tokens.css").is_file():
        shared += size("vendor/tokens.css")
    largest = max(pages, key=lambda path: (site / path).stat().st_size)
    assert size(largest) + shared <= 60_000, largest
