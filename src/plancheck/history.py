"""What people did to a draft in Word, and what it means for the findings."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plancheck import pipeline
from plancheck.errors import ReadError
from plancheck.model.passage import passage
from plancheck.read.docx.package import Package
from plancheck.read.docx.revisions import revisions
from plancheck.write.docx.settle import settled

if TYPE_CHECKING:
    from pathlib import Path

    from plancheck.model.document import Document
    from plancheck.model.finding import Finding
    from plancheck.model.passage import Passage
    from plancheck.model.revision import Revision
    from plancheck.pipeline import Options

_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class History:
    """The log of a draft. `passages` are the paragraphs by number; `retyped` lines of a diff that no tracked change accounts for.

    `restored`: whether rejecting everything gives the earlier draft back, None when no earlier draft was given.
    """

    revisions: tuple[Revision, ...]
    passages: tuple[Passage, ...]
    if_accepted: tuple[Finding, ...]
    if_rejected: tuple[Finding, ...]
    restored: bool | None
    retyped: tuple[str, ...]


def history(data: bytes, path: Path, options: Options, earlier: tuple[bytes, Path] | None = None) -> History:
    """Read the log of a .docx. Raises ReadError for other files."""
    if not data.startswith(_ZIP):
        raise ReadError("{path}: chỉ tệp .docx mới có sửa đổi và chú thích được theo dõi", path=path)
    now = pipeline.examine(data, path, options)
    accepted, rejected = (
        pipeline.examine(settled(data, str(path), now.limits, accept=accept), path, options) for accept in (True, False)
    )
    there, then = ({f.fingerprint for f in e.findings} for e in (accepted, rejected))
    retyped: tuple[str, ...] = ()
    if earlier is not None:
        before, source = earlier
        # An earlier draft may have been under way itself: as it reads, or with its own changes rejected.
        texts = [before, settled(before, str(source), now.limits, accept=False)] if before.startswith(_ZIP) else [before]
        after = _paragraphs(rejected.document)
        retyped = min(
            (_difference(_paragraphs(pipeline.examine(text, source, options).document), after) for text in texts), key=len
        )
    return History(
        revisions(Package(data, str(path), now.limits)),
        tuple(passage(now.document, now.plan, b.index) for b in now.document.blocks),
        tuple(f for f in accepted.findings if f.fingerprint not in then),
        tuple(f for f in rejected.findings if f.fingerprint not in there),
        None if earlier is None else not retyped,
        retyped,
    )


def _paragraphs(document: Document) -> list[str]:
    return [block.raw.replace("\n", " ") for block in document.blocks]


def _difference(old: list[str], new: list[str]) -> tuple[str, ...]:
    """The lines that only one of two drafts has, marked as in a diff."""
    lines = difflib.unified_diff(old, new, lineterm="", n=0)
    return tuple(line for line in lines if line[:3] not in {"---", "+++"} and line[:2] != "@@")
