"""`unique`: no two items may have the same `key`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plancheck.model.finding import Related
from plancheck.ruleset.context import Hit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plancheck.ruleset.context import Item, Subject


def check(params: Mapping[str, Any], subject: Subject) -> tuple[Hit, ...]:
    """One hit a repeated item, with the first one as related words."""
    first: dict[object, Item] = {}
    hits = []
    for item in subject.of:
        name = item.value(params["key"])
        if not name:
            continue
        before = first.setdefault(name, item)
        if before is not item and before.span is not None:
            hits.append(Hit(item, (Related(before.span, before.text),)))
    return tuple(hits)
