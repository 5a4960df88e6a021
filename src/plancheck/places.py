"""Where a key stands in a file that people write: the place of the key itself, else of the nearest one above it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

Position = tuple[int, int]
Part = TypeVar("Part", bound="str | int")


def nearest(places: Mapping[tuple[Part, ...], Position], key: tuple[Part, ...]) -> Position:
    """(line, column) of a key, from 1; the head of the file when nothing above it is known either."""
    return next((places[key[:n]] for n in range(len(key), -1, -1) if key[:n] in places), (1, 1))
