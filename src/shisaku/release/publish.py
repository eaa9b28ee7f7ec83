"""Documents go in, a release comes out: every stage in order, and the switch at the very end."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from shisaku import __version__
from shisaku.release.crew import Crew, Jobs, spare_cores
from shisaku.release.folder import MANIFEST, finish, read_manifest, staged, switch
from shisaku.release.order import Order, release_name

#: Told at the start of each stage: its name.
Progress = Callable[[str], None]


@dataclass(slots=True)
class Stopwatch:
    """Time of each stage in seconds, in the order they ended; stages may run beside each other."""

    progress: Progress
    seconds: dict[str, float] = field(default_factory=dict)
    start: float = field(default_factory=time.perf_counter)

    def wall(self) -> float:
        """Return the seconds since the start."""
        return time.perf_counter() - self.start

    def timed(self, jobs: Jobs) -> dict[str, Callable[[], tuple[float, Any]]]:
        """Return the jobs so that each gives its seconds before its result."""
        return {name: partial(_timed, job) for name, job in jobs.items()}

    def take(self, results: dict[str, tuple[float, Any]]) -> dict[str, Any]:
        """Add the seconds of jobs to their stages and return what they made.

        The stage of a job is the first word of its name.
        """
        for name, (seconds, _) in results.items():
            self._add(name.split()[0], seconds)
        return {name: result for name, (_, result) in results.items()}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Measure one stage and tell its start."""
        self.progress(name)
        start = time.perf_counter()
        yield
        self._add(name, time.perf_counter() - start)

    def _add(self, name: str, seconds: float) -> None:
        self.seconds[name] = self.seconds.get(name, 0.0) + seconds


def _timed(job: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = job()
    return time.perf_counter() - start, result


@dataclass(frozen=True, slots=True)
class Published:
    """A release that is now served.

    seconds: time of each stage, empty when nothing has changed; written: files whose bytes are
    new; wall: seconds from start to end, less than the sum where stages run beside each other.
    """

    release: str
    folder: Path
    counts: dict[str, int]
    seconds: dict[str, float]
    written: int
    wall: float = 0.0

    def sentence(self) -> str:
        """Say in one sentence what was published, and where."""
        if not self.seconds:
            return f"Nothing has changed: {self.folder} is the current release."
        return (
            f"Published {self.counts['measures']} measures as {self.folder} "
            f"({self.counts['files']} files, {self.written} written, {self.wall:.1f} s)."
        )


def publish(order: Order, progress: Progress, executor: Executor | None = None) -> Published:
    """Read, extract, build, validate and write a release, then switch ``current`` to it.

    executor: reads the documents when there are several; the local cores unless given.

    Raises ShisakuError when an input cannot be used, a quote does not match its passage or a
    rule is broken; then nothing is written and the release that is served stays.
    """
    name = release_name(order)
    if not order.force and (order.out / name / MANIFEST).is_file():
        manifest = read_manifest(order.out / name)
        switch(order.out, name)
        return Published(name, order.out / name, manifest["counts"], {}, 0)
    with _rare_collections():
        return _build(order, name, Stopwatch(progress), executor)


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Look for reference cycles seldom: a build makes few, and each search walks all it holds."""
    before = gc.get_threshold()
    gc.set_threshold(500_000, 50, 1000)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _build(order: Order, name: str, watch: Stopwatch, executor: Executor | None) -> Published:
    from shisaku.pages.render import DRAWN, compile_templates, take_templates
    from shisaku.release import contents
    from shisaku.release.editions import read_all, read_edition, verify_edition

    hands = spare_cores()
    with watch.stage("read and extract"):
        several = executor is not None or len(order.sources) > 1
        editions = (
            read_all(order.sources, executor)
            if several
            else tuple(map(read_edition, order.sources))
        )
    with watch.stage("build"):
        quads, store = contents.build_graph(order, editions)
    with staged(order.out) as staging:
        release = contents.Contents(order, staging, editions, quads, store)
        beside: dict[str, Callable[[], Any]] = {"tables": release.tables}
        if not several:
            beside["verify"] = partial(verify_edition, order.sources[0], editions[0])
        beside["templates"] = compile_templates
        with Crew(watch.timed(beside), hands) as crew:
            with watch.stage("validate"):
                report = contents.validated(order, store)
            with watch.stage("dumps"):
                staging.enter(release.dumps())
            staging.enter(crew.wait("tables")[1])
            with watch.stage("catalogue"):
                release.catalogue(report)
            with watch.stage("index"):
                pages = release.pages(report)
            take_templates(watch.take(crew.finish())["templates"])
        watch.progress("documents and pages")
        written = watch.timed({"store": release.on_disk, "documents": release.documents, **pages})
        with Crew(written, hands, ("store", DRAWN)) as crew:
            for made in watch.take(crew.finish()).values():
                staging.enter(made)
        with watch.stage("changes"):
            release.changes()
        with watch.stage("hosting"):
            release.hosting()
        with watch.stage("switch"):
            counts = release.counts()
            folder = finish(
                staging,
                name,
                {
                    "shisaku": __version__,
                    "base": order.config.base_iri,
                    "source": [contents.source_entry(edition) for edition in editions],
                    "counts": counts,
                    "load": list(contents.LOADED),
                },
            )
            switch(order.out, folder.name)
    return Published(folder.name, folder, counts, watch.seconds, staging.written, watch.wall())
