"""`count`: how many items there are must lie between `min` and `max`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plancheck.model.finding import Related
from plancheck.ruleset.context import Hit, Item, Unknown
from plancheck.ruleset.select import SELECTORS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plancheck.ruleset.context import Context


def check(params: Mapping[str, Any], context: Context) -> tuple[Hit, ...] | Unknown:
    """One hit when there are too few or too many; it points at the first that is too many, else at `at`."""
    found = SELECTORS[params["of"]](context)
    if isinstance(found, Unknown):
        return found
    most, least = params.get("max"), params.get("min") or 0
    values = {"count": len(found)}
    if most is not None and len(found) > most:
        extra = found[most]
        first = tuple(Related(i.span, i.text) for i in found[:most] if i.span is not None)
        return (Hit(extra, first, values),)
    if len(found) < least:
        anchor = SELECTORS[params["at"]](context) if params.get("at") else ()
        place = found[:1] or (() if isinstance(anchor, Unknown) else anchor[:1])
        return (Hit(place[0] if place else Item(None, ""), (), values),)
    return ()
