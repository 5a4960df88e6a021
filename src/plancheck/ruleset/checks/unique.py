"""`unique`: no two items may have the same `key`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plancheck.model.finding import Related
from plancheck.ruleset.context import Hit, Unknown
from plancheck.ruleset.select import SELECTORS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plancheck.ruleset.context import Context, Item


def check(params: Mapping[str, Any], context: Context) -> tuple[Hit, ...] | Unknown:
    """One hit a repeated item, with the first one as related words."""
    found = SELECTORS[params["of"]](context)
    if isinstance(found, Unknown):
        return found
    first: dict[object, Item] = {}
    hits = []
    for item in found:
        name = item.value(params["key"])
        if not name:
            continue
        before = first.setdefault(name, item)
        if before is not item and before.span is not None:
            hits.append(Hit(item, (Related(before.span, before.text),)))
    return tuple(hits)
