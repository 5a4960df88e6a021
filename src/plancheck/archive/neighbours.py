"""The documents that one plan has to do with, from the archive and from the lists of known documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from plancheck.archive.known import known
from plancheck.model.archive import Neighbours
from plancheck.model.value import Value
from plancheck.ruleset.linking import link
from plancheck.vocabulary import load

if TYPE_CHECKING:
    from pathlib import Path

    from plancheck.model.archive import Record


class Documents(Protocol):
    """What is asked of an archive."""

    def numbered(self, number: str) -> tuple[Record, ...]:
        """The documents of a number."""

    def citing(self, number: str) -> tuple[Record, ...]:
        """The documents that cite a number."""


class Shelf(Value):
    """A few documents in memory: what an example puts beside its plan."""

    records: tuple[Record, ...]

    def numbered(self, number: str) -> tuple[Record, ...]:
        """The documents of a number."""
        return tuple(r for r in self.records if r.number == number)

    def citing(self, number: str) -> tuple[Record, ...]:
        """The documents that cite a number."""
        return tuple(r for r in self.records if any(c.number == number and c.role != "repeal" for c in r.references))


def neighbours(record: Record, archive: Documents | None, own: tuple[Path, ...] = ()) -> Neighbours:
    """The neighbours of a document; the document itself, by its path or its content, is not among them.

    Raises ConfigError for an archive that cannot be read, RuleError for a list that is wrong.
    """
    by_number = {r.number: _numbered(r.number, archive, own) for r in record.references}
    issuer = record.issuer.unit if record.issuer is not None else None
    near = Neighbours(by_number)
    links = {r.number: link(r, near, load()) for r in record.references}
    if archive is None:
        return Neighbours(by_number, links, issuer=issuer)
    same: tuple[Record, ...] = ()
    citing: tuple[Record, ...] = ()
    if record.number is not None:
        same = tuple(r for r in archive.numbered(record.number) if not _itself(r, record))
        citing = tuple(r for r in archive.citing(record.number) if not _itself(r, record))
    return Neighbours(by_number, links, same, citing, issuer, consulted=True)


def _numbered(number: str, archive: Documents | None, own: tuple[Path, ...]) -> tuple[Record, ...]:
    """The documents of a number; what a list knows of the validity of a paper is added to the paper itself."""
    listed = known(number, own)
    there = archive.numbered(number) if archive is not None else ()
    if not there:
        return listed
    return tuple(
        next(
            (
                replace(r, start=k.start, end=k.end, replaced_by=k.replaced_by, certain=k.certain)
                for k in listed
                if k.day is None or k.day == r.day
            ),
            r,
        )
        for r in there
    )


def _itself(other: Record, record: Record) -> bool:
    return other.sha256 == record.sha256 or other.path == record.path
