"""Assignments that are laid out: rows of timetables, and paragraphs with lines «Đơn vị chủ trì: …», «Thời gian: …» (corpus survey 2.7)."""

from __future__ import annotations

import itertools
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from plancheck.expressions import expression
from plancheck.model.value import Value
from plancheck.parse import phrases
from plancheck.parse.slots import Slot, whole

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Mapping

    from plancheck.model.document import Block

_SLOTS = ("lead", "support", "time")
_PARTS = ("task", "lead", "support", "start", "time", "product")
_LONGEST_HEADING = 60
_ORDINAL = expression(r"\d{1,3}(?:\.\d{1,3})*\.?")
_HEADING_ROWS = 3


class Row(Value):
    """One task as it is laid out: the words that say what, and the slots that say who leads, who helps, and when.

    `start`: the cells of a column of its own for the first day; `time` then says the last.
    `asks` are the parts for which the table has a column: one of them without words is left blank. `numbered`: the row has an
    ordinal of its own, so it is no heading of a group. `chaired`: its column or line says «chủ trì». `product`: the words of the
    column for the product, None without one.
    """

    task: tuple[Block, ...]
    lead: tuple[Slot, ...]
    support: tuple[Slot, ...]
    time: tuple[Slot, ...]
    start: tuple[Slot, ...]
    table: bool
    asks: frozenset[str]
    numbered: bool
    chaired: bool
    product: str | None

    def blocks(self) -> frozenset[int]:
        """Every block that belongs to it."""
        slots = (*self.lead, *self.support, *self.time, *self.start)
        return frozenset((*(b.index for b in self.task), *(s.block.index for s in slots)))


def _row(
    task: tuple[Block, ...],
    slots: Mapping[str, list[Slot]],
    asks: frozenset[str],
    *,
    table: bool,
    numbered: bool,
    chaired: bool,
    product: str | None = None,
) -> Row:
    lead, support, time, start = (tuple(slots.get(part, ())) for part in (*_SLOTS, "start"))
    return Row(task, lead, support, time, start, table, asks, numbered, chaired, product)


def timetables(blocks: tuple[Block, ...]) -> tuple[Row, ...]:
    """Rows of all tables that say who, what and when, or two of these; heading rows are left out."""
    cells: dict[int, dict[int, dict[int, list[Block]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for block in blocks:
        place = block.place
        if place.table is not None and place.row is not None and place.column is not None:
            cells[place.table][place.row][place.column].append(block)
    rows: list[Row] = []
    for lines in cells.values():
        heading = next((n for n in sorted(lines)[:_HEADING_ROWS] if _is_heading(_columns(lines[n]))), None)
        if heading is None:
            continue
        top = heading
        columns = _columns(lines[heading])
        if (below := _subheading(lines.get(heading + 1, {}))) is not None:
            heading += 1
            columns = {**columns, **below}
        names = {b.key for row in (top, heading) for cell in lines[row].values() for b in cell if b.key}
        lead = " ".join(b.key for row in (top, heading) for b in lines[row].get(columns.get("lead", -1), ()))
        chaired = phrases.pattern("chair-words").search(lead) is not None
        for _, row in sorted(_spread(lines, heading).items()):
            if len(names & {b.key for cell in row.values() for b in cell}) > 1:
                continue  # the heading again, over the next group of tasks
            words = {part: tuple(row.get(column, ())) for part, column in columns.items()}
            slots = {part: [whole(b) for b in words.get(part, ())] for part in (*_SLOTS, "start")}
            numbered = any(_ORDINAL.fullmatch(b.text) for cell in row.values() for b in cell[:1])
            product = " ".join(b.text for b in words["product"]).strip() if "product" in words else None
            task, asks = words.get("task", ()), frozenset(columns)
            rows.append(_row(task, slots, asks, table=True, numbered=numbered, chaired=chaired, product=product))
    return tuple(rows)


def _spread(lines: Mapping[int, Mapping[int, list[Block]]], heading: int) -> dict[int, dict[int, list[Block]]]:
    """The rows below the heading with the cells that are merged over them; a row that begins further right takes the first cells
    of the row above (a copy of a web page leaves merged cells out).
    """
    found: dict[int, dict[int, list[Block]]] = {n: dict(cells) for n, cells in lines.items() if n > heading}
    above: dict[int, list[Block]] = {}
    for number in range(heading + 1, max(lines, default=heading) + 1):
        found.setdefault(number, {})
        for column, cell in lines.get(number, {}).items():
            for below in range(number + 1, number + cell[0].place.rows):
                found.setdefault(below, {}).setdefault(column, cell)
        first = min(lines.get(number, {1: []}))
        if first > 1:
            found[number].update({column: cell for column, cell in above.items() if column < first})
        above = found[number]
    return found


def _is_heading(columns: Mapping[str, int]) -> bool:
    """Whether the columns of a row are those of a timetable: a time and who or what, or who and what."""
    return len(columns.keys() & {"time", "lead", "task"}) > 1


def _subheading(line: dict[int, list[Block]]) -> dict[str, int] | None:
    """Columns that a second heading row names («Chủ trì», «Phối hợp» below «Đơn vị thực hiện»); None when the row is a task.

    Every cell with words must name a part, or the start of the time: the end is what a task is held to.
    """
    named = {column: cell for column, cell in line.items() if any(b.text.strip() for b in cell)}
    found = _columns(named)
    return found if named and named.keys() == set(found.values()) else None


def _columns(line: dict[int, list[Block]]) -> dict[str, int]:
    """Meaning of the columns of a heading row, by the first words of their cells."""
    found: dict[str, int] = {}
    for column, blocks in line.items():
        key = " ".join(b.key for b in blocks).replace("\n", " ").strip(" .:*/")
        if len(key) > _LONGEST_HEADING:
            continue
        part = next((p for p in _PARTS if p not in found and phrases.prefix(f"table-{p}").match(key)), None)
        if part is not None:
            found[part] = column
    return found


@cache
def _field() -> re.Pattern[str]:
    """«Đơn vị chủ trì tham mưu:»: the name of a field with its colon, at the beginning of a block, a sentence or a bracket."""
    names = "|".join(f"(?P<{part}>{phrases.alternatives(f'field-{part}')})" for part in _SLOTS)
    return expression(rf"(?:(?:^|(?<=[;.(]\s)|(?<=\())(?:[-–+*•]\s?|[a-zđ]\)\s?)?)(?:{names})(?!\w)[^:;.,()\n]{{0,40}}:\s?")


def fields(blocks: tuple[Block, ...]) -> Iterator[Row]:
    """Tasks whose leader, helpers or time stand on lines of their own below them, or behind them in the same paragraph."""
    task: Block | None = None
    slots: dict[str, list[Slot]] = defaultdict(list)
    for block in blocks:
        if block.place.table is not None:
            continue
        hits = list(_field().finditer(block.key))
        if not hits or hits[0].start() > 0:
            yield from _closed(task, slots)
            task, slots = block, defaultdict(list)
        for hit, after in itertools.zip_longest(hits, hits[1:]):
            end = after.start() if after else len(block.text)
            if hit.lastgroup and block.text[hit.end() : end].strip(" .;"):
                slots[hit.lastgroup].append(Slot(block, hit.end(), end))
    yield from _closed(task, slots)


def _closed(task: Block | None, slots: dict[str, list[Slot]]) -> Iterator[Row]:
    if task is not None and slots:
        yield _row((task,), slots, frozenset(slots), table=False, numbered=True, chaired=True)
