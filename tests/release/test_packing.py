"""Gzip files that are joined without packing again are whole for every reader."""

from __future__ import annotations

import gzip
import shutil
import subprocess
import zlib
from pathlib import Path

import pytest

from shisaku.release.packing import compressed, joined

PARTS = (b"", b"a" * 3_000_000, bytes(range(256)) * 40, b"\x00" * 70_000, b"", "統計".encode())


@pytest.mark.parametrize("count", range(len(PARTS) + 1))
def test_joined_files_hold_what_all_of_them_hold(count: int) -> None:
    packed = b"".join(joined(map(compressed, PARTS[:count])))
    assert gzip.decompress(packed) == b"".join(PARTS[:count])


def test_joined_files_are_one_member_to_its_last_byte() -> None:
    reader = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    assert reader.decompress(b"".join(joined(map(compressed, PARTS)))) == b"".join(PARTS)
    assert reader.eof
    assert reader.unused_data == b""


def test_joining_can_be_repeated() -> None:
    packed = b"".join(joined(map(compressed, PARTS)))
    again = b"".join(joined([packed, compressed(b"end")]))
    assert gzip.decompress(again) == b"".join(PARTS) + b"end"


def test_zcat_reads_joined_files(tmp_path: Path) -> None:
    if (zcat := shutil.which("zcat")) is None:
        pytest.skip("zcat is not installed")
    file = tmp_path / "all.gz"
    file.write_bytes(b"".join(joined(map(compressed, PARTS))))
    found = subprocess.run([zcat, file], check=True, capture_output=True).stdout
    assert found == b"".join(PARTS)
