"""Selectors between generations: what a superior's plan asks of this one, and what the plans below make of this one.

Only plans that carry out the same work are compared: a child rests on its parent («Căn cứ», «Thực hiện») and shares its subject.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from plancheck.model.archive import Limit
from plancheck.ruleset.context import NO_ARCHIVE, NO_ISSUER, Item, Selected, Unknown
from plancheck.ruleset.linking import due_of, likeness, national, same_unit
from plancheck.ruleset.network import Edge, negative_cycle
from plancheck.ruleset.patterns import alternatives
from plancheck.ruleset.select.common import deadline_item, report_topic
from plancheck.ruleset.select.links import parents

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping

    from plancheck.model.archive import Due, Named, Record, Reference
    from plancheck.model.plan import Citation, Deadline, Unit
    from plancheck.ruleset.context import Context

_SAME_WORK = 0.5
_ORIGIN = "origin"
_MOST = 5
_TIER_REACH = 24
_REPORT = alternatives(("báo cáo",))


def _carried_out(context: Context) -> Iterator[tuple[Citation, Record]]:
    """The superior plans that this plan carries out."""
    for citation, record in parents(context):
        if _above(record, context.plan.issuer_unit) and likeness(record.subject, context.plan.header.subject_text) >= _SAME_WORK:
            yield citation, record


def _carrying_out(context: Context) -> Iterator[Record]:
    """The plans below that carry this one out."""
    own, subject = context.plan.issuer_unit, context.plan.header.subject_text
    for record in context.neighbours.citing:
        unit = record.issuer.unit if record.issuer else None
        if unit is None or own is None or (unit.level or 9) >= (own.level or 0):
            continue
        if any(_meant(context, r) for r in record.references) and likeness(record.subject, subject) >= _SAME_WORK:
            yield record


def _meant(context: Context, reference: Reference) -> bool:
    """Whether a plan below rests on this plan, and not on another one of the same number."""
    plan = context.plan
    if reference.number != _number(context) or reference.role != "basis":
        return False
    issuer, own = reference.issuer.unit if reference.issuer is not None else None, context.neighbours.issuer
    agrees = same_unit(issuer, own) if issuer is not None and own is not None else None
    same_day = reference.day is None or plan.issued is None or reference.day == plan.issued
    return same_day and (agrees is True or (agrees is None and national(reference.number, context.vocabulary)))


def _number(context: Context) -> str | None:
    number = context.plan.header.number
    return number.value.normal if number is not None else None


def _above(record: Record, own: Unit | None) -> bool:
    unit = record.issuer.unit if record.issuer else None
    return unit is not None and own is not None and (unit.level or 0) > (own.level or 9)


def _means(context: Context, named: tuple[Named, ...], unit: Unit) -> bool:
    """Whether a unit is one of those that some words name."""
    return any(n.unit is not None and _reaches(context, n.unit, unit) for n in named)


def _reaches(context: Context, named: Unit, unit: Unit) -> bool:
    if named.kind.split(".", maxsplit=1)[0] != unit.kind.split(".", maxsplit=1)[0]:
        return False
    if named.name and unit.name and named.name != unit.name:
        return False
    return context.vocabulary.within(unit.kind, named.kind) and (
        named.level is None or unit.level is None or named.level == unit.level
    )


def _windows(context: Context) -> Iterator[Deadline]:
    for deadline in context.plan.deadlines:
        if (
            deadline.type == "window"
            and deadline.last_day is not None
            and not (deadline.pilot or deadline.exempt or deadline.annex)
        ):
            yield deadline


def _asked(context: Context) -> Iterator[tuple[Citation, Record, Due]]:
    """The reports that superiors ask of this plan's issuer, with the day."""
    own = context.plan.issuer_unit
    if own is None:
        return
    for citation, record in _carried_out(context):
        for due in record.dues:
            if due.report_to is not None and due.chain == "handover" and not due.coarse and _means(context, due.actors, own):
                yield citation, record, due


def limits(context: Context) -> tuple[Limit, ...]:
    """The last days that superiors set for this plan's issuer, each day once for each document, in their order."""
    own = context.plan.issuer_unit
    if own is None:
        return ()
    found = {
        (due.last, record.number or record.path): due.text
        for _, record in _carried_out(context)
        for due in record.dues
        if not due.coarse and due.activity is not None and due.direction == "up" and _means(context, due.actors, own)
    }
    return tuple(Limit(day, number, text) for (day, number), text in sorted(found.items()))


def _own_reports(context: Context, due: Due) -> list[Deadline]:
    """Our own reports to the unit that asks, on the same topic as far as both say one."""
    own, target = context.plan.issuer_unit, due.report_to
    found = []
    for deadline in _windows(context):
        unit = deadline.report_to.unit if deadline.report_to is not None else None
        if unit is None or target is None or target.unit is None or own is None or not _one_house(unit, target.unit):
            continue
        mine = not deadline.actors or any(a.unit is not None and (a.unit.own or a.unit.kind == own.kind) for a in deadline.actors)
        topic = report_topic(context, deadline)
        if mine and (not topic or not due.topic or topic == due.topic):
            found.append(deadline)
    return found


def _one_house(one: Unit, other: Unit) -> bool:
    """Whether a report to one unit goes to the other: the same kind, or a part of the same body on the same level."""
    same_system = one.kind.split(".", maxsplit=1)[0] == other.kind.split(".", maxsplit=1)[0]
    return one.kind == other.kind or (same_system and one.level == other.level)


def late_reports(context: Context) -> Selected:
    """Our reports to a superior that are due after the day that it set; where it set several, after the last of them."""
    if context.plan.issuer_unit is None:
        return Unknown(NO_ISSUER)
    latest: dict[int, tuple[Deadline, Record, Due]] = {}
    for _citation, record, due in _asked(context):
        for deadline in _own_reports(context, due):
            known = latest.get(id(deadline))
            if known is None or due.last > known[2].last:
                latest[id(deadline)] = (deadline, record, due)
    return tuple(
        _against(context, deadline, record, due)
        for deadline, record, due in latest.values()
        if deadline.last_day is not None and deadline.last_day > due.last
    )


def _against(context: Context, deadline: Deadline, record: Record, due: Due) -> Item:
    """A deadline of ours with the words of another document that it does not fit."""
    return deadline_item(
        context, deadline, number=record.number or record.path, theirs=due.text, their_day=due.last, source=f"{record.path} {due.path}".strip(),
        their_actor=", ".join(n.text for n in due.actors) or "?",
    )  # fmt: skip


def missing_reports(context: Context) -> Selected:
    """Reports that a superior asks for and this plan does not speak of, at the citation of the superior's plan."""
    if context.plan.issuer_unit is None:
        return Unknown(NO_ISSUER)
    found: dict[str, Item] = {}
    for citation, record, due in _asked(context):
        unit = due.report_to.unit if due.report_to is not None else None
        if unit is None or _own_reports(context, due) or record.path in found or _speaks_of_reports(context, unit):
            continue
        to = due.report_to.text if due.report_to is not None else ""
        values = {"number": record.number, "to": to, "theirs": due.text, "source": record.path}
        found[record.path] = Item(citation.head.span, citation.head.text, values)
    return tuple(found.values())


def _speaks_of_reports(context: Context, unit: Unit) -> bool:
    """Whether some paragraph of the body has both «báo cáo» and a name of the unit, with the words of its tier where it has one."""
    vocabulary = context.vocabulary
    kind = next(
        (k for k in vocabulary.units if k.id == unit.kind or (k.tiers and unit.kind.startswith(k.id.partition("{")[0]))), None
    )
    if kind is None:
        return True
    tier = next((t for t in vocabulary.tiers if kind.tiers and unit.kind.endswith(f".{t.name}")), None)
    named = alternatives(kind.names)
    behind = alternatives((*tier.words, *vocabulary.city_words)) if tier is not None else None
    for block in context.document.blocks:
        if context.plan.zones[block.index] != "body" or not _REPORT.search(block.key):
            continue
        for name in named.finditer(block.key):
            if behind is None or behind.search(block.key, name.end(), name.end() + _TIER_REACH):
                return True
    return False


def wrong_addressees(context: Context) -> Selected:
    """Our reports that go to another department of the superior than the one that it names."""
    found = []
    for _citation, record, due in _asked(context):
        target = due.report_to.unit if due.report_to is not None else None
        if target is None or not target.name or "." not in target.kind:
            continue
        for deadline in _own_reports(context, due):
            said = deadline.report_to
            if said is None or said.unit is None or said.unit.kind != target.kind or not said.unit.name:
                continue
            if said.unit.name not in target.name and target.name not in said.unit.name:
                values = {
                    "said": said.text,
                    "true": due.report_to.text if due.report_to else "",
                    "number": record.number,
                    "source": record.path,
                }
                found.append(Item(said.span, said.text, values))
    return tuple(found)


def missing_headings(context: Context) -> Selected:
    """Headings of a superior's content that this plan has nothing like."""
    found = []
    own = [s.title.text for top in context.plan.sections for s in top.walk()]
    for citation, record in _carried_out(context):
        left = [h for h in record.headings if all(likeness(h, title) < _SAME_WORK for title in own)]
        if left and len(left) < len(record.headings):
            values = {"number": record.number, "headings": "; ".join(left), "source": record.path}
            found.append(Item(citation.head.span, citation.head.text, values))
    return tuple(found)


def beyond_parent(context: Context) -> Selected:
    """Deadlines of ours that end after the day by which a superior wants the same activity of the same units."""
    found = []
    for deadline in _windows(context):
        if deadline.report_to is not None or not _comparable(deadline):
            continue
        allowed = [(r, d) for _, r in _carried_out(context) for d in r.dues if _same_duty(context, d, deadline)]
        if allowed:
            record, due = max(allowed, key=lambda entry: entry[1].last)
            if deadline.last_day is not None and deadline.last_day > due.last:
                found.append(_against(context, deadline, record, due))
    return tuple(found)


def _comparable(deadline: Deadline) -> bool:
    activity = deadline.activity
    return activity is not None and activity.direct and activity.direction == "up" and deadline.precision != "year"


def _same_duty(context: Context, due: Due, deadline: Deadline) -> bool:
    activity = deadline.activity
    if activity is None or due.activity != activity.key or not due.direct or due.coarse or due.report_to is not None:
        return False
    units = [a.unit for a in deadline.actors if a.unit is not None]
    return bool(units) and all(_means(context, due.actors, unit) for unit in units)


def late_children(context: Context) -> Selected:
    """Deadlines of ours that a plan below does not keep."""
    found = []
    for record in _carrying_out(context):
        unit = record.issuer.unit if record.issuer else None
        if unit is None:
            continue
        for deadline in _windows(context):
            if deadline.last_day is None or deadline.precision == "year":
                continue
            late = [d for d in record.dues if _breaks(context, d, deadline, unit)]
            if late:
                found.append(_against(context, deadline, record, max(late, key=lambda d: d.last)))
    return tuple(found)


def _breaks(context: Context, due: Due, deadline: Deadline, child: Unit) -> bool:
    """Whether a child's time for what a deadline asks of it is later than that deadline."""
    activity = deadline.activity
    if (
        activity is None
        or due.activity != activity.key
        or due.coarse
        or deadline.last_day is None
        or due.last <= deadline.last_day
    ):
        return False
    charged = [a.unit for a in deadline.actors if a.unit is not None]
    if deadline.report_to is not None:
        to = due.report_to.unit if due.report_to is not None else None
        same = to is not None and deadline.report_to.unit is not None and _one_house(to, deadline.report_to.unit)
        topic = report_topic(context, deadline)
        return same and any(_reaches(context, u, child) for u in charged) and (not topic or not due.topic or topic == due.topic)
    if not due.direct or not _comparable(deadline) or due.report_to is not None:
        return False
    acting = [n.unit for n in due.actors if n.unit is not None]
    return bool(acting) and all(any(_reaches(context, c, a) for c in charged) for a in acting)


def forgotten(context: Context) -> Selected:
    """Tasks that a superior charges this plan's issuer with, of a known activity that the plan has no word of."""
    own = context.plan.issuer_unit
    if own is None:
        return Unknown(NO_ISSUER)
    found = []
    names = {a.key: a.names for a in context.vocabulary.activities}
    done = {d.activity.key for d in context.plan.deadlines if d.activity} | {
        t.activity.key for t in context.plan.tasks if t.activity
    }
    for citation, record in _carried_out(context):
        for charge in record.charges:
            if charge.activity is None or charge.activity in done or not _means(context, charge.owners, own):
                continue
            spoken = alternatives(names.get(charge.activity, (charge.activity,)))
            if not any(spoken.search(b.key) for b in context.document.blocks):
                values = {"number": record.number, "task": charge.text, "source": record.path}
                found.append(Item(citation.head.span, citation.head.text, values))
    return tuple(found[:_MOST])


def unasked(context: Context) -> Selected:
    """Tasks of an activity that no superior's plan speaks of; nothing when no such plan is at hand."""
    asked = [record for _, record in _carried_out(context)]
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


def broken_chains(context: Context) -> Selected:
    """Chains of summings-up and reports through several documents that cannot all be kept, as negative cycles of one temporal network.

    The lower level must be ready before the higher one sums up; each document gives the days of some levels.
    """
    nodes = list(_chain_nodes(context))
    edges: list[Edge] = []
    for n, (_, _, due) in enumerate(nodes):
        edges.append(Edge(_ORIGIN, n, due.last.toordinal()))
        edges.append(Edge(n, _ORIGIN, -(due.start or due.last).toordinal()))
    edges += [
        Edge(higher, lower, 0)
        for lower, one in enumerate(nodes)
        for higher, other in enumerate(nodes)
        if one[0] != other[0] and _below(one[2], other[2])
    ]
    found: list[Item] = []
    while len(found) < _MOST and (cycle := negative_cycle(edges)):
        hops = [e for e in cycle if _ORIGIN not in (e.source, e.target)]
        chain = [
            nodes[n]
            for n in sorted(
                {n for e in hops for n in (e.source, e.target) if isinstance(n, int)}, key=lambda n: _level(nodes[n][2])
            )
        ]
        mine = next((deadline for _, deadline, _ in chain if deadline is not None), None)
        if mine is not None:
            told = " → ".join(f"{', '.join(a.text for a in d.actors)}: {d.text} ({where})" for where, _, d in chain)
            found.append(deadline_item(context, mine, chain=told))
        edges = [e for e in edges if e not in hops]
        if not hops:
            break
    return tuple(found)


def _chain_nodes(context: Context) -> Iterator[tuple[Hashable, Deadline | None, Due]]:
    """(document, our deadline, what it says) of everything in the chain of summings-up: ours, and those of the plans above it."""
    for deadline in _windows(context):
        due = due_of(deadline, report_topic(context, deadline))
        if _in_chain(due):
            yield _number(context) or Path(context.document.source.path).name, deadline, due
    for _citation, record in _carried_out(context):
        yield from ((record.number or record.path, None, due) for due in record.dues if _in_chain(due))


def _in_chain(due: Due) -> bool:
    return due.chain == "report" and due.direct and due.direction == "up" and not due.coarse and _level(due) > 0


def _level(due: Due) -> int:
    levels = {n.unit.level for n in due.actors if n.unit is not None and n.unit.level is not None}
    return levels.pop() if len(levels) == 1 else 0


def _below(lower: Due, higher: Due) -> bool:
    """Whether one summing-up goes into another: the same activity of a lower level of the same system."""
    systems = [{n.unit.kind.split(".", maxsplit=1)[0] for n in d.actors if n.unit is not None} for d in (lower, higher)]
    return lower.activity == higher.activity and systems[0] == systems[1] and _level(lower) < _level(higher)


def _with_archive(select: Callable[[Context], Selected]) -> Callable[[Context], Selected]:
    """A selector that can say nothing where there is no archive."""

    def checked(context: Context) -> Selected:
        return select(context) if context.neighbours.consulted else Unknown(NO_ARCHIVE, optional=True)

    return checked


SELECTORS: Mapping[str, Callable[[Context], Selected]] = {
    "lineage.late-reports": _with_archive(late_reports),
    "lineage.missing-reports": _with_archive(missing_reports),
    "lineage.wrong-addressees": _with_archive(wrong_addressees),
    "lineage.missing-headings": _with_archive(missing_headings),
    "lineage.beyond-parent": _with_archive(beyond_parent),
    "lineage.late-children": _with_archive(late_children),
    "lineage.forgotten-tasks": _with_archive(forgotten),
    "lineage.unasked-tasks": _with_archive(unasked),
    "lineage.broken-chains": _with_archive(broken_chains),
}
