"""Typed, frozen values of the knowledge files, and the questions that are asked of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from plancheck.model.plan import Direction, Family, Regime
from plancheck.model.value import Value
from plancheck.text.initials import abbreviates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plancheck.model.plan import Unit

_SATURDAY = 5


class Tier(Value):
    """A tier of the administration: the level of its units, and the words that name it."""

    name: str
    level: int
    words: tuple[str, ...]
    last_day: date | None


class UnitKind(Value):
    """A kind of unit as the vocabulary declares it; `tiers` when the words behind the name set its level.

    `stands_for`: kinds of issuers that its bare name means.
    """

    id: str
    system: Family
    names: tuple[str, ...]
    names_before_tier: tuple[str, ...]
    level: int | None
    issuer_level: bool
    tiers: bool
    group: bool
    open: bool
    codes: tuple[str, ...]
    addressable: bool
    host_follows: bool
    single: bool
    stands_for: tuple[str, ...]
    last_day: date | None
    bodies: Mapping[str, str]


class FormerUnit(Value):
    """A unit that is gone: its names as keys, its last day, and what took its place (may be "")."""

    names: tuple[str, ...]
    last_day: date
    now: str


class DocumentKind(Value):
    """A kind of document with its names and the abbreviations that numbers may carry."""

    code: str
    names: tuple[str, ...]
    codes: tuple[str, ...]
    unnumbered: bool
    letter: bool


class RoleRule(Value):
    """Words by which a heading shows its role; compared as keys."""

    role: str
    starts: tuple[str, ...]
    contains: tuple[str, ...]
    exact: tuple[str, ...]


class KnownActivity(Value):
    """An activity, its direction through the levels, and the chain that it belongs to."""

    key: str
    direction: Direction | None
    chain: str | None
    names: tuple[str, ...]


class Regulation(Value):
    """A regulation on form, the families it binds and the days it is in force (both ends inclusive)."""

    id: str
    title: str
    families: tuple[Family, ...]
    start: date | None
    end: date | None
    certain: bool

    def covers(self, family: Family, day: date) -> bool:
        """Whether it judges a document of this family and date."""
        return family in self.families and (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


_PARTS = (".department", ".office")


class Vocabulary(Value):
    """All knowledge that parsing and rules share. `levels`: of the words that name one behind «cấp»."""

    tiers: tuple[Tier, ...]
    levels: Mapping[str, int]
    city_words: tuple[str, ...]
    organs: tuple[str, ...]
    units: tuple[UnitKind, ...]
    includes: Mapping[str, frozenset[str]]
    reached_through: Mapping[str, frozenset[str]]
    superiors: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, tuple[str, ...]]
    department_heads: tuple[str, ...]
    department_groups: tuple[str, ...]
    department_short_forms: Mapping[str, str]
    not_departments: tuple[str, ...]
    free_codes: tuple[str, ...]
    cities: tuple[tuple[str, date | None], ...]
    provinces: frozenset[str]
    former: tuple[FormerUnit, ...]
    former_names: tuple[str, ...]
    merged: Mapping[str, FormerUnit]
    kinds: tuple[DocumentKind, ...]
    plan_codes: tuple[str, ...]
    generic_kinds: frozenset[str]
    single: frozenset[str]
    titles: Mapping[str, str]
    roles: tuple[RoleRule, ...]
    also_roles: tuple[RoleRule, ...]
    activities: tuple[KnownActivity, ...]
    regulations: tuple[Regulation, ...]
    phrases: Mapping[str, tuple[str, ...]]
    keys: Mapping[str, tuple[str, ...]]
    alternatives: Mapping[str, str]
    wordings: Mapping[str, str]
    holidays: frozenset[date]
    holidays_announced: int

    def regimes(self, family: Family, day: date) -> tuple[Regime, ...]:
        """The regulations in force for a family on a day."""
        return tuple(Regime(r.id, r.title, r.start, r.end) for r in self.regulations if r.covers(family, day))

    def end_of(self, unit: Unit) -> date | None:
        """The last day on which units of this kind existed, None while they exist."""
        tier = next((t for t in self.tiers if unit.kind.endswith(f".{t.name}")), None)
        if tier is not None and tier.last_day is not None:
            return tier.last_day
        return next((k.last_day for k in self.units if k.id == unit.kind), None)

    def within(self, kind: str, other: str) -> bool:
        """Whether units of a kind are those of another, or among those that it includes."""
        return kind == other or kind in self.includes.get(other, frozenset())

    def covers(self, recipient: Unit, actor: Unit) -> bool:
        """Whether a paper sent to `recipient` reaches `actor`: same unit, a group that includes it, or through its superior."""
        if recipient.kind == actor.kind:
            return recipient.kind in self.single or _same_name(recipient, actor)
        if recipient.kind in self.includes.get(actor.kind, frozenset()):
            return True  # a group with a task is reached when one of its kinds is
        if recipient.kind == f"{actor.kind}s":
            return recipient.level is None or actor.level is None or recipient.level == actor.level
        if actor.kind in self.includes.get(recipient.kind, frozenset()):
            return recipient.level is None or actor.level is None or recipient.level == actor.level
        hosts = recipient.collective and recipient.level is not None and recipient.level == actor.level
        if hosts and actor.kind.endswith(_PARTS) and recipient.kind.partition(".")[0] == actor.kind.partition(".")[0]:
            return True  # «LĐLĐ các huyện» get the paper for their departments too
        if recipient.own and not recipient.kind.removesuffix("s").endswith(_PARTS):
            return False  # who hears of its own paper passes nothing on
        if (
            not recipient.collective
            and recipient.level is not None
            and actor.level is not None
            and recipient.level - actor.level > 1
        ):
            return False  # «LĐLĐ tỉnh (báo cáo)» sends nothing on to the grassroots
        return recipient.kind in self.reached_through.get(actor.kind, frozenset())

    def is_holiday(self, day: date) -> bool:
        """Whether a day is a public holiday (days in lieu included)."""
        return day in self.holidays

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on a day; Saturdays and Sundays are off."""
        return day.weekday() < _SATURDAY and day not in self.holidays

    def working_days_between(self, start: date, end: date) -> int:
        """Number of working days after `start` up to and including `end`; negative ranges count 0."""
        return sum(self.is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))

    def kind_by_code(self, code: str) -> DocumentKind | None:
        """The kind whose numbers carry this abbreviation, None when it is no kind's («SYT» of a letter)."""
        return next((k for k in self.kinds if code in k.codes), None)


def _same_name(recipient: Unit, actor: Unit) -> bool:
    if recipient.level is not None and actor.level is not None and recipient.level != actor.level:
        return False
    if recipient.collective or not recipient.name or not actor.name:
        return True
    one, other = sorted((recipient.name, actor.name), key=len)
    return one in other or abbreviates(one, other)
