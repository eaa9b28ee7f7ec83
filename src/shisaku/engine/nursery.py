"""The process that loads the data once and forks workers: commands in, worker processes out.

Workers share the loaded data copy-on-write, so a new one costs a few milliseconds and hardly
any memory; a worker that must be killed is no loss. Started as ``python -m`` with the number
of its control socket. It has one thread, so that forking is safe. When the service ends, the
control socket closes and the nursery takes its workers along.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any

from shisaku.engine import framing
from shisaku.engine.dataset import Dataset, Source, load_files, open_store
from shisaku.engine.evaluate import evaluate
from shisaku.engine.model import Question, RefusalError
from shisaku.errors import ShisakuError

SPAWN, REAP = b"S", b"R"
#: Commands have one length, so that two of them never read as one.
COMMAND_BYTES = 16
#: Queries nest; the stack of a worker may grow to this many bytes.
_STACK = 64 * 2**20


def main(control_fd: int) -> None:
    """Load what the first message asks for, then fork workers until the service hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control = socket.socket(fileno=control_fd)
    message = framing.receive(control)
    if message is None:
        return
    files, store, union, memory, may_connect = message[0]
    source = Source(files, store, union)
    try:
        dataset = load_files(source.files, source.union) if store is None else None
        if store is not None:
            open_store(store)
    except (ShisakuError, OSError) as error:
        _fail(control, error, str(store))
        return
    control.sendall(framing.pack(("ready",)))
    _quiet_stack()
    _raise_children(control, dataset, source, memory, may_connect)


def _fail(control: socket.socket, error: Exception, where: str) -> None:
    if not isinstance(error, ShisakuError):
        error = ShisakuError("store-unreadable", f"the store cannot be opened: {error}.", where)
    control.sendall(framing.pack(("failed", error.code, error.sentence, error.where, error.hint)))


def _quiet_stack() -> None:
    hard = resource.getrlimit(resource.RLIMIT_STACK)[1]
    size = _STACK if hard == resource.RLIM_INFINITY else min(_STACK, hard)
    resource.setrlimit(resource.RLIMIT_STACK, (size, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _raise_children(
    control: socket.socket, dataset: Dataset | None, source: Source, memory: int, may_connect: bool
) -> None:
    children: set[int] = set()
    while True:
        try:
            message, fds, _, _ = socket.recv_fds(control, COMMAND_BYTES, 1)
        except ConnectionResetError:
            break
        if not message:
            break
        if message[:1] == SPAWN:
            pid = os.fork()
            if pid == 0:
                control.close()
                _work(socket.socket(fileno=fds[0]), dataset, source, memory, may_connect)
            os.close(fds[0])
            children.add(pid)
        else:
            pid = int(message[1:])
            children.discard(pid)
            status = int(signal.SIGKILL)
            with contextlib.suppress(ChildProcessError, ProcessLookupError):
                # A worker that was stopped between its reply and its end would never end by
                # itself, and all wait for this process; one that has ended keeps its status.
                os.kill(pid, signal.SIGKILL)
                status = os.waitpid(pid, 0)[1]
            with contextlib.suppress(BrokenPipeError):
                control.sendall(framing.pack(("ended", pid, status)))
    for pid in children:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _work(
    connection: socket.socket,
    dataset: Dataset | None,
    source: Source,
    memory: int,
    may_connect: bool,
) -> None:
    """Answer questions from one connection until it closes; never returns."""
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _silence()
        if dataset is None:
            dataset = open_store(str(source.store))
        _confine(memory, may_connect)
        connection.sendall(framing.pack(("hello", time.process_time(), os.getpid())))
        while (message := framing.receive(connection)) is not None:
            connection.sendall(_reply(dataset, message[0]))
        status = 0
    finally:
        os._exit(status)


def _reply(dataset: Dataset, fields: tuple[Any, ...]) -> bytes:
    try:
        answer = evaluate(dataset, Question(*fields))
    except RefusalError as refusal:
        return framing.pack(
            (
                "refusal",
                time.process_time(),
                refusal.code,
                dict(refusal.facts),
                refusal.line,
                refusal.column,
                refusal.hint,
                refusal.kind,
            )
        )
    spent = time.process_time()
    return framing.pack(
        ("answer", spent, answer.format, answer.digest, answer.truncated, answer.encoding),
        answer.body,
    )


def _silence() -> None:
    """What the engine's crash reports would print belongs to no one."""
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    os.close(null)


def _confine(memory: int, may_connect: bool) -> None:
    """Bound the memory, and unless SERVICE is allowed make new files and sockets impossible.

    RLIMIT_DATA counts what a process has for itself alone, so neither the shared data nor a
    mapped store weighs; a failed allocation ends the worker at once, where a watched resident
    size would notice only after the machine is short. RLIMIT_NOFILE at the first free number
    leaves no number for another descriptor: no connection can be opened, whatever the query.
    """
    limit = _private_bytes() + memory
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    if not may_connect:
        free = os.dup(0)
        os.close(free)
        resource.setrlimit(resource.RLIMIT_NOFILE, (free, free))


def _private_bytes() -> int:
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmData:"):
                return int(line.split()[1]) * 1024
    return 0


if __name__ == "__main__":
    main(int(sys.argv[1]))
