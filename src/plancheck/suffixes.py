"""Names of files: the kinds that are read as documents, and what marks an annotated copy. By itself: who asks for a name loads no reader."""

from __future__ import annotations

SUFFIXES = frozenset({".docx", ".docm", ".md", ".markdown", ".txt"})
REVIEWED = ".nhan-xet."
