"""Tasks, deadlines and recipients as one matrix: a row a unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plancheck.model.value import Value

if TYPE_CHECKING:
    from plancheck.model.plan import Actor, Deadline, Recipient, Task


class Duty(Value):
    """A task of a unit: whether it leads or helps, and the deadline that stands with the task."""

    task: Task
    part: Literal["lead", "support"]
    deadline: Deadline | None


class MatrixRow(Value):
    """A unit as first named, what it is to do, by when, where it reports, and the recipient line by which it gets the paper."""

    unit: Actor
    duties: tuple[Duty, ...]
    deadlines: tuple[Deadline, ...]
    reports_to: tuple[Actor, ...]
    recipient: Recipient | None
    own: bool
