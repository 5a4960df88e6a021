"""The archive in one SQLite file: what is known of every document of a folder, found by number.

Everything in it comes from the files beside it: it can be thrown away at any time, is written in short transactions that hold or do not, and
is built anew when it is damaged or of another version. Paths are relative to its folder, so that the folder can move.
"""

from __future__ import annotations

import hashlib
import sqlite3
import tempfile
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from plancheck import __version__
from plancheck.archive import NAME
from plancheck.archive.codec import FORMAT, dumped, loaded
from plancheck.errors import ConfigError, reason
from plancheck.text.fold import bare

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from plancheck.model.archive import Record

_BUSY_SECONDS = 30.0
_OURS = 0x706C636B  # application_id, bytes 68 to 71 of the file: «plck»
_HEAD = 100
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS documents (path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, number TEXT, record TEXT, error TEXT);
CREATE TABLE IF NOT EXISTS cites (path TEXT NOT NULL, number TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS documents_by_number ON documents (number);
CREATE INDEX IF NOT EXISTS documents_by_hash ON documents (sha256);
CREATE INDEX IF NOT EXISTS cites_by_number ON cites (number);
CREATE INDEX IF NOT EXISTS cites_by_path ON cites (path);
"""
_CITED = "SELECT d.path, d.sha256 FROM cites c JOIN documents d ON d.number = c.number WHERE c.path = ?"
_CITING = "SELECT d.path, d.sha256 FROM cites c JOIN documents d ON d.path = c.path WHERE c.number = ?"
_STAMP = f"{FORMAT} {__version__}"


class OtherVersionError(ConfigError):
    """The archive was made by another version of plancheck: it is made again by `index`, and until then it is as if there were none."""


class _Foreign(sqlite3.DatabaseError):
    """The file is sound and another version's."""


class Archive:
    """An open archive. Raises ConfigError when its file cannot be opened, or is no archive.

    `current`: only documents are given whose file still is as it was indexed, for what an older one said proves nothing.
    """

    def __init__(self, path: Path, *, create: bool = False, current: bool = False) -> None:
        if not create and not path.is_file():
            raise ConfigError("{path}: chưa có mục lục kho văn bản; lập bằng: plancheck index THƯ_MỤC", path=path)
        self.path = path
        self.rebuilt = False
        self._only_current = current
        self._seen: dict[tuple[str, str], bool] = {}
        try:
            self._connection = _opened(path, thorough=create)
        except sqlite3.OperationalError as error:
            raise ConfigError(
                "{path}: không mở được mục lục ({why}); hãy kiểm tra quyền ghi", path=path, why=str(error)
            ) from None
        except sqlite3.DatabaseError as error:
            if not create and isinstance(error, _Foreign):
                raise OtherVersionError(
                    "{path}: mục lục do bản khác của plancheck lập; lập lại bằng: plancheck index THƯ_MỤC", path=path
                ) from None
            if not create:
                raise ConfigError(
                    "{path}: mục lục bị hỏng hoặc của bản khác; lập lại bằng: plancheck index THƯ_MỤC", path=path
                ) from None
            self._connection = _built_again(path)
            self.rebuilt = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()

    def known(self) -> Mapping[str, str]:
        """The hash of every document by its path."""
        with self._telling():
            return dict(self._connection.execute("SELECT path, sha256 FROM documents"))

    def update(self, records: Iterable[tuple[str, str, Record | None, str | None]], gone: Iterable[str] = ()) -> None:
        """Put in documents as (path, hash, record, error) and take out what is gone, all of it or nothing."""
        with self._telling(), self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            for path, digest, record, error in records:
                self._connection.execute("DELETE FROM cites WHERE path = ?", (path,))
                row = (path, digest, record.number if record else None, dumped(record) if record else None, error)
                self._connection.execute("INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?)", row)
                cited = {r.number for r in record.references if r.role != "repeal"} if record else ()
                self._connection.executemany("INSERT INTO cites VALUES (?, ?)", [(path, number) for number in sorted(cited)])
            for path in gone:
                self._connection.execute("DELETE FROM cites WHERE path = ?", (path,))
                self._connection.execute("DELETE FROM documents WHERE path = ?", (path,))

    def numbered(self, number: str) -> tuple[Record, ...]:
        """The documents of a number, in the order of their paths."""
        return self._records("SELECT record FROM documents WHERE number = ? ORDER BY path", number)

    def numbered_like(self, number: str) -> tuple[Record, ...]:
        """The documents whose number is this one in other letters («46/kh-tld»), or begins with it («46»)."""
        wanted = bare(number)
        with self._telling():
            known = self._connection.execute(
                "SELECT DISTINCT number FROM documents WHERE number IS NOT NULL ORDER BY number"
            ).fetchall()
        near = [n for (n,) in known if bare(n) == wanted or (wanted.isdigit() and bare(n).split()[0] == wanted)]
        return tuple(record for n in near for record in self.numbered(n))

    def citing(self, number: str) -> tuple[Record, ...]:
        """The documents that cite a number, in the order of their paths."""
        return self._records(
            "SELECT record FROM documents JOIN cites USING (path) WHERE cites.number = ? AND record IS NOT NULL ORDER BY path",
            number,
        )

    def all(self) -> Iterator[Record]:
        """Every document that could be read, in the order of the paths."""
        with self._telling():
            for (text,) in self._connection.execute("SELECT record FROM documents WHERE record IS NOT NULL ORDER BY path"):
                yield loaded(text)

    def surroundings(self, digest: str) -> str | None:
        """A digest of everything that the rules between documents may look at for the document of a hash; None when it is not there.

        Those are the documents it cites, those under its own number, and those that cite it.
        """
        with self._telling():
            own = self._connection.execute("SELECT path, number FROM documents WHERE sha256 = ?", (digest,)).fetchall()
            if not own:
                return None
            seen: set[tuple[str, str]] = set()
            for path, number in own:
                seen.update(self._connection.execute(_CITED, (path,)))
                seen.update(self._connection.execute("SELECT path, sha256 FROM documents WHERE number = ?", (number,)))
                seen.update(self._connection.execute(_CITING, (number,)))
        told = sorted((path, sha, self._is_current(path, sha)) for path, sha in seen)
        return hashlib.sha256(repr(told).encode()).hexdigest()

    def name_of(self, path: Path) -> str:
        """How the archive names a document."""
        return name_within(path, self.path.resolve().parent)

    def _records(self, statement: str, number: str) -> tuple[Record, ...]:
        with self._telling():
            found = tuple(loaded(text) for (text,) in self._connection.execute(statement, (number,)) if text)
        return tuple(r for r in found if not self._only_current or self._is_current(r.path, r.sha256))

    def _is_current(self, path: str, digest: str) -> bool:
        """Whether the file of a document is still there with the bytes that were indexed."""
        if (path, digest) not in self._seen:
            try:
                data = (self.path.resolve().parent / path).read_bytes()
            except OSError:
                data = b""
            self._seen[path, digest] = hashlib.sha256(data).hexdigest() == digest
        return self._seen[path, digest]

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """What the database cannot do, as one line."""
        try:
            yield
        except sqlite3.OperationalError as error:
            raise ConfigError("{path}: không ghi hoặc đọc được mục lục ({why})", path=self.path, why=str(error)) from None
        except (sqlite3.DatabaseError, ValueError, TypeError, KeyError):
            raise ConfigError("{path}: mục lục bị hỏng; lập lại bằng: plancheck index THƯ_MỤC", path=self.path) from None


def name_within(path: Path, base: Path) -> str:
    """The path of a document relative to the folder of its archive, with forward slashes; the whole path when it lies outside."""
    resolved = path.resolve()
    name = resolved.relative_to(base).as_posix() if resolved.is_relative_to(base) else resolved.as_posix()
    return name.encode("utf-8", "backslashreplace").decode()  # a name that is no UTF-8 is shown as bytes


def _opened(path: Path, *, thorough: bool) -> sqlite3.Connection:
    """A connection to an archive. Raises sqlite3.DatabaseError for a file that is damaged, foreign, or of another version."""
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
    try:
        if thorough:
            with closing(connection.execute("PRAGMA quick_check(1)")) as check:
                if check.fetchone() != ("ok",):
                    raise sqlite3.DatabaseError
        stamp = _stamp(connection)
        if stamp not in {None, _STAMP}:
            raise _Foreign
        if stamp is None:
            if connection.execute("SELECT count(*) FROM sqlite_master").fetchone() != (0,):
                raise sqlite3.DatabaseError
            connection.executescript(f"PRAGMA application_id = {_OURS}; {_SCHEMA}")
            connection.execute("INSERT OR REPLACE INTO meta VALUES ('stamp', ?)", (_STAMP,))
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _stamp(connection: sqlite3.Connection) -> str | None:
    """The version that an archive was made by; None for an empty file."""
    if not connection.execute("SELECT name FROM sqlite_master WHERE name = 'meta'").fetchone():
        return None
    row = connection.execute("SELECT value FROM meta WHERE name = 'stamp'").fetchone()
    return str(row[0]) if row else None


def _built_again(path: Path) -> sqlite3.Connection:
    """A new archive in place of a damaged one: all that was in it comes from the files again.

    Made beside it and moved, so that of two runs none takes away what the other is writing. Raises ConfigError for a file that is not ours.
    """
    if not _ours(path):
        raise ConfigError("{path}: không phải mục lục của plancheck, không ghi đè; chọn tên khác cho --archive", path=path)
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".plancheck-") as folder:
            fresh = Path(folder) / path.name
            _opened(fresh, thorough=False).close()
            for journal in ("-journal", "-wal", "-shm"):
                path.with_name(path.name + journal).unlink(missing_ok=True)
            fresh.replace(path)
        return _opened(path, thorough=False)
    except (OSError, sqlite3.Error) as error:
        raise ConfigError("{path}: không lập lại được mục lục ({why})", path=path, why=reason(error)) from None


def _ours(path: Path) -> bool:
    """Whether a file may be replaced: it has the name of an archive and is no database of somebody else, or carries our mark."""
    with suppress(OSError), path.open("rb") as stream:
        head = stream.read(_HEAD)
        if not head:
            return True
        foreign = head.startswith(b"SQLite format 3\0") and int.from_bytes(head[68:72]) not in {_OURS, 0}
        return int.from_bytes(head[68:72]) == _OURS or (path.name == NAME and not foreign)
    return False
