"""Widths in terminal cells: combining marks take none, wide letters two."""

from __future__ import annotations

import unicodedata


def width(text: str) -> int:
    """Cells that a text takes."""
    return sum(_cell(c) for c in text)


def _cell(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
