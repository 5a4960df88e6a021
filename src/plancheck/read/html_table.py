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
_LONGEST = 3000


def html_table(lines: tuple[Line, ...], position: int) -> tuple[int, Cells]:
    """The table that opens on a line: the line behind it, and (row, column, lines) of its cells; none when it is never closed."""
    if not _OPENS.match(lines[position].text):
        return position, []
    cells: Cells = []
    content: list[Line] | None = None
    taken: dict[int, int] = {}  # columns that a cell above reaches into, with the last row
    row, column = 0, 0
    for number, line in enumerate(lines[position : position + _LONGEST], start=position):
        cursor = 0
        for tag in (*_TAG.finditer(line.text), None):
            stop = tag.start() if tag else len(line.text)
            if content is not None:
                pieces = broken(line, cursor, stop)
                content.extend(pieces if tag else pieces[:-1])  # the cell goes on in the next line
            if tag is None:
                break
            cursor = tag.end()
            name, closing = tag["name"].lower(), bool(tag["close"])
            if name == "tr" and not closing:
                row, column = row + 1, 0
            elif name in {"td", "th"} and not closing:
                column += 1
                while taken.get(column, 0) >= row:
                    column += 1
                content = []
                cells.append((row, column, ()))
                below = _ROWS.search(tag["rest"])
                wide = _COLUMNS.search(tag["rest"])
                for reached in range(column, column + (int(wide[1]) if wide else 1)):
                    taken[reached] = row + (int(below[1]) if below else 1) - 1
                column += (int(wide[1]) if wide else 1) - 1
            elif name in {"td", "th"} and content is not None:
                cells[-1] = (*cells[-1][:2], tuple(content))
                content = None
            elif name == "table" and closing:
                return number + 1, [cell for cell in cells if any(not part.blank for part in cell[2])]
    return position, []
