"""What was said of a file before, by what the answer depends on: its bytes, the rules, the settings. Absent or right, never stale.

One database file in the user's own cache folder, where nobody else may write (see `cache`): only there is it safe to unpickle. It serves several
processes at once, and a run never fails because of it: when the database is damaged or the disk is full there is no cache.
"""

from __future__ import annotations

import pickle
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from plancheck import __version__, cache

if TYPE_CHECKING:
    import sqlite3
    from datetime import date
    from pathlib import Path

    from plancheck.model.finding import FileReport

_FORMAT = 1
_KEPT_DAYS = 30
_BUSY_MILLISECONDS = 5000
_NAME = f"results-{__version__}-{_FORMAT}.sqlite"
_SCHEMA = "CREATE TABLE IF NOT EXISTS results (key TEXT PRIMARY KEY, report BLOB NOT NULL, used INTEGER NOT NULL)"


class ResultStore:
    """Reports by key. `day` is noted with every entry that is used; entries that nobody used for a month go."""

    def __init__(self, connection: sqlite3.Connection, day: date) -> None:
        self._connection: sqlite3.Connection | None = connection
        self._day = day.toordinal()
        self._fresh: list[tuple[str, bytes, int]] = []
        self._used: list[tuple[int, str]] = []

    @classmethod
    def open(cls, day: date) -> ResultStore | None:
        """The store of this user, None where there is no safe place for one."""
        folder = cache.private_folder()
        if folder is None:
            return None
        path = folder / _NAME
        connection = _connected(path) or (_removed(path) and _connected(path))
        return cls(connection, day) if connection else None

    def get(self, key: str, path: str) -> FileReport | None:
        """The report that was kept under a key, as one of the file at `path`."""
        row = self._do("SELECT report, used FROM results WHERE key = ?", (key,))
        if not row:
            return None
        data, used = row[0]
        if used != self._day:
            self._used.append((self._day, key))
        try:
            report: FileReport = pickle.loads(data)  # noqa: S301 - private folder, checked in cache.private_folder()
            return replace(report, path=path)
        except (pickle.UnpicklingError, EOFError, AttributeError, TypeError, ValueError):
            return None

    def put(self, key: str, report: FileReport) -> None:
        """Keep a report; it is written when the store is closed, so that processes do not wait for each other."""
        self._fresh.append((key, pickle.dumps(replace(report, path=""), protocol=pickle.HIGHEST_PROTOCOL), self._day))

    def close(self) -> None:
        """Write what is new, drop what nobody used for a month, and let the file go."""
        connection = self._connection
        if connection is None:
            return
        if self._fresh or self._used:
            self._guarded(lambda: self._write(connection))
        connection.close()

    def _write(self, connection: sqlite3.Connection) -> None:
        with connection:
            connection.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?)", self._fresh)
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
            self._connection = None
            return None


def _connected(path: Path) -> sqlite3.Connection | None:
    import sqlite3

    try:
        connection = sqlite3.connect(path, timeout=_BUSY_MILLISECONDS / 1000)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(_SCHEMA)
    except sqlite3.OperationalError:
        return None
    except sqlite3.DatabaseError:
        connection.close()
        return None
    return connection


def _removed(path: Path) -> bool:
    """Whether a damaged database could be put away."""
    with suppress(OSError):
        path.unlink()
    return not path.exists()
