"""`forbidden`: nothing of the kind may be there; with `pattern` only items whose words it finds count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plancheck.ruleset.context import Hit
from plancheck.ruleset.patterns import compiled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plancheck.ruleset.context import Subject


def check(params: Mapping[str, Any], subject: Subject) -> tuple[Hit, ...]:
    """One hit an item."""
    pattern = compiled(params["pattern"]) if params.get("pattern") else None
    return tuple(Hit(item, item.related) for item in subject.of if pattern is None or pattern.search(item.text))
