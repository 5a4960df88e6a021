"""Word files written back: remarks as comments, changes as tracked insertions and deletions; all else stays as it was."""

from __future__ import annotations

from plancheck.write.docx.annotate import annotated

__all__ = ["annotated"]
