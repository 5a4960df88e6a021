"""`ordered`: what must come first does come first: two dates of one item, or items of a group by rank (design: deadlines)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plancheck.model.finding import Related
from plancheck.ruleset.context import Hit, Unknown
from plancheck.ruleset.select import SELECTORS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plancheck.ruleset.context import Context, Item


def check(params: Mapping[str, Any], context: Context) -> tuple[Hit, ...] | Unknown:
    """With `fields`: one hit an item whose first date lies after its second.

    Without: items carry `group`, `rank`, `when` (last day) and `certain` (first day). Within a group a lower rank must not
    end after a higher one; where the intervals only allow disorder the hit is marked possible. `strict` forbids equal days.
    """
    found = SELECTORS[params["of"]](context)
    if isinstance(found, Unknown):
        return found
    if params.get("fields"):
        return _within(found, *params["fields"], strict=params["strict"])
    return _between(found, strict=params["strict"])


def _within(found: tuple[Item, ...], first: str, second: str, *, strict: bool) -> tuple[Hit, ...]:
    hits = []
    for item in found:
        before, after = item.value(first), item.value(second)
        if before is None or after is None:
            continue
        if before > after or (strict and before == after):
            hits.append(Hit(item, item.related))
    return tuple(hits)


def _between(found: tuple[Item, ...], *, strict: bool) -> tuple[Hit, ...]:
    groups: dict[object, list[Item]] = {}
    for item in found:
        groups.setdefault(item.value("group"), []).append(item)
    hits = []
    for items in groups.values():
        for lower in items:
            late = [
                higher
                for higher in items
                if higher.value("rank") > lower.value("rank")
                and (lower.value("when") > higher.value("when") or (strict and lower.value("when") == higher.value("when")))
            ]
            if not late:
                continue
            higher = min(late, key=lambda i: i.value("when"))
            certain = lower.value("certain") > higher.value("when") or (strict and lower.value("certain") == higher.value("when"))
            related = (Related(higher.span, higher.text),) if higher.span is not None else ()
            hits.append(Hit(lower, related, {"first": lower, "second": higher}, possible=not certain))
    return tuple(hits)
