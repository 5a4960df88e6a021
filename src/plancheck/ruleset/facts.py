"""Facts of a plan that `when: {equals: …}` may ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plancheck.ruleset.context import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from plancheck.ruleset.context import Context, Select

FACTS: Mapping[str, Callable[[Context], Any]] = {
    "family": lambda c: c.plan.family,
    "stage": lambda c: c.stage,
    "format": lambda c: c.document.source.format,
    "layout-known": lambda c: c.document.source.layout_known,
    "issuer.level": lambda c: c.plan.issuer_unit.level if c.plan.issuer_unit else None,
    "issued-with": lambda c: c.plan.header.issued_with is not None,
}


def holds(when: Mapping[str, Any] | None, context: Context, select: Select) -> bool:
    """Whether a condition holds; no condition always does. What cannot be known does not hold."""
    if when is None:
        return True
    if when.get("exists") is not None:
        found = select(when["exists"])
        return not isinstance(found, Unknown) and bool(found)
    if when.get("equals") is not None:
        return all(str(FACTS[name](context)).lower() == str(wanted).lower() for name, wanted in when["equals"].items())
    if when.get("all") is not None:
        return all(holds(one, context, select) for one in when["all"])
    return not holds(when.get("not_") or when.get("not"), context, select)
