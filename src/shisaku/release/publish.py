"""Documents go in, a release comes out: every stage in order, and the switch at the very end."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from shisaku import __version__
from shisaku.release.folder import MANIFEST, finish, read_manifest, staged, switch
from shisaku.release.order import Order, release_name

#: Told at the start of each stage: its name.
Progress = Callable[[str], None]


@dataclass(slots=True)
class Stopwatch:
    """Wall time of each stage in seconds, in the order they ran."""

    progress: Progress
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Measure one stage and tell its start."""
        self.progress(name)
        start = time.perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start


@dataclass(frozen=True, slots=True)
class Published:
    """A release that is now served. seconds: wall time of each stage; empty when unchanged."""

    release: str
    folder: Path
    counts: dict[str, int]
    seconds: dict[str, float]
    written: int

    def sentence(self) -> str:
        """Say in one sentence what was published, and where."""
        if not self.seconds:
            return f"Nothing has changed: {self.folder} is the current release."
        total = sum(self.seconds.values())
        return (
            f"Published {self.counts['measures']} measures as {self.folder} "
            f"({self.counts['files']} files, {self.written} written, {total:.1f} s)."
        )


def publish(order: Order, progress: Progress) -> Published:
    """Read, extract, build, validate and write a release, then switch ``current`` to it.

    Raises ShisakuError when an input cannot be used, a quote does not match its passage or a
    rule is broken; then nothing is written and the release that is served stays.
    """
    name = release_name(order)
    if not order.force and (order.out / name / MANIFEST).is_file():
        manifest = read_manifest(order.out / name)
        switch(order.out, name)
        return Published(name, order.out / name, manifest["counts"], {}, 0)
    return _build(order, name, Stopwatch(progress))


def _build(order: Order, name: str, watch: Stopwatch) -> Published:
    from shisaku.release import contents

    with watch.stage("read and extract"):
        editions = contents.read_editions(order)
    with watch.stage("build"):
        quads, store = contents.build_graph(order, editions)
    with watch.stage("validate"):
        report = contents.validated(order, store)
    with staged(order.out) as staging:
        release = contents.Contents(order, staging, editions, quads, store, report)
        for stage, write in release.stages():
            with watch.stage(stage):
                write()
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
    return Published(folder.name, folder, counts, watch.seconds, staging.written)
