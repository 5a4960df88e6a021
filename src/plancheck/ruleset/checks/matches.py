"""`matches`: a field of every item must match a pattern, or be one of some words. Items without the field are not judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plancheck.ruleset.context import Hit
from plancheck.ruleset.patterns import compiled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plancheck.ruleset.context import Subject


def check(params: Mapping[str, Any], subject: Subject) -> tuple[Hit, ...]:
    """One hit an item whose `field` does not match `pattern` (whole) and is none of `one-of`."""
    pattern = compiled(params["pattern"]) if params.get("pattern") else None
    words = params.get("one_of") or ()
    hits = []
    for item in subject.of:
        value = item.value(params["field"])
        if value is None:
            continue
        fits = (pattern is not None and pattern.fullmatch(str(value))) or value in words
        if not fits:
            hits.append(Hit(item, item.related, {"found": value}))
    return tuple(hits)
