"""What changed between two drafts of one plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plancheck.model.value import Value

if TYPE_CHECKING:
    from plancheck.model.finding import Finding


class Difference(Value):
    """Something that the plan says otherwise than before: `old` None when it is new, `new` None when it is gone."""

    kind: Literal["deadline", "recipient", "citation"]
    old: str | None
    new: str | None
    where: str = ""


class Comparison(Value):
    """Against an earlier draft: findings that are still there, those that are mended, and what the plan now says otherwise."""

    path: str
    remaining: tuple[Finding, ...]
    mended: tuple[Finding, ...]
    differences: tuple[Difference, ...]
