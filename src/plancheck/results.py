"""What was said of a file before, by what the answer depends on: its bytes, the rules, the settings. Absent or right, never stale.

One database file in the user's own cache folder, where nobody else may write (see `cache`): only there is it safe to unpickle. It serves several
processes at once, and a run never fails because of it: when the database is damaged or the disk is full there is no cache.
"""

from __future__ import annotations

import hashlib
import pickle
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from plancheck import __version__, cache

if TYPE_CHECKING:
    import sqlite3
    from datetime import date
    from pathlib import Path

    from plancheck.model.finding import FileReport

_FORMAT = 2
_KEPT_DAYS = 7  # a result holds for one day, as today is part of what it depends on
_TOGETHER = 64
_BUSY_MILLISECONDS = 5000
_NAME = f"results-{__version__}-{_FORMAT}.sqlite"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS results (key TEXT PRIMARY KEY, used INTEGER NOT NULL, digest BLOB NOT NULL, report BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS results_by_use ON results (used);
"""


class ResultStore:
    """Reports by key. `day` is noted with every entry that is used; entries that nobody used for a week go."""

    def __init__(self, connection: sqlite3.Connection, day: date) -> None:
        self._connection: sqlite3.Connection | None = connection
        self._day = day.toordinal()
        self._fresh: list[tuple[str, int, bytes, bytes]] = []
        self._used: list[tuple[int, str]] = []

    @classmethod
    def open(cls, day: date) -> ResultStore | None:
        """The store of this user, None where there is no safe place for one."""
        folder = cache.private_folder()
        if folder is None:
            return None
        path = folder / _NAME
        connection = _connected(path)
        return cls(connection, day) if connection else None

    def get(self, key: str, path: str) -> FileReport | None:
        """The report that was kept under a key, as one of the file at `path`."""
        row = self._do("SELECT report, used, digest FROM results WHERE key = ?", (key,))
        if not row:
            return None
        data, used, digest = row[0]
        if hashlib.blake2b(data, digest_size=16).digest() != digest:
            return None  # a damaged row
        if used != self._day:
            self._used.append((self._day, key))
        try:
            report: FileReport = pickle.loads(data)  # noqa: S301 - private folder, checked in cache.private_folder()
            return replace(report, path=path)
        except (pickle.UnpicklingError, EOFError, AttributeError, TypeError, ValueError):
            return None

    def put(self, key: str, report: FileReport) -> None:
        """Keep a report; some are written together, so that processes do not wait for each other. Without a database nothing is kept."""
        if self._connection is None:
            return
        data = pickle.dumps(replace(report, path=""), protocol=pickle.HIGHEST_PROTOCOL)
        self._fresh.append((key, self._day, hashlib.blake2b(data, digest_size=16).digest(), data))
        if len(self._fresh) >= _TOGETHER:
            self._flush()

    def close(self) -> None:
        """Write what is new, drop what nobody used for a week, and let the file go."""
        connection = self._connection
        if connection is None:
            return
        self._flush()
        connection.close()

    def _flush(self) -> None:
        connection = self._connection
        if connection is not None and (self._fresh or self._used):
            self._guarded(lambda: self._write(connection))
            self._fresh.clear()
            self._used.clear()

    def _write(self, connection: sqlite3.Connection) -> None:
        with connection:
            connection.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?)", self._fresh)
            connection.executemany("UPDATE results SET used = ? WHERE key = ?", self._used)
            connection.execute("DELETE FROM results WHERE used < ?", (self._day - _KEPT_DAYS,))

    def _do(self, statement: str, values: tuple[Any, ...]) -> list[Any]:
        connection = self._connection
        if connection is None:
            return []
        return self._guarded(lambda: connection.execute(statement, values).fetchall()) or []

    def _guarded(self, step: Any) -> Any:
        """The result of a step; when the database refuses it, the store is closed for the rest of the run."""
        import sqlite3

        try:
            return step()
        except sqlite3.Error:
            if self._connection is not None:
                self._connection.close()
            self._connection = None
            return None


def _connected(path: Path) -> sqlite3.Connection | None:
    """A connection to the store; a damaged file is put away first, one that another process holds is left alone."""
    import sqlite3

    for _attempt in range(2):
        connection = None
        try:
            connection = sqlite3.connect(path, timeout=_BUSY_MILLISECONDS / 1000)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = OFF")
            connection.executescript(_SCHEMA)
        except sqlite3.OperationalError:
            if connection is not None:
                connection.close()
            return None
        except sqlite3.DatabaseError:
            if connection is not None:
                connection.close()
            for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
                with suppress(OSError):
                    path.with_name(name).unlink()
        else:
            return connection
    return None
