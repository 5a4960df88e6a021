"""Documents that are known without being there: those that plancheck ships, and a user's own list."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plancheck import cache, resources
from plancheck.errors import RuleError
from plancheck.model.archive import Named, Record
from plancheck.parse.units import unit_called
from plancheck.places import Stamp, nearest, stamp_of

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "known-documents.yaml"
_SCHEMA = Path(__file__).with_name("schema.py")


def known(number: str, own: tuple[Path, ...] = ()) -> tuple[Record, ...]:
    """The known documents of a number; a user's own entry stands in place of ours. Raises RuleError at file:line:column."""
    for path in reversed((resources.vocabulary_dir() / NAME, *own)):
        found: tuple[Record, ...] = _entries(path, stamp_of(path)).get(number)
        if found:
            return found
    return ()


def digest(own: tuple[Path, ...] = ()) -> str:
    """SHA-256 of all lists: what a result that rests on them depends on."""
    return "".join(_digest(path, stamp_of(path)) for path in (resources.vocabulary_dir() / NAME, *own))


@lru_cache(maxsize=8)
def _digest(path: Path, stamp: Stamp) -> str:
    return cache.digest([path]) if stamp is not None else ""


class _Entries(dict[str, tuple[Record, ...]]):
    """Records by number, made when they are asked for: a plan cites few of them."""

    def __init__(self, raw: Mapping[str, list[dict[str, Any]]]) -> None:
        super().__init__()
        self._raw = raw

    def get(self, number: str, default: Any = ()) -> Any:
        """The records of a number."""
        if number not in self and number in self._raw:
            self[number] = tuple(_record(entry) for entry in self._raw[number])
        return super().get(number, default)


@lru_cache(maxsize=8)
def _entries(path: Path, stamp: Stamp) -> _Entries:
    name = hashlib.sha256(str(path.resolve()).encode("utf-8", "replace")).hexdigest()[:8]
    raw: list[dict[str, Any]] = cache.compiled(
        f"known-{name}", _digest(path, stamp) + cache.digest([_SCHEMA]), lambda: _validated(path)
    )
    by_number: dict[str, list[dict[str, Any]]] = {}
    for entry in raw:
        by_number.setdefault(entry["number"], []).append(entry)
    return _Entries(by_number)


def _validated(path: Path) -> list[dict[str, Any]]:
    from pydantic import ValidationError

    from plancheck.archive.schema import KnownDocuments
    from plancheck.yaml_file import load as load_yaml

    shown = resources.shown(path)
    raw, positions = load_yaml(path, shown)
    try:
        entries: list[dict[str, Any]] = KnownDocuments.model_validate(raw).model_dump(mode="json")["documents"]
    except ValidationError as error:
        first = error.errors()[0]
        line, column = nearest(positions, first["loc"])
        raise RuleError("{shown}:{line}:{column}: {msg}", shown=shown, line=line, column=column, msg=first["msg"]) from None
    return entries


def _record(entry: Mapping[str, Any]) -> Record:
    issuer = entry["issuer"]
    return Record(
        path="",
        sha256="",
        number=entry["number"],
        kind=entry["kind"],
        day=_day(entry["date"]),
        issuer=Named(issuer, unit_called(issuer)) if issuer else None,
        subject=entry["subject"],
        start=_day(entry["valid_from"]),
        end=_day(entry["to"]),
        replaced_by=entry["replaced_by"],
        certain=entry["certain"],
    )


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
