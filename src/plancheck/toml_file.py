"""TOML of configuration files, with the line and column of every key: errors are told where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plancheck.errors import ConfigError, reason
from plancheck.expressions import expression

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from plancheck.places import Position

Key = tuple[str, ...]

_PART = r"(?:\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'|[A-Za-z0-9_-]+)"
_NAME = expression(_PART)
_TABLE = expression(rf"\s*\[\[?\s*({_PART}(?:\s*\.\s*{_PART})*)\s*\]\]?")
_ENTRY = expression(rf"\s*({_PART}(?:\s*\.\s*{_PART})*)\s*=")
_INLINE = expression(rf"[{{,]\s*({_PART})\s*=")
_LONG = expression(r"\"\"\"|'''")
_WHERE = expression(r"\(at line (\d+), column (\d+)\)$")


def load(path: Path) -> tuple[dict[str, Any], Mapping[Key, Position]]:
    """(values, {key with the tables above it: (line, column)}) of a file; lines and columns count from 1.

    An entry of an array of tables has its number in the key (`("waiver", "0", "code")`). Raises ConfigError with the place.
    """
    import tomllib  # most runs have no configuration file

    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigError("{path}: không phải UTF-8; hãy lưu lại tệp bằng mã UTF-8", path=path) from None
    except OSError as error:
        raise ConfigError("{path}: không đọc được tệp cấu hình ({why})", path=path, why=reason(error)) from None
    try:
        return tomllib.loads(text), positions(text)
    except (RecursionError, OverflowError):
        raise ConfigError("{path}:1:1: sai cú pháp TOML ({error})", path=path, error="…") from None
    except ValueError as error:  # TOMLDecodeError, and numbers too long for Python
        found = _WHERE.search(str(error))
        line, column = found.groups() if found else (str(text.count("\n") + 1), "1")
        raise ConfigError(
            "{path}:{line}:{column}: sai cú pháp TOML ({error})",
            path=path,
            line=line,
            column=column,
            error=_WHERE.sub("", str(error)).strip(),
        ) from None


def positions(text: str) -> dict[Key, Position]:
    """Where the keys of a well-formed TOML text stand."""
    found: dict[Key, Position] = {}
    arrays: dict[Key, int] = {}
    above: Key = ()
    closing: str | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        if closing is not None:  # inside a string of several lines nothing is a key
            closing = None if closing in line else closing
            continue
        if table := _TABLE.match(line):
            above = _names(table.group(1))
            if table.group().lstrip().startswith("[["):
                arrays[above] = arrays.get(above, -1) + 1
                above = (*above, str(arrays[above]))
            found.setdefault(above, (number, table.start(1) + 1))
        elif entry := _ENTRY.match(line):
            key = (*above, *_names(entry.group(1)))
            found.setdefault(key, (number, entry.start(1) + 1))
            for inner in _INLINE.finditer(line, entry.end()):
                found.setdefault((*key, *_names(inner.group(1))), (number, inner.start(1) + 1))
        opened = _LONG.search(line)
        if opened and line.count(opened.group()) % 2:
            closing = opened.group()
    return found


def _names(dotted: str) -> Key:
    return tuple(part.strip("\"'") for part in _NAME.findall(dotted))
