"""A drafter's file given back: with remarks in its margin, or with fixes made. Bytes in, bytes out; nothing is written here."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from plancheck import fixes, pipeline
from plancheck.errors import ReadError
from plancheck.model.value import Value
from plancheck.read import Limits, is_package, read_bytes
from plancheck.read.decode import decode
from plancheck.read.reader import refuse_foreign
from plancheck.report.margin import lines
from plancheck.write import plain
from plancheck.write.remark import Remark

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from plancheck.model.finding import Edit
    from plancheck.pipeline import Examined, Options

_ROUNDS = 6
_ANY_SIZE = Limits.of_megabytes(4096)  # it was read within the limits before


class Revised(Value):
    """The new bytes of a file, how many remarks and changes it got, and how many changes could not be marked in it."""

    data: bytes
    remarks: int
    changes: int
    unmarked: int = 0


def annotated(
    data: bytes, path: Path, options: Options, now: datetime, *, track: bool = False, suggested: bool = False
) -> Revised:
    """The file with one remark a finding: Word comments, or CriticMarkup in a text file; with `track` the fixes as proposals.

    Raises ReadError for a file that cannot be read, or is signed or protected.
    """
    data = _without_own_marks(data, path, track=track)
    examined = pipeline.examine(data, path, options)
    remarks = [Remark(f.span, lines(f, options.lang)) for f in examined.findings]
    edits = fixes.chosen(examined.findings, suggested=suggested) if track else ()
    if examined.document.source.format == "docx":
        return _word(data, path, examined, remarks, edits, now)
    text = decode(data, str(path))
    return Revised(_encoded(data, path, plain.annotated(text.text, examined.document, remarks, edits)), len(remarks), len(edits))


def has_others_marks(data: bytes, draft: bytes, path: Path) -> bool:
    """Whether a reviewed .docx holds comments or changes of people that the draft does not have. Raises ReadError."""
    if not (is_package(data) and is_package(draft)):
        return False
    from plancheck.read.docx.package import Package
    from plancheck.read.docx.revisions import revisions
    from plancheck.write.docx.comments import AUTHOR

    reviewed, known = (
        {(r.kind, r.author, r.date, r.new) for r in revisions(Package(d, str(path), _ANY_SIZE)) if r.author != AUTHOR}
        for d in (data, draft)
    )
    return bool(reviewed - known)


def _without_own_marks(data: bytes, path: Path, *, track: bool) -> bytes:
    """A text file without the CriticMarkup of an earlier run, a .docx without what it proposed when it is to propose again.

    Else the fixes of `--fix`, which are tracked too, would be undone. Raises ReadError.
    """
    if is_package(data):
        if not track:
            return data
        from plancheck.write.docx.comments import AUTHOR
        from plancheck.write.docx.settle import withdrawn

        return withdrawn(data, str(path), _ANY_SIZE, AUTHOR)
    refuse_foreign(data, str(path))
    text = decode(data, str(path)).text
    if "{>>" not in text:
        return data
    return _encoded(data, path, plain.unannotated(text))


def mended(
    data: bytes, path: Path, options: Options, now: datetime, *, suggested: bool = False, examined: Examined | None = None
) -> Revised:
    """The file with the fixes made: as tracked changes in a .docx. Rounds are made until nothing is left to fix.

    `examined`: what is known of `data`, when it was held against the rules before. Raises ReadError as `annotated`.
    """
    total = unmarked = 0
    for _ in range(_ROUNDS):
        examined = examined or pipeline.examine(data, path, options)
        edits = fixes.chosen(examined.findings, suggested=suggested)
        if not edits:
            break
        if examined.document.source.format == "docx":
            revised = _word(data, path, examined, None, edits, now)
            unmarked = revised.unmarked
        else:
            text = plain.mended(decode(data, str(path)).text, examined.document, edits)
            revised = Revised(_encoded(data, path, text), 0, len(edits))
        if revised.data == data or revised.unmarked == len(edits):
            break
        total += len(edits) - revised.unmarked
        data, examined = revised.data, None
    return Revised(data, 0, total, unmarked)


def difference(before: bytes, after: bytes, path: Path) -> str:
    """A unified diff that a person can read: lines of a text file, paragraphs of a .docx. Raises ReadError."""
    old, new = (_shown(data, path) for data in (before, after))
    return "".join(difflib.unified_diff(old, new, str(path), str(path), n=1))


def _shown(data: bytes, path: Path) -> list[str]:
    if is_package(data):
        return [block.raw.replace("\n", " ") + "\n" for block in read_bytes(data, str(path), _ANY_SIZE).blocks]
    return [line if line.endswith("\n") else f"{line}\n" for line in decode(data, str(path)).text.splitlines(keepends=True)]


def _word(
    data: bytes, path: Path, examined: Examined, remarks: list[Remark] | None, edits: tuple[Edit, ...], now: datetime
) -> Revised:
    from plancheck.write.docx import annotated as annotated_docx

    written, unmarked = annotated_docx(data, str(path), examined.limits, remarks, edits, now)
    return Revised(written, len(remarks or ()), len(edits) - unmarked, unmarked)


def _encoded(data: bytes, path: Path, text: str) -> bytes:
    written = decode(data, str(path)).encoded(text)
    if written is None:
        raise ReadError("{path}: tệp dùng bảng mã windows-1258; hãy lưu lại bằng UTF-8 rồi thử lại", path=path)
    return written
