"""Every link of the static tree leads somewhere, and every fragment to a place on its page."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import html
from static_tree import broken_links, parsed


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, html.HtmlElement]:
    """Every page, parsed, by its path below the site."""
    return parsed(site)


def test_links_and_fragments_resolve(site: Path, pages: dict[str, html.HtmlElement]) -> None:
    broken = broken_links(site, pages)
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
