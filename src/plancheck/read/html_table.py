"""Tables that a Markdown file has as HTML, as converters write those that Markdown cannot lay out (merged cells, several lines)."""

from __future__ import annotations

from plancheck.expressions import expression
from plancheck.read.lines import Cells, Line, broken

_OPENS = expression(r"(?i)\s*<table[\s>]")
_TAG = expression(
    r"(?i)<(?P<close>/?)(?P<name>table|thead|tbody|tfoot|tr|td|th|caption|colgroup|col|p|div)(?P<rest>(?:\s[^<>]{0,300})?)/?>"
)
_COLUMNS = expression(r"(?i)colspan\s*=\s*[\"']?(\d{1,2})")
_ROWS = expression(r"(?i)rowspan\s*=\s*[\"']?(\d{1,3})")


class _Grid:
    """Where the next cell stands, with the columns that cells above reach into."""

    def __init__(self) -> None:
        self.row = 0
        self._column = 0
        self._taken: dict[int, int] = {}  # by column the last row of the cell above

    def begin_row(self) -> None:
        """The next cell is the first of a row."""
        self.row, self._column = self.row + 1, 0

    def cell(self, attributes: str) -> tuple[int, int]:
        """Row and column of a cell, from 1; cells before any row make a row."""
        self.row = max(self.row, 1)
        column = self._column + 1
        while self._taken.get(column, 0) >= self.row:
            column += 1
        below, wide = _ROWS.search(attributes), _COLUMNS.search(attributes)
        last = max(column, column + (int(wide[1]) if wide else 1) - 1)
        self._taken.update(dict.fromkeys(range(column, last + 1), self.row + (int(below[1]) if below else 1) - 1))
        self._column = last
        return self.row, column


def html_table(lines: tuple[Line, ...], position: int) -> tuple[int, Cells]:
    """The table that opens on a line: the line behind it, and (row, column, lines) of its cells.

    No cells for what is no plain table: one that is never closed, has another inside, or stands among words on its lines. Such lines
    are text, so that nothing is lost.
    """
    if not _OPENS.match(lines[position].text):
        return position, []
    cells: Cells = []
    content: list[Line] | None = None
    grid, opened = _Grid(), False
    for number in range(position, len(lines)):
        line, cursor = lines[number], 0
        for tag in (*_TAG.finditer(line.text), None):
            stop = tag.start() if tag else len(line.text)
            if content is not None:
                pieces = broken(line, cursor, stop)
                content.extend(pieces if tag else pieces[:-1])  # the cell goes on in the next line
            elif line.text[cursor:stop].strip():
                return position, []
            if tag is None:
                break
            cursor = tag.end()
            name, closing = tag["name"].lower(), bool(tag["close"])
            if name == "table" and not closing:
                if opened:
                    return position, []
                opened = True
            if name in {"td", "th", "tr", "caption", "table"} and content is not None:
                cells[-1] = (*cells[-1][:2], tuple(content))
                content = None
            if name == "table" and closing:
                whole = not line.text[cursor:].strip()
                return (number + 1, [c for c in cells if any(not part.blank for part in c[2])]) if whole else (position, [])
            if closing:
                continue
            if name in {"tr", "caption"}:
                grid.begin_row()
            if name in {"td", "th", "caption"}:
                content = []
                cells.append((*grid.cell(tag["rest"]), ()))
    return position, []
