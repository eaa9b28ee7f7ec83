"""A store with the catalogue goes in; the files that the data page lists come out."""

from __future__ import annotations

from importlib.resources import files

from pyoxigraph import QuerySolutions, Store

from shisaku.pages import Download

_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_TABLES = ("/csv", "/json", "/tab-separated-values", ".sheet", ".parquet", "/csvm+json")


def downloads(store: Store, base: str) -> list[Download]:
    """Return the files that the data page lists, as the catalogue describes them."""
    query = (files("shisaku.release") / "queries" / "downloads.rq").read_text(encoding="utf-8")
    found = store.query(query, use_default_graph_as_union=True)
    assert isinstance(found, QuerySolutions)
    rows = [[str(getattr(term, "value", "")) for term in row] for row in found]
    return [
        Download(
            url.removeprefix(base),
            title_ja,
            title_en,
            media_type.removeprefix(_MEDIA_TYPES),
            int(size),
            "table" if media_type.endswith(_TABLES) else "dump",
        )
        for url, title_ja, title_en, media_type, size in rows
    ]
