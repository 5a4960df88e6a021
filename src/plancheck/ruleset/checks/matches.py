"""`matches`: a field of every item must match a pattern, or be one of some words. Items without the field are not judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plancheck.ruleset.context import Hit, Unknown
from plancheck.ruleset.patterns import compiled
from plancheck.ruleset.select import SELECTORS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plancheck.ruleset.context import Context


def check(params: Mapping[str, Any], context: Context) -> tuple[Hit, ...] | Unknown:
    """One hit an item whose `field` does not match `pattern` (whole) and is none of `one-of`."""
    found = SELECTORS[params["of"]](context)
    if isinstance(found, Unknown):
        return found
    pattern = compiled(params["pattern"]) if params.get("pattern") else None
    words = params.get("one_of") or ()
    hits = []
    for item in found:
        value = item.value(params["field"])
        if value is None:
            continue
        fits = (pattern is not None and pattern.fullmatch(str(value))) or value in words
        if not fits:
            hits.append(Hit(item, item.related, {"found": value}))
    return tuple(hits)
