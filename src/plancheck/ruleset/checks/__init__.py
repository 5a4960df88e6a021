"""The closed set of check kinds, one module a kind. A check is a pure function of its parameters and its subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plancheck.ruleset.checks import (
    agree,
    consistent,
    count,
    each,
    forbidden,
    layout,
    matches,
    numbering,
    ordered,
    required,
    resolved,
    substitute,
    unique,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from plancheck.ruleset.context import Hit, Subject

KINDS: Mapping[str, Callable[[Mapping[str, Any], Subject], tuple[Hit, ...]]] = {
    "agree": agree.check,
    "consistent": consistent.check,
    "count": count.check,
    "each": each.check,
    "forbidden": forbidden.check,
    "layout": layout.check,
    "matches": matches.check,
    "numbering": numbering.check,
    "ordered": ordered.check,
    "required": required.check,
    "resolved": resolved.check,
    "substitute": substitute.check,
    "unique": unique.check,
}
