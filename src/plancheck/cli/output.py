"""Where output goes: standard output, or a file that is written whole or not at all."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plancheck.errors import ConfigError, ReadError, reason
from plancheck.suffixes import SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

_USUAL_WIDTH = 100
_USUAL_MODE = 0o666
_WRITABLE = 0o222


def write(text: str | Iterable[str], target: str | None) -> None:
    """Print, or write to a file through a temporary one beside it. Raises ConfigError when the file cannot be written."""
    pieces = (text,) if isinstance(text, str) else text
    if target is None or target == "-":
        try:
            for piece in pieces:
                click.echo(piece, nl=False)
        except BrokenPipeError:
            raise  # whoever read it has had enough
        except OSError as error:
            raise ConfigError("không ghi được ra đầu ra chuẩn ({why})", why=reason(error)) from None
        return
    _write((piece.encode("utf-8", "backslashreplace") for piece in pieces), Path(target))


def write_bytes(data: bytes, path: Path) -> None:
    """Write a file whole or not at all; one that was there keeps its permissions. Raises ConfigError when it cannot be written."""
    _write((data,), path)


def _write(pieces: Iterable[bytes], path: Path) -> None:
    import shutil
    import tempfile

    temporary = ""
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            with path.open("wb") as device:  # a pipe, «/dev/null»: it takes what is written and stays what it is
                device.writelines(pieces)
            return
        path = path.resolve()  # a link stays a link
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".plancheck-")
        with os.fdopen(handle, "wb") as stream:
            stream.writelines(pieces)
        if path.exists():
            if not path.stat().st_mode & _WRITABLE:
                raise PermissionError
            shutil.copymode(path, temporary)
        else:
            Path(temporary).chmod(_USUAL_MODE & ~_umask())
        Path(temporary).replace(path)
        temporary = ""
    except OSError as error:
        raise ConfigError(
            "{path}: không ghi được ({why}); hãy kiểm tra thư mục và quyền ghi", path=path, why=reason(error)
        ) from None
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)


def refuse_input(target: str | None, sources: Iterable[Path]) -> None:
    """Raise ReadError when a result would be written over one of the files it is made of."""
    if target is None or not Path(target).exists():
        return
    for source in sources:
        if source.exists() and Path(target).samefile(source):
            raise ReadError("{path}: sẽ ghi đè bản gốc; chọn tên khác cho kết quả", path=target)


def refuse_sources(target: str | None, sources: Iterable[Path]) -> None:
    """As `refuse_input`, for folders too: a document that lies below one of the sources is never written over."""
    named = list(sources)
    refuse_input(target, [p for p in named if p.is_file()])
    if target is None or not Path(target).is_file() or Path(target).suffix.lower() not in SUFFIXES:
        return
    place = Path(target).resolve()
    if any(folder.is_dir() and place.is_relative_to(folder.resolve()) for folder in named):
        raise ReadError("{path}: sẽ ghi đè bản gốc; chọn tên khác cho kết quả", path=target)


def _umask() -> int:
    """The mask of the process; it can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def columns() -> int:
    """Width of the terminal, within what reads well."""
    told = os.environ.get("COLUMNS", "")
    width = int(told) if told.isdecimal() else 0
    if not width:
        with suppress(OSError, ValueError):  # no terminal, or a stream that is none
            width = os.get_terminal_size(sys.__stdout__.fileno() if sys.__stdout__ else 1).columns
    return max(60, min(width or _USUAL_WIDTH, 140))


def use_color(wish: str) -> bool:
    """Whether to colour: as wished, else on a terminal unless NO_COLOR is set."""
    if wish != "auto":
        return wish == "always"
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
