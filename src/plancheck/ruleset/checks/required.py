"""`required`: at least one item must be there. The finding points at `at`, where the missing thing would stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plancheck.ruleset.context import Hit, Item, Unknown
from plancheck.ruleset.select import SELECTORS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plancheck.ruleset.context import Context


def check(params: Mapping[str, Any], context: Context) -> tuple[Hit, ...] | Unknown:
    """One hit when `of` selects nothing."""
    found = SELECTORS[params["of"]](context)
    if isinstance(found, Unknown):
        return found
    if found:
        return ()
    anchor = SELECTORS[params["at"]](context)
    place = () if isinstance(anchor, Unknown) else anchor[:1]
    return (Hit(place[0] if place else Item(None, "")),)
