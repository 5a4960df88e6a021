"""`count`: how many items there are must lie between `min` and `max`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plancheck.model.finding import Related
from plancheck.ruleset.context import Hit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plancheck.ruleset.context import Subject


def check(params: Mapping[str, Any], subject: Subject) -> tuple[Hit, ...]:
    """One hit when there are too few or too many; it points at the first that is too many, else at `at`."""
    most, least = params.get("max"), params.get("min") or 0
    values = {"count": len(subject.of)}
    if most is not None and len(subject.of) > most:
        extra = subject.of[most]
        first = tuple(Related(i.span, i.text) for i in subject.of[:most] if i.span is not None)
        return (Hit(extra, first, values),)
    if len(subject.of) < least:
        return (Hit(subject.of[0] if subject.of else subject.at, (), values),)
    return ()
