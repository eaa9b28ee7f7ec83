"""Sources with their profiles go in; the editions read from them come out, each quote checked.

One edition is one task that any ``concurrent.futures`` executor can run: the file travels with
it, so a worker on another machine needs no shared folder.
"""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from shisaku.document.reader import file_bytes, read
from shisaku.errors import ShisakuError
from shisaku.plan.extract import extract, verify_quotes
from shisaku.plan.model import Plan
from shisaku.plan.profile import Profile
from shisaku.reference.load import load
from shisaku.release.crew import spare_cores

#: A source file and the profile of its edition.
Source = tuple[Path, Profile]


@dataclass(frozen=True, slots=True)
class Edition:
    """One source that was read: its plan and the profile it was read with."""

    plan: Plan
    profile: Profile


def read_edition(source: Source) -> Edition:
    """Read and extract one source; its quotes are still to be verified."""
    path, profile = source
    return Edition(extract(read(path), profile, load()), profile)


def verify_edition(source: Source, edition: Edition) -> None:
    """Check each quote against the file read again; raises ShisakuError at the first mismatch."""
    verify_quotes(edition.plan, read(source[0]))


def edition_of(name: str, content: bytes, profile: Profile) -> Edition | ShisakuError:
    """Read, extract and verify a file that came with the task.

    Returns the error for people instead of raising it, because not every executor can carry an
    exception with its fields.
    """
    with tempfile.TemporaryDirectory(prefix="shisaku-") as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            edition = read_edition((path, profile))
            verify_edition((path, profile), edition)
        except ShisakuError as error:
            where = error.where.replace(f"{folder}/", "") if error.where else None
            return ShisakuError(error.code, error.sentence, where, error.hint)
    return edition


def read_all(sources: tuple[Source, ...], executor: Executor | None) -> tuple[Edition, ...]:
    """Read, extract and verify all sources, in their order, with an executor or the local cores.

    Raises ShisakuError for the first source that cannot be used, or when workers are lost and
    the executor does not give their tasks to others.
    """
    with _cores() if executor is None else _borrowed(executor) as workers:
        try:
            tasks = [
                workers.submit(edition_of, path.name, file_bytes(path), profile)
                for path, profile in sources
            ]
            found = [task.result() for task in tasks]
        except BrokenExecutor as error:
            raise ShisakuError(
                "publish-process-lost",
                "a worker process ended before its document was read.",
                None,
                "Publish again; nothing was written.",
            ) from error
    editions = []
    for item in found:
        if isinstance(item, ShisakuError):
            raise item
        editions.append(item)
    return tuple(editions)


@contextmanager
def _cores() -> Iterator[Executor]:
    context = multiprocessing.get_context("fork" if spare_cores() else "spawn")
    with ProcessPoolExecutor(spare_cores() + 1, mp_context=context) as workers:
        yield workers


@contextmanager
def _borrowed(executor: Executor) -> Iterator[Executor]:
    """Leave an executor that somebody else made as it is."""
    yield executor
