"""Selectors of tasks and of the units that have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plancheck.ruleset.context import NO_ISSUER, Item, Selected, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from plancheck.model.plan import Actor, Task
    from plancheck.ruleset.context import Context

_PARTS = (".department", ".departments")


def _external(context: Context) -> Iterator[tuple[Actor, Task]]:
    """Owners of tasks, the issuer itself and its leaders left out, one entry a unit."""
    seen: set[object] = set()
    for task in context.plan.tasks:
        for actor in (*task.owners, *task.support):
            unit = actor.unit
            if unit is None or (unit.own and not unit.kind.endswith(_PARTS)) or unit.level is None:
                continue
            key = (unit.kind, unit.name, unit.level)
            if key not in seen:
                seen.add(key)
                yield actor, task


def owners(context: Context) -> Selected:
    """Units with a task that are named exactly enough to be looked for among the recipients."""
    return tuple(Item(a.span, a.text, {"unit": a.unit, "task": t.located.text}) for a, t in _external(context))


def owned_units(context: Context) -> Selected:
    """All units that the body charges or sets a time for."""
    actors = [a for t in context.plan.tasks for a in (*t.owners, *t.support)]
    actors += [a for d in context.plan.deadlines for a in d.actors]
    return tuple(Item(a.span, a.text, {"unit": a.unit}) for a in actors if a.unit is not None)


def untimed(context: Context) -> Selected:
    """Units below the issuer that have tasks, none of them with any time, and no deadline anywhere."""
    issuer = context.plan.issuer_unit
    if issuer is None or issuer.level is None:
        return Unknown(NO_ISSUER)
    timed = {a.unit for d in context.plan.deadlines if d.type != "vague" for a in d.actors if a.unit is not None}
    by_unit: dict[tuple[str, str], list[tuple[Actor, Task]]] = {}
    for task in context.plan.tasks:
        for actor in task.owners:
            unit = actor.unit
            if unit is not None and unit.level is not None and unit.level < issuer.level and not unit.own:
                by_unit.setdefault((unit.kind, unit.name), []).append((actor, task))
    found = []
    for uses in by_unit.values():
        unit = uses[0][0].unit
        covered = any(
            t is not None and unit is not None and (t.kind == unit.kind or unit.kind in context.vocabulary.includes.get(t.kind, ()))
            for t in timed
        )
        if covered or any(task.timed for _, task in uses):
            continue
        actor = uses[0][0]
        found.append(Item(actor.span, actor.text, {"unit": unit}))
    return tuple(found)


SELECTORS: Mapping[str, Callable[[Context], Selected]] = {
    "tasks.owners": owners,
    "tasks.units": owned_units,
    "tasks.untimed": untimed,
}
