"""`resolved`: every item of `of` is among the items of `among`, by set inclusion over units or by equal key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plancheck.ruleset.context import Hit, Unknown
from plancheck.ruleset.select import SELECTORS
from plancheck.text.fold import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plancheck.ruleset.context import Context


def check(params: Mapping[str, Any], context: Context) -> tuple[Hit, ...] | Unknown:
    """One hit an item that none of the others covers. `by: unit` asks the vocabulary which unit includes which."""
    found = SELECTORS[params["of"]](context)
    among = SELECTORS[params["among"]](context)
    if isinstance(found, Unknown):
        return found
    if isinstance(among, Unknown):
        return among
    if params["by"] == "key":
        known = {item.value("key") for item in among}
        return tuple(Hit(item, item.related) for item in found if item.value("key") not in known)
    units = [item.value("unit") for item in among if item.value("unit") is not None]
    texts = [words(str(item.value("recipient") or item.text)) for item in among]
    hits = []
    for item in found:
        unit = item.value("unit")
        if unit is None:
            continue
        if params["covers"] == "among":
            covered = any(context.vocabulary.covers(other, unit) for other in units) or any(
                words(item.text) in text for text in texts
            )
        else:
            covered = any(context.vocabulary.covers(unit, other) or context.vocabulary.covers(other, unit) for other in units)
        if not covered:
            hits.append(Hit(item, item.related))
    return tuple(hits)
