"""Lines of blocks: what a person sees on one line of a heading, a signature or a recipients list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plancheck.model.span import Located, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plancheck.model.document import Block

RULE_LINE = re.compile(r"[-–—_=~*.•\s]+$")


@dataclass(frozen=True, slots=True)
class Line:
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


def joined(lines: Iterable[Line]) -> str:
    """Lines as one line of text."""
    return " ".join(line.text for line in lines)
