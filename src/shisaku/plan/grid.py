"""Blocks go in; lines in reading order come out, tables whose labels head columns included.

A table may name its columns once (番号, 施策名, KPI, 主担当府省庁) and print a measure a row. Each
cell is then read as if its label stood before it, and the heading of the row comes first. A label
that is broken over two lines in its cell is put together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from shisaku.document.model import Block
from shisaku.plan.signs import LABELS, Line, Sign, Signs, half_width

_LONGEST_LABEL = 16
_NAMES = frozenset({Sign.NUMBER, Sign.TITLE})
_BLOCKS = frozenset({Sign.KPI, Sign.LEAD})
_HEADINGS = frozenset({Sign.MEASURE, Sign.AREA})
_Columns = Mapping[int, Sign]


def lines_of(blocks: Sequence[Block], signs: Signs) -> Iterator[Line]:
    """Yield the lines of a document in the order in which a reader takes them."""
    table: int | None = None
    columns: _Columns = {}
    for (number, row), group in groupby(blocks, key=lambda block: (block.table, block.row)):
        if number is None or row is None:
            yield from map(signs.line, group)
            continue
        cells = _with_whole_labels(list(group), signs)
        if number != table:
            table, columns = number, {}
        lines = None
        heads = _heads(cells, signs)
        if heads:
            columns = heads
            continue
        if columns:
            lines = _row(cells, columns, signs)
            columns = columns if lines is not None else {}
        yield from map(signs.line, cells) if lines is None else lines


def _heads(cells: list[Block], signs: Signs) -> _Columns:
    """The labels of a row that holds nothing but labels, by column.

    Labels are at least those of both blocks, or of one beside others that are known; a short name
    that the profile does not list heads a column of body text.
    """
    if len(cells) < 2 or any(len(cell.text) > _LONGEST_LABEL for cell in cells):
        return {}
    heads: dict[int, Sign] = {}
    unknown = 0
    for cell in cells:
        line = signs.line(cell)
        known = line.sign in LABELS
        if not (known or line.sign is Sign.TEXT) or (known and line.text):
            return {}
        unknown += not known
        heads[cell.column or 0] = line.sign if known else Sign.BODY
    needed = len(_BLOCKS) if unknown else 1
    return heads if len(heads) == len(cells) and len(_labelled(heads)) >= needed else {}


def _labelled(heads: _Columns) -> frozenset[Sign]:
    return _BLOCKS & set(heads.values())


def _row(cells: list[Block], columns: _Columns, signs: Signs) -> list[Line] | None:
    """The lines of a row below column labels; None where the row is not laid out by them."""
    if len(cells) == 1 and (alone := signs.line(cells[0])).sign is Sign.AREA:
        return [alone]
    parts: list[tuple[int, list[Line]]] = []
    for column, group in groupby(cells, key=lambda cell: cell.column or 0):
        starts = [start for start in columns if start <= column]
        if not starts:
            return None
        label = columns[max(starts)]
        lines = [signs.line(cell) for cell in group]
        if label in _BLOCKS and any(line.sign in _HEADINGS for line in lines):
            return None
        if label not in _BLOCKS:
            lines[0] = signs.bare_number(lines[0]) or lines[0]
        if lines[0].sign in _HEADINGS:
            parts.append((0, lines))
        elif label in _NAMES:
            parts.append((1, lines))
        else:
            parts.append((2, [Line(label, "", lines[0].block), *lines]))
    parts.sort(key=lambda part: part[0])
    return [line for _, lines in parts for line in lines]


def _with_whole_labels(cells: list[Block], signs: Signs) -> list[Block]:
    """Join neighbours in one cell that make a label only together."""
    joined: list[Block] = []
    for cell in cells:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.column == cell.column
            and len(last.text) + len(cell.text) <= _LONGEST_LABEL
            and half_width(last.text).strip() in signs.label_starts
        ):
            whole = replace(last, text=last.text + cell.text)
            line = signs.line(whole)
            if line.sign in _BLOCKS and not line.text:
                joined[-1] = whole
                continue
        joined.append(cell)
    return joined
