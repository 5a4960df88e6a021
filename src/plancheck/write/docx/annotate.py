"""The drafter's own .docx with remarks as comments and edits as tracked changes."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from typing import TYPE_CHECKING

from plancheck.read.docx.document import stories
from plancheck.read.docx.names import W
from plancheck.read.docx.package import Package
from plancheck.write.changes import changes, written_range
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


def annotated(
    data: bytes, name: str, limits: Limits, remarks: Iterable[Remark] | None, edits: Iterable[Edit], now: datetime
) -> tuple[bytes, int]:
    """The file with the remarks as comments in place of plancheck's earlier ones, and the edits as tracked changes.

    With None for the remarks all comments stay as they are. Also how many edits could not be marked, or not whole (words of an automatic
    number, of a formula, or beside a picture). `name` is shown in messages. Spans are those of the document read from the same bytes.
    Raises ReadError for a damaged, signed or protected file.
    """
    package = Package(data, name, limits)
    archive.refuse_locked(package, name)
    story = stories(package)
    parts: dict[str, bytes] = {}
    held = _comments(package)
    part, old = held if held is not None else (comments.target_of(package.main), comments.empty())
    if remarks is not None:
        parts |= _forgotten(package, comments.remove_own(old, story.root))
    date = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    ids = _free(story.root, old)
    stretches = [Stretches(p) for p in story.body]
    hosts = _hosts(story.body, story.root)
    for remark in (remarks or ()) if story.body else ():
        number, exact = _mark(story.body, stretches, hosts, remark, ids)
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
    return archive.rewritten(package, parts), unmarked


def _comments(package: Package) -> tuple[str, etree._Element] | None:
    """The part of the comments and its root, None when the document has none."""
    part = package.related("comments")
    return (part, package.xml(part)) if part is not None else None


def _forgotten(package: Package, paragraphs: frozenset[str]) -> dict[str, bytes]:
    """The parts that say more of comments (who answered whom), without what was said of removed ones."""
    found = {}
    for kind in ("commentsExtended", "commentsIds"):
        part = package.related(kind)
        if paragraphs and part is not None:
            root = package.xml(part)
            comments.forget(root, paragraphs)
            found[part] = archive.serialised(root)
    return found


def _free(*roots: etree._Element) -> Iterator[int]:
    """Numbers that no comment, change or bookmark has; Word reads them as 32-bit integers."""
    used = {element.get(f"{W}id") for root in roots for element in root.iter()}
    return (n for n in itertools.count(1) if str(n) not in used)


def _mark(
    body: tuple[Paragraph, ...], stretches: list[Stretches], hosts: tuple[int, ...], remark: Remark, ids: Iterator[int]
) -> tuple[int, bool]:
    """Put the marks of a comment around its words: its number, and false when they had to stand beside them."""
    at = remark.span.block if remark.span is not None else 0
    host = hosts[at]
    if remark.span is None or host != at:
        end = 0 if remark.span is None else len(body[host].block.raw)
        return comments.mark(stretches[host], 0, end, ids), remark.span is None
    start, end = written_range(body[at].block, remark.span)
    return comments.mark(stretches[at], start, end, ids), True


def _quoted(body: tuple[Paragraph, ...], remark: Remark) -> str:
    """The words of a remark that stands beside them."""
    return f"«{body[remark.span.block].block.text[remark.span.start : remark.span.end]}»" if remark.span is not None else ""


def _hosts(body: tuple[Paragraph, ...], root: etree._Element) -> tuple[int, ...]:
    """For every paragraph the one that can hold a comment on it: itself, else its nearest neighbour.

    LibreOffice 7.4 loses the words of the last paragraph of a content control if a comment stands there.
    """
    contents = (list(content.iter(f"{W}p")) for content in root.iter(f"{W}sdtContent"))
    lost = {id(paragraphs[-1]) for paragraphs in contents if paragraphs}
    free = [n for n, paragraph in enumerate(body) if id(paragraph.element) not in lost]
    found = []
    for at in range(len(body)):
        right = bisect_left(free, at)
        near = free[max(right - 1, 0) : right + 1]
        found.append(min(near, key=lambda n: (abs(n - at), n), default=at))
    return tuple(found)
