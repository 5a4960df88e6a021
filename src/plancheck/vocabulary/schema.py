"""Schemas of the knowledge files (pydantic): strangers edit them, so every key and type is checked."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Names = list[str]
System = Literal["union", "party", "state", "mass"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True, alias_generator=lambda name: name.replace("_", "-"))


class TierEntry(_Strict):
    """A tier of the administration."""

    level: int = Field(ge=1, le=5)
    words: Names
    to: date | None = None


class UnitEntry(_Strict):
    """A unit, or a family of units over the tiers when its id holds `{tier}`."""

    id: str = Field(pattern=r"^[a-z]+(\.[a-z-]+|\.\{tier\})?$")
    system: System
    level: Literal["issuer"] | int | None = None
    names: Names = Field(min_length=1)
    names_before_tier: Names = []
    codes: Names = []
    includes: Names = []
    reached_through: Names = []
    superiors: Names = []
    superiors_by_tier: dict[str, Names] = {}
    tiers: bool = False
    group: bool = False
    open: bool = False
    bodies: dict[str, str] = {}
    addressable: bool = True
    host_follows: bool = False
    single: bool = False
    stands_for: Names = []
    valid_from: date | None = Field(default=None, alias="from")
    to: date | None = None


class Organisations(_Strict):
    """rules/vocabulary/organisations.yaml."""

    tiers: dict[str, TierEntry]
    level_words: dict[str, int] = {}
    city_words: Names
    organs: Names
    units: list[UnitEntry]
    department_heads: Names
    department_groups: Names
    department_short_forms: dict[str, str]
    not_departments: Names
    free_codes: Names


class CityEntry(_Strict):
    """A centrally run city and the day from which it is one."""

    name: str
    valid_from: date | None = Field(default=None, alias="from")


class Places(_Strict):
    """rules/vocabulary/places.yaml."""

    cities: list[CityEntry]
    provinces: Names
    merged_from: date
    merged: dict[str, str]


class KindEntry(_Strict):
    """A kind of document."""

    code: str
    names: Names
    codes: Names = []
    unnumbered: bool = False
    letter: bool = False


class DocumentKinds(_Strict):
    """rules/vocabulary/document-kinds.yaml."""

    kinds: list[KindEntry]
    plans: Names
    generic: Names
    titles: dict[str, str]


class FormerEntry(_Strict):
    """A unit that is gone: `to` is its last day, `now` what took its place."""

    names: Names
    to: date
    now: str


class FormerUnits(_Strict):
    """rules/vocabulary/former-units.yaml."""

    former: list[FormerEntry]


class RoleEntry(_Strict):
    """Words that give a heading its role."""

    role: Literal["purpose", "content", "schedule", "implementation", "funding", "form", "scope", "closing", "attachment"]
    starts: Names = []
    contains: Names = []
    exact: Names = []


class SectionRoles(_Strict):
    """rules/vocabulary/section-roles.yaml."""

    roles: list[RoleEntry]
    also: list[RoleEntry]


class ActivityEntry(_Strict):
    """An activity."""

    key: str
    direction: Literal["up", "down"] | None = None
    chain: str | None = None
    names: Names


class Activities(_Strict):
    """rules/vocabulary/activities.yaml."""

    activities: list[ActivityEntry]


class RegulationEntry(_Strict):
    """A regulation on form."""

    id: str
    title: str
    families: list[System]
    valid_from: date | None = Field(default=None, alias="from")
    to: date | None = None
    certain: bool


class Regulations(_Strict):
    """rules/vocabulary/regulations.yaml."""

    regulations: list[RegulationEntry]


class Holidays(_Strict):
    """rules/vocabulary/holidays.yaml; days as MM-DD a year."""

    announced: int
    days: dict[int, list[str]]


SCHEMAS: dict[str, type[BaseModel]] = {
    "organisations": Organisations,
    "places": Places,
    "former-units": FormerUnits,
    "document-kinds": DocumentKinds,
    "section-roles": SectionRoles,
    "activities": Activities,
    "regulations": Regulations,
    "holidays": Holidays,
}
