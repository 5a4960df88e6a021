"""The schema of a rule file (pydantic). One file is one rule; exactly one branch of `check` is tried, chosen by its kind."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from plancheck.errors import told
from plancheck.ruleset.select import SELECTORS

Selector = Annotated[str, Field(json_schema_extra={"enum": sorted(SELECTORS)})]
Family = Literal["union", "party", "state", "mass"]
FAMILIES: tuple[Family, ...] = ("union", "party", "state", "mass")


class _Strict(BaseModel):
    model_config = ConfigDict(
        extra="forbid", populate_by_name=True, alias_generator=lambda name: name.rstrip("_").replace("_", "-")
    )


def _known(name: str) -> str:
    if name not in SELECTORS:
        raise ValueError(
            told("không có bộ chọn «{name}»; gần nhất: {near}", name=name, near=", ".join(_nearest(name, tuple(SELECTORS))))
        )
    return name


def _nearest(name: str, names: tuple[str, ...]) -> list[str]:
    import difflib

    return difflib.get_close_matches(name, names, n=3, cutoff=0.4) or sorted(names)[:3]


def _pattern(value: str | None) -> str | None:
    if value is not None:
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(told("biểu thức chính quy sai: {error}", error=error)) from None
    return value


class _Of(_Strict):
    of: Selector

    @field_validator("of", "at", "among", check_fields=False)
    @classmethod
    def _selector_exists(cls, name: str | None) -> str | None:
        return _known(name) if name is not None else None

    @field_validator("pattern", check_fields=False)
    @classmethod
    def _pattern_compiles(cls, value: str | None) -> str | None:
        return _pattern(value)


class Required(_Of):
    """At least one item must be there; the finding points at `at`."""

    kind: Literal["required"]
    at: Selector = "plan.title"


class Forbidden(_Of):
    """No item may be there; with `pattern` only items whose words it finds."""

    kind: Literal["forbidden"]
    pattern: str | None = None


class Matches(_Of):
    """A field of every item matches `pattern` as a whole, or is one of some words."""

    kind: Literal["matches"]
    field: str = "text"
    pattern: str | None = None
    one_of: list[str] = []


class Substitute(_Of):
    """Words that should be other words; `exact`: the capitals are what is wrong, so they are compared too."""

    kind: Literal["substitute"]
    of: Selector = "text"
    pairs: dict[str, str] = Field(min_length=1)
    exact: bool = False


class Ordered(_Of):
    """Two dates of one item (`fields`), or the items of a group by rank, come in order."""

    kind: Literal["ordered"]
    fields_: list[str] = Field(default=[], alias="fields", max_length=2)
    by: Literal["fields", "level"] = "level"
    strict: bool = False


class Count(_Of):
    """How many items there are."""

    kind: Literal["count"]
    min: int = 0
    max: int | None = None
    at: Selector | None = None


class Unique(_Of):
    """No two items have the same key."""

    kind: Literal["unique"]
    key: str


class Consistent(_Of):
    """Within a group all items have one value."""

    kind: Literal["consistent"]
    group: str
    value: str


class Resolved(_Of):
    """Every item is among others, by units or by key."""

    kind: Literal["resolved"]
    among: Selector
    by: Literal["unit", "key"] = "unit"
    covers: Literal["among", "of"] = "among"


class Each(_Of):
    """Every item has certain parts."""

    kind: Literal["each"]
    has: list[str] = Field(min_length=1)


class Numbering(_Of):
    """Labels of one level follow each other."""

    kind: Literal["numbering"]
    of: Selector = "sections.groups"
    fault: Literal["gap", "repeat", "order", "style", "alphabet"]


class Agree(_Of):
    """Two values of one item fit each other."""

    kind: Literal["agree"]
    left: str
    right: str


class Range(_Strict):
    """A range of measures."""

    min: float
    max: float


class Look(_Strict):
    """What a component is to look like (sizes in points), or the measures of a page (in millimetres)."""

    size: Range | None = None
    width: Range | None = None
    height: Range | None = None
    top: Range | None = None
    bottom: Range | None = None
    left: Range | None = None
    right: Range | None = None
    bold: bool | None = None
    italic: bool | None = None
    underline: bool | None = None
    capitals: bool | None = None
    alignment: list[str] | None = None
    font: list[str] | None = None

    @field_validator("alignment", "font", mode="before")
    @classmethod
    def _one_is_a_list(cls, value: object) -> object:
        return [value] if isinstance(value, str) else value


class Layout(_Of):
    """The look of a component, or the measures of a page."""

    kind: Literal["layout"]
    with_: Look = Field(alias="with")
    most: int | None = None


Check = Annotated[
    Required
    | Forbidden
    | Matches
    | Substitute
    | Ordered
    | Count
    | Unique
    | Consistent
    | Resolved
    | Each
    | Numbering
    | Agree
    | Layout,
    Field(discriminator="kind"),
]


class When(_Strict):
    """A condition in one of four forms: exists (a selector), equals (facts), all, not."""

    exists: Selector | None = None
    equals: dict[str, str | int | bool] | None = None
    all: list[When] | None = None
    not_: When | None = Field(default=None, alias="not")

    @field_validator("exists")
    @classmethod
    def _selector_exists(cls, name: str | None) -> str | None:
        return _known(name) if name is not None else None

    @model_validator(mode="after")
    def _one_form(self) -> When:
        if sum(form is not None for form in (self.exists, self.equals, self.all, self.not_)) != 1:
            raise ValueError(told("điều kiện `when` phải có đúng một dạng: exists, equals, all hoặc not"))
        return self


class Applies(_Strict):
    """For which papers a rule holds; `scans: false` for what is about single characters, which a recognised text may have wrong."""

    kinds: list[str] = ["KH"]
    families: list[Family] = list(FAMILIES)
    stages: list[Literal["nhap", "trinh-ky", "phat-hanh"]] = ["nhap", "trinh-ky", "phat-hanh"]
    scans: bool = True


class SourceOfRule(_Strict):
    """The clause (with one or more regulations) or the practice that a rule rests on."""

    regulation: str | list[str] | None = None
    clause: str | None = None
    practice: str | None = None

    @model_validator(mode="after")
    def _one_source(self) -> SourceOfRule:
        if (self.regulation is None) == (self.practice is None):
            raise ValueError(told("nguồn phải là `regulation` cùng `clause`, hoặc `practice`"))
        if self.regulation is not None and not self.clause:
            raise ValueError(told("thiếu `clause`: điều, khoản, điểm của văn bản"))
        return self


class FixOfRule(_Strict):
    """What mends the words of a finding; `replacement` is a template as the message is."""

    safety: Literal["safe", "suggested"]
    replacement: str


class English(_Strict):
    """The same words in English."""

    title: str
    message: str
    why: str
    hint: str


class ExampleOfRule(_Strict):
    """Plan text: `bad` with `[[…]]` around the words of the finding, or `good`; how it is to be read stands beside it.

    `beside` holds other documents, each with its heading: what the archive of the plan knows.
    """

    bad: str | None = None
    good: str | None = None
    family: Family | None = None
    issued: str | None = None
    stage: Literal["nhap", "trinh-ky", "phat-hanh"] = "trinh-ky"
    beside: list[str] = []

    @model_validator(mode="after")
    def _one_of_both(self) -> ExampleOfRule:
        if (self.bad is None) == (self.good is None):
            raise ValueError(told("ví dụ phải có đúng một trong hai: bad hoặc good"))
        return self


class RuleFile(_Strict):
    """A rule file."""

    code: str = Field(pattern=r"^[A-Z]{2}\d{3}$")
    name: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    aliases: list[str] = []
    title: str
    severity: Literal["error", "warning", "info"]
    confidence: Literal["high", "medium", "low"] = "high"
    since: str = "0.1"
    applies: Applies = Applies()
    source: SourceOfRule
    message: str
    why: str = Field(min_length=10)
    hint: str
    en: English
    check: Check
    when: When | None = None
    fix: FixOfRule | None = None
    examples: list[ExampleOfRule]

    @model_validator(mode="after")
    def _enough_examples(self) -> RuleFile:
        bad = sum(e.bad is not None for e in self.examples)
        layout = self.check.kind == "layout"
        if not layout and (bad < 1 or len(self.examples) - bad < 2):
            raise ValueError(told("cần ít nhất một ví dụ sai (bad) và hai ví dụ đúng (good)"))
        return self
