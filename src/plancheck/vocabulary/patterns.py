"""How phrases of the vocabulary become parts of patterns. Worked out once for a version of the knowledge files, and kept with them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plancheck.text.fold import LOWER, UPPER, key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LETTERS = {"UPPER": UPPER, "LOWER": LOWER}
_PLACEHOLDER = r"@([\w-]+)@"


def keys(phrases: Iterable[str]) -> tuple[str, ...]:
    """Phrases as keys, the longest first."""
    return tuple(sorted(map(key, phrases), key=len, reverse=True))


def alternatives(phrases: Iterable[str]) -> str:
    """Phrases as the alternatives of a pattern on keys, the longest first."""
    return "|".join(re.escape(k).replace(r"\ ", r"\s") for k in keys(phrases))


def filled(pattern: str, lists: Mapping[str, Iterable[str]]) -> str:
    """A pattern with what its placeholders stand for: `@UPPER@`, `@LOWER@`, `@list of phrases@`. Raises KeyError."""
    return re.sub(_PLACEHOLDER, lambda m: _LETTERS.get(m[1]) or alternatives(lists[m[1]]), pattern)
