"""The comments of a .docx with the words that each of them stands at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plancheck.model.document import Comment
from plancheck.model.span import Span
from plancheck.read.docx.names import W

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree

    from plancheck.model.document import Block
    from plancheck.read.docx.package import Package
    from plancheck.read.docx.runs import Runs


def comments(package: Package, root: etree._Element, body: Iterable[tuple[Block, Runs, etree._Element]]) -> tuple[Comment, ...]:
    """Comments in the order of their numbers in the file; one without a range stands at its whole paragraph.

    Raises ReadError for damaged XML.
    """
    part = package.related("comments")
    if part is None:
        return ()
    said = {c.get(f"{W}id", ""): c for c in package.xml(part).iter(f"{W}comment")}
    spans = _anchors(root, body) if said else {}
    return tuple(
        Comment(_text(comment), comment.get(f"{W}author", ""), spans.get(number, ())) for number, comment in said.items()
    )


def _anchors(root: etree._Element, body: Iterable[tuple[Block, Runs, etree._Element]]) -> dict[str, tuple[Span, ...]]:
    """The spans of the text between the marks of every comment, by its number."""
    stretches: dict[int, tuple[Block, int, int]] = {}
    paragraphs: dict[int, Block] = {}
    for block, runs, element in body:
        paragraphs[id(element)] = block
        cursor = len(block.raw) - sum(len(part.text) for part in runs.parts)
        for part in runs.parts:
            stretches[id(part.node)] = (block, cursor, cursor + len(part.text))
            cursor += len(part.text)
    opened: dict[str, dict[int, Span]] = {}
    found: dict[str, tuple[Span, ...]] = {}
    current: Block | None = None
    for element in root.iter():
        if element.tag == f"{W}p":
            current = paragraphs.get(id(element), current)
        elif element.tag == f"{W}commentRangeStart":
            opened[element.get(f"{W}id", "")] = {}
        elif element.tag == f"{W}commentRangeEnd":
            number = element.get(f"{W}id", "")
            found[number] = tuple(opened.pop(number, {}).values())
        elif element.tag == f"{W}commentReference":
            number = element.get(f"{W}id", "")
            if not found.get(number) and current is not None:
                found[number] = (Span(current.index, 0, len(current.text)),)
        elif opened and id(element) in stretches:
            block, start, end = stretches[id(element)]
            for spans in opened.values():
                spans[block.index] = _grown(spans.get(block.index), block, start, end)
    return found


def _grown(known: Span | None, block: Block, start: int, end: int) -> Span:
    """The span of a comment in a block, with one stretch more."""
    left, right = block.offsets.locate(start), block.offsets.locate(end)
    if left <= block.label_end + 1:
        left = 0  # nobody can select an automatic number: who takes the first words means it too
    return Span(block.index, min(known.start, left) if known else left, max(known.end, right) if known else right)


def _text(comment: etree._Element) -> str:
    return "\n".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in comment.iter(f"{W}p")).strip()
