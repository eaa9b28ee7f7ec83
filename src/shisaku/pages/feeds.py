"""A site goes in; its sitemap, robots file, Atom feed and calendars of deadlines come out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shisaku.pages.site import Site


def feed_files(site: Site, documents: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the files that machines subscribe to or crawl by."""
    base = site.config.base_iri
    yield "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {base}sitemap.xml\n".encode()
