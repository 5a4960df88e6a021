"""Builds the matrix of a plan: each unit with its tasks, its deadlines, its reports and its recipient line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plancheck.model.matrix import Duty, MatrixRow
from plancheck.text.fold import words
from plancheck.vocabulary import load

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from plancheck.model.plan import Actor, Deadline, Plan, Recipient, Task


def matrix(plan: Plan) -> tuple[MatrixRow, ...]:
    """One row a unit that has a task or a deadline, in the order in which the text names them."""
    named: dict[Hashable, Actor] = {}
    duties: dict[Hashable, list[Duty]] = {}
    deadlines: dict[Hashable, list[Deadline]] = {}
    for task in plan.tasks:
        for part, actors in (("lead", task.owners), ("support", task.support)):
            for actor in _each_once(actors):
                named.setdefault(identity(actor), actor)
                duty = Duty(task, "lead" if part == "lead" else "support", _deadline_of(task, plan))
                duties.setdefault(identity(actor), []).append(duty)
    for deadline in plan.deadlines:
        for actor in _each_once(deadline.actors):
            named.setdefault(identity(actor), actor)
            deadlines.setdefault(identity(actor), []).append(deadline)
    return tuple(
        MatrixRow(
            unit=actor,
            duties=tuple(duties.get(who, ())),
            deadlines=tuple(deadlines.get(who, ())),
            reports_to=_each_once(d.report_to for d in deadlines.get(who, ()) if d.report_to is not None),
            recipient=_recipient(actor, plan),
            own=actor.unit is not None and actor.unit.own,
        )
        for who, actor in sorted(named.items(), key=lambda entry: entry[1].span)
    )


def identity(actor: Actor) -> Hashable:
    """What makes two names one unit: its kind and proper name, or the words when the vocabulary does not know it."""
    unit = actor.unit
    return (unit.kind, unit.name, unit.collective) if unit is not None else words(actor.text)


def _each_once(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    return tuple({identity(a): a for a in reversed(tuple(actors))}.values())[::-1]


def _deadline_of(task: Task, plan: Plan) -> Deadline | None:
    return plan.deadlines[task.deadline] if task.deadline is not None else None


def _recipient(actor: Actor, plan: Plan) -> Recipient | None:
    """The first line that covers a unit; for a unit that the vocabulary does not know, one with the same words."""
    covers = load().covers
    for recipient in plan.recipients:
        if recipient.purpose == "file":
            continue
        if actor.unit is not None and any(u.unit is not None and covers(u.unit, actor.unit) for u in recipient.units):
            return recipient
        if words(actor.text) in words(recipient.located.value):
            return recipient
    return None
