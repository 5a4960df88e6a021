"""Records as JSON and back: lists of field values in the order of the fields, so that an entry is small and quick to read."""

from __future__ import annotations

import json
import types
import typing
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from plancheck.model.archive import Record
from plancheck.model.value import Value

if TYPE_CHECKING:
    from collections.abc import Callable

# Changes whenever a record gets another shape: an archive of another format is built anew.
FORMAT = 2


def dumped(record: Record) -> str:
    """A record as JSON."""
    return json.dumps(_plain(record), ensure_ascii=False, separators=(",", ":"))


def loaded(text: str) -> Record:
    """The record of a JSON text. Raises ValueError, TypeError or KeyError for a text that `dumped` did not make."""
    record: Record = _reader(Record)(json.loads(text))
    return record


def _plain(value: Any) -> Any:
    if isinstance(value, Value):
        return [_plain(getattr(value, name)) for name in value.__struct_fields__]
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    return value.isoformat() if isinstance(value, date) else value


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """What turns plain data into a value of a type: values, tuples, dates, optional ones, and scalars as they are."""
    if isinstance(kind, type) and issubclass(kind, Value):
        hints = typing.get_type_hints(kind)
        readers = [_reader(hints[name]) for name in kind.__struct_fields__]
        return lambda data: kind(*(read(v) for read, v in zip(readers, data, strict=True)))
    if kind is date:
        return date.fromisoformat
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        inner = _reader(arguments[0])
        return lambda data: tuple(inner(v) for v in data)
    if origin in {typing.Union, types.UnionType}:
        inner = _reader(next(a for a in arguments if a is not type(None)))
        return lambda data: None if data is None else inner(data)
    return lambda data: data
