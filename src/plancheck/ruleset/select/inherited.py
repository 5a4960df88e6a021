"""Selectors of what a superior's plan hands down beside its days: headings of the content, and tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plancheck.ruleset.context import NO_ISSUER, Item, Selected, Unknown
from plancheck.ruleset.linking import likeness
from plancheck.ruleset.patterns import alternatives
from plancheck.ruleset.select.lineage import carried_out, means, own_unit, with_archive

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from plancheck.ruleset.context import Context

_SAME_THING = 0.5
_MOST = 5


def missing_headings(context: Context) -> Selected:
    """Headings of a superior's content that this plan has nothing like."""
    found = []
    own = [s.title.text for top in context.plan.sections for s in top.walk()]
    for citation, record in carried_out(context):
        left = [h for h in record.headings if all(likeness(h, title) < _SAME_THING for title in own)]
        if left and len(left) < len(record.headings):
            values = {"number": record.number, "headings": "; ".join(left), "source": record.path}
            found.append(Item(citation.head.span, citation.head.text, values))
    return tuple(found)


def forgotten(context: Context) -> Selected:
    """Tasks that a superior charges this plan's issuer with, of a known activity that the plan has no word of."""
    own = own_unit(context)
    if own is None:
        return Unknown(NO_ISSUER)
    found = []
    handed_over = {a.key for a in context.vocabulary.activities if a.chain == "handover"}
    names = {a.key: a.names for a in context.vocabulary.activities}
    done = {d.activity.key for d in context.plan.deadlines if d.activity} | {
        t.activity.key for t in context.plan.tasks if t.activity
    }
    for citation, record in carried_out(context):
        for charge in record.charges:
            if charge.activity is None or charge.activity in done | handed_over or not means(context, charge.owners, own):
                continue
            spoken = alternatives(names.get(charge.activity, (charge.activity,)))
            if not any(spoken.search(b.key) for b in context.document.blocks):
                values = {"number": record.number, "task": charge.text, "source": record.path}
                found.append(Item(citation.head.span, citation.head.text, values))
    return tuple(found[:_MOST])


def forgotten_units(context: Context) -> Selected:
    """Units below this plan's issuer that a superior charges with a task, and that the plan names nowhere, not even within a group."""
    own, covers = own_unit(context), context.vocabulary.covers
    if own is None or own.level is None:
        return Unknown(NO_ISSUER)
    system = own.kind.split(".", maxsplit=1)[0]
    plan = context.plan
    named = [a.unit for d in plan.deadlines for a in d.actors] + [a.unit for t in plan.tasks for a in (*t.owners, *t.support)]
    named += [u.unit for r in plan.recipients for u in r.units] + [a.unit for a in plan.addressed]
    there = [unit for unit in named if unit is not None]
    found: dict[str, Item] = {}
    for citation, record in carried_out(context):
        for owner in (n for charge in record.charges for n in charge.owners):
            unit = owner.unit
            if unit is None or unit.level is None or unit.level >= own.level or unit.name or unit.kind in found:
                continue
            known = any(covers(other, unit) or covers(unit, other) for other in there)
            if unit.kind.split(".", maxsplit=1)[0] != system or known or _spoken(context, unit.kind):
                continue
            values = {"number": record.number, "unit": owner.text, "source": record.path}
            found[unit.kind] = Item(citation.head.span, citation.head.text, values)
    return tuple(found.values())


def _spoken(context: Context, kind: str) -> bool:
    """Whether a name of a kind of unit stands anywhere in the text."""
    names = next((k.names for k in context.vocabulary.units if k.id == kind), ())
    pattern = alternatives(names) if names else None
    return pattern is None or any(pattern.search(block.key) for block in context.document.blocks)


def unasked(context: Context) -> Selected:
    """Tasks of an activity that no superior's plan speaks of; nothing when no such plan is at hand."""
    asked = [record for _, record in carried_out(context)]
    if not asked:
        return ()
    known = {c.activity for r in asked for c in r.charges} | {d.activity for r in asked for d in r.dues}
    return tuple(
        Item(
            t.located.span, t.located.text, {"activity": t.activity.text, "number": ", ".join(r.number or r.path for r in asked)}
        )
        for t in context.plan.tasks
        if t.activity is not None and t.activity.key not in known
    )


SELECTORS: Mapping[str, Callable[[Context], Selected]] = {
    "lineage.missing-headings": with_archive(missing_headings),
    "lineage.forgotten-tasks": with_archive(forgotten),
    "lineage.forgotten-units": with_archive(forgotten_units),
    "lineage.unasked-tasks": with_archive(unasked),
}
