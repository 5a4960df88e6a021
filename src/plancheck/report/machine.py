"""What the formats for machines share: where a finding stands for a program that knows files, lines and columns."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from plancheck.model.finding import FileReport, Finding, Report
    from plancheck.model.passage import Passage
    from plancheck.model.span import Span


class Spot(NamedTuple):
    """A place as CI services want it, all counted from 1, the end behind: lines of a text file, else paragraphs of `plancheck text`."""

    line: int
    column: int
    end_line: int
    end_column: int


def spot(file: FileReport, span: Span | None, width: Callable[[str], int] = len) -> Spot:
    """Where words stand, columns in the units of `width`; the first line for what has no place."""
    if span is None:
        return Spot(1, 1, 1, 1)
    passage = file.passages[span.block]
    if passage.line is None:
        column, end_column = (width(passage.text[:offset]) + 1 for offset in (span.start, span.end))
        return Spot(span.block + 1, column, span.block + 1, end_column)
    start = passage.offsets.origin(span.start)
    end = max(start, passage.offsets.origin(max(span.end - 1, span.start)) + 1)
    line, column = _in_file(passage, start, width)
    end_line, end_column = _in_file(passage, end, width)
    return Spot(line, column, end_line, end_column)


def octets(text: str) -> int:
    """The length of a text in bytes of UTF-8."""
    return len(text.encode())


def _in_file(passage: Passage, offset: int, width: Callable[[str], int]) -> tuple[int, int]:
    """Line and column of an offset of the raw text; the first line counts from where the paragraph begins in it."""
    before = passage.raw[:offset]
    last = before.rfind("\n")
    lead = passage.octet if width is octets else passage.column
    return (passage.line or 1) + before.count("\n"), width(before[last + 1 :]) + (1 if last >= 0 else lead)


def path_of(file: FileReport) -> str:
    """The path with forward slashes, as it was given; bytes that are no UTF-8 are told as such."""
    return PurePath(file.path).as_posix().encode("utf-8", "backslashreplace").decode()


def findings(report: Report) -> Iterator[tuple[FileReport, Finding]]:
    """All findings with their files."""
    return ((file, finding) for file in report.files for finding in file.findings)


def sentence(finding: Finding) -> str:
    """What is wrong and how to mend it, in one line."""
    return f"{finding.message}; {finding.hint}"
