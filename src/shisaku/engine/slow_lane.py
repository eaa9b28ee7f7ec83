"""Long questions take turns: jobs that left the fast lane come in, a few run, the others stand.

Processes that stand are stopped with a signal and keep what they have computed. While any
stand, the longest running one gives way every ``TURN`` seconds to the next, client by client.
"""

from __future__ import annotations

import asyncio
import signal
from collections import Counter, OrderedDict
from typing import Protocol

from shisaku.engine.fairness import FairQueue

#: Seconds that a job may run while others stand.
TURN = 0.5


class Stoppable(Protocol):
    """A worker process as far as this lane knows it."""

    def signal(self, number: signal.Signals) -> None:
        """Send a signal."""


class Job(Protocol):
    """A long question and who asked it."""

    @property
    def client(self) -> str:
        """Who asked."""

    @property
    def worker(self) -> Stoppable | None:
        """Where it is evaluated."""


class SlowLane:
    """The bounded lane of long questions; no client has more than half of it."""

    def __init__(self, places: int, standing: int) -> None:
        """places: how many run at a time; standing: how many more may stand."""
        self._places = places
        self._share = max(1, (places + standing) // 2)
        self._running: OrderedDict[Job, None] = OrderedDict()
        self._standing: FairQueue[Job] = FairQueue(standing, standing)
        self._clients: Counter[str] = Counter()
        self._timer: asyncio.TimerHandle | None = None

    @property
    def running(self) -> int:
        """How many run."""
        return len(self._running)

    @property
    def standing(self) -> int:
        """How many stand."""
        return len(self._standing)

    def refusal(self, client: str) -> str | None:
        """Why a job of this client cannot come in: a code of the engine's refusals, or None."""
        if len(self._running) < self._places:
            return None
        if self._standing.full():
            return "queue-full"
        return "client-queue-full" if self._clients[client] >= self._share else None

    def enter(self, job: Job) -> None:
        """Take a job in, running or standing; ``refusal`` must have been None."""
        self._clients[job.client] += 1
        if len(self._running) < self._places:
            self._running[job] = None
        else:
            self._stand(job)

    def leave(self, job: Job) -> None:
        """A job has ended, in whatever way; the next takes its place."""
        self._clients[job.client] -= 1
        if not self._clients[job.client]:
            del self._clients[job.client]
        if job in self._running:
            del self._running[job]
            self._next()
        else:
            self._standing.remove(job.client, job)

    def _stand(self, job: Job) -> None:
        _signal(job, signal.SIGSTOP)
        self._standing.push(job.client, job)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(TURN, self._turn)

    def _next(self) -> None:
        following = self._standing.pop()
        if following is not None:
            self._running[following] = None
            _signal(following, signal.SIGCONT)

    def _turn(self) -> None:
        self._timer = None
        if len(self._standing) and self._running:
            longest, _ = self._running.popitem(last=False)
            self._next()
            self._stand(longest)


def _signal(job: Job, number: signal.Signals) -> None:
    if job.worker is not None:
        job.worker.signal(number)
