"""What is served at one moment: an engine, its files and its kept results, as one unit.

A new release makes a new generation; requests finish in the one they began in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from shisaku.engine.dataset import Source
from shisaku.engine.embedded import EmbeddedEngine
from shisaku.engine.model import Engine
from shisaku.engine.remote import RemoteEngine
from shisaku.errors import ShisakuError
from shisaku.service.cache import AnswerCache
from shisaku.service.protocol import Reading
from shisaku.service.searching import SearchPages
from shisaku.service.settings import ServiceSettings
from shisaku.service.site import Site


@dataclass(frozen=True, slots=True)
class Served:
    """What the operator asked to serve.

    releases: folder with ``current``; or files of RDF; endpoint: a remote store to ask instead
    of the embedded engine. base_iri: base of relative IRIs in queries, and of the service's own
    IRIs; the release's own unless given. address: where the service listens.
    """

    releases: Path | None = None
    files: tuple[Path, ...] = ()
    union: bool = False
    endpoint: str | None = None
    base_iri: str | None = None
    address: str = "http://127.0.0.1:8000/"


@dataclass(slots=True, eq=False)
class Generation:
    """One release (or set of files) being served."""

    name: str
    engine: Engine
    site: Site | None
    search: SearchPages | None
    cache: AnswerCache
    reading: Reading
    documents: dict[str, bytes] = field(default_factory=dict)
    active: int = 0


def current_release(releases: Path) -> Path:
    """The folder that ``current`` points at; raises ShisakuError when there is none."""
    if (releases / "MANIFEST.json").is_file():
        return releases.resolve()
    current = releases / "current"
    if not (current / "MANIFEST.json").is_file():
        raise ShisakuError(
            "release-missing",
            "there is no published release.",
            str(current),
            "Make one with shisaku publish.",
        )
    return current.resolve()


def open_generation(served: Served, settings: ServiceSettings) -> Generation:
    """Begin to load what is to be served; ``engine.start`` must be awaited.

    Raises ShisakuError.
    """
    site = None
    if served.releases is not None:
        site = Site(current_release(served.releases))
    name = site.release if site else "data"
    return Generation(
        name,
        _engine(served, site, settings),
        site,
        SearchPages(site) if site else None,
        AnswerCache(settings.cache_megabytes * 2**20),
        Reading(
            served.base_iri or (site and site.base) or served.address,
            settings.max_rows,
            settings.max_megabytes * 2**20,
            settings.page_rows,
            settings.max_nesting,
            settings.service_hosts(),
            settings.compress,
        ),
    )


def _engine(served: Served, site: Site | None, settings: ServiceSettings) -> Engine:
    limits = settings.limits()
    if served.endpoint is not None:
        return RemoteEngine(served.endpoint, limits)
    return EmbeddedEngine(_source(served, site), limits, bool(settings.service_hosts()))


def _source(served: Served, site: Site | None) -> Source:
    if site is None:
        return Source(tuple(str(path) for path in served.files), None, served.union)
    if (site.folder / "store" / "CURRENT").is_file():
        return Source(store=str(site.folder / "store"))
    dumps = site.manifest.get("load")
    if not isinstance(dumps, list) or not dumps:
        raise ShisakuError(
            "release-without-data", "the manifest names no dump to load.", str(site.folder)
        )
    return Source(tuple(str(site.folder / name) for name in dumps), None, True)
