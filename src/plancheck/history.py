"""What people did to a draft in Word, and what it means for the findings."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from plancheck import pipeline
from plancheck.errors import ReadError
from plancheck.model.passage import passage
from plancheck.model.revision import History
from plancheck.read import is_package, read_bytes
from plancheck.read.docx.package import Package
from plancheck.read.docx.revisions import revisions
from plancheck.read.reader import refuse_foreign
from plancheck.write.docx.settle import settled

if TYPE_CHECKING:
    from pathlib import Path

    from plancheck.model.document import Document
    from plancheck.pipeline import Options


def history(data: bytes, path: Path, options: Options, earlier: tuple[bytes, Path] | None = None) -> History:
    """Read the log of a .docx. Raises ReadError for other files."""
    refuse_foreign(data, str(path))
    if not is_package(data):
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
        texts = [before, settled(before, str(source), now.limits, accept=False)] if is_package(before) else [before]
        drafts = [read_bytes(text, str(source), now.limits) for text in texts]
        word = all(d.source.format == "docx" for d in drafts)  # a text file has markup of its own
        after = _paragraphs(rejected.document, as_written=word)
        retyped = min((_difference(_paragraphs(d, as_written=word), after) for d in drafts), key=len)
    return History(
        revisions(Package(data, str(path), now.limits)),
        tuple(passage(now.document, now.plan, b.index) for b in now.document.blocks),
        tuple(f for f in accepted.findings if f.fingerprint not in then),
        tuple(f for f in rejected.findings if f.fingerprint not in there),
        None if earlier is None else not retyped,
        retyped,
    )


def _paragraphs(document: Document, *, as_written: bool) -> list[str]:
    return [(block.raw if as_written else block.text).replace("\n", " ") for block in document.blocks]


def _difference(old: list[str], new: list[str]) -> tuple[str, ...]:
    """The lines that only one of two drafts has, marked as in a diff."""
    lines = list(difflib.unified_diff(old, new, lineterm="", n=0))[2:]  # without the names of the files
    return tuple(line for line in lines if not line.startswith("@@"))
