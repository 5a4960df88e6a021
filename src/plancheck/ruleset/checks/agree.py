"""`agree`: two values of one item must fit each other: equal, or the left among the right ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plancheck.ruleset.context import Hit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plancheck.ruleset.context import Subject


def check(params: Mapping[str, Any], subject: Subject) -> tuple[Hit, ...]:
    """One hit an item whose `left` value is not its `right` value; a missing value is not judged."""
    hits = []
    for item in subject.of:
        left, right = item.value(params["left"]), item.value(params["right"])
        if left is None or right is None:
            continue
        fits = left in right if isinstance(right, tuple | frozenset) else left == right
        if not fits:
            hits.append(
                Hit(item, item.related, {"left": left, "right": right[0] if isinstance(right, tuple) and right else right})
            )
    return tuple(hits)
