"""Whether a text was recognised from a picture: stray signs that nobody types are strewn over it."""

from __future__ import annotations

import re

_STRAY = {"txt": re.compile(r"[|¬\\¿¡^®©~¦¢£§‹›>]"), "md": re.compile(r"[¬¿¡^®©¦¢£]")}
_WORD = re.compile(r"\w+")
_LEAST = 2
_SHARE = 0.001


def recognised(text: str, kind: str) -> bool:
    """True for the text of a scan: at least two stray signs, and one in a thousand words (measured on the corpus)."""
    stray = sum(1 for _ in _STRAY[kind].finditer(text))
    return stray >= _LEAST and stray >= _SHARE * sum(1 for _ in _WORD.finditer(text))
