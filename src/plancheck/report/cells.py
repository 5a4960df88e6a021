"""Widths in terminal cells (combining marks take none, wide letters two), and texts cut to a length."""

from __future__ import annotations

import unicodedata

from plancheck.expressions import expression

# Latin with all its composed letters, and the punctuation of a plan, take one cell each: only the rest is looked up.
_REST = expression(r"[^\x20-\u02ff\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u2190-\u22ff]")


def width(text: str) -> int:
    """Cells that a text takes."""
    return len(text) + sum(_cells(c) - 1 for c in _REST.findall(text))


def shortened(text: str, longest: int) -> str:
    """A text of at most so many characters, the last one «…» where it was cut."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
