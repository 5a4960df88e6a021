"""`agree`: two values of one item must fit each other: equal, or the left among the right ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plancheck.ruleset.context import Hit, Unknown
from plancheck.ruleset.select import SELECTORS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plancheck.ruleset.context import Context


def check(params: Mapping[str, Any], context: Context) -> tuple[Hit, ...] | Unknown:
    """One hit an item whose `left` value is not its `right` value; a missing value is not judged."""
    found = SELECTORS[params["of"]](context)
    if isinstance(found, Unknown):
        return found
    hits = []
    for item in found:
        left, right = item.value(params["left"]), item.value(params["right"])
        if left is None or right is None:
            continue
        fits = left in right if isinstance(right, tuple | frozenset) else left == right
        if not fits:
            hits.append(
                Hit(item, item.related, {"left": left, "right": right[0] if isinstance(right, tuple) and right else right})
            )
    return tuple(hits)
