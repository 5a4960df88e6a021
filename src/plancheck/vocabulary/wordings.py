"""Short forms of the language of plans as compiled expressions, by their names in rules/vocabulary/wordings.yaml."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from plancheck.expressions import expression
from plancheck.vocabulary.load import load

if TYPE_CHECKING:
    import re


@cache
def wording(name: str) -> re.Pattern[str]:
    """The expression of that name. Raises KeyError."""
    return expression(load().wordings[name])
