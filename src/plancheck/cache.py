"""A private cache for what is expensive to compile: validated rules, vocabulary, parse tables.

The key is made of what tells the sources from any others, the version of plancheck and of Python: a cache can be absent, never stale.
Entries are `marshal` data in a folder of the user's own (mode 0700); a folder that others may write to is not used.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import stat
import sys
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plancheck import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_FORMAT = 4


def stamps(paths: Iterable[Path | str]) -> str:
    """What tells files of the program from any others of their names: size, place on the disk, times. Raises OSError.

    The bytes are not read: two hundred of them cost more than a plan. `st_ctime_ns` changes with every change of a file, and cannot be
    set back; where it is the day of birth (Windows), `st_mtime_ns` is what Python itself trusts for its byte code.
    """
    told = ((path, os.stat(path)) for path in paths)  # noqa: PTH116 - a Path costs more than the call
    return " ".join(f"{path} {s.st_size} {s.st_ino} {s.st_mtime_ns} {s.st_ctime_ns}" for path, s in told)


def digest(paths: Iterable[Path]) -> str:
    """SHA-256 in hex of the names and bytes of `paths`, in the order given."""
    hasher = hashlib.sha256()
    for path in paths:
        data = path.read_bytes()
        hasher.update(f"{path.name}\0{len(data)}\0".encode())
        hasher.update(data)
    return hasher.hexdigest()


@lru_cache(maxsize=1)
def private_folder() -> Path | None:
    """The cache folder, or None when there is no safe place (then nothing is cached)."""
    if os.environ.get("PLANCHECK_NO_CACHE"):
        return None
    base = os.environ.get("PLANCHECK_CACHE_DIR")
    if base is None and sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        base = str(Path(local) / "plancheck" / "cache") if local else None
    elif base is None:
        home = os.environ.get("XDG_CACHE_HOME") or str(Path("~").expanduser() / ".cache")
        base = str(Path(home) / "plancheck")
    if base is None or base.startswith("~"):
        return None
    folder = Path(base)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if sys.platform != "win32":
            status = folder.stat()
            if status.st_uid != os.getuid() or status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
                return None
    except OSError:
        return None
    return folder


def compiled(name: str, key: str, build: Callable[[], Any]) -> Any:
    """The value of `build()`, from the cache when it is there. The value must be plain data that `marshal` can hold."""
    value = kept(name, key)
    if value is None:
        value = build()
        keep(name, key, value)
    return value


def kept(name: str, key: str) -> Any:
    """What was kept under a name for a key; None when nothing was, or when it is damaged."""
    folder = private_folder()
    if folder is None:
        return None
    try:
        return marshal.loads(_entry(folder, name, key).read_bytes())  # noqa: S302 - private folder, checked in private_folder()
    except (OSError, ValueError, EOFError, TypeError):
        return None


def keep(name: str, key: str, value: Any) -> None:
    """Keep plain data that `marshal` can hold under a name; what the name held for other keys goes."""
    folder = private_folder()
    if folder is not None:
        _store(folder, _entry(folder, name, key), value, name)


def _entry(folder: Path, name: str, key: str) -> Path:
    tag = hashlib.blake2b(f"{_FORMAT} {__version__} {sys.version} {key}".encode(), digest_size=12).hexdigest()
    return folder / f"{name}-{tag}.bin"


def _store(folder: Path, path: Path, value: Any, name: str) -> None:
    """Write the entry whole or not at all, and drop entries of the same name that older versions left."""
    import tempfile  # most runs write nothing

    temporary: str | None = None
    with suppress(OSError):
        handle, temporary = tempfile.mkstemp(dir=folder, prefix=".new-")
        with os.fdopen(handle, "wb") as stream:
            stream.write(marshal.dumps(value))
        for old in folder.glob(f"{name}-*.bin"):
            with suppress(OSError):
                old.unlink()
        Path(temporary).replace(path)
        temporary = None
    if temporary is not None:
        with suppress(OSError):
            Path(temporary).unlink()
