"""Rows of a table whose cells came one after another, with an empty one between rows (copies of web pages; corpus survey 2.7)."""

from __future__ import annotations

from itertools import accumulate

from plancheck.expressions import expression
from plancheck.model.value import Value

_ORDINAL = expression(r"[*_\s]*(?:\d{1,3}|[IVXLC]{1,6}|[A-Da-zđ])[.)]?[*_\s]*")
_LEFT_OUT = expression(r"[*_\s]*(?:[.…]\s?){3,}[*_\s]*|[*_\s]*…[*_\s]*")
_EMPTY_CELL = 0.6
_EMPTY_HEADING = 2.0
_SHORT_ROW = 1.5
_ORDINAL_INSIDE = 1.5
_NO_GAP = 3.0
_WIDER = 4
_MERGED = 2
_WIDEST = 40


class Row(Value):
    """Cells `[start, end)` of the stream; the first of them stands in column `column` (1-based)."""

    start: int
    end: int
    column: int


def rows(texts: tuple[str, ...]) -> tuple[Row, ...]:
    """The rows of a stream of cell texts.

    A full row has as many cells as the table is wide, a row of merged cells has fewer; one empty cell stands behind each row.
    An empty cell may also be a cell that is empty, so of all readings the cheapest is taken: few short rows, few empty cells,
    none in the heading row, and no ordinal behind an empty cell, as that is how a row begins. A short row that begins without
    an ordinal lacks the cells that the rows above merged, so it stands to the right. Words between two rows are a row, and so
    are dots there that stand for rows left out.
    Linear in the cells for a given width.
    """
    empty = tuple(not text for text in texts)
    ordinal = tuple(_ORDINAL.fullmatch(text) is not None for text in texts)
    elided = tuple(_LEFT_OUT.fullmatch(text) is not None and ordinal[n + 1 : n + 2] == (True,) for n, text in enumerate(texts))
    runs = [end - start for start, end in _runs(empty)]
    if not runs:
        return ()
    widths = {min(base + more, _WIDEST) for base in (runs[0], max(runs)) for more in range(_WIDER)}
    readings = ((*_read(empty, ordinal, elided, width), width) for width in sorted(widths))
    _, found, width = min(readings, key=lambda reading: reading[0])
    numbered = sum(ordinal[start] for start, _ in found) * 3 > len(found)
    return tuple(
        Row(start, end, width - (end - start) + 1)
        if number and numbered and not ordinal[start] and _MERGED < end - start < width
        else Row(start, end, 1)
        for number, (start, end) in enumerate(found)
    )


def _runs(empty: tuple[bool, ...]) -> list[tuple[int, int]]:
    runs, start = [], None
    for n, nothing in enumerate((*empty, True)):
        if nothing and start is not None:
            runs.append((start, n))
            start = None
        elif not nothing and start is None:
            start = n
    return runs


def _read(
    empty: tuple[bool, ...], ordinal: tuple[bool, ...], elided: tuple[bool, ...], width: int
) -> tuple[float, tuple[tuple[int, int], ...]]:
    """(cost, rows) of the best reading with full rows of `width` cells; the last row may lack its empty cell."""
    size = len(empty)
    empties = [0, *accumulate(empty)]
    begins = [0, *accumulate(n > 0 and ordinal[n] and empty[n - 1] for n in range(size))]
    cost = [0.0] * (size + 1)
    step = [(0, 0)] * (size + 1)
    for start in range(size - 1, -1, -1):
        cost[start] = float("inf")
        for length in range(1, min(width, size - start) + 1):
            end = start + length
            gap = end < size and empty[end]
            here = 0.0 if gap or end == size or elided[end] else _NO_GAP
            here += (empties[end] - empties[start]) * (_EMPTY_CELL if start else _EMPTY_HEADING)
            here += (begins[end] - begins[start + 1]) * _ORDINAL_INSIDE
            here += (0.0 if length == width else _SHORT_ROW) + cost[end + gap]
            if elided[start] and length == 1:
                here = cost[end]
            if here <= cost[start]:
                cost[start], step[start] = here, (length, end + gap)
    found = []
    start = 0
    while start < size:
        length, after = step[start]
        found.append((start, start + length))
        start = after
    return cost[0], tuple(found)
