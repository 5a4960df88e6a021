"""Reads a folder into its archive: every document once, and again when its bytes change."""

from __future__ import annotations

import hashlib
import itertools
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from plancheck import config, engine
from plancheck.archive import NAME
from plancheck.archive.record import record_of
from plancheck.archive.store import Archive, name_within
from plancheck.errors import ReadError
from plancheck.language import speak
from plancheck.model.value import Value
from plancheck.parse import parse
from plancheck.read import read_bytes, reader
from plancheck.settings import by_path
from plancheck.sources import governed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from plancheck.model.archive import Record
    from plancheck.read import Limits
    from plancheck.settings import Options

    Entry = tuple[str, str, Record | None, str | None]

_TOGETHER = 200  # documents in one transaction: what a run that is killed may have to read again


class Indexed(Value):
    """What a run did: documents read, left as they were, taken out, and the reasons why some could not be read."""

    path: Path
    read: int
    unchanged: int
    gone: int
    errors: tuple[str, ...]
    rebuilt: bool
    interrupted: bool


def place(folder: Path) -> Path:
    """The archive of a folder."""
    return folder / NAME


def index(folder: Path, options: Options, *, advance: Callable[[int], None] | None = None) -> Indexed:
    """Bring the archive of a folder up to date. What was written stays when the run is ended half-way; the next one goes on from there.

    Raises ConfigError when the archive cannot be written, ReadError when `folder` is no folder.
    """
    if not folder.is_dir():
        raise ReadError("{path}: không phải thư mục; mục lục lập cho một thư mục văn bản", path=folder)
    target = options.archive or config.of(folder).archive or place(folder)
    errors: list[str] = []
    done = 0
    interrupted = False
    with Archive(target, create=True) as archive:
        known = archive.known()
        base = target.resolve().parent
        seen: set[str] = set()
        unchanged: set[str] = set()
        refused: list[str] = []
        fresh = _changed(folder, options, base, known, seen, unchanged, errors, refused)
        batches = engine.spread(fresh, partial(_read_batch, base=base, options=options), options, partial(_died, base=base))
        try:
            while entries := list(itertools.islice(batches, _TOGETHER)):
                archive.update(entries)
                errors.extend(error for *_, error in entries if error is not None)
                done += len(entries)
                if advance is not None:
                    advance(len(seen))
        except KeyboardInterrupt:
            interrupted = True
        gone = [] if interrupted else [p for p in known if p not in seen and _below(base / p, folder, refused)]
        if gone:
            archive.update((), gone)
        rebuilt = archive.rebuilt
    return Indexed(target, done, len(unchanged), len(gone), tuple(errors), rebuilt, interrupted)


def _below(path: Path, folder: Path, refused: list[str]) -> bool:
    """Whether a document stood below a folder that was walked; what lies below a folder that cannot be entered is not gone."""
    return path.is_relative_to(folder.resolve()) and not any(path.is_relative_to(Path(r).resolve()) for r in refused)


def _changed(
    folder: Path,
    options: Options,
    base: Path,
    known: Mapping[str, str],
    seen: set[str],
    unchanged: set[str],
    errors: list[str],
    refused: list[str],
) -> Iterator[Path]:
    """The documents whose bytes are not those that the archive has read; all that are there go into `seen`."""
    for path in governed([folder], options):
        if isinstance(path, ReadError):
            errors.append(str(path))
            refused.append(path.path)
            continue
        name = name_within(path, base)
        seen.add(name)
        digest = _digest(path)
        if digest is not None and known.get(name) == digest:
            unchanged.add(name)
        else:
            yield path


def _digest(path: Path) -> str | None:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None


def _read_batch(batch: tuple[Path, ...], *, base: Path, options: Options) -> tuple[Entry, ...]:
    speak(options.lang)
    settings_of = by_path(options)
    return tuple(_entry(path, base, options, settings_of(path).limits) for path in batch)


def _entry(path: Path, base: Path, options: Options, limits: Limits) -> Entry:
    name = name_within(path, base)
    try:
        data = reader.bytes_of(path, limits)
        digest = hashlib.sha256(data).hexdigest()
        document = read_bytes(data, str(path), limits)
    except ReadError as error:
        return name, "", None, str(error)
    return name, digest, record_of(document, parse(document, options.today), name), None


def _died(path: Path, why: str, *, base: Path) -> Entry:
    return name_within(path, base), "", None, why
