"""`consistent`: within a group all items have one `value`. One finding a group: the commonest value is taken as meant."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from plancheck.model.finding import Related
from plancheck.ruleset.context import Hit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plancheck.ruleset.context import Item, Subject


def check(params: Mapping[str, Any], subject: Subject) -> tuple[Hit, ...]:
    """One hit a group with several values: at the first item of the rarest value, the others related."""
    groups: dict[object, list[Item]] = {}
    for item in subject.of:
        if item.value(params["value"]) is not None:
            groups.setdefault(item.value(params["group"]), []).append(item)
    hits = []
    for items in groups.values():
        tally = Counter(item.value(params["value"]) for item in items)
        if len(tally) < 2:
            continue
        usual = tally.most_common(1)[0][0]
        odd = [item for item in items if item.value(params["value"]) != usual]
        reference = next(item for item in items if item.value(params["value"]) == usual)
        others = [reference, *odd[1:]]
        related = tuple(Related(item.span, item.text) for item in others[:6] if item.span is not None)
        hits.append(Hit(odd[0], related, {"first": reference, "second": odd[0], "count": len(odd), "usual": tally[usual]}))
    return tuple(hits)
