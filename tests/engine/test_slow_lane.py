"""Long questions take turns, and no client has the lane for itself; on real processes."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from signal import Signals

import pytest

from shisaku.engine.slow_lane import TURN, SlowLane


class Process:
    """A process that computes for ever."""

    def __init__(self) -> None:
        self.process = subprocess.Popen([sys.executable, "-c", "while True: pass"])

    def signal(self, number: Signals) -> None:
        """Send a signal."""
        self.process.send_signal(number)

    def stands(self) -> bool:
        """Whether the process is stopped."""
        stat = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii")
        return stat.rsplit(")", 1)[1].split()[0] == "T"


@dataclass(eq=False)
class Job:
    """A long question."""

    client: str
    worker: Process = field(default_factory=Process)


@pytest.fixture
def jobs() -> Iterator[list[Job]]:
    """Two jobs of one client, then one of another."""
    made = [Job("many"), Job("many"), Job("one")]
    yield made
    for job in made:
        job.worker.process.kill()
        job.worker.process.wait()


async def _settled() -> None:
    await asyncio.sleep(0.05)


def test_jobs_take_turns(jobs: list[Job]) -> None:
    async def run() -> None:
        lane = SlowLane(1, 4)
        for job in jobs:
            assert lane.refusal(job.client) is None
            lane.enter(job)
        await _settled()
        assert [job.worker.stands() for job in jobs] == [False, True, True]
        await asyncio.sleep(TURN)
        assert [job.worker.stands() for job in jobs] == [True, False, True]
        await asyncio.sleep(TURN)
        assert [job.worker.stands() for job in jobs] == [True, True, False]
        lane.leave(jobs[2])
        await _settled()
        assert lane.running == 1
        assert lane.standing == 1

    asyncio.run(run())


def test_a_client_has_at_most_half_of_the_lane(jobs: list[Job]) -> None:
    async def run() -> None:
        lane = SlowLane(1, 3)
        for job in jobs[:2]:
            lane.enter(job)
        assert lane.refusal("many") == "client-queue-full"
        assert lane.refusal("one") is None
        lane.enter(jobs[2])
        lane.leave(jobs[0])
        assert lane.refusal("many") is None

    asyncio.run(run())


def test_a_full_lane_takes_nobody_in(jobs: list[Job]) -> None:
    async def run() -> None:
        lane = SlowLane(1, 1)
        lane.enter(jobs[0])
        lane.enter(jobs[2])
        assert lane.refusal("another") == "queue-full"

    asyncio.run(run())
