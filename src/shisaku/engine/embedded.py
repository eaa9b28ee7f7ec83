"""The default engine: questions go to Oxigraph in worker processes, in two lanes.

Every question starts in the fast lane. One that computes longer than ``fast_seconds`` leaves it:
its worker steps back in priority (which cannot be undone, so it retires afterwards) and a new
worker, forked in milliseconds, takes its place. So a short question never waits for a long
one. The slow lane runs ``slow_workers`` at a time, and more take turns with them.
The deadline counts from the start of the evaluation and ends the worker.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
from collections import Counter
from collections.abc import Callable
from typing import Any

from shisaku.engine.children import Nursery, Worker
from shisaku.engine.dataset import Source
from shisaku.engine.fairness import FairQueue
from shisaku.engine.model import Answer, Limits, Question, RefusalError, nothing
from shisaku.engine.slow_lane import SlowLane
from shisaku.errors import ShisakuError

log = logging.getLogger(__name__)
#: How a worker's end by a signal is told.
_CAUSES = {
    signal.SIGSEGV: "query-too-deep",
    signal.SIGBUS: "query-too-deep",
    signal.SIGABRT: "query-memory",
}
_LARGE_BODY = 2**20
#: On a busy machine a question stays in the fast lane for at most so many times its seconds.
_PATIENCE = 10
#: When others wait, this part of its seconds is enough to send a question to the slow lane.
_HASTE = 0.2
#: Least seconds between two looks at a question.
_LEAST_PAUSE = 0.01
#: Pause after a worker that ended before it began.
_RESPAWN_SECONDS = 0.2


class _Job:
    """A question on its way."""

    __slots__ = ("begun", "client", "future", "lane", "on_slow", "question", "timer", "worker")

    def __init__(
        self,
        question: Question,
        client: str,
        future: asyncio.Future[Answer],
        on_slow: Callable[[], None],
    ) -> None:
        self.question = question
        self.client = client
        self.future = future
        self.on_slow = on_slow
        self.worker: Worker | None = None
        self.timer: asyncio.TimerHandle | None = None
        self.lane = "waiting"
        self.begun = 0.0


class EmbeddedEngine:
    """Worker processes over one dataset (see the module)."""

    def __init__(self, source: Source, limits: Limits, may_connect: bool = False) -> None:
        """Begin to load; ``start`` waits for it. may_connect: SERVICE is allowed."""
        self._source = source
        self._limits = limits
        self._may_connect = may_connect
        self._nursery = Nursery(source, limits.memory, may_connect)
        self._waiting: FairQueue[_Job] = FairQueue(limits.queue, limits.queue_per_client)
        self._slow = SlowLane(limits.slow_workers, limits.slow_waiting)
        self._idle: list[Worker] = []
        self._jobs: dict[Worker, _Job] = {}
        self._starting: set[Worker] = set()
        self._fast = 0
        self._open = False
        self._counts: Counter[str] = Counter()
        self._tasks: set[asyncio.Task[Any]] = set()

    async def start(self) -> None:
        """Wait for the data and the first workers."""
        await self._nursery.ready()
        self._nursery.on_lost = self._nursery_lost
        self._open = True
        self._fill()
        patience = asyncio.get_running_loop().time() + 10
        while not self._idle:
            await asyncio.sleep(0.002)
            if asyncio.get_running_loop().time() > patience:
                self.kill()
                raise ShisakuError(
                    "engine-start", "no worker came up.", hint="Is there enough memory?"
                )

    def ready(self) -> bool:
        """Whether questions are answered now."""
        return self._open

    def figures(self) -> dict[str, float]:
        """Gauges and counters for the metrics page."""
        return {
            "workers_idle": len(self._idle),
            "queries_running_fast": self._fast,
            "queries_running_slow": self._slow.running,
            "queries_waiting": len(self._waiting),
            "queries_stopped": self._slow.standing,
            **{f"{name}_total": float(count) for name, count in sorted(self._counts.items())},
        }

    async def ask(
        self, question: Question, client: str, on_slow: Callable[[], None] = nothing
    ) -> Answer:
        """Answer a question; raises RefusalError. Cancelling ends the evaluation."""
        if not self._open:
            raise RefusalError("engine-unavailable", retry_after=1)
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        job = _Job(question, client, future, on_slow)
        if self._idle and not len(self._waiting):
            self._begin(job)
        else:
            self._queue(job)
        try:
            return await future
        except asyncio.CancelledError:
            self._abandon(job)
            raise

    async def close(self) -> None:
        """Let running questions finish, then end all processes."""
        self._open = False
        patience = asyncio.get_running_loop().time() + self._limits.deadline + 1
        while self._jobs or len(self._waiting):
            if asyncio.get_running_loop().time() > patience:
                break
            await asyncio.sleep(0.01)
        for worker in [*self._idle, *self._jobs, *self._starting]:
            worker.retire()
        self._nursery.hang_up()
        await asyncio.to_thread(self._nursery.close)

    def kill(self) -> None:
        """End all processes now."""
        self._open = False
        self._nursery.close()

    def _queue(self, job: _Job) -> None:
        if self._waiting.full():
            self._counts["queue_full"] += 1
            raise RefusalError("queue-full", retry_after=2)
        if self._waiting.full_for(job.client):
            self._counts["client_queue_full"] += 1
            raise RefusalError("client-queue-full", retry_after=2)
        self._waiting.push(job.client, job)

    def _begin(self, job: _Job) -> None:
        worker = self._idle.pop()
        job.worker = worker
        job.lane = "fast"
        self._fast += 1
        self._jobs[worker] = job
        worker.ask(job.question)
        loop = asyncio.get_running_loop()
        job.begun = loop.time()
        job.timer = loop.call_later(_HASTE * self._limits.fast_seconds, self._look, job)

    def _next(self) -> None:
        while self._idle and (job := self._waiting.pop()):
            self._begin(job)

    def _fill(self) -> None:
        """Keep the fast lane staffed."""
        missing = self._limits.fast_workers - self._fast - len(self._idle) - len(self._starting)
        for _ in range(missing if self._open else 0):
            worker = Worker(self._replied, self._lost)
            self._starting.add(worker)
            self._spawn(worker)

    def _spawn(self, worker: Worker) -> None:
        task = asyncio.get_running_loop().create_task(self._try_spawn(worker))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _try_spawn(self, worker: Worker) -> None:
        try:
            await self._nursery.spawn(worker)
        except OSError:
            self._starting.discard(worker)
            asyncio.get_running_loop().call_later(_RESPAWN_SECONDS, self._fill)

    def _look(self, job: _Job) -> None:
        """Is the question still short? It is while it has not computed for that long."""
        assert job.worker is not None
        loop = asyncio.get_running_loop()
        total = job.worker.computed()
        if total is not None:
            share = _HASTE if len(self._waiting) else 1.0
            left = share * self._limits.fast_seconds - (total - job.worker.spent)
            if left > 0 and loop.time() < job.begun + _PATIENCE * self._limits.fast_seconds:
                job.timer = loop.call_later(max(left, _LEAST_PAUSE), self._look, job)
                return
        self._age(job)

    def _age(self, job: _Job) -> None:
        """The question is no short one: make room in the fast lane."""
        assert job.worker is not None
        self._counts["queries_slow"] += 1
        job.on_slow()
        self._fast -= 1
        job.worker.step_back()
        job.timer = asyncio.get_running_loop().call_at(
            job.begun + self._limits.deadline, self._expire, job
        )
        if code := self._slow.refusal(job.client):
            job.lane = "ended"
            self._counts[code.replace("-", "_")] += 1
            self._end(job, RefusalError(code, retry_after=int(self._limits.deadline)))
        else:
            job.lane = "slow"
            self._slow.enter(job)
        self._fill()

    def _expire(self, job: _Job) -> None:
        self._counts["queries_timeout"] += 1
        self._end(job, RefusalError("query-timeout", {"seconds": self._limits.deadline}))

    def _abandon(self, job: _Job) -> None:
        self._counts["queries_abandoned"] += 1
        if job.lane == "waiting":
            self._waiting.remove(job.client, job)
        else:
            self._end(job, None)

    def _end(self, job: _Job, refusal: RefusalError | None) -> None:
        """Kill the worker of a job; its place is freed when the process is gone."""
        if refusal is not None and not job.future.done():
            job.future.set_exception(refusal)
        if job.worker is not None:
            job.worker.signal(signal.SIGKILL)

    def _leave(self, job: _Job) -> None:
        if job.timer is not None:
            job.timer.cancel()
        if job.lane == "fast":
            self._fast -= 1
        elif job.lane == "slow":
            self._slow.leave(job)

    def _replied(self, worker: Worker, head: tuple[Any, ...], body: bytes) -> None:
        worker.spent = head[1]
        if head[0] == "hello":
            self._starting.discard(worker)
            self._idle.append(worker)
            self._next()
            return
        job = self._jobs.pop(worker)
        self._leave(job)
        if job.lane == "fast" and len(body) < _LARGE_BODY and self._open:
            self._idle.append(worker)
        else:
            worker.retire()
        if not job.future.done():
            if head[0] == "answer":
                self._counts["queries_answered"] += 1
                job.future.set_result(Answer(head[2], body, *head[3:]))
            else:
                self._counts["queries_refused"] += 1
                job.future.set_exception(_refusal(head))
        self._fill()
        self._next()

    def _lost(self, worker: Worker) -> None:
        """A worker's process has ended: expected, killed, or crashed on its question."""
        self._starting.discard(worker)
        if worker in self._idle:
            self._idle.remove(worker)
        job = self._jobs.pop(worker, None)
        if job is not None:
            self._leave(job)
        task = asyncio.get_running_loop().create_task(self._bury(worker, job))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        if worker.pid:
            self._fill()
        else:
            asyncio.get_running_loop().call_later(_RESPAWN_SECONDS, self._fill)

    async def _bury(self, worker: Worker, job: _Job | None) -> None:
        status = await self._nursery.outcome(worker.pid) if worker.pid else 0
        if job is None or job.future.done():
            return
        self._counts["workers_crashed"] += 1
        code = "query-crashed"
        if os.WIFSIGNALED(status):
            with contextlib.suppress(ValueError):
                code = _CAUSES.get(signal.Signals(os.WTERMSIG(status)), code)
        megabytes = self._limits.memory // 2**20
        job.future.set_exception(RefusalError(code, {"megabytes": megabytes}))

    def _nursery_lost(self) -> None:
        """The nursery itself ended (short of memory, killed): begin anew with another."""
        if not self._open:
            return
        self._open = False
        self._counts["engine_restarts"] += 1
        for worker in [*self._idle, *self._starting, *self._jobs]:
            worker.signal(signal.SIGKILL)
            worker.retire()
        self._idle.clear()
        self._starting.clear()
        task = asyncio.get_running_loop().create_task(self._restart())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _restart(self) -> None:
        self._nursery.close()
        self._nursery = Nursery(self._source, self._limits.memory, self._may_connect)
        try:
            await self.start()
        except (ShisakuError, OSError) as error:
            log.error("the engine could not be started again: %s", error)


def _refusal(head: tuple[Any, ...]) -> RefusalError:
    _, _, code, facts, line, column, hint, kind = head
    return RefusalError(code, facts, line, column, hint, None, kind)
