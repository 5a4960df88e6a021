"""Native Word comments: the part that holds them, and the marks in the text."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from lxml import etree

from plancheck.read.docx.names import SPACE, R, W

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plancheck.write.docx.stretches import Stretch, Stretches

AUTHOR = "plancheck"
INITIALS = "pc"
RELATIONSHIP = f"{R[1:-1]}/comments"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_PARAGRAPH_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_LINKS = (f"{W}hyperlink", f"{W}fldSimple")
_INSERTIONS = frozenset({f"{W}ins", f"{W}moveTo"})
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
    """Drop what a part says of removed comments; other people's answers to them stand on their own."""
    for entry in list(extended):
        if any(etree.QName(name).localname == "paraId" and value in paragraphs for name, value in entry.attrib.items()):
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
        text.set(SPACE, "preserve")


def mark(stretches: Stretches, start: int, end: int, ids: Iterator[int]) -> int:
    """Put the marks of a comment around the characters `[start, end)`; at the head of the paragraph when it has none of them.

    Returns the number of the comment, the next of `ids`.
    """
    number = next(ids)
    opening, closing, reference = _marks(number)
    around: list[Stretch] = stretches.between(max(start, stretches.label), end) if end > stretches.label else []
    if around:
        _begin(_free(around[0].anchor), ids).addprevious(opening)
        _finish(_free(around[-1].anchor), ids).addnext(closing)
        closing.addnext(reference)
        return number
    properties = stretches.element.find(f"{W}pPr")
    at = stretches.element.index(properties) + 1 if properties is not None else 0
    for n, element in enumerate((opening, closing, reference)):
        stretches.element.insert(at + n, element)
    return number


def _free(element: etree._Element) -> etree._Element:
    """The outermost link around an element, else the element: LibreOffice loses the words of a link with a mark inside."""
    return next(reversed(list(element.iterancestors(*_LINKS))), element)


def _begin(element: etree._Element, ids: Iterator[int]) -> etree._Element:
    """What a range that begins with an element begins with outside other people's insertions, which are cut in two there."""
    while (parent := element.getparent()) is not None and parent.tag in _INSERTIONS:
        if element is not parent[0]:
            parent.addprevious(_twin(parent, list(element.itersiblings(preceding=True))[::-1], ids))
        element = parent
    return element


def _finish(element: etree._Element, ids: Iterator[int]) -> etree._Element:
    """What a range that ends with an element ends with outside other people's insertions."""
    while (parent := element.getparent()) is not None and parent.tag in _INSERTIONS:
        if element is not parent[-1]:
            parent.addnext(_twin(parent, list(element.itersiblings()), ids))
        element = parent
    return element


def _twin(insertion: etree._Element, children: list[etree._Element], ids: Iterator[int]) -> etree._Element:
    """A second insertion by the same hand at the same time that takes over some children."""
    twin = etree.Element(insertion.tag)
    twin.attrib.update(insertion.attrib)
    twin.set(f"{W}id", str(next(ids)))
    twin.extend(children)
    return twin


def _marks(number: int) -> tuple[etree._Element, etree._Element, etree._Element]:
    ident = {f"{W}id": str(number)}
    run = etree.Element(f"{W}r")
    etree.SubElement(run, f"{W}commentReference", ident)
    return etree.Element(f"{W}commentRangeStart", ident), etree.Element(f"{W}commentRangeEnd", ident), run
