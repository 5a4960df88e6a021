"""`resolved`: every item of `of` is among the items of `among`, by set inclusion over units or by equal key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plancheck.ruleset.context import Hit
from plancheck.text.fold import bare
from plancheck.text.initials import names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plancheck.ruleset.context import Subject


def check(params: Mapping[str, Any], subject: Subject) -> tuple[Hit, ...]:
    """One hit an item that none of the others covers. `by: unit` asks the vocabulary which unit includes which."""
    if params["by"] == "key":
        known = {item.value("key") for item in subject.among}
        return tuple(Hit(item, item.related) for item in subject.of if item.value("key") not in known)
    covers = subject.context.vocabulary.covers
    units = [item.value("unit") for item in subject.among if item.value("unit") is not None]
    texts = [bare(str(item.value("recipient") or item.text)) for item in subject.among]
    hits = []
    for item in subject.of:
        unit = item.value("unit")
        if unit is None:
            continue
        if params["covers"] == "among":
            covered = any(covers(other, unit) for other in units) or any(names(text, bare(item.text)) for text in texts)
        else:
            covered = any(covers(unit, other) or covers(other, unit) for other in units)
        if not covered:
            hits.append(Hit(item, item.related))
    return tuple(hits)
