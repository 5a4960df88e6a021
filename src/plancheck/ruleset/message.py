"""Messages of rules: templates with `{name}` and `{first.name}`, filled from the values of a hit. Nothing is evaluated."""

from __future__ import annotations

import string
from datetime import date
from typing import TYPE_CHECKING, Any

from plancheck.ruleset.context import Item

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from plancheck.ruleset.context import Hit

MISSING = "‹?›"


def values_of(hit: Hit, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Everything that a template may name: the item's values, the check's, and `values.…` of the office."""
    return {**hit.item.values, "text": hit.item.text, **hit.values, "values": settings}


def fill(template: str, values: Mapping[str, Any]) -> str:
    """The template with its names filled in; an unknown name becomes «‹?›»."""
    return _FORMATTER.vformat(template, (), values)


class _Formatter(string.Formatter):
    """`{first.actor}` asks an item for a value by name; no attribute of any object is reached."""

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[Any, str]:
        del args
        head, _, rest = field_name.partition(".")
        value: Any = kwargs.get(head, MISSING)
        if isinstance(value, Item):
            value = value.value(rest) if rest else value.text
        elif isinstance(value, dict) and rest:
            value = value.get(rest, MISSING)
        return _shown(value), head

    def format_field(self, value: Any, format_spec: str) -> str:
        del format_spec
        return str(value)


def _shown(value: Any) -> str:
    if value is None:
        return MISSING
    if isinstance(value, date):
        month = f"{value.month:02d}" if value.month < 3 else str(value.month)
        return f"{value.day:02d}/{month}/{value.year}"
    if isinstance(value, tuple | list | frozenset):
        return ", ".join(str(v) for v in value)
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)


_FORMATTER = _Formatter()
