"""How large a file may be before it is refused."""

from __future__ import annotations

from plancheck.model.value import Value

_MEGABYTE = 1024 * 1024


class Limits(Value):
    """Limits in bytes: of the file itself, of all parts of a .docx when unpacked, and the largest packing ratio of a part."""

    file_bytes: int = 50 * _MEGABYTE
    unpacked_bytes: int = 200 * _MEGABYTE
    ratio: int = 200
    parts: int = 5000

    @classmethod
    def of_megabytes(cls, megabytes: int) -> Limits:
        """Limits for files of at most this many megabytes."""
        return cls(file_bytes=megabytes * _MEGABYTE, unpacked_bytes=4 * megabytes * _MEGABYTE)
