"""What a publish is asked to do, checked before anything is read; and the name of its release."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import shisaku
from shisaku.assets import asset_folder
from shisaku.config import Config, load_config
from shisaku.document.source import file_bytes
from shisaku.errors import ShisakuError
from shisaku.plan.profile import Profile, load_profile

_EDITION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NOT_PROGRAM = frozenset({"node_modules", "__pycache__"})


@dataclass(frozen=True, slots=True)
class Order:
    """A publish: each source with the profile of its edition, and where the release goes.

    today: the day that expiry dates are compared with; force: build what is there already.
    """

    sources: tuple[tuple[Path, Profile], ...]
    out: Path
    config: Config
    today: date
    force: bool = False


def make_order(
    sources: list[Path],
    out: Path,
    base: str | None,
    profile: str,
    editions: list[str],
    config: Path | None,
    today: str | None,
    force: bool,
) -> Order:
    """Check the arguments of ``shisaku publish``.

    editions: one for each source; with none, a single source takes that of the profile and
    several take the year in their file names.
    Raises ShisakuError for settings, a profile, an edition or a date that cannot be used.
    """
    settings = load_config(config, base_iri=base)
    layout = load_profile(profile)
    names = editions or _editions_from_names(sources, layout)
    if len(names) != len(sources):
        raise ShisakuError(
            "edition-count",
            f"{len(sources)} sources but {len(names)} editions are given.",
            "--edition",
            "Give one --edition for each source, in their order.",
        )
    for index, name in enumerate(names):
        if not _EDITION.fullmatch(name) or name in names[:index]:
            raise ShisakuError(
                "edition-name",
                f"the edition {name!r} is not a new name of letters, digits, '.', '_' and '-'.",
                "--edition",
            )
    profiles = [replace(layout, edition=name) for name in names]
    return Order(
        tuple(zip(sources, profiles, strict=True)),
        out,
        settings,
        day_of(today or settings.release_date),
        force,
    )


def release_name(order: Order) -> str:
    """Return the name of the release: newest edition and a digest of everything that goes in.

    Sources, settings, profiles, the day and the program with its vocabulary, shapes and site
    count; the same input gives the same name.
    """
    digest = hashlib.sha256(program_digest().encode())
    for path, profile in order.sources:
        digest.update(repr(profile).encode())
        digest.update(path.name.encode())
        digest.update(hashlib.sha256(file_bytes(path)).digest())
    digest.update(repr(sorted(asdict(order.config).items())).encode())
    digest.update(order.today.isoformat().encode())
    newest = max(profile.edition for _, profile in order.sources)
    return f"{newest}-{digest.hexdigest()[:12]}"


@cache
def program_digest() -> str:
    """Return a digest of the program's own files, so that a new version makes a new release."""
    digest = hashlib.sha256()
    for root in (Path(shisaku.__file__).parent, *map(asset_folder, ("ontology", "shapes", "site"))):
        for path in sorted(_files(str(root))):
            content = Path(path).read_bytes()
            digest.update(f"{path[len(str(root)) :]}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()


def _files(folder: str) -> Iterator[str]:
    """Yield the files below a folder, without entering those that are made by tools.

    Walking is what costs: node_modules of a checkout holds fifty times as many files as the site.
    """
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name not in _NOT_PROGRAM:
                    yield from _files(entry.path)
            elif entry.is_file():
                yield entry.path


def _editions_from_names(sources: list[Path], layout: Profile) -> list[str]:
    if len(sources) == 1:
        return [layout.edition]
    found = [_YEAR.findall(path.stem) for path in sources]
    for path, years in zip(sources, found, strict=True):
        if len(years) != 1:
            raise ShisakuError(
                "edition-unknown",
                "several sources are given and this file name holds no single year.",
                str(path),
                "Say the editions with --edition, one for each source.",
            )
    return [years[0] for years in found]


def day_of(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ShisakuError(
            "day-unreadable", f"{text!r} is not a date (YYYY-MM-DD).", "release_date"
        ) from error
