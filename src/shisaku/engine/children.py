"""The service's side of the nursery and of one worker: sockets in, questions and replies out."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from typing import Any, cast

from shisaku.engine import framing
from shisaku.engine.dataset import Source
from shisaku.engine.model import Question
from shisaku.engine.nursery import COMMAND_BYTES, REAP, SPAWN
from shisaku.errors import ShisakuError

Reply = tuple[tuple[Any, ...], bytes]


class Worker(asyncio.Protocol):
    """One worker process, answering one question at a time.

    on_reply(worker, head, body) and on_lost(worker) are called from the event loop.
    """

    def __init__(
        self,
        on_reply: Callable[[Worker, tuple[Any, ...], bytes], None],
        on_lost: Callable[[Worker], None],
    ) -> None:
        self._on_reply = on_reply
        self._on_lost = on_lost
        self._buffer = bytearray()
        self._transport: asyncio.Transport | None = None
        self.pid = 0
        #: Seconds of processor time when it last replied.
        self.spent = 0.0
        self.gone = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Collect frames and hand over complete ones."""
        buffer = self._buffer
        buffer += data
        while len(buffer) >= framing.PREFIX:
            head, body = framing.lengths(buffer)
            end = framing.PREFIX + head + body
            if len(buffer) < end:
                return
            with memoryview(buffer) as view:
                message, payload = framing.unpack(view[framing.PREFIX : end], head)
            del buffer[:end]
            if message[0] == "hello":
                self.pid = message[2]
            self._on_reply(self, message, payload)

    def connection_lost(self, exc: Exception | None) -> None:
        """The process has ended, by itself or not."""
        self.gone = True
        self._on_lost(self)

    def ask(self, question: Question) -> None:
        """Send a question; the worker must be idle."""
        assert self._transport is not None
        self._transport.write(framing.pack(_fields(question)))

    def retire(self) -> None:
        """Let the process end once it is idle."""
        if self._transport is not None:
            self._transport.close()

    def signal(self, number: signal.Signals) -> None:
        """Send a signal. The nursery keeps the number reserved until the service lets go."""
        if self.pid and not self.gone:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def computed(self) -> float | None:
        """Seconds of processor time the process has had, None where the system does not say."""
        try:
            with Path(f"/proc/{self.pid}/schedstat").open("rb") as file:
                return int(file.read().split()[0]) / 1e9
        except (OSError, ValueError, IndexError):
            return None

    def step_back(self) -> None:
        """Lower the priority: what runs long gives way to what has just begun."""
        if self.pid and not self.gone:
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self.pid, 19)


#: The fields of a question in their order: dataclasses.astuple copies deeply, and slowly.
_fields = attrgetter(*(item.name for item in fields(Question)))


class Nursery:
    """The process that holds the data and forks workers."""

    def __init__(self, source: Source, memory: int, may_connect: bool) -> None:
        """Start the process at once: it loads while the service is still importing."""
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "shisaku.engine.nursery", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        self._control.sendall(
            framing.pack((source.files, source.store, source.union, memory, may_connect))
        )
        self._ended: dict[int, asyncio.Future[int]] = {}
        self._buffer = bytearray()
        self.on_lost: Callable[[], None] = lambda: None

    async def ready(self) -> None:
        """Wait until the data is loaded; raises ShisakuError when it cannot be."""
        message = await asyncio.to_thread(framing.receive, self._control)
        if message is None:
            self.close()
            raise ShisakuError(
                "engine-start",
                "the process that loads the data ended.",
                hint="Is there enough memory for the data?",
            )
        head = message[0]
        if head[0] == "failed":
            self.close()
            raise ShisakuError(*head[1:])
        self._control.setblocking(False)
        asyncio.get_running_loop().add_reader(self._control.fileno(), self._read)

    async def spawn(self, worker: Worker) -> None:
        """Fork a worker and connect it."""
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._control, [SPAWN.ljust(COMMAND_BYTES)], [theirs.fileno()])
        ours.setblocking(False)
        await asyncio.get_running_loop().create_unix_connection(lambda: worker, sock=ours)

    async def outcome(self, pid: int) -> int:
        """Let go of a worker that has ended and return its wait status (see os.waitpid)."""
        future: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._ended[pid] = future
        try:
            self._control.send((REAP + str(pid).encode()).ljust(COMMAND_BYTES))
            return await asyncio.wait_for(future, 5)
        except (OSError, TimeoutError):
            return signal.SIGKILL
        finally:
            self._ended.pop(pid, None)

    def _read(self) -> None:
        if self._control.fileno() < 0:  # the loop had already scheduled this when we hung up
            return
        try:
            data = self._control.recv(65536)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            asyncio.get_running_loop().remove_reader(self._control.fileno())
            self.on_lost()
            return
        self._buffer += data
        while len(self._buffer) >= framing.PREFIX:
            head, _ = framing.lengths(self._buffer)
            end = framing.PREFIX + head
            if len(self._buffer) < end:
                return
            message, _ = framing.unpack(bytes(self._buffer[framing.PREFIX : end]), head)
            del self._buffer[:end]
            if (future := self._ended.get(message[1])) and not future.done():
                future.set_result(message[2])

    def hang_up(self) -> None:
        """Let the nursery end and kill the workers that are left; called in the loop's thread."""
        if self._control.fileno() >= 0:
            with contextlib.suppress(RuntimeError, ValueError):
                asyncio.get_running_loop().remove_reader(self._control.fileno())
            self._control.close()

    def close(self) -> None:
        """Hang up and wait until the nursery has ended."""
        self.hang_up()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
