"""Text and Markdown files to blocks. Markdown marks are structure, not text; both table forms become places."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

from msgspec.structs import replace

from plancheck.expressions import expression
from plancheck.model.document import Block, Comment, Format, Piece, Place
from plancheck.model.span import Span
from plancheck.model.value import Value
from plancheck.read import grid
from plancheck.read.html_table import html_table
from plancheck.read.lines import Cells, Line, broken, paragraphs, split, wrapping
from plancheck.text.fold import key
from plancheck.text.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADING = expression(r"\s*(#{1,6})\s+")
_MARK = expression(
    r"(?P<critic>\{>>(?:(?!<<\}|\{>>).)*<<\}|\{--(?:(?!--\}|\{--).)*--\}|\{~~(?:(?!~>|~~\}|\{~~).)*~>|~~\}|\{==|==\}|\{\+\+|\+\+\})|"
    r"(?P<comment><!--(?:(?!<!--).)*?-->)|(?P<tag></?(?:u|b|i|s|em|strong|center|span|font|sup|sub|ins|small|big|p|div)(?:\s[^<>]{0,200})?>)|(?P<bookmark>\[bookmark: [^\]]*\])|(?P<escape>\\[\\*_#|~`\[\]()>+.!-])"
    r"|(?P<stars>\*{1,3})|(?P<lows>(?<!\w)_{1,2}(?=\S)|(?<=\S)_{1,2}(?!\w))",
    re.DOTALL,
)
_COMMENT = expression(r"<!--((?:(?!<!--).)*?)-->", re.DOTALL)
_LONG_COMMENT = expression(r"<!--\s*plancheck\s*:(?:(?!<!--).)*?-->", re.DOTALL | re.IGNORECASE)
_LETTER = expression(r"[^\n]")
_ONLY_RULE = expression(r"[\s*_-]*$")
_CELL_BAR = expression(r"(?<!\\)\|")
_DIVIDER = expression(r"(?=[^-]*-)(?=[^|]*\|)[\s:|-]+$")
_DATA_COLUMNS = 3  # a heading or a footer has two
_LONGEST_CELL = 60


class _Chunk(Value):
    start: int
    end: int
    place: Place


def blocks_of(text: str) -> tuple[tuple[Block, ...], tuple[Comment, ...]]:
    """The blocks of a text file, in reading order, and the comments beside them; empty paragraphs are left out.

    A comment stands at the paragraph that it is in; one on lines of its own at the paragraph behind it, the last one at the last.
    """
    blocks: list[Block] = []
    text, apart = _without_long_comments(text)
    comments: list[tuple[str, int]] = []
    line, begin, octets, counted = 1, 0, 0, 0
    for chunk in _chunks(text):
        # Cells of one line of a table come one after another, never backwards.
        start = max(counted, chunk.start)
        if breaks := text.count("\n", counted, start):
            line += breaks
            begin = counted = text.rindex("\n", counted, start) + 1
            octets = 0
        octets += len(text[counted:start].encode())
        counted = start
        block = _block(len(blocks), text, chunk, (line, start - begin + 1, octets + 1))
        if "<!--" in block.raw:
            comments.extend((m.group(1).strip(), len(blocks)) for m in _COMMENT.finditer(block.raw))
        if block.text:
            blocks.append(block)
    for said, start in apart:
        behind = text[text.rfind("\n", 0, start) + 1 : start].strip() != ""  # behind words, it is about them
        comments.append((said, max(0, bisect_left(blocks, start, key=lambda b: b.origin) - behind)))
    at = (Span(n, 0, len(blocks[n].text)) for n in (min(n, len(blocks) - 1) for _, n in comments)) if blocks else ()
    return tuple(blocks), tuple(Comment(said, "", (span,)) for (said, _), span in zip(comments, at, strict=False))


def _without_long_comments(text: str) -> tuple[str, list[tuple[str, int]]]:
    """The text with waivers of several lines blanked out, every other character in its place; what they say and where they begin."""
    found = [m for m in _LONG_COMMENT.finditer(text) if "\n" in m.group()] if "<!--" in text else []
    for match in found:
        text = text[: match.start()] + _LETTER.sub(" ", match.group()) + text[match.end() :]
    return text, [(m.group()[4:-3].strip(), m.start()) for m in found]


def _chunks(text: str) -> Iterator[_Chunk]:
    lines = split(text)
    how = wrapping(lines)
    table = 0
    position = 0
    pending: list[Line] = []
    while position < len(lines):
        line = lines[position]
        stop, cells = _table(lines, position)
        if not cells and stop > position:
            position = stop  # bars without anything between them
            continue
        if not cells:
            pending.append(line)
            position += 1
            continue
        yield from (_Chunk(a, b, Place()) for a, b in paragraphs(tuple(pending), how))
        pending = []
        table += 1
        data = max(column for _, column, _ in cells) >= _DATA_COLUMNS
        inside = replace(how, loose=data, blank_separated=how.blank_separated or data)
        for row, column, inner in cells:
            place = Place(table=table, row=row, column=column)
            yield from (_Chunk(a, b, place) for a, b in paragraphs(inner, inside))
        position = stop
    yield from (_Chunk(a, b, Place()) for a, b in paragraphs(tuple(pending), how))


def _table(lines: tuple[Line, ...], position: int) -> tuple[int, Cells]:
    """The table that begins at `position`: the line behind it, and (row, column, lines) of its cells; no cells if none does."""
    if lines[position].text.lstrip().startswith("<"):
        return html_table(lines, position)
    if lines[position].row:
        return _markdown_table(lines, position)
    if lines[position].bar:
        return _flattened_table(lines, position)
    return position, []


def _markdown_table(lines: tuple[Line, ...], position: int) -> tuple[int, Cells]:
    cells: Cells = []
    row = 0
    while position < len(lines) and lines[position].row:
        line = lines[position]
        position += 1
        if _DIVIDER.match(line.text):
            continue
        row += 1
        bars = [m.start() for m in _CELL_BAR.finditer(line.text)]
        for column, (left, right) in enumerate(itertools.pairwise(bars), start=1):
            cells.append((row, column, broken(line, left + 1, right)))
    return position, cells


def _flattened_table(lines: tuple[Line, ...], position: int) -> tuple[int, Cells]:
    """A table whose cells stand on lines of their own between lone bars; rows are told by the empty cells between them."""
    parts: list[tuple[Line, ...]] = []
    cell: list[Line] = []
    cursor = position + 1
    stop = cursor
    while cursor < len(lines):
        line = lines[cursor]
        if line.bar:
            parts.append(tuple(cell))
            cell = []
            stop = cursor + 1
        elif line.blank and not cell and lines[cursor - 1].bar and not _goes_on(lines, cursor):
            break
        else:
            cell.append(line)
            if len(cell) > _LONGEST_CELL:
                break
        cursor += 1
    if not parts:
        return position, []
    cells: Cells = []
    for number, row in enumerate(grid.rows(tuple(_content(part) for part in parts)), start=1):
        for offset, part in enumerate(parts[row.start : row.end]):
            if _content(part):
                cells.append((number, row.column + offset, part))
    return stop, cells


def _content(cell: tuple[Line, ...]) -> str:
    return " ".join(line.text.strip() for line in cell if not line.blank)


def _goes_on(lines: tuple[Line, ...], position: int) -> bool:
    """Whether the next line with something on it is a bar again: the blank ones were an empty cell."""
    return next((line.bar for line in lines[position : position + _LONGEST_CELL] if not line.blank), False)


def _block(index: int, text: str, chunk: _Chunk, begins: tuple[int, int, int]) -> Block:
    raw = text[chunk.start : chunk.end]
    heading = _HEADING.match(raw)
    drops, styles = _marks(raw, heading.end() if heading else 0)
    normal = normalise(raw, drops=drops, newline=" ")
    pieces = _pieces(styles, normal.offsets.locate, len(normal.text))
    return Block(
        index=index,
        text=normal.text,
        key=key(normal.text),
        raw=raw,
        offsets=normal.offsets,
        origin=chunk.start,
        place=chunk.place,
        heading=len(heading.group(1)) if heading else None,
        pieces=pieces,
        oddities=normal.oddities,
        gaps=normal.gaps,
        line=begins[0],
        column=begins[1],
        octet=begins[2],
    )


def _marks(raw: str, skip: int) -> tuple[tuple[tuple[int, int], ...], list[tuple[int, int, str]]]:
    """What of `raw` is markup, and the stretches that it makes bold or italic. Unpaired marks at the edge of words go too.

    CriticMarkup reads as tracked changes do in Word: what is inserted stays, what is deleted and remarks go.
    """
    drops: list[tuple[int, int]] = [(0, skip)] if skip else []
    styles: list[tuple[int, int, str]] = []
    if "*" not in raw and "_" not in raw and "{" not in raw and "\\" not in raw and "<" not in raw and "[bookmark" not in raw:
        return tuple(drops), styles
    if _ONLY_RULE.match(raw):
        loose_marks = "*" in raw and " " in raw.strip() and not raw.strip("* \n")
        return ((0, len(raw)),) if loose_marks else tuple(drops), styles
    opened: dict[str, int] = {}
    first = len(raw) - len(raw.lstrip())
    for mark in _MARK.finditer(raw, skip):
        kind, start, end = mark.lastgroup, mark.start(), mark.end()
        if kind == "lows" and _in_word(raw, start, end):
            continue
        if kind == "stars" and (_is_bullet(raw, first, start, end) or _loose(raw, start, end)):
            continue
        if kind == "escape":
            drops.append((start, start + 1))
            continue
        drops.append((start, end))
        if kind == "stars":
            _toggle(opened, styles, raw[start:end], start, end)
        elif kind == "lows":
            _toggle(opened, styles, "*" * (end - start), start, end)
    return tuple(drops), styles


def _toggle(opened: dict[str, int], styles: list[tuple[int, int, str]], mark: str, start: int, end: int) -> None:
    for part in ("**", "*") if mark == "***" else (mark,):
        if part in opened:
            styles.append((opened.pop(part), start, part))
        else:
            opened[part] = end


def _in_word(raw: str, start: int, end: int) -> bool:
    """Whether underscores are letters of a word or a drawn line rather than emphasis."""
    before, after = raw[start - 1 : start], raw[end : end + 1]
    return (before.isalnum() and after.isalnum()) or before == "_" or after == "_"


def _is_bullet(raw: str, first: int, start: int, end: int) -> bool:
    """Whether a star stands as a list bullet or alone (the asterisk under a Party committee's name); `first`: where the words begin."""
    return end - start == 1 and start == first and raw[end : end + 1] in {"", " ", "\n"}


def _loose(raw: str, start: int, end: int) -> bool:
    """Whether a single star stands between blanks, or beside a digit, and so is no mark («5 * 3», «(*)»)."""
    before, after = raw[start - 1 : start], raw[end : end + 1]
    if end - start > 1:
        return False
    return (before in {" ", "("} and after in {" ", ")"}) or (before.isdigit() and after.isdigit())


def _pieces(styles: list[tuple[int, int, str]], locate: object, length: int) -> tuple[Piece, ...]:
    """Formats of the normalised text from the stretches of the raw one."""
    if not styles or not callable(locate):
        return ()
    ranges = [(locate(a), locate(b), mark) for a, b, mark in styles]
    turns: dict[int, list[tuple[str, int]]] = {0: [], length: []}
    for start, end, mark in ranges:
        turns.setdefault(start, []).append((mark, 1))
        turns.setdefault(end, []).append((mark, -1))
    open_marks = Counter[str]()
    found = []
    for left, right in itertools.pairwise(sorted(turns)):
        for mark, step in turns[left]:
            open_marks[mark] += step
        found.append(Piece(left, right, Format(bold=open_marks["**"] > 0, italic=open_marks["*"] > 0)))
    return tuple(found)
