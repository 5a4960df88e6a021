"""Files that people write: where a key stands in them, and whether they are still as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Position = tuple[int, int]
Stamp = tuple[int, int] | None
Part = TypeVar("Part", bound="str | int")


def nearest(places: Mapping[tuple[Part, ...], Position], key: tuple[Part, ...]) -> Position:
    """(line, column) of a key, from 1; the head of the file when nothing above it is known either."""
    return next((places[key[:n]] for n in range(len(key), -1, -1) if key[:n] in places), (1, 1))


def stamp_of(path: Path) -> Stamp:
    """Time and size of a file, None when it is not there: what a long-lived process knows of it is kept by this."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size
