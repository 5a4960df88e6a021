"""Set phrases of the vocabulary as compiled patterns on keys."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from plancheck.expressions import expression
from plancheck.vocabulary import load

if TYPE_CHECKING:
    import re


def keys(name: str) -> tuple[str, ...]:
    """The phrases of a list as keys, the longest first."""
    return load().keys[name]


def alternatives(name: str) -> str:
    """The phrases of a list as alternatives of a pattern, the longest first."""
    return load().alternatives[name]


@lru_cache(maxsize=64)
def pattern(name: str) -> re.Pattern[str]:
    """A pattern that finds any phrase of a list as whole words in a key."""
    return expression(rf"(?<!\w)(?:{alternatives(name)})(?!\w)")


@lru_cache(maxsize=64)
def prefix(name: str) -> re.Pattern[str]:
    """A pattern that matches any phrase of a list at the beginning of a key."""
    return expression(rf"(?:[-–•*+]\s?)?(?P<phrase>{alternatives(name)})(?!\w)")
