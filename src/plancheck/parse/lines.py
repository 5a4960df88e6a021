"""Lines of blocks: what a person sees on one line of a heading, a signature or a recipients list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plancheck.expressions import expression
from plancheck.model.span import Located, Span
from plancheck.model.value import Value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plancheck.model.document import Block

RULE_LINE = expression(r"[-–—_=~*.•\s]+$")
_BULLETS = ("-", "–", "+", "•", "*")


class Line(Value):
    """A line `[start, end)` of a block; `text` and `key` are its own."""

    block: Block
    start: int
    end: int
    text: str
    key: str

    @property
    def span(self) -> Span:
        """Where the line stands."""
        return Span(self.block.index, self.start, self.end)

    def located(self) -> Located[str]:
        """The line as a value."""
        return Located(self.text, self.text, self.span)

    def cut(self, start: int, end: int) -> Line:
        """A stretch of the line as a line, without blanks at its ends; offsets within the line."""
        words = self.text[start:end]
        start += len(words) - len(words.lstrip())
        end = start + len(words.strip())
        return Line(self.block, self.start + start, self.start + end, self.text[start:end], self.key[start:end])

    def part(self, start: int, end: int) -> Located[str]:
        """A stretch of the line as a value; offsets within the line."""
        text = self.text[start:end]
        return Located(text, text, Span(self.block.index, self.start + start, self.start + end))


def lines_of(blocks: Iterable[Block], *, columns: bool = False) -> tuple[Line, ...]:
    """The lines of blocks, cut at soft line breaks; with `columns` also where two columns were flattened into one line."""
    found: list[Line] = []
    for block in blocks:
        cuts = [m.start() for m in re.finditer("\n", block.text)]
        if columns:
            cuts = sorted({*cuts, *block.gaps})
        start = 0
        for cut in (*cuts, len(block.text)):
            piece = block.text[start:cut]
            left = start + len(piece) - len(piece.lstrip())
            right = left + len(piece.strip())
            if right > left:
                found.append(Line(block, left, right, block.text[left:right], block.key[left:right]))
            start = cut
    return tuple(found)


def side_by_side(label: Block) -> bool:
    """Whether the recipients and the signature were flattened into one column: a wide gap stands in the line of «Nơi nhận:»."""
    return label.place.table is None and any("\n" not in label.text[:gap] for gap in label.gaps[:1])


def left_column(blocks: Iterable[Block]) -> tuple[Line, ...]:
    """The lines of blocks as far as their first wide gap."""
    return tuple(line for line in lines_of(blocks, columns=True) if not _behind_gap(line))


def right_column(blocks: Iterable[Block]) -> tuple[Line, ...]:
    """What stands behind the wide gaps of blocks, and their lines that are no entries of a list or the rest of one."""
    return tuple(
        line
        for line in lines_of(blocks, columns=True)
        if _behind_gap(line) or not (line.text.startswith(_BULLETS) or line.text.endswith((";", ",")))
    )


def _behind_gap(line: Line) -> bool:
    begin = line.block.text.rfind("\n", 0, line.start) + 1
    return any(begin < gap < line.start for gap in line.block.gaps)
