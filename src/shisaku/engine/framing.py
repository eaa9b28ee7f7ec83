"""Messages between the service and its workers: length-prefixed marshalled heads and bodies.

Both ends are the same Python of the same installation, so marshal's format is common to them.
"""

from __future__ import annotations

import marshal
import socket
import struct
from typing import Any

_LENGTHS = struct.Struct("!II")
PREFIX = _LENGTHS.size


def pack(head: Any, body: bytes = b"") -> bytes:
    """Return a frame; ``head`` is made of plain values (numbers, strings, tuples, None)."""
    data = marshal.dumps(head)
    return _LENGTHS.pack(len(data), len(body)) + data + body


def lengths(prefix: bytes | bytearray) -> tuple[int, int]:
    """Read the lengths of head and body from the first PREFIX bytes of a frame."""
    head, body = _LENGTHS.unpack_from(prefix)
    return head, body


def unpack(frame: bytes | bytearray | memoryview, head_length: int) -> tuple[Any, bytes]:
    """Split what follows the prefix into head and body."""
    return marshal.loads(frame[:head_length]), bytes(frame[head_length:])


def receive(connection: socket.socket) -> tuple[Any, bytes] | None:
    """Read one frame from a blocking socket; None when the other end closed it."""
    prefix = _exactly(connection, PREFIX)
    if prefix is None:
        return None
    head, body = lengths(prefix)
    rest = _exactly(connection, head + body)
    return None if rest is None else unpack(rest, head)


def _exactly(connection: socket.socket, count: int) -> bytearray | None:
    data = bytearray(count)
    view = memoryview(data)
    got = 0
    while got < count:
        size = connection.recv_into(view[got:])
        if size == 0:
            return None
        got += size
    return data
