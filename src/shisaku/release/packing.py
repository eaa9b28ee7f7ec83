"""Bytes go in, gzip files come out; several of them are joined to one without packing again.

Files could also be joined as they are, member after member (RFC 1952, 2.2). But browsers read the
first member only, where a host sends the file as Content-Encoding, and their decompression
streams refuse a second one. So the blocks of all members are put into one (RFC 1951, 3.2).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator

#: Magic number, deflate, no flags, no time, no extra flags, unknown system (RFC 1952, 2.3).
_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
#: An empty last block: fixed codes and the code for the end, filled up to a byte.
_LAST = b"\x03\x00"
#: Checksum and size of what was packed, the size modulo 2 to the power of 32.
_TAIL = struct.Struct("<LL")
_LEVEL = 6
_ZEROS = bytes(1 << 20)


def compressed(content: bytes) -> bytes:
    """Return gzip bytes that hold no time, so that the same input gives the same output."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    blocks = packer.compress(content) + packer.flush(zlib.Z_SYNC_FLUSH)  # ends at a whole byte
    return _HEAD + blocks + _LAST + _TAIL.pack(zlib.crc32(content), len(content) % 2**32)


def joined(files: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the chunks of one gzip file that holds what several made by ``compressed`` hold."""
    checksum = size = 0
    yield _HEAD
    for file in files:
        added, length = _TAIL.unpack(file[-_TAIL.size :])
        checksum = _moved(checksum, length) ^ added
        size += length
        yield file[len(_HEAD) : -len(_LAST) - _TAIL.size]
    yield _LAST + _TAIL.pack(checksum, size % 2**32)


def _moved(checksum: int, length: int) -> int:
    """Return what a checksum adds to that of the bytes after it, ``length`` of them.

    CRC-32 is linear: the bytes count as zeros here, and what zeros give by themselves goes out.
    """
    alone = 0
    while length:
        zeros = memoryview(_ZEROS)[:length]
        checksum, alone = zlib.crc32(zeros, checksum), zlib.crc32(zeros, alone)
        length -= len(zeros)
    return checksum ^ alone
