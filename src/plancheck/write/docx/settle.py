"""A .docx with all its tracked changes of text, paragraphs, rows and formats accepted, or all rejected.

Changes of single cells and of numbering stay as they are: they have no words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plancheck.read.docx.names import W
from plancheck.read.docx.package import Package
from plancheck.write.docx.archive import rewritten, serialised

if TYPE_CHECKING:
    from lxml import etree

    from plancheck.read.limits import Limits

_MOVES = ("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd")
# What a tracked change of properties does not hold, and so must not lose.
_KEPT = frozenset(f"{W}{name}" for name in ("rPr", "sectPr", "headerReference", "footerReference", "ins", "del"))
_CHANGED = ("rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange", "sectPrChange")


def settled(data: bytes, name: str, limits: Limits, *, accept: bool) -> bytes:
    """The file with its main part settled. Raises ReadError for a damaged file."""
    package = Package(data, name, limits)
    root = package.xml(package.main)
    dropped, kept = (("del", "moveFrom"), ("ins", "moveTo")) if accept else (("ins", "moveTo"), ("del", "moveFrom"))
    _rows(root, dropped[0], kept[0])
    merged = [p for p in root.iter(f"{W}p") if any(p.find(f"{W}pPr/{W}rPr/{W}{tag}") is not None for tag in dropped)]
    for tag in dropped:
        for element in list(root.iter(f"{W}{tag}")):
            if element.getparent() is not None:
                _remove(element)
    for tag in kept:
        for element in list(root.iter(f"{W}{tag}")):
            _unwrap(element)
    for old, new in (("delText", "t"), ("delInstrText", "instrText")):
        for text in root.iter(f"{W}{old}"):
            text.tag = f"{W}{new}"
    for mark in list(root.iter(*(f"{W}{name}" for name in _MOVES))):
        _remove(mark)
    for paragraph in merged:
        _merge(paragraph)
    for tag in _CHANGED:
        for element in list(root.iter(f"{W}{tag}")):
            _properties(element, accept=accept)
    return rewritten(package, {package.main: serialised(root)})


def withdrawn(data: bytes, name: str, limits: Limits, author: str) -> bytes:
    """The file without the words that an author proposed to insert or to delete; the same bytes when there are none.

    What others propose stays. Raises ReadError for a damaged file.
    """
    package = Package(data, name, limits)
    root = package.xml(package.main)
    mine = [e for e in root.iter(f"{W}ins", f"{W}del") if e.get(f"{W}author") == author and e.find(f"{W}r") is not None]
    if not mine:
        return data
    for element in mine:
        if element.tag == f"{W}ins":
            _remove(element)
            continue
        for text in element.iter(f"{W}delText"):
            text.tag = f"{W}t"
        _unwrap(element)
    return rewritten(package, {package.main: serialised(root)})


def _rows(root: etree._Element, dropped: str, kept: str) -> None:
    """Rows of tables that were inserted or deleted as a whole."""
    for mark in list(root.iter(f"{W}{dropped}")):
        properties = mark.getparent()
        if properties is not None and properties.tag == f"{W}trPr" and (row := properties.getparent()) is not None:
            _remove(row)
    for mark in list(root.iter(f"{W}{kept}")):
        properties = mark.getparent()
        if properties is not None and properties.tag == f"{W}trPr":
            properties.remove(mark)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(element: etree._Element) -> None:
    """Children in the place of their wrapper; the mark of a paragraph is only dropped."""
    for child in reversed(list(element)):
        element.addnext(child)
    _remove(element)


def _merge(paragraph: etree._Element) -> None:
    """A paragraph whose mark is gone runs on in the next one."""
    following = paragraph.getnext()
    if following is None or following.tag != f"{W}p":
        return
    properties = following.find(f"{W}pPr")
    at = 0 if properties is None else following.index(properties) + 1
    for n, child in enumerate([c for c in paragraph if c.tag != f"{W}pPr"]):
        following.insert(at + n, child)
    _remove(paragraph)


def _properties(change: etree._Element, *, accept: bool) -> None:
    """A tracked change of format: dropped when accepted, put back when rejected."""
    now = change.getparent()
    if now is None:
        return
    now.remove(change)
    if accept or not len(change):
        return
    for child in [c for c in now if c.tag not in _KEPT]:
        now.remove(child)
    at = sum(c.tag in {f"{W}headerReference", f"{W}footerReference"} for c in now)
    for n, child in enumerate(list(change[0])):
        now.insert(at + n, child)
