"""`layout`: fonts, sizes, margins, alignment of a component. Judged on Word files only; mixed or unsaid values are not judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plancheck.ruleset.context import Hit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plancheck.ruleset.context import Subject

# Word rounds millimetres to twips, and A4 is written as 11906, 11907 or 11909 of them; sizes of letters are exact.
_TOLERANCE = 0.6
_EXACT = frozenset({"size"})


def check(params: Mapping[str, Any], subject: Subject) -> tuple[Hit, ...]:
    """One hit a component and property that is not as `with` asks: a value, a list of values, or {min, max}, lengths with tolerance 0.6 mm."""
    hits = []
    for item in subject.of:
        for name, wanted in params["with_"].items():
            value = item.value(name)
            if wanted is None or value is None or _fits(value, wanted, 0 if name in _EXACT else _TOLERANCE):
                continue
            hits.append(Hit(item, item.related, {"property": name, "found": value, "wanted": _shown(wanted)}))
            break
    return tuple(hits[: params.get("most") or len(hits)])


def _fits(value: Any, wanted: Any, tolerance: float) -> bool:
    if isinstance(wanted, dict):
        return bool(wanted["min"] - tolerance <= value <= wanted["max"] + tolerance)
    if isinstance(wanted, list):
        return any(_fits(value, one, tolerance) for one in wanted)
    if isinstance(wanted, str) and isinstance(value, str):
        return value.casefold().startswith(wanted.casefold())
    return bool(value == wanted)


def _shown(wanted: Any) -> str:
    if isinstance(wanted, dict):
        return f"{wanted['min']:g}-{wanted['max']:g}"
    if isinstance(wanted, list):
        return " / ".join(_shown(w) for w in wanted)
    return str(wanted)
