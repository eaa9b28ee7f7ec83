"""Catalogue quads and settings go in; the small files by which machines find a site come out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path

from pyoxigraph import Quad

from shisaku.catalogue.record import release_day
from shisaku.catalogue.schema_org import dataset_descriptions
from shisaku.catalogue.signposting import api_catalog, signposting_rules
from shisaku.config import Config
from shisaku.plan.profile import Profile

_TEMPLATES = Path(__file__).parent / "templates"
#: RFC 9116, section 2.5.5: a security.txt should expire within a year.
_EXPIRES_AFTER = timedelta(days=364)


def discovery_files(
    quads: Iterable[Quad], config: Config, profile: Profile, version: str
) -> Iterator[tuple[str, bytes]]:
    """Yield path below the site and bytes of each file.

    quads: what ``describe`` gives; version: that of the program that made the release.
    """
    held = list(quads)
    values = {
        "config": config,
        "credit": profile.credit,
        "title": f"{config.site_title_ja} / {config.site_title_en}",
        "version": version,
        "expires": (release_day(config) + _EXPIRES_AFTER).isoformat(),
    }
    for path in (".well-known/security.txt", "CITATION.cff"):
        text = (_TEMPLATES / path.rpartition("/")[2]).read_text(encoding="utf-8")
        yield path, text.format(**values).encode()
    yield ".well-known/api-catalog", api_catalog(config)
    yield "signposting.json", _json(signposting_rules(held, config))
    yield "dataset/schema.json", _json(dataset_descriptions(held))


def _json(data: object) -> bytes:
    """Return JSON on one line: programs read it, and lines take Python four times as long."""
    return (json.dumps(data, ensure_ascii=False) + "\n").encode()
