"""The state that was accepted when the checks were switched on: JSON Lines, one finding a line, sorted.

A line holds a file and a fingerprint and nothing that moves when the text around it does, so two branches merge line by line
(`merge=union` in .gitattributes); order and repeated lines do not matter.
"""

from __future__ import annotations

import json
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from plancheck.errors import ConfigError, reason
from plancheck.model.value import Value
from plancheck.model.waiver import Waiver
from plancheck.places import Stamp, stamp_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_LONGEST_TEXT = 80
OWN = "PC"  # what is said of excuses themselves is never accepted
ACCEPTED = "đã có khi lập hiện trạng"


class Entry(Value, order=True):
    """An accepted finding: the document relative to the folder of the baseline in posix form, and what tells the finding apart."""

    file: str
    code: str
    fingerprint: str
    text: str = ""


def load(path: Path) -> tuple[Entry, ...]:
    """The entries of a baseline, sorted; () when there is no file. Raises ConfigError at the line that is wrong."""
    return tuple(sorted({entry for entries in _by_file(path).values() for entry, _line in entries}))


def _by_file(path: Path) -> Mapping[str, tuple[tuple[Entry, int], ...]]:
    return _entries(path, stamp_of(path))


@lru_cache(maxsize=8)
def _entries(path: Path, stamp: Stamp) -> Mapping[str, tuple[tuple[Entry, int], ...]]:
    del stamp  # the file as it is now
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError("{path}: không đọc được hiện trạng ({why})", path=path, why=reason(error)) from None
    found: dict[str, list[tuple[Entry, int]]] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            entry = _entry(path, number, line)
            found.setdefault(entry.file, []).append((entry, number))
    return {file: tuple(entries) for file, entries in found.items()}


def _entry(path: Path, number: int, line: str) -> Entry:
    try:
        data: Any = json.loads(line)
    except ValueError:
        data = None
    if not isinstance(data, dict) or not all(isinstance(data.get(k), str) for k in ("file", "code", "fingerprint")):
        raise ConfigError(
            "{path}:{line}:1: dòng này không phải một mục hiện trạng; chạy lại: plancheck baseline write", path=path, line=number
        )
    return Entry(data["file"], data["code"], data["fingerprint"], str(data.get("text", "")))


def name_in(path: Path, document: Path) -> str:
    """How a baseline names a document: relative to its own folder where that can be."""
    try:
        name = document.resolve().relative_to(path.resolve().parent).as_posix()
    except (ValueError, OSError):
        name = document.as_posix()
    return unicodedata.normalize("NFC", name)


def waivers(path: Path, document: Path) -> tuple[Waiver, ...]:
    """The accepted findings of one document as waivers. Raises ConfigError."""
    by_file = _by_file(path)
    if not by_file:
        return ()
    return tuple(
        Waiver(
            "baseline",
            f"{path.name}:{number}",
            f"{entry.code} {entry.fingerprint}",
            codes=(entry.code,),
            fingerprint=entry.fingerprint,
            reason=ACCEPTED,
        )
        for entry, number in by_file.get(name_in(path, document), ())
    )


def text_of(entries: Iterable[Entry]) -> str:
    """The file of some entries: sorted, each once."""
    lines = (
        {"file": e.file, "code": e.code, "fingerprint": e.fingerprint, "text": e.text[:_LONGEST_TEXT]}
        for e in sorted(set(entries))
    )
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def merged(
    old: tuple[Entry, ...], found: Iterable[Entry], checked: Mapping[str, frozenset[str]], *, grow: bool
) -> tuple[Entry, ...]:
    """A baseline after a run over the documents in `checked`: what is gone goes, and only with `grow` does anything come.

    `checked` names for each document the rules that could not be judged there: their entries stay, unknown is not gone.
    """
    now = {(e.file, e.fingerprint): e for e in found}
    kept = [e for e in old if e.file not in checked or e.code in checked[e.file] or (e.file, e.fingerprint) in now]
    known = {(e.file, e.fingerprint) for e in kept}
    return tuple(sorted([*kept, *(e for where, e in now.items() if grow and where not in known)]))
