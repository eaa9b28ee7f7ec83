"""Exported text: rows, cells, bookmarks, bullets and contents are told apart."""

from __future__ import annotations

from pathlib import Path

from shisaku.document.model import BlockKind
from shisaku.document.reader import read

TEXT = (
    " \t[bookmark: _Toc1][bookmark: _Toc2][No.１－１] 題名\r\n"
    "\r\n"
    "\t·  箇条\r\n"
    "· 　次の箇条\r\n"
    "目的 ........ 12\r\n"
    "左\t右\r\n"
)


def test_lines_become_blocks(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode())
    document = read(path)
    assert document.source.name == "a.txt"
    assert document.source.size == len(TEXT.encode())
    assert [(block.text, block.kind, block.position) for block in document.blocks] == [
        ("[No.１－１] 題名", BlockKind.HEADING, 0),
        ("箇条", BlockKind.BULLET, 2),
        ("次の箇条", BlockKind.BULLET, 3),
        ("左", BlockKind.PARAGRAPH, 5),
        ("右", BlockKind.CELL, 6),
    ]
    assert document.blocks[0].bookmarks == ("_Toc1", "_Toc2")
    assert [(block.table, block.column) for block in document.blocks[2:]] == [
        (None, None),
        (0, 0),
        (0, 1),
    ]
