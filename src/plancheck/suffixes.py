"""The kinds of files that are read as documents; by itself, so that what only asks for a name loads no reader."""

from __future__ import annotations

SUFFIXES = frozenset({".docx", ".docm", ".md", ".markdown", ".txt"})
