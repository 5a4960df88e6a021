"""Files among the paths that a user names: folders walked in the order of names, what cannot be entered told and not passed over."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from plancheck.config import fits
from plancheck.errors import ReadError
from plancheck.settings import by_path
from plancheck.suffixes import REVIEWED, SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from plancheck.settings import Options, Settings

_TEMPORARY = ("~$", ".~", "._")  # lock files of Word and LibreOffice, shadows of macOS


def expand(paths: Iterable[Path], exclude: tuple[str, ...] = (), *, force: bool = False) -> Iterator[Path | ReadError]:
    """The documents among paths: a file as it is, a folder with all documents below it in the order of names.

    Hidden files and folders, lock files, annotated copies (`*.nhan-xet.*`) and what `exclude` names are left out; a file named by the user is not, unless `force` says so.
    Links to folders are not followed, so that a circle of them does no harm. A folder that cannot be entered, or that holds no document
    at all, comes out as an error in its place.
    """
    for path in paths:
        if not path.is_dir():
            if not (force and excluded(path, exclude)):
                yield path
            continue
        found = False
        for inner in _below(path):
            if isinstance(inner, ReadError) or not excluded(inner, exclude):
                yield inner
                found = True
        if not found:
            yield ReadError("{path}: thư mục không có tệp .docx, .md hay .txt nào", path=path)


def governed(paths: Iterable[Path], options: Options) -> Iterator[Path | ReadError]:
    """The files that a run reads, in order, with what cannot be entered in its place; what a configuration excludes is left out.

    No file comes twice. A file that the user names is read all the same, unless `force_exclude` is set. Raises ConfigError, RuleError.
    """
    settings_of = by_path(options)
    told: set[Path] = set()
    for source in paths:
        for path in expand([source], options.exclude, force=options.force_exclude):
            if isinstance(path, ReadError):
                yield path
            elif path not in told and not _left_out(path, source, options, settings_of):
                told.add(path)
                yield path


def _left_out(path: Path, source: Path, options: Options, settings_of: Callable[[Path], Settings]) -> bool:
    if path == source and not options.force_exclude:
        return False
    settings = settings_of(path)
    return excluded(path, settings.exclude, settings.root)


def excluded(path: Path, patterns: tuple[str, ...], base: Path | None = None) -> bool:
    """Whether a pattern names a file by its path as given, by its name, or by its path from `base` (the folder of a configuration)."""
    if not patterns:
        return False
    names = [path.as_posix()]
    if base is not None:
        resolved, root = path.resolve(), base.resolve()
        names += [resolved.relative_to(root).as_posix()] if resolved.is_relative_to(root) else []
    return any(fits(name, p) or fits(f"./{name}", p) for name in names for p in patterns)


def passed_over(path: Path) -> bool:
    """Whether a walk over a folder leaves a file out by its name: hidden, a lock file of an office program, or an annotated copy."""
    return path.name.startswith(_TEMPORARY) or REVIEWED in path.name or any(part.startswith(".") for part in path.parts)


def _below(folder: Path) -> Iterator[Path | ReadError]:
    """Files below a folder by the order of their names, folder by folder; errors of reading a folder among them."""
    refused: list[OSError] = []
    for root, folders, files in os.walk(folder, onerror=refused.append):
        yield from map(_closed, refused)
        refused.clear()
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        yield from (
            Path(root, name)
            for name in sorted(files)
            if not name.startswith((*_TEMPORARY, ".")) and REVIEWED not in name and os.path.splitext(name)[1].lower() in SUFFIXES  # noqa: PTH122 - quicker
        )
    yield from map(_closed, refused)


def _closed(error: OSError) -> ReadError:
    return ReadError("{path}: không có quyền đọc thư mục này", path=error.filename)
