"""Questions to the archive of a folder: papers by number, the tree of a plan, and who has answered it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from plancheck.archive import NAME
from plancheck.archive import tree as trees
from plancheck.archive.known import known
from plancheck.archive.record import record_of
from plancheck.archive.store import Archive
from plancheck.config import above, first_in
from plancheck.config import of as config_of
from plancheck.errors import ReadError
from plancheck.expressions import expression
from plancheck.pipeline import understand

if TYPE_CHECKING:
    from datetime import date

    from plancheck.model.archive import Record
    from plancheck.model.tree import Coverage, TreeNode

_DASHES = expression(r"[‐-―−]")
_SPACES = expression(r"\s+")


def nearest(start: Path, given: Path | None) -> Path | None:
    """The archive that is meant: as given, as configured, else the nearest one above; None when there is none."""
    configured = given or config_of(start).archive
    return configured or first_in(above(start), NAME)


def opened(start: Path, given: Path | None) -> Archive:
    """The archive around a path. Raises ConfigError when there is none."""
    return Archive(nearest(start, given) or start / NAME)


def find(number: str, start: Path, given: Path | None) -> tuple[Record, ...]:
    """The documents of a number, however it is typed: those of the archive, then the known ones. Raises ConfigError, RuleError."""
    wanted = normal(number)
    place = nearest(start, given)
    there: tuple[Record, ...] = ()
    if place is not None:
        with Archive(place) as archive:
            there = archive.numbered(wanted) or archive.numbered_like(wanted)
    listed = known(wanted, config_of(start).known_documents)
    return (*there, *(k for k in listed if all(k.day != r.day for r in there)))


def normal(number: str) -> str:
    """A number as archives have it: no blanks, plain hyphens, Đ for Ð («46/kh – tlđ» is not made capitals: CTr is no CTR)."""
    return _SPACES.sub("", _DASHES.sub("-", number.replace("Ð", "Đ").strip().removeprefix("số ")))


def tree(target: str, given: Path | None, today: date) -> TreeNode:
    """The tree of a plan that is named by its file, or by its number. Raises ReadError when it is neither, ConfigError."""
    path = Path(target)
    start = path if path.exists() else Path.cwd()
    place = nearest(start, given)
    own = config_of(start).known_documents
    if place is None:
        return trees.tree(_record(path, target, None, today), None, own)
    with Archive(place) as archive:
        return trees.tree(_record(path, target, archive, today), archive, own)


def coverage(target: str, given: Path | None, today: date) -> Coverage:
    """Who has answered a plan that is named by its file, or by its number. Raises ReadError, ConfigError."""
    path = Path(target)
    start = path if path.exists() else Path.cwd()
    with opened(start, given) as archive:
        return trees.coverage(_record(path, target, archive, today), archive, config_of(start).known_documents)


def _record(path: Path, target: str, archive: Archive | None, today: date) -> Record:
    if path.is_file():
        document, plan = understand(path, today)
        return record_of(document, plan, archive.name_of(path) if archive is not None else str(path))
    found = archive.numbered(normal(target)) if archive is not None else ()
    if not found:
        raise ReadError("{target}: không phải tệp, và trong kho không có văn bản số này", target=target)
    if len(found) > 1:
        raise ReadError(
            "{target}: trong kho có {n} văn bản cùng số; hãy nêu tệp: {paths}",
            target=target,
            n=len(found),
            paths=", ".join(r.path for r in found[:5]),
        )
    return found[0]
