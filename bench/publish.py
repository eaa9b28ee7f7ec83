"""Publishing 1, 10 and 100 editions: time, processor time, memory, files, stage by stage.

Cold is a process of its own with a new folder, of a program that has run before; warm is the
second publish of one process into another new folder; unchanged and one changed sentence publish
again into the folder of the first.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from bench import inputs
from bench.figures import Figure, figure, show
from bench.generate import write_editions
from bench.sentence import with_changed_sentence

#: Goals in seconds, from the plan of this project.
COLD, UNCHANGED, CHANGED = 3.0, 0.5, 1.0
#: How much faster than one after the other many editions shall be on two cores, and megabytes.
SPEED_UP, MEMORY = 1.6, 1024
_ONE_RUN = "bench.one_publish"


@dataclass(frozen=True, slots=True)
class Run:
    """One process that published. seconds: wall time from start to exit; peak in megabytes.

    told: what the publishes in it said, in their order.
    """

    seconds: float
    cpu: float
    peak: float
    told: tuple[dict[str, Any], ...]


def run(sources: Sequence[Path], *folders: Path) -> Run:
    """Publish into each folder in one process, and watch the memory of all its processes."""
    command = [sys.executable, "-m", _ONE_RUN, json.dumps([str(path) for path in folders])]
    start = time.perf_counter()
    process = subprocess.Popen(
        [*command, *map(str, sources)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=inputs.ROOT,
        env=inputs.environment(),
    )
    peak = [0.0]
    watcher = threading.Thread(target=_watch, args=(process.pid, peak))
    watcher.start()
    output, _ = process.communicate()
    seconds = time.perf_counter() - start
    watcher.join()
    if process.returncode:
        raise RuntimeError(f"publish failed for {sources[0]} and {len(sources) - 1} more")
    *told, used = map(json.loads, output.splitlines())
    return Run(seconds, used["cpu"], peak[0], tuple(told))


def _watch(pid: int, peak: list[float]) -> None:
    """Keep the largest sum of proportional set sizes, in megabytes, until the process ends."""
    try:
        root = psutil.Process(pid)
        while root.is_running() and root.status() != psutil.STATUS_ZOMBIE:
            total = sum(_size(process) for process in [root, *root.children(recursive=True)])
            peak[0] = max(peak[0], total / 2**20)
            time.sleep(0.25)
    except psutil.NoSuchProcess:
        return


def _size(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return 0


def one_edition(rounds: int, folder: Path) -> tuple[list[Figure], float]:
    """Return the figures of the plan, and its warm time in seconds."""
    source = inputs.source()
    changed = with_changed_sentence(source, folder / "changed" / source.name)
    cold, warm, same, other = [], [], [], []
    run([source], folder / "first")  # modules and templates are compiled once an installation
    for turn in range(rounds):
        one, two = folder / f"cold-{turn}", folder / f"warm-{turn}"
        cold.append(run([source], one))
        warm.append(run([source], folder / f"first-{turn}", two))
        same.append(run([source], one))
        other.append(run([changed], one))
    part = "publish, 1 edition"
    said = cold[0].told[0]
    warm_seconds = [item.told[1]["wall"] for item in warm]
    found = [
        figure(part, "cold, wall", [item.seconds for item in cold], "s", COLD),
        figure(part, "cold, CPU", [item.cpu for item in cold], "s"),
        figure(part, "cold, peak memory", [item.peak for item in cold], "MB", 400),
        figure(part, "warm, wall", warm_seconds, "s"),
        figure(part, "unchanged", [item.seconds for item in same], "s", UNCHANGED),
        figure(part, "one changed sentence", [item.seconds for item in other], "s", CHANGED,
               note=f"{other[0].told[0]['written']} of {said['files']} files written"),
        figure(part, "files", said["files"], "", note=f"{said['bytes'] / 2**20:.0f} MB"),
    ]  # fmt: skip
    for name in said["seconds"]:
        colds = [item.told[0]["seconds"].get(name, 0.0) for item in cold]
        warms = [item.told[1]["seconds"].get(name, 0.0) for item in warm]
        note = f"warm {sorted(warms)[len(warms) // 2]:.2f} s"
        found.append(figure("stage, cold", name, colds, "s", note=note))
    stages = said["seconds"]
    largest = max(value for name, value in stages.items() if name != "validate")
    found.append(
        figure("stage, cold", "validate / largest other", stages["validate"] / largest, "x", 1.0)
    )
    return found, sorted(warm_seconds)[len(warm_seconds) // 2]


def many_editions(count: int, warm: float, folder: Path) -> list[Figure]:
    """Return the figures of ``count`` generated editions; warm: seconds of one edition."""
    sources = write_editions(folder / f"editions-{count}", count, seed=1)
    done = run(sources, folder / f"many-{count}")
    part = f"publish, {count} editions"
    said = done.told[0]
    goal = count * warm / SPEED_UP if count >= 100 else None
    return [
        figure(part, "cold, wall", done.seconds, "s", goal,
               note=f"{count} x warm / wall = {count * warm / done.seconds:.2f}"),
        figure(part, "cold, CPU", done.cpu, "s"),
        figure(part, "peak memory", done.peak, "MB", MEMORY),
        figure(part, "files", said["files"], "", note=f"{said['bytes'] / 2**20:.0f} MB"),
        *(figure(part, f"stage {name}", value, "s") for name, value in said["seconds"].items()),
    ]  # fmt: skip


def measure(rounds: int, counts: Sequence[int]) -> list[Figure]:
    """Publish one edition ``rounds`` times in each way, and each of ``counts`` editions once."""
    with tempfile.TemporaryDirectory(dir=inputs.scratch()) as name:
        folder = Path(name)
        found, warm = one_edition(rounds, folder)
        for count in counts:
            found += many_editions(count, warm, folder)
    return found


def main() -> None:
    """Measure as the command line says."""
    reader = argparse.ArgumentParser(prog="python -m bench.publish", description=__doc__)
    reader.add_argument("--rounds", type=int, default=3)
    reader.add_argument("--editions", type=int, nargs="*", default=[10, 100])
    reader.add_argument("--json", action="store_true")
    given = reader.parse_args()
    show(measure(given.rounds, given.editions), given.json)


if __name__ == "__main__":
    main()
