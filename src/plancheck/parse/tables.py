"""Data tables: which column holds the task, who leads, who helps, and the time (corpus survey 2.7)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plancheck.parse import phrases

if TYPE_CHECKING:
    from plancheck.model.document import Block

_LIST_OF_COLUMN = {"task": "table-task", "lead": "table-lead", "support": "table-support", "time": "table-time"}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a timetable: blocks of its cells by their meaning."""

    table: int
    number: int
    task: tuple[Block, ...]
    lead: tuple[Block, ...]
    support: tuple[Block, ...]
    time: tuple[Block, ...]


def timetables(blocks: tuple[Block, ...]) -> tuple[Row, ...]:
    """Rows of all tables that have a time column and a column that says who or what; header rows are left out."""
    cells: dict[int, dict[int, dict[int, list[Block]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for block in blocks:
        place = block.place
        if place.table is not None and place.row is not None and place.column is not None:
            cells[place.table][place.row][place.column].append(block)
    rows: list[Row] = []
    for table, lines in cells.items():
        header = next((n for n in sorted(lines)[:3] if _columns(lines[n]).get("time")), None)
        if header is None:
            continue
        columns = _columns(lines[header])
        if not (columns.get("lead") or columns.get("task")):
            continue
        rows.extend(
            Row(table, n, *(tuple(lines[n].get(columns.get(part, -1), ())) for part in ("task", "lead", "support", "time")))
            for n in sorted(lines)
            if n > header
        )
    return tuple(rows)


def _columns(line: dict[int, list[Block]]) -> dict[str, int]:
    """Meaning of the columns of a header row, by the first words of their cells."""
    found: dict[str, int] = {}
    for column, blocks in line.items():
        key = " ".join(b.key for b in blocks).replace("\n", " ").strip(" .:*/")
        if len(key) > 60:
            continue
        for part, name in _LIST_OF_COLUMN.items():
            if part not in found and phrases.prefix(name).match(key):
                found[part] = column
                break
    return found
