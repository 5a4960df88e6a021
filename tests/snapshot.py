"""The findings on the corpus of real documents as a table: codes, places and fingerprints, no words of other people's texts.

    python tests/snapshot.py --write

writes tests/corpus_findings.tsv; a test compares it, so that a change of a rule shows its gains and losses as a diff.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent))

from conftest import CORPUS, TODAY
from plancheck import pipeline

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLE = Path(__file__).resolve().parent / "corpus_findings.tsv"
_FOLDERS = ("seeds", "plans", "documents")
_OPTIONS = pipeline.Options(today=TODAY, isolated=True, min_confidence="low")


def rows() -> Iterator[str]:
    """One line a finding, in the order of folders, files and places; a file that cannot be read is one line too."""
    for folder in _FOLDERS:
        for path in sorted(p for p in (CORPUS / folder).glob("*") if p.is_file()):
            report = pipeline.check([path], _OPTIONS).files[0]
            name = f"{folder}/{path.name}"
            if report.error is not None:
                yield f"{name}\tunreadable"
            for finding in report.findings:
                span = finding.span
                place = f"{span.block}:{span.start}-{span.end}" if span else "-"
                yield f"{name}\t{finding.code}\t{finding.severity}\t{finding.confidence}\t{place}\t{finding.fingerprint}"


def stored() -> list[str]:
    """The table as it was last written."""
    return TABLE.read_text(encoding="utf-8").splitlines()


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit(__doc__)
    TABLE.write_text("".join(f"{row}\n" for row in rows()), encoding="utf-8")
