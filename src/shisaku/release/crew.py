"""Named jobs go in; their results come out, made by this process and forked ones beside it.

A forked process sees everything that this one has built, so nothing is sent to it; only what a
job returns is pickled. Jobs are claimed in order, one token of a pipe each, so that whoever is
free takes the next. Where forking is not possible all jobs run here.
"""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import select
import signal
import struct
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Self

from shisaku.errors import ShisakuError

Jobs = Mapping[str, Callable[[], Any]]

_LENGTH = struct.Struct("<Q")
#: The place of a job among all; pipes hand out whole tokens, and hold some ten thousand.
_TOKEN = struct.Struct("<H")
#: prctl(2): the signal that a process gets when the one that started it ends.
_PR_SET_PDEATHSIG = 1


def spare_cores() -> int:
    """Return the number of cores beside the one in use; 0 where processes cannot be forked."""
    if not hasattr(os, "fork") or sys.platform == "darwin":
        return 0
    return len(os.sched_getaffinity(0)) - 1


class Crew:
    """Runs jobs beside this process; leaving the block ends whatever still runs.

    hands: forked processes; 0 runs every job here, when its result is asked for.
    apart: names of jobs that start threads, which would not survive in a process forked later;
    they run in forked processes alone, and first, if there are any.
    """

    def __init__(self, jobs: Jobs, hands: int, apart: Sequence[str] = ()) -> None:
        self._jobs = dict(jobs)
        self._names = list(self._jobs)
        self._done: dict[str, Any] = {}
        self._pipes: dict[int, int] = {}
        first = apart if hands else ()
        self._apart = self._queue(name for name in self._names if name in first)
        self._shared = self._queue(name for name in self._names if name not in first)
        gc.freeze()  # a collection in a child would copy every page that it shares
        for _ in range(min(hands, len(self._names))):
            self._fork()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._apart)
        os.close(self._shared)
        for pipe, child in list(self._pipes.items()):
            os.kill(child, signal.SIGKILL)
            self._dismiss(pipe)

    def wait(self, name: str) -> Any:
        """Return the result of one job; runs jobs here only where nobody is beside.

        Raises what the job raised, or ShisakuError when a forked process was lost.
        """
        while name not in self._done:
            if self._pipes:
                self._receive()
            elif not self._work_once():
                raise _lost()
        return self._done[name]

    def finish(self) -> dict[str, Any]:
        """Take part until every job is done, and return all results in the order of the jobs.

        Raises what a job raised, or ShisakuError when a forked process was lost.
        """
        for _ in self.each():
            pass
        return {name: self._done[name] for name in self._names}

    def each(self) -> Iterator[tuple[str, Any]]:
        """Take part, and yield the name and the result of each job soon after it is done.

        Raises like ``finish``.
        """
        told: set[str] = set()
        while len(told) < len(self._names):
            for name in self._done.keys() - told:
                told.add(name)
                yield name, self._done[name]
            if not self._work_once():
                if self._pipes:
                    self._receive()
                elif len(self._done) < len(self._names):
                    raise _lost()

    def _queue(self, names: Iterable[str]) -> int:
        """Return a pipe that holds a token, its place among all names, for each job."""
        places = {name: place for place, name in enumerate(self._names)}
        reading, filling = os.pipe()
        os.write(filling, b"".join(_TOKEN.pack(places[name]) for name in names))
        os.close(filling)
        return reading

    def _claim(self, *queues: int) -> str | None:
        for queue in queues:
            if token := os.read(queue, _TOKEN.size):
                place: int = _TOKEN.unpack(token)[0]
                return self._names[place]
        return None

    def _work_once(self) -> bool:
        name = self._claim(self._shared)
        if name is None:
            return False
        self._done[name] = self._jobs[name]()
        return True

    def _fork(self) -> None:
        receiving, sending = os.pipe()
        parent = os.getpid()
        child = os.fork()
        if child:
            os.close(sending)
            self._pipes[receiving] = child
            return
        status = 1
        try:
            _end_with(parent)
            with os.fdopen(sending, "wb") as stream:
                self._serve(lambda answer: _send(stream, answer))
            status = 0
        finally:
            os._exit(status)

    def _serve(self, send: Callable[[tuple[str, Any, BaseException | None]], None]) -> None:
        while (name := self._claim(self._apart, self._shared)) is not None:
            try:
                send((name, self._jobs[name](), None))
            except Exception as error:
                send((name, None, _portable(error)))
                return

    def _receive(self) -> None:
        """Read one answer from whichever child has one."""
        ready, _, _ = select.select(list(self._pipes), [], [])
        for pipe in ready:
            head = _read(pipe, _LENGTH.size)
            body = _read(pipe, _LENGTH.unpack(head)[0]) if head else b""
            if not body:
                self._dismiss(pipe)
                continue
            name, result, error = pickle.loads(body)
            if error is not None:
                raise error
            self._done[name] = result

    def _dismiss(self, pipe: int) -> None:
        os.close(pipe)
        os.waitpid(self._pipes.pop(pipe), 0)


def _send(stream: Any, answer: tuple[str, Any, BaseException | None]) -> None:
    body = pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(body)) + body)
    stream.flush()


def _read(pipe: int, size: int) -> bytes:
    """Read exactly ``size`` bytes; nothing when the writer has gone before."""
    parts = []
    while size:
        part = os.read(pipe, min(size, 1 << 20))
        if not part:
            return b""
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _end_with(parent: int) -> None:
    """Let this process be killed when its parent ends, however that ends."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _portable(error: Exception) -> Exception:
    """Return an error that can be pickled: a ShisakuError whole, any other as its traceback."""
    if isinstance(error, ShisakuError):
        return ShisakuError(error.code, error.sentence, error.where, error.hint)
    return RuntimeError("".join(traceback.format_exception(error)))


def _lost() -> ShisakuError:
    return ShisakuError(
        "publish-process-lost",
        "a process that took part in the publish ended before its work was done.",
        None,
        "Publish again; if memory is short, use fewer cores (taskset -c 0 shisaku publish ...).",
    )
