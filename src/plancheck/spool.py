"""The reports of a run, kept in a temporary file behind the first few hundred: memory does not grow with the folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import IO, TYPE_CHECKING, overload

from plancheck.model.finding import FileReport

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plancheck.model.finding import Severity

_IN_MEMORY = 500


class Spool(Sequence[FileReport]):
    """A sequence that is only added to. What it writes to disk it reads back itself: nobody else can reach an unnamed file."""

    def __init__(self) -> None:
        self._first: list[FileReport] = []
        self._offsets: list[int] = []
        self._file: IO[bytes] | None = None
        self._end = 0
        self.totals: Counter[Severity] = Counter()

    def append(self, report: FileReport) -> None:
        """Add a report."""
        self.totals.update(f.severity for f in report.findings)
        if len(self._first) < _IN_MEMORY:
            self._first.append(report)
            return
        import pickle  # few runs are so large
        import tempfile
        import weakref

        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="plancheck-")  # noqa: SIM115 - it lives as long as the report
            weakref.finalize(self, self._file.close)
        self._file.seek(self._end)
        self._offsets.append(self._end)
        pickle.dump(report, self._file, protocol=pickle.HIGHEST_PROTOCOL)
        self._end = self._file.tell()

    def __len__(self) -> int:
        return len(self._first) + len(self._offsets)

    @overload
    def __getitem__(self, index: int) -> FileReport: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[FileReport, ...]: ...
    def __getitem__(self, index: int | slice) -> FileReport | tuple[FileReport, ...]:
        if isinstance(index, slice):
            return tuple(self[n] for n in range(*index.indices(len(self))))
        position = index + len(self) if index < 0 else index
        if not 0 <= position < len(self):
            raise IndexError(index)
        return self._first[position] if position < _IN_MEMORY else self._read(self._offsets[position - _IN_MEMORY])

    def __iter__(self) -> Iterator[FileReport]:
        yield from self._first
        yield from map(self._read, self._offsets)

    def _read(self, offset: int) -> FileReport:
        if self._file is None:
            raise IndexError(offset)
        import pickle

        self._file.seek(offset)
        report: FileReport = pickle.load(self._file)  # noqa: S301 - our own unnamed file
        return report
