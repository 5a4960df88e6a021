"""Files that people write: where a key stands in them, and whether they are still as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from plancheck.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Position = tuple[int, int]
Stamp = tuple[int, int] | None
Part = TypeVar("Part", bound="str | int")


def nearest(places: Mapping[tuple[Part, ...], Position], key: tuple[Part, ...]) -> Position:
    """(line, column) of a key, from 1; the head of the file when nothing above it is known either."""
    return next((places[key[:n]] for n in range(len(key), -1, -1) if key[:n] in places), (1, 1))


def fault(path: Path, places: Mapping[tuple[Part, ...], Position], key: tuple[Part, ...], what: str) -> ConfigError:
    """The error that tells what is wrong at the place of a key."""
    line, column = nearest(places, key)
    return ConfigError("{path}:{line}:{column}: {what}", path=path, line=line, column=column, what=what)


def stamp_of(path: Path) -> Stamp:
    """Time and size of a file, None when it is not there: what a long-lived process knows of it is kept by this."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size
