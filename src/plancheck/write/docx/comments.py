"""Native Word comments: the part that holds them, and the marks in the text."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from lxml import etree

from plancheck.read.docx.names import R, W

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plancheck.write.docx.stretches import Stretch, Stretches

AUTHOR = "plancheck"
INITIALS = "pc"
RELATIONSHIP = f"{R[1:-1]}/comments"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PARAGRAPH_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_WRAPPERS = frozenset({f"{W}hyperlink", f"{W}fldSimple", f"{W}ins", f"{W}moveTo"})
_EXTENDED = "{http://schemas.microsoft.com/office/word/2012/wordml}"


def empty() -> etree._Element:
    """A part without comments."""
    return etree.Element(f"{W}comments", nsmap={"w": W[1:-1]})


def target_of(main: str) -> str:
    """Where the part of the comments stands beside the main part."""
    return posixpath.join(posixpath.dirname(main), "comments.xml")


def remove_own(comments: etree._Element, root: etree._Element) -> frozenset[str]:
    """Take plancheck's comments and their marks out; the paragraph ids of what was taken are returned."""
    own = [c for c in comments.iter(f"{W}comment") if c.get(f"{W}author") == AUTHOR]
    ids = {c.get(f"{W}id") for c in own}
    paragraphs = frozenset(i for c in own for p in c.iter(f"{W}p") if (i := p.get(_PARAGRAPH_ID)) is not None)
    for comment in own:
        comments.remove(comment)
    for tag in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        for mark in [m for m in root.iter(f"{W}{tag}") if m.get(f"{W}id") in ids]:
            _drop(mark)
    return paragraphs


def _drop(mark: etree._Element) -> None:
    """Remove a mark, and with a reference the run that holds nothing else."""
    parent = mark.getparent()
    if parent is None:
        return
    parent.remove(mark)
    if parent.tag == f"{W}r" and all(child.tag == f"{W}rPr" for child in parent) and (above := parent.getparent()) is not None:
        above.remove(parent)


def forget(extended: etree._Element, paragraphs: frozenset[str]) -> None:
    """Drop what the extended part says of removed comments; other people's answers to them stand on their own."""
    for entry in list(extended):
        if entry.get(f"{_EXTENDED}paraId") in paragraphs:
            extended.remove(entry)
        elif entry.get(f"{_EXTENDED}paraIdParent") in paragraphs:
            entry.attrib.pop(f"{_EXTENDED}paraIdParent")


def add(comments: etree._Element, number: int, lines: Iterable[str], date: str) -> None:
    """Append a comment with one paragraph a line; the first line is bold."""
    comment = etree.SubElement(comments, f"{W}comment", {f"{W}id": str(number), f"{W}author": AUTHOR, f"{W}date": date})
    comment.set(f"{W}initials", INITIALS)
    for n, line in enumerate(lines):
        paragraph = etree.SubElement(comment, f"{W}p")
        if n == 0:
            etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}annotationRef")
        run = etree.SubElement(paragraph, f"{W}r")
        if n == 0:
            etree.SubElement(etree.SubElement(run, f"{W}rPr"), f"{W}b")
        text = etree.SubElement(run, f"{W}t")
        text.text = line
        text.set(_SPACE, "preserve")


def mark(stretches: Stretches, start: int, end: int, number: int) -> None:
    """Put the marks of a comment around the characters `[start, end)`; at the head of the paragraph when it has none of them."""
    opening, closing, reference = _marks(number)
    around: list[Stretch] = stretches.between(max(start, stretches.label), end) if end > stretches.label else []
    if around:
        first, last = around[0].anchor, around[-1].anchor
        if _link(first) is not _link(last):
            # Half in a link and half outside: LibreOffice loses the words, so that the whole link is taken in.
            first, last = (link if (link := _link(e)) is not None else e for e in (first, last))
        _edge(first, 0).addprevious(opening)
        _edge(last, -1).addnext(closing)
        closing.addnext(reference)
        return
    properties = stretches.element.find(f"{W}pPr")
    at = stretches.element.index(properties) + 1 if properties is not None else 0
    for n, element in enumerate((opening, closing, reference)):
        stretches.element.insert(at + n, element)


def _link(element: etree._Element) -> etree._Element | None:
    """The link that an element stands in."""
    return next(element.iterancestors(f"{W}hyperlink", f"{W}fldSimple"), None)


def _edge(element: etree._Element, place: int) -> etree._Element:
    """What an element is the first (0) or last (-1) child of, as long as that is a link or somebody's insertion: marks stand outside."""
    while (parent := element.getparent()) is not None and parent.tag in _WRAPPERS and element is parent[place]:
        element = parent
    return element


def _marks(number: int) -> tuple[etree._Element, etree._Element, etree._Element]:
    ident = {f"{W}id": str(number)}
    run = etree.Element(f"{W}r")
    etree.SubElement(run, f"{W}commentReference", ident)
    return etree.Element(f"{W}commentRangeStart", ident), etree.Element(f"{W}commentRangeEnd", ident), run
