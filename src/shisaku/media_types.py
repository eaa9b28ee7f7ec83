"""What a file is: its path goes in, the media type that hosts send with it comes out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from shisaku.formats import BY_NAME

MEDIA_TYPES: Mapping[str, str] = {
    **{f".{name}": item.content_type for name, item in BY_NAME.items() if name != "xml"},
    ".atom": "application/atom+xml",
    ".cff": "text/yaml; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".geojson": "application/geo+json",
    ".gz": "application/gzip",
    ".ico": "image/x-icon",
    ".ics": "text/calendar; charset=utf-8",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".md": "text/markdown; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".parquet": "application/vnd.apache.parquet",
    ".png": "image/png",
    ".rq": "application/sparql-query",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml",
}
#: Well-known addresses have no extension (RFC 8615).
WELL_KNOWN: Mapping[str, str] = {
    "void": BY_NAME["ttl"].content_type,
    "api-catalog": "application/linkset+json",
}
#: How the description of a CSV file ends (CSVW, section 5.3).
CSVW = "-metadata.json"
CSVW_TYPE = "application/csvm+json"
#: How media types begin whose files become smaller when they are compressed.
COMPRESSIBLE = (
    "text/",
    "application/json",
    "application/ld+json",
    "application/rdf+xml",
    "application/n-",
    "application/trig",
    "image/svg",
    "application/xml",
    "application/wasm",
    "application/sparql",
    "application/atom",
)


def media_type(path: str) -> str:
    """Return the value of Content-Type for a file."""
    pure = PurePosixPath(path)
    if pure.parent.name == ".well-known" and pure.name in WELL_KNOWN:
        return WELL_KNOWN[pure.name]
    if pure.name.endswith(CSVW):
        return CSVW_TYPE
    return MEDIA_TYPES.get(pure.suffix.lower(), "application/octet-stream")
