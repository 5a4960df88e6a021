"""`required`: at least one item must be there. The finding points at `at`, where the missing thing would stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plancheck.ruleset.context import Hit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plancheck.ruleset.context import Subject


def check(params: Mapping[str, Any], subject: Subject) -> tuple[Hit, ...]:
    """One hit when `of` selects nothing."""
    del params
    if subject.of:
        return ()
    return (Hit(subject.at),)
