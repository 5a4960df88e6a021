"""A plan among its parents and children, and who has answered it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plancheck.model.value import Value

if TYPE_CHECKING:
    from datetime import date

    from plancheck.model.archive import Link, Named, Record

AnswerState = Literal["answered", "late", "missing"]


class TreeNode(Value):
    """A document with those it rests on (`parents`) or those that rest on it (`children`); `link` is how it is cited from below."""

    record: Record | None
    link: Link | None
    parents: tuple[TreeNode, ...] = ()
    children: tuple[TreeNode, ...] = ()


class Answer(Value):
    """What an addressee has made of a plan: its own plan, in time or late; `missing`: the archive knows the unit, and no plan of it.

    `due` is the day by which it was to have a plan.
    """

    unit: Named
    state: AnswerState
    record: Record | None
    due: date | None


class Coverage(Value):
    """The addressees of a plan with their answers. `unknown` are those of which the archive has no document at all."""

    plan: Record
    answers: tuple[Answer, ...]
    unknown: tuple[Named, ...]
