"""The drafter's own .docx with remarks as comments and edits as tracked changes."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from plancheck.read.docx.document import stories
from plancheck.read.docx.names import W
from plancheck.read.docx.package import Package
from plancheck.write.changes import changes
from plancheck.write.docx import archive, comments
from plancheck.write.docx.stretches import Stretches
from plancheck.write.docx.tracked import track

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from lxml import etree

    from plancheck.model.finding import Edit
    from plancheck.read.docx.document import Paragraph
    from plancheck.read.limits import Limits
    from plancheck.write.remark import Remark

_EXTENDED = "/commentsExtended"


def annotated(
    data: bytes, name: str, limits: Limits, remarks: Iterable[Remark] | None, edits: Iterable[Edit], now: datetime
) -> tuple[bytes, int]:
    """The file with the remarks as comments in place of plancheck's earlier ones, and the edits as tracked changes.

    With None for the remarks all comments stay as they are. Also how many edits could not be marked (words of an automatic number or a formula). `name` is shown in messages. Spans are those of
    the document read from the same bytes. Raises ReadError for a damaged, signed or protected file.
    """
    package = Package(data, name, limits)
    archive.refuse_locked(package, data, name)
    story = stories(package)
    parts: dict[str, bytes] = {}
    held = _comments(package)
    part, old = held if held is not None else (comments.target_of(package.main), comments.empty())
    if remarks is not None:
        parts |= _forgotten(package, comments.remove_own(old, story.root))
    date = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    ids = itertools.count(_highest(story.root, old) + 1)
    stretches = [Stretches(p) for p in story.body]
    for remark in (remarks or ()) if story.body else ():
        number, exact = _mark(story.body, stretches, remark, ids)
        lines = remark.lines if exact else (*remark.lines, _quoted(story.body, remark))
        comments.add(old, number, lines, date)
    unmarked = 0
    for edit in sorted(edits, key=lambda e: e.span, reverse=True):
        paragraph = story.body[edit.span.block]
        # From right to left, so that offsets stay those of the text as it was read.
        done = [track(stretches[edit.span.block], c, ids, date) for c in reversed(changes(paragraph.block, edit))]
        unmarked += not all(done)
    if remarks is not None and (len(old) or held is not None):
        parts[part] = archive.serialised(old)
        parts |= archive.with_relation(package, package.main, part, comments.RELATIONSHIP)
        parts |= archive.with_content_type(package, part, comments.CONTENT_TYPE)
    parts[package.main] = archive.serialised(story.root)
    return archive.rewritten(data, parts), unmarked


def _comments(package: Package) -> tuple[str, etree._Element] | None:
    """The part of the comments and its root, None when the document has none."""
    found = next((t for t, kind in package.relations(package.main).values() if kind.endswith("/comments")), None)
    return (found, package.xml(found)) if found is not None and package.part(found) is not None else None


def _forgotten(package: Package, paragraphs: frozenset[str]) -> dict[str, bytes]:
    """The part that says who answered whom, without what was said of removed comments."""
    part = next((t for t, kind in package.relations(package.main).values() if kind.endswith(_EXTENDED)), None)
    if not paragraphs or part is None or package.part(part) is None:
        return {}
    root = package.xml(part)
    comments.forget(root, paragraphs)
    return {part: archive.serialised(root)}


def _highest(*roots: etree._Element) -> int:
    """The highest number that any comment or change has."""
    numbers = (element.get(f"{W}id") for root in roots for element in root.iter())
    return max((int(n) for n in numbers if n is not None and n.lstrip("-").isdigit()), default=0)


def _mark(body: tuple[Paragraph, ...], stretches: list[Stretches], remark: Remark, ids: Iterator[int]) -> tuple[int, bool]:
    """Put the marks of a comment around its words: its number, and false when they had to stand beside them."""
    at = remark.span.block if remark.span is not None else 0
    host = at if not _ends_control(body[at]) else _neighbour(body, at)
    if remark.span is None or host != at:
        end = 0 if remark.span is None else len(body[host].block.raw)
        return comments.mark(stretches[host], 0, end, ids), remark.span is None
    block = body[at].block
    start = block.offsets.origin(remark.span.start)
    end = block.offsets.origin(max(remark.span.end - 1, remark.span.start)) + 1
    return comments.mark(stretches[at], start, end, ids), True


def _quoted(body: tuple[Paragraph, ...], remark: Remark) -> str:
    """The words of a remark that stands beside them."""
    return f"«{body[remark.span.block].block.text[remark.span.start : remark.span.end]}»" if remark.span is not None else ""


def _ends_control(paragraph: Paragraph) -> bool:
    """Whether a paragraph is the last of a content control: LibreOffice 7.4 loses its words if a comment stands there."""
    controls = paragraph.element.iterancestors(f"{W}sdtContent")
    return any(list(content.iter(f"{W}p"))[-1] is paragraph.element for content in controls)


def _neighbour(body: tuple[Paragraph, ...], at: int) -> int:
    """The nearest paragraph that can hold a comment; the place itself when there is none."""
    free = [n for n, paragraph in enumerate(body) if not _ends_control(paragraph)]
    return min(free, key=lambda n: (abs(n - at), n), default=at)
