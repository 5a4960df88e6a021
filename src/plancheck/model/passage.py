"""A paragraph with its place, apart from the document: what a report keeps, so that memory does not grow with the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plancheck.model.value import Value

if TYPE_CHECKING:
    from plancheck.model.document import Document, OffsetMap, Place
    from plancheck.model.plan import Plan


class Passage(Value):
    """A paragraph: its text, the part of the plan that it is in, the labels above it («III.2»), and its place in the file.

    `line` and `column` say where in a text file its raw text begins, counted from 1; None and 1 for other formats.
    `octet` is the column in bytes of UTF-8.
    """

    text: str
    zone: str
    path: str
    place: Place
    line: int | None
    column: int
    octet: int
    raw: str
    offsets: OffsetMap


def passage(document: Document, plan: Plan, block: int) -> Passage:
    """The passage of a block of a document."""
    source = document.blocks[block]
    where = (source.place, source.line, source.column, source.octet)
    return Passage(source.text, plan.zones[block], plan.paths[block], *where, source.raw, source.offsets)
