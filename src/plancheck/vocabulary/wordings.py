"""Short forms of the language of plans as compiled expressions, by their names in rules/vocabulary/wordings.yaml."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from plancheck.expressions import expression
from plancheck.text.fold import LOWER, UPPER, key
from plancheck.vocabulary.load import load

if TYPE_CHECKING:
    from collections.abc import Iterable


@cache
def wording(name: str) -> re.Pattern[str]:
    """The expression of that name. Raises KeyError."""
    return expression(filled(load().wordings[name]))


def filled(pattern: str) -> str:
    """A pattern with what its placeholders stand for: `@UPPER@`, `@LOWER@`, `@list of phrases@`. Raises KeyError."""
    return re.sub(r"@([\w-]+)@", lambda m: _LETTERS.get(m[1]) or alternatives(load().phrases[m[1]]), pattern)


def alternatives(phrases: Iterable[str]) -> str:
    """Phrases as the alternatives of a pattern on keys, the longest first."""
    return "|".join(re.escape(k).replace(r"\ ", r"\s") for k in sorted(map(key, phrases), key=len, reverse=True))


_LETTERS = {"UPPER": UPPER, "LOWER": LOWER}
