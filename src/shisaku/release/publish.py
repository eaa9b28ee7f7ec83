"""Documents go in, a release comes out: every stage in order, and the switch at the very end."""

from __future__ import annotations

import gc
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shisaku.release.crew import Crew, Jobs, spare_cores
from shisaku.release.folder import MANIFEST, Made, Staging, finish, read_manifest, staged, switch
from shisaku.release.order import Order, release_name
from shisaku.release.placing import spool_of

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from shisaku.graph.build import GraphTexts
    from shisaku.release.contents import Contents
    from shisaku.release.earlier import Share
    from shisaku.release.editions import Edition

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
    hands = spare_cores()
    with ExitStack() as stack:
        staging = stack.enter_context(staged(order.out))
        one = executor is None and len(order.sources) == 1
        begin = _one_edition if one else partial(_several_editions, executor, stack)
        release = begin(order, staging, watch, hands)
        beside = {"tables": release.tables, **release.dumps()}
        with Crew(watch.timed(beside), hands) as crew:
            with watch.stage("validate"):
                report = release.validated()
            with watch.stage("facts"):
                facts = release.facts()
                release.quality(report)
            _enter(staging, watch.take(crew.finish()))
        with watch.stage("catalogue"):
            release.catalogue(report, facts)
            del report, facts
        with Crew(watch.timed({"documents": release.documents}), hands) as writers:
            with watch.stage("index"):
                pages, questions = release.pages()
            watch.progress("pages")
            with Crew(watch.timed(pages), hands) as printers:
                release.enter_pages(watch.take(printers.finish()))
            _enter(staging, watch.take(writers.finish()))
        if questions:
            with watch.stage("store"):
                release.load_store()
            # A store on the disk has threads, which would not survive in processes forked later.
            with Crew(watch.timed(questions), hands and hands + 1, tuple(questions)) as crew:
                release.enter_pages(watch.take(crew.finish()))
        with watch.stage("changes"):
            release.changes()
            release.hosting()
        with watch.stage("switch"):
            counts = release.counts()
            shutil.rmtree(spool_of(staging), ignore_errors=True)
            folder = finish(staging, name, release.manifest(counts), release.state())
            switch(order.out, folder.name)
    return Published(folder.name, folder, counts, watch.seconds, staging.written, watch.wall())


def _enter(staging: Staging, done: Mapping[str, list[Made]]) -> None:
    for made in done.values():
        staging.enter(made)


def _one_edition(order: Order, staging: Staging, watch: Stopwatch, hands: int) -> Contents:
    """Read the one source in a process of its own, while this one prepares what comes after."""
    with watch.stage("read and extract"), Crew({"read": partial(_read, order)}, hands) as crew:
        from shisaku.document.reader import read
        from shisaku.plan.verify import verify_quotes
        from shisaku.release.built import assembled
        from shisaku.release.contents import Contents, prepare

        prepare()
        again = read(order.sources[0][0])
        edition, said = crew.wait("read")
    with watch.stage("verify"):
        verify_quotes(edition.plan, again)
    with watch.stage("build"):
        current = assembled([said], ())
    return Contents(order, staging, [edition], current)


def _read(order: Order) -> tuple[Edition, GraphTexts]:
    from shisaku.release.built import texts_of
    from shisaku.release.editions import read_edition

    edition = read_edition(order.sources[0])
    return edition, texts_of(edition, (), order.config)


def _several_editions(
    executor: Executor | None,
    stack: ExitStack,
    order: Order,
    staging: Staging,
    watch: Stopwatch,
    hands: int,
) -> Contents:
    """Read all sources, and make the earlier editions one by one before the current ones."""
    from shisaku.graph.succession import current
    from shisaku.release.built import built, line_of
    from shisaku.release.contents import Contents, prepare
    from shisaku.release.earlier import EarlierEditions
    from shisaku.release.editions import read_all
    from shisaku.release.loading import StoreLoader
    from shisaku.release.store import LARGE

    with watch.stage("read and extract"):
        editions = read_all(order.sources, executor)
    prepare()
    line = line_of([edition.outline for edition in editions], order.config)
    newest = current(line.outlines)
    earlier = EarlierEditions(order, line, staging)
    jobs = {
        f"earlier {edition.outline.plan}/{edition.outline.edition}": partial(earlier.share, edition)
        for edition in editions
        if edition.outline not in newest
    }
    watch.progress("earlier editions")
    shares: dict[str, Share] = {}
    loader: StoreLoader | None = None
    # This process makes none of them, so that it stays small for those that it forks later.
    with Crew(watch.timed(jobs), hands and hands + 1, tuple(jobs)) as crew:
        for name, result in crew.each():
            share = shares[name] = watch.take({name: result})[name]
            staging.enter(share.made)
            if loader:
                loader.add(share.part("nq"))
            elif sum(item.quads for item in shares.values()) >= LARGE:
                loader = stack.enter_context(closing(StoreLoader(staging.folder)))
                for item in shares.values():
                    loader.add(item.part("nq"))
    with watch.stage("build"):
        opened = [edition.open() for edition in editions if edition.outline in newest]
        found = built(opened, line, order.config)
        if loader:
            piece = spool_of(staging) / "current.nq"
            piece.write_bytes(b"".join(graph.n_quads() for graph in found.graphs))
            loader.add(piece)
            loader.settle()
    ordered = [shares[name] for name in jobs]
    return Contents(order, staging, opened, found, ordered, loader)
