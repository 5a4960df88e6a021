"""`each`: every item must have certain parts. One hit an item, naming the first part that it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plancheck.ruleset.context import Hit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plancheck.ruleset.context import Subject


def check(params: Mapping[str, Any], subject: Subject) -> tuple[Hit, ...]:
    """One hit an item that lacks one of the values named in `has`."""
    hits = []
    for item in subject.of:
        missing = next((part for part in params["has"] if item.value(part) in {None, ""}), None)
        if missing is not None:
            hits.append(Hit(item, item.related, {"missing": missing}))
    return tuple(hits)
