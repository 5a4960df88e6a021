"""`ordered`: what must come first does come first: two dates of one item, or items of a group by rank (design: deadlines)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plancheck.model.finding import Related
from plancheck.ruleset.context import Hit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plancheck.ruleset.context import Item, Subject


def check(params: Mapping[str, Any], subject: Subject) -> tuple[Hit, ...]:
    """With `fields`: one hit an item whose first date lies after its second.

    Without: items carry `group`, `rank`, `when` (last day) and `certain` (first day). Within a group a lower rank must not
    end after a higher one; where the intervals only allow disorder the hit is marked possible. `strict` forbids equal days.
    """
    if params.get("fields"):
        return _within(subject.of, *params["fields"], strict=params["strict"])
    return _between(subject.of, strict=params["strict"])


def _within(found: tuple[Item, ...], first: str, second: str, *, strict: bool) -> tuple[Hit, ...]:
    hits = []
    for item in found:
        before, after = item.value(first), item.value(second)
        if before is None or after is None:
            continue
        if _after(before, after, strict=strict):
            hits.append(Hit(item, item.related))
    return tuple(hits)


def _between(found: tuple[Item, ...], *, strict: bool) -> tuple[Hit, ...]:
    groups: dict[object, list[Item]] = {}
    for item in found:
        groups.setdefault(item.value("group"), []).append(item)
    hits = []
    for items in groups.values():
        earliest = _earliest_above(items)
        for lower in items:
            higher = earliest[lower.value("rank")]
            if higher is None or not _after(lower.value("when"), higher.value("when"), strict=strict):
                continue
            certain = _after(lower.value("certain"), higher.value("when"), strict=strict)
            related = (Related(higher.span, higher.text),) if higher.span is not None else ()
            hits.append(Hit(lower, related, {"first": lower, "second": higher}, possible=not certain))
    return tuple(hits)


def _after(one: Any, other: Any, *, strict: bool) -> bool:
    return bool(one >= other if strict else one > other)


def _earliest_above(items: list[Item]) -> Mapping[Any, Item | None]:
    """For every rank the item of a higher rank that ends first: one pass, as a plan may hold a thousand dates of one chain."""
    first: dict[Any, Item] = {}
    for item in items:
        best = first.setdefault(item.value("rank"), item)
        if item.value("when") < best.value("when"):
            first[item.value("rank")] = item
    above: dict[Any, Item | None] = {}
    earliest: Item | None = None
    for rank in sorted(first, reverse=True):
        above[rank] = earliest
        if earliest is None or first[rank].value("when") <= earliest.value("when"):
            earliest = first[rank]
    return above
