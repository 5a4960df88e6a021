"""Documents beside the plan: what an archive keeps of each, and the part of it that one plan has to do with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from msgspec import field

from plancheck.model.plan import CitationRole, Direction, Unit
from plancheck.model.value import Value

LinkState = Literal["match", "mismatch", "unknown"]
LinkFault = Literal["date", "kind", "issuer", "subject"]


class Named(Value):
    """Words that name a unit, and the unit (None: not in the vocabulary)."""

    text: str
    unit: Unit | None


class Reference(Value):
    """A document that another one cites: the best occurrence, the one with a date if there is any; `day` is its date."""

    number: str
    kind: str | None
    day: date | None
    issuer: Named | None
    subject: str | None
    role: CitationRole


class Due(Value):
    """A window of a document: the first and last day, who, and what. `path` is the section («III.2»), `direct` as in `Activity`."""

    text: str
    start: date | None
    last: date
    actors: tuple[Named, ...]
    activity: str | None
    activity_text: str | None
    direction: Direction | None
    chain: str | None
    direct: bool
    report_to: Named | None
    path: str
    topic: str = ""
    coarse: bool = False


class Charge(Value):
    """A task of a document with the units that lead it."""

    text: str
    owners: tuple[Named, ...]
    activity: str | None
    path: str


class Term(Value):
    """A congress with its ordinal and its term of office («đại hội xiii», 2023-2028)."""

    congress: str
    ordinal: str
    term: str


class Record(Value):
    """What an archive knows of a document. `path` is "" for one that is only known by name; `day` is its date,
    `start` and `end` are its first and last day in force.
    """

    path: str
    sha256: str
    number: str | None
    kind: str | None
    day: date | None
    issuer: Named | None
    subject: str | None
    references: tuple[Reference, ...] = ()
    dues: tuple[Due, ...] = ()
    charges: tuple[Charge, ...] = ()
    recipients: tuple[Named, ...] = ()
    headings: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    superior: Named | None = None
    place: str | None = None
    start: date | None = None
    end: date | None = None
    replaced_by: str | None = None
    certain: bool = True

    @property
    def year(self) -> int | None:
        """The year of issue, None for a draft without a date."""
        return self.day.year if self.day else None


class Link(Value):
    """A citation held against an archive. A `mismatch` tells what differs; `unknown`: the document is not there, or not for certain."""

    reference: Reference
    state: LinkState
    record: Record | None = None
    faults: tuple[LinkFault, ...] = ()


class Limit(Value):
    """The last day that a superior's document gives this plan's issuer for something: the document's number, and its words."""

    day: date
    number: str
    text: str


class Relations(Value):
    """How a plan stands among the documents at hand: every citation held against them, and the days that superiors set."""

    links: tuple[Link, ...] = ()
    limits: tuple[Limit, ...] = ()


class Neighbours(Value):
    """The documents that a plan has to do with.

    `by_number` holds those that it cites, `links` what each of its citations means among them; `same_number` others under its own number,
    `citing` those that cite that number. `issuer` is the plan's own issuer with its proper name. `consulted`: an archive of files was at
    hand, not only the list of known documents.
    """

    by_number: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)
    links: Mapping[str, Link] = field(default_factory=dict)
    same_number: tuple[Record, ...] = ()
    citing: tuple[Record, ...] = ()
    issuer: Unit | None = None
    consulted: bool = False
