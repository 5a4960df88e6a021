"""Tracked changes and comments of a .docx, in the order of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from plancheck.model.revision import Revision
from plancheck.read.docx.document import stories
from plancheck.read.docx.names import W

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from plancheck.model.revision import RevisionKind
    from plancheck.read.docx.package import Package

_KINDS: dict[str, RevisionKind] = {
    f"{W}ins": "insert", f"{W}del": "delete", f"{W}moveTo": "move", f"{W}moveFrom": "move", f"{W}rPrChange": "format", f"{W}pPrChange": "format"
}  # fmt: skip
_TEXT = {"insert": f"{W}t", "move": f"{W}t", "delete": f"{W}delText", "format": f"{W}t", "comment": f"{W}t"}
_NEXT = 8
_MARK = "¶"


def revisions(package: Package) -> tuple[Revision, ...]:
    """Changes of words, formats, paragraph marks («¶») and rows of the body, and comments, in the order of the text.

    A deletion right beside an insertion of the same hand is one replacement. What was moved has an entry where it was and one where it is.

    Raises ReadError for damaged XML.
    """
    story = stories(package)
    index = {id(p.element): p.block.index for p in story.body}
    body = story.root.find(f"{W}body")
    said = _comments(package)
    found: list[Revision] = []
    block: int | None = None
    paragraphs = list(body.iter(f"{W}p")) if body is not None else []
    for n, paragraph in enumerate(paragraphs):
        if paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None:  # it runs on in the next one that is shown
            block = next((index[id(p)] for p in paragraphs[n : n + _NEXT] if id(p) in index), block)
        block = index.get(id(paragraph), block)
        found.extend(_row(paragraph, block))
        found.extend(_joined(_changes(paragraph, block)))
        found.extend(_commented(paragraph, block, said))
    return tuple(found)


def _changes(paragraph: etree._Element, block: int | None) -> Iterator[tuple[etree._Element, Revision]]:
    for element in paragraph.iter(*_KINDS):
        if next(element.iterancestors(f"{W}p"), None) is not paragraph:
            continue  # of a text box, which is a paragraph of its own
        kind = _KINDS[element.tag]
        holder = element.getparent()
        mark = holder is not None and holder.tag == f"{W}rPr" and kind != "format"
        text = _MARK if mark else _text(element, kind)
        if not text and kind != "format":
            continue
        if kind == "format":
            text = _text(element.getparent().getparent() if element.tag.endswith("rPrChange") else paragraph, kind)  # type: ignore[union-attr]
        old, new = (text, "") if kind == "delete" or element.tag == f"{W}moveFrom" else ("", text)
        yield element, Revision(kind, element.get(f"{W}author", ""), element.get(f"{W}date", ""), block, old, new)


def _row(paragraph: etree._Element, block: int | None) -> Iterator[Revision]:
    """The row of a table that a paragraph opens, when it was inserted or deleted as a whole."""
    row = next(paragraph.iterancestors(f"{W}tr"), None)
    if row is None or next(row.iter(f"{W}p")) is not paragraph:
        return
    for tag, kind in ((f"{W}ins", "insert"), (f"{W}del", "delete")):
        mark = row.find(f"{W}trPr/{tag}")
        if mark is not None:
            text = " | ".join("".join(t.text or "" for t in c.iter(f"{W}t", f"{W}delText")) for c in row.iter(f"{W}tc"))
            old, new = (text, "") if kind == "delete" else ("", text)
            yield Revision(kind, mark.get(f"{W}author", ""), mark.get(f"{W}date", ""), block, old, new)  # type: ignore[arg-type]


def _joined(changes: Iterator[tuple[etree._Element, Revision]]) -> Iterator[Revision]:
    """Neighbours of the same hand made one: pieces of one change, and a deletion with the insertion beside it."""
    last: tuple[etree._Element, Revision] | None = None
    for element, change in changes:
        if last is not None and _beside(last[0], element) and last[1].author == change.author:
            before = last[1]
            if {before.kind, change.kind} <= {"insert", "delete", "replace"}:
                old, new = before.old + change.old, before.new + change.new
                last = (element, replace(before, kind="replace" if old and new else before.kind, old=old, new=new))
                continue
        if last is not None:
            yield last[1]
        last = (element, change)
    if last is not None:
        yield last[1]


def _beside(one: etree._Element, other: etree._Element) -> bool:
    following = one.getnext()
    while following is not None and following.tag in {f"{W}proofErr", f"{W}bookmarkStart", f"{W}bookmarkEnd"}:
        following = following.getnext()
    return following is other


def _comments(package: Package) -> dict[str, etree._Element]:
    part = package.related("comments")
    if part is None:
        return {}
    return {c.get(f"{W}id", ""): c for c in package.xml(part).iter(f"{W}comment")}


def _commented(paragraph: etree._Element, block: int | None, said: dict[str, etree._Element]) -> Iterator[Revision]:
    for mark in paragraph.iter(f"{W}commentReference"):
        number = mark.get(f"{W}id", "")
        comment = said.get(number)
        if comment is None or next(mark.iterancestors(f"{W}p"), None) is not paragraph:
            continue
        text = "\n".join(_text(p, "comment") for p in comment.iter(f"{W}p"))
        author, date = comment.get(f"{W}author", ""), comment.get(f"{W}date", "")
        yield Revision("comment", author, date, block, _between(paragraph, number), text)


def _between(paragraph: etree._Element, number: str) -> str:
    """The words between the marks of a comment, as far as they stand in the paragraph of its reference."""
    inside, words = False, []
    for element in paragraph.iter():
        if element.tag in {f"{W}commentRangeStart", f"{W}commentRangeEnd"} and element.get(f"{W}id") == number:
            inside = element.tag == f"{W}commentRangeStart"
        elif inside and element.tag == f"{W}t":
            words.append(element.text or "")
    return "".join(words)


def _text(element: etree._Element | None, kind: str) -> str:
    return "".join(t.text or "" for t in element.iter(_TEXT[kind])) if element is not None else ""
