"""What the formats for machines share: where a finding stands for a program that knows files, lines and columns."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plancheck.model.finding import FileReport, Finding, Report


class Spot(NamedTuple):
    """A place as CI services want it: the paragraph as in `plancheck text` stands for the line; all counted from 1, the end behind."""

    line: int
    column: int
    end_column: int


def spot(finding: Finding) -> Spot:
    """Where a finding is shown; the first line for what has no place."""
    span = finding.span
    return Spot(span.block + 1, span.start + 1, span.end + 1) if span is not None else Spot(1, 1, 1)


def path_of(file: FileReport) -> str:
    """The path with forward slashes, as it was given."""
    return PurePath(file.path).as_posix()


def findings(report: Report) -> Iterator[tuple[FileReport, Finding]]:
    """All findings with their files."""
    return ((file, finding) for file in report.files for finding in file.findings)


def sentence(finding: Finding) -> str:
    """What is wrong and how to mend it, in one line."""
    return f"{finding.message}; {finding.hint}"
