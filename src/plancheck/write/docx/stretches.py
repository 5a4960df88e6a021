"""The text of a paragraph as stretches with borders between runs where one is asked for; formats stay with the text."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from plancheck.read.docx.names import SPACE, W

if TYPE_CHECKING:
    from plancheck.read.docx.document import Paragraph

# What may hold a run, and so a comment mark or a tracked change beside it.
_HOLDERS = frozenset(
    {f"{W}p", f"{W}hyperlink", f"{W}ins", f"{W}moveTo", f"{W}sdtContent", f"{W}smartTag", f"{W}fldSimple", f"{W}customXml"}
)


class Stretch(NamedTuple):
    """Characters `[start, end)` of a paragraph's raw text, and the element that holds them."""

    start: int
    end: int
    node: etree._Element

    @property
    def run(self) -> etree._Element | None:
        """The run that the element is a child of; None for formulas and what lies deeper."""
        parent = self.node.getparent()
        return parent if parent is not None and parent.tag == f"{W}r" else None

    @property
    def anchor(self) -> etree._Element:
        """The element beside which marks may stand: the run, or what holds it where a run may be."""
        element = self.node
        while (parent := element.getparent()) is not None and parent.tag not in _HOLDERS:
            element = parent
        return element


class Stretches:
    """The stretches of one paragraph; `cut` splits runs, so that marks can stand at any character."""

    def __init__(self, paragraph: Paragraph) -> None:
        body = sum(len(part.text) for part in paragraph.runs.parts)
        self.label = len(paragraph.block.raw) - body
        self.element = paragraph.element
        self._found: list[Stretch] = []
        position = self.label
        for part in paragraph.runs.parts:
            self._found.append(Stretch(position, position + len(part.text), part.node))
            position += len(part.text)

    def between(self, start: int, end: int) -> list[Stretch]:
        """The stretches that hold the characters `[start, end)`, after borders were cut at both."""
        self._cut(start)
        self._cut(end)
        return [s for s in self._found if s.start < end and start < s.end]

    def before(self, offset: int) -> Stretch | None:
        """The stretch that ends at or before an offset, a border being cut there."""
        self._cut(offset)
        return next((s for s in reversed(self._found) if s.end <= offset), None)

    def after(self, offset: int) -> Stretch | None:
        """The stretch that begins at or behind an offset, a border being cut there."""
        self._cut(offset)
        return next((s for s in self._found if s.start >= offset), None)

    def _cut(self, offset: int) -> None:
        number = next((n for n, s in enumerate(self._found) if s.start < offset <= s.end), None)
        if number is None:
            return
        if offset < self._found[number].end and not self._split_text(number, offset):
            return
        if number + 1 < len(self._found):
            _split_run(self._found[number], self._found[number + 1])

    def _split_text(self, number: int, offset: int) -> bool:
        """Split a `w:t` in two within its run; false for what is no text of its own length."""
        stretch = self._found[number]
        node, size = stretch.node, stretch.end - stretch.start
        text = node.text or ""
        shown = text if node.get(SPACE) == "preserve" else text.strip(" \n\t")
        if stretch.run is None or node.tag != f"{W}t" or len(shown) != size:
            return False
        right = deepcopy(node)
        node.text, right.text = shown[: offset - stretch.start], shown[offset - stretch.start :]
        for piece in (node, right):
            piece.set(SPACE, "preserve")
        node.addnext(right)
        self._found[number : number + 1] = [Stretch(stretch.start, offset, node), Stretch(offset, stretch.end, right)]
        return True


def _split_run(left: Stretch, right: Stretch) -> None:
    """Begin a new run of the same format at `right` when both stretches are in one."""
    run = left.run
    if run is None or right.run is not run:
        return
    rest = etree.Element(run.tag)
    rest.attrib.update(run.attrib)
    properties = run.find(f"{W}rPr")
    if properties is not None:
        rest.append(deepcopy(properties))
    moved = [right.node, *right.node.itersiblings()]
    run.addnext(rest)
    rest.extend(moved)
