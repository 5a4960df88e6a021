"""`forbidden`: nothing of the kind may be there; with `pattern` only items whose words it finds count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plancheck.ruleset.context import Hit, Unknown
from plancheck.ruleset.patterns import compiled
from plancheck.ruleset.select import SELECTORS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plancheck.ruleset.context import Context


def check(params: Mapping[str, Any], context: Context) -> tuple[Hit, ...] | Unknown:
    """One hit an item."""
    found = SELECTORS[params["of"]](context)
    if isinstance(found, Unknown):
        return found
    pattern = compiled(params["pattern"]) if params.get("pattern") else None
    return tuple(Hit(item, item.related) for item in found if pattern is None or pattern.search(item.text))
