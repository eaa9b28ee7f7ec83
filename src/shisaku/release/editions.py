"""Sources with their profiles go in; the editions read from them come out, each quote checked.

One edition is one task that any ``concurrent.futures`` executor can run: the file travels with
it, so a worker on another machine needs no shared folder. Editions come back packed, some 130 kB
each, because a hundred of them as objects would need several hundred megabytes.
"""

from __future__ import annotations

import pickle
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shisaku.document.source import file_bytes
from shisaku.errors import ShisakuError
from shisaku.graph.succession import EditionOutline, outline_of
from shisaku.plan.model import Plan
from shisaku.plan.profile import Profile
from shisaku.release.crew import spare_cores

if TYPE_CHECKING:
    from concurrent.futures import Executor

#: A source file and the profile of its edition.
Source = tuple[Path, Profile]


@dataclass(frozen=True, slots=True)
class Edition:
    """One source that was read: its plan and the profile it was read with."""

    plan: Plan
    profile: Profile

    def outline(self) -> EditionOutline:
        """Return what other editions must know of this one."""
        return outline_of(self.plan, self.profile)

    @property
    def source(self) -> dict[str, Any]:
        """Return what the manifest says of the source file."""
        source = self.plan.source
        return {
            "name": source.name,
            "edition": f"{self.plan.key}/{self.plan.edition}",
            "sha256": source.sha256,
            "bytes": source.size,
        }

    @property
    def counts(self) -> Counter[str]:
        """Return what the manifest counts of an edition."""
        measures = self.plan.measures
        return Counter(
            editions=1,
            measures=len(measures),
            indicators=sum(len(measure.indicators) for measure in measures),
            values=sum(len(kpi.values) for measure in measures for kpi in measure.indicators),
            milestones=sum(len(measure.milestones) for measure in measures),
        )


@dataclass(frozen=True, slots=True)
class Packed:
    """An edition that was read and verified, small: its outline, and itself when opened."""

    outline: EditionOutline
    content: bytes

    def open(self) -> Edition:
        """Return the edition."""
        edition: Edition = pickle.loads(zlib.decompress(self.content))
        return edition


def packed(edition: Edition) -> Packed:
    """Return an edition packed."""
    content = zlib.compress(pickle.dumps(edition, pickle.HIGHEST_PROTOCOL), 1)
    return Packed(edition.outline(), content)


def read_edition(source: Source, oddities: bool = False) -> Edition:
    """Read and extract one source; its quotes are still to be verified.

    oddities: also look for what is odd in its measures.
    Imports the rules here, so that a process which only takes what was read does not pay for them.
    """
    from shisaku.document.reader import read
    from shisaku.plan.extract import extract
    from shisaku.reference.load import load

    path, profile = source
    return Edition(extract(read(path), profile, load(), oddities), profile)


def verify_edition(source: Source, edition: Edition) -> None:
    """Check each quote against the file read again; raises ShisakuError at the first mismatch."""
    from shisaku.document.reader import read
    from shisaku.plan.verify import verify_quotes

    verify_quotes(edition.plan, read(source[0]))


def edition_of(name: str, content: bytes, profile: Profile) -> Packed | ShisakuError:
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
    return packed(edition)


def read_all(sources: tuple[Source, ...], executor: Executor | None) -> tuple[Packed, ...]:
    """Read, extract and verify all sources, in their order, with an executor or the local cores.

    Raises ShisakuError for the first source that cannot be used, or when workers are lost and
    the executor does not give their tasks to others.
    """
    from concurrent.futures import BrokenExecutor

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
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("fork" if spare_cores() else "spawn")
    with ProcessPoolExecutor(spare_cores() + 1, mp_context=context) as workers:
        yield workers


@contextmanager
def _borrowed(executor: Executor) -> Iterator[Executor]:
    """Leave an executor that somebody else made as it is."""
    yield executor
