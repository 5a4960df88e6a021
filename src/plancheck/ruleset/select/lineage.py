"""Selectors between generations: what a superior's plan asks of this one, and what the plans below make of this one.

Only plans that carry out the same work are compared: a child rests on its parent («Căn cứ», «Thực hiện») and shares its subject.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from plancheck.model.archive import Limit
from plancheck.ruleset.context import NO_ARCHIVE, NO_ISSUER, Item, Selected, Unknown
from plancheck.ruleset.linking import as_named, likeness, national, same_unit
from plancheck.ruleset.patterns import alternatives
from plancheck.ruleset.select.common import beside_pilots, binds, deadline_item, report_topic
from plancheck.ruleset.select.links import parents
from plancheck.text.fold import key, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from plancheck.model.archive import Due, Named, Record, Reference
    from plancheck.model.plan import Citation, Deadline, Unit
    from plancheck.ruleset.context import Context

_SAME_WORK = 0.5
_TIER_REACH = 24
_PARTY = "party."
_SUBJECT_REACH = 160


def carried_out(context: Context) -> Iterator[tuple[Citation, Record]]:
    """The superior plans that this plan carries out; none where it also cites a paper that may have changed their days."""
    if _amended(context):
        return
    for citation, record in parents(context):
        if _above(record, context.plan.issuer_unit) and likeness(record.subject, context.plan.header.subject_text) >= _SAME_WORK:
            yield citation, record


def _amended(context: Context) -> bool:
    """Whether some cited paper speaks of changing another one («về điều chỉnh thời gian …»)."""
    words_of_change = alternatives(context.vocabulary.phrases["amendment-words"])
    return any(
        words_of_change.search(context.document.blocks[c.head.span.block].key, c.head.span.end, c.head.span.end + _SUBJECT_REACH)
        for c in context.plan.citations
        if c.role != "repeal"
    )


def live_dues(context: Context, record: Record) -> Iterator[Due]:
    """The days of a superior's document that were still to come when this plan was issued: earlier ones were for earlier years."""
    issued = context.plan.issued
    return (due for due in record.dues if not due.coarse and (issued is None or due.last >= issued))


def own_unit(context: Context) -> Unit | None:
    """The plan's issuer, with its proper name where the heading gives it."""
    return context.neighbours.issuer or context.plan.issuer_unit


def _carrying_out(context: Context) -> Iterator[Record]:
    """The plans below that carry this one out."""
    own, subject = context.plan.issuer_unit, context.plan.header.subject_text
    told: set[object] = set()
    changes = alternatives(context.vocabulary.phrases["amendment-words"])
    for record in context.neighbours.citing:
        unit = record.issuer.unit if record.issuer else None
        if unit is None or own is None or (unit.level or 9) >= (own.level or 0):
            continue
        same = (record.number, record.day, words(record.issuer.text if record.issuer else ""), words(record.subject or ""))
        rests = any(_meant(context, r) for r in record.references) and likeness(record.subject, subject) >= _SAME_WORK
        moved = any(changes.search(key(r.subject or "")) for r in record.references)  # it also cites a paper that changes days
        if rests and not moved and same not in told:  # the same paper may be there as .docx and .md
            told.add(same)
            yield record


def _meant(context: Context, reference: Reference) -> bool:
    """Whether a plan below rests on this plan, and not on another one of the same number."""
    plan = context.plan
    if reference.number != own_number(context) or reference.role != "basis":
        return False
    issuer, own = reference.issuer.unit if reference.issuer is not None else None, context.neighbours.issuer
    agrees = same_unit(issuer, own) if issuer is not None and own is not None else None
    same_day = reference.day is None or plan.issued is None or reference.day == plan.issued
    return same_day and (agrees is True or (agrees is None and national(reference.number, context.vocabulary)))


def own_number(context: Context) -> str | None:
    """The plan's own number, None while it has none."""
    number = context.plan.header.number
    return number.value.normal if number is not None else None


def _above(record: Record, own: Unit | None) -> bool:
    """Whether a document comes from above: a higher level, or the Party committee of the same one."""
    unit = record.issuer.unit if record.issuer else None
    if unit is None or own is None or unit.level is None or own.level is None:
        return False
    leads = unit.kind.startswith(_PARTY) and not own.kind.startswith(_PARTY)
    return unit.level > own.level or (leads and unit.level == own.level)


def means(context: Context, named: tuple[Named, ...], unit: Unit) -> bool:
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


def windows(context: Context) -> Iterator[Deadline]:
    """The plan's deadlines with a last day that belong to the general order."""
    return filter(binds, context.plan.deadlines)


def _asked(context: Context) -> Iterator[tuple[Citation, Record, Due]]:
    """The reports that superiors ask of this plan's issuer, with the day."""
    own = own_unit(context)
    if own is None:
        return
    for citation, record in carried_out(context):
        for due in live_dues(context, record):
            if due.report_to is not None and due.chain == "handover" and means(context, due.actors, own):
                yield citation, record, due


def limits(context: Context) -> tuple[Limit, ...]:
    """The last days that superiors set for this plan's issuer, each day once for each document, in their order."""
    own = own_unit(context)
    if own is None:
        return ()
    found = {
        (due.last, record.number or record.path): due.text
        for _, record in carried_out(context)
        for due in live_dues(context, record)
        if due.activity is not None and due.direction == "up" and means(context, due.actors, own)
    }
    return tuple(Limit(day, number, text) for (day, number), text in sorted(found.items()))


def _own_reports(context: Context, due: Due) -> list[Deadline]:
    """Our own reports to the unit that asks, on the same topic as far as both say one."""
    own, target = context.plan.issuer_unit, due.report_to
    found = []
    for deadline in windows(context):
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
    """Reports that this plan sends only after the day that a superior set: the last such day counts, and the first report of ours."""
    if context.plan.issuer_unit is None:
        return Unknown(NO_ISSUER)
    late: dict[int, tuple[Deadline, Record, Due]] = {}
    for _citation, record, due in _asked(context):
        first = min(_own_reports(context, due), key=lambda d: d.last_day or date.max, default=None)
        if first is None:
            continue
        known = late.get(id(first))
        if known is None or known[2].last < due.last:
            late[id(first)] = (first, record, due)
    return tuple(_against(context, d, r, due) for d, r, due in late.values() if d.last_day is not None and d.last_day > due.last)


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
    anyone = alternatives(vocabulary.phrases["superior-words"])
    reports = alternatives(vocabulary.phrases["report-words"])
    for block in context.document.blocks:
        if context.plan.zones[block.index] != "body" or not reports.search(block.key):
            continue
        if anyone.search(block.key):
            return True
        for name in named.finditer(block.key):
            if behind is None or behind.search(block.key, name.end(), name.end() + _TIER_REACH):
                return True
    return False


def wrong_addressees(context: Context) -> Selected:
    """Our reports that go to another department of the superior than the one that it names."""
    found = []
    asked = [(record, due) for _, record, due in _asked(context)]
    named = {due.report_to.unit.name for _, due in asked if due.report_to is not None and due.report_to.unit is not None}
    for record, due in asked:
        target = due.report_to.unit if due.report_to is not None else None
        own = _own_reports(context, due)
        told = {d.report_to.unit.name for d in own if d.report_to is not None and d.report_to.unit is not None}
        if target is None or not target.name or target.name in told:
            continue
        for deadline in own:
            said = deadline.report_to
            if said is None or said.unit is None or said.unit.kind != target.kind or not said.unit.name:
                continue
            if said.unit.name not in named and said.unit.name not in target.name and target.name not in said.unit.name:
                values = {
                    "said": said.text,
                    "true": due.report_to.text if due.report_to else "",
                    "number": record.number,
                    "source": record.path,
                }
                found.append(Item(said.span, said.text, values))
    return tuple(found)


def beyond_parent(context: Context) -> Selected:
    """Deadlines of ours that end after the day by which a superior wants the same activity of the same units.

    Where we have several for one activity, or the superior has, one that fits another is enough.
    """
    found: dict[object, Item] = {}
    duties: dict[object, list[Deadline]] = {}
    for deadline in windows(context):
        if deadline.report_to is None and _comparable(deadline) and context.plan.family != "party":
            who = tuple(a.unit.kind if a.unit else "" for a in deadline.actors)
            duties.setdefault((deadline.activity.key if deadline.activity else "", who), []).append(deadline)
    for duty, deadlines in duties.items():
        first = min(deadlines, key=lambda d: d.last_day or date.max)
        allowed = [(r, d) for _, r in carried_out(context) for d in live_dues(context, r) if _same_duty(context, d, first)]
        if allowed:
            record, due = max(allowed, key=lambda entry: entry[1].last)
            if first.last_day is not None and first.last_day > due.last:
                found[duty] = _against(context, first, record, due)
    return tuple(found.values())


def _comparable(deadline: Deadline) -> bool:
    activity = deadline.activity
    return activity is not None and activity.direct and activity.direction == "up" and deadline.precision != "year"


def _same_duty(context: Context, due: Due, deadline: Deadline) -> bool:
    activity = deadline.activity
    if activity is None or due.activity != activity.key or not due.direct or due.coarse or due.report_to is not None:
        return False
    units = [u for a in deadline.actors if (u := as_named(a.unit, own_unit(context))) is not None]
    return bool(units) and all(means(context, due.actors, unit) for unit in units)


def late_children(context: Context) -> Selected:
    """Deadlines of ours that a plan below does not keep."""
    found = []
    for record in _carrying_out(context):
        unit = record.issuer.unit if record.issuer else None
        if unit is None:
            continue
        for deadline in windows(context):
            if (
                deadline.last_day is None
                or deadline.precision == "year"
                or beside_pilots(context.document, deadline, context.vocabulary)
            ):
                continue
            if record.day is not None and deadline.last_day < record.day:
                continue  # a day of an earlier year of a longer plan
            own = [d for d in record.dues if _answers(context, d, deadline, unit)]
            if own and all(d.last > deadline.last_day for d in own):
                found.append(_against(context, deadline, record, min(own, key=lambda d: d.last)))
    return tuple(found)


def _answers(context: Context, due: Due, deadline: Deadline, child: Unit) -> bool:
    """Whether a child's time is for what a deadline of this plan asks of it."""
    activity = deadline.activity
    if activity is None or due.activity != activity.key or due.coarse or context.plan.family == "party":
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


def with_archive(select: Callable[[Context], Selected]) -> Callable[[Context], Selected]:
    """A selector that can say nothing where there is no archive."""

    def checked(context: Context) -> Selected:
        return select(context) if context.neighbours.consulted else Unknown(NO_ARCHIVE, optional=True)

    return checked


SELECTORS: Mapping[str, Callable[[Context], Selected]] = {
    "lineage.late-reports": with_archive(late_reports),
    "lineage.missing-reports": with_archive(missing_reports),
    "lineage.wrong-addressees": with_archive(wrong_addressees),
    "lineage.beyond-parent": with_archive(beyond_parent),
    "lineage.late-children": with_archive(late_children),
}
