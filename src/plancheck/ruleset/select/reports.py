"""Selectors of reports that go up: who reports to whom by when, and what the receiver needs them for."""

from __future__ import annotations

from bisect import bisect_left
from datetime import timedelta
from typing import TYPE_CHECKING

from plancheck.ruleset.context import Item, Selected
from plancheck.ruleset.patterns import alternatives
from plancheck.ruleset.select.common import actor_names, deadline_item, hands_over, related, report_topic
from plancheck.ruleset.select.deadlines import windows
from plancheck.text.fold import key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from plancheck.model.plan import Deadline, Unit
    from plancheck.ruleset.context import Context

_PARTS = (".department", ".departments", ".office", ".offices", ".service")
_BELOW, _OWN = 1, 2
_SAME_ROUND = timedelta(days=31)


def report_chain(context: Context) -> tuple[Item, ...]:
    """Reports from below (rank 1) and what they are for (rank 2): the receiver's own report to its superior, or its conference.

    A department speaks for the body that it is part of: what is sent to «Ban Tuyên giáo LĐLĐ tỉnh» is for the report of LĐLĐ tỉnh.
    """
    said = alternatives(context.vocabulary.phrases["report-words"])
    found: list[Item] = []
    for d in windows(context):
        if d.last_day is None or d.annex or d.pilot:
            continue
        cell = d.table and d.activity is not None and said.search(key(d.activity.text)) is not None
        reports = cell or said.search(context.document.blocks[d.sentence.block].key, d.sentence.start, d.sentence.end) is not None
        found.extend(_below(context, d, reports=reports))
        found.extend(_own(context, d, reports=reports))
    return _told_apart([*found, *_for_groups(context, found)])


def _for_groups(context: Context, chain: list[Item]) -> Iterator[Item]:
    """Once more the reports up of those whom a receiver means as one of many: «công đoàn cấp trên trực tiếp» is LĐLĐ huyện, too."""
    groups = {i.value("target") for i in chain if i.value("rank") == _BELOW}
    for item in chain:
        kind, _level, system = item.value("target")
        for group in groups:
            if item.value("rank") == _OWN and group[2] == system and kind in context.vocabulary.includes.get(group[0], ()):
                yield Item(item.span, item.text, {**item.values, "target": group}, item.related)


def _below(context: Context, deadline: Deadline, *, reports: bool) -> Iterator[Item]:
    """A report of somebody below its receiver; without a receiver it is for the issuer, who asks for it."""
    receiver = deadline.report_to.unit if deadline.report_to is not None else None
    if not reports or not deadline.actors or (deadline.report_to is not None and receiver is None):
        return
    if receiver is None and not hands_over(deadline):
        return
    issuer = context.plan.issuer_unit
    target = issuer if receiver is None else _body(context, receiver)
    if target is None or target.level is None:
        return
    units = [a.unit for a in deadline.actors if a.unit is not None]
    inside = receiver is not None and target is issuer and receiver != issuer and any(_many_parts(context, u) for u in units)
    if inside or any(_is_below(context, unit, target.level, own=target is issuer) for unit in units):
        yield _item(context, deadline, target, _BELOW, units[0])


def _own(context: Context, deadline: Deadline, *, reports: bool) -> Iterator[Item]:
    """A unit's own report to somebody above it, or its conference that sums up."""
    actor = deadline.actors[0].unit if deadline.actors else None
    unit = _body(context, actor) if actor is not None else None if deadline.actors else context.plan.issuer_unit
    if unit is None or unit.level is None:
        return
    receiver = deadline.report_to.unit if deadline.report_to is not None else None
    if receiver is not None and reports and _is_above(context, receiver, unit):
        yield _item(context, deadline, unit, _OWN, unit)
    elif (
        actor is not None and deadline.report_to is None and deadline.activity is not None and deadline.activity.chain == "report"
    ):
        conference = alternatives(context.vocabulary.phrases["conference-words"])
        if deadline.activity.direction == "up" and conference.search(key(deadline.activity.text)):
            yield _item(context, deadline, unit, _OWN, unit)


def _body(context: Context, unit: Unit) -> Unit:
    """The issuer for what is part of it, else the unit itself."""
    issuer = context.plan.issuer_unit
    return issuer if issuer is not None and _is_part(context, unit) else unit


def _is_part(context: Context, unit: Unit) -> bool:
    """Whether a unit works inside the issuer («Văn phòng», «Sở Nội vụ» in a plan of UBND tỉnh)."""
    issuer = context.plan.issuer_unit
    if issuer is None:
        return unit.own
    same_level = unit.level == issuer.level
    if unit.kind == issuer.kind:
        return unit.own or (unit.collective and same_level and unit.kind.endswith(_PARTS))  # «các Trạm» of a «Trung tâm»
    return unit.own or (
        same_level and (unit.kind.endswith(_PARTS) or issuer.kind in context.vocabulary.superiors.get(unit.kind, ()))
    )


def _is_above(context: Context, receiver: Unit, unit: Unit) -> bool:
    """Whether a receiver stands above a unit; a department's superior may be of its own level («Ban Tuyên giáo» and «Tỉnh ủy»)."""
    if not receiver.own and receiver.kind in context.vocabulary.superiors.get(unit.kind, ()):
        return True
    return (receiver.level or 0) > (unit.level or 0)


def _many_parts(context: Context, unit: Unit) -> bool:
    """Whether words mean several parts of the issuer («các phòng, ban»), not one that reports to its own chiefs."""
    return unit.collective and _is_part(context, unit)


def _is_below(context: Context, unit: Unit, level: int, *, own: bool) -> bool:
    """Whether a unit stands below a level; of a group without one («các tổ chức đảng trực thuộc») its members tell.

    `own`: the level is the issuer's, to whom none of them but those below report.
    """
    if unit.level is not None:
        return unit.level < level
    levels = {k.id: k.level for k in context.vocabulary.units}
    members = [levels.get(kind) for kind in context.vocabulary.includes.get(unit.kind, ())]
    known = [m for m in members if m is not None]
    return bool(known) and (min(known) if own else max(known)) < level


def _item(context: Context, deadline: Deadline, target: Unit, rank: int, who: Unit) -> Item:
    return deadline_item(
        context,
        deadline,
        who=who,
        actor=actor_names(deadline.actors) or _issuer_name(context),
        handed_in=hands_over(deadline),
        target=(target.kind, target.level, _system(context, who)),
        topic=report_topic(context, deadline),
        rank=rank,
        when=deadline.last_day,
        certain=deadline.start or deadline.last_day,
    )


def _issuer_name(context: Context) -> str | None:
    issuer = context.plan.header.issuer
    return " ".join(issuer.text.split()) if issuer is not None else None


def _system(context: Context, unit: Unit) -> str:
    """The system that a unit reports in; the police and the military are of the State."""
    head = unit.kind.partition(".")[0]
    return next((k.system for k in context.vocabulary.units if k.id.partition(".")[0] == head), head)


def _told_apart(chain: list[Item]) -> tuple[Item, ...]:
    """The chain in groups: chains on different topics are apart, a report that names none belongs to the only topic there is.

    Where a unit reports more than once on one topic, its rounds are told apart: the first from below is for the first report up, if
    there are as many of one as of the other; else only what one paragraph says is compared.
    """
    topics: dict[object, set[object]] = {}
    for item in chain:
        topics.setdefault(item.value("target"), set()).update({item.value("topic")} - {""})
    groups: dict[object, list[Item]] = {}
    for item in chain:
        several = len(topics[item.value("target")]) > 1
        groups.setdefault((item.value("target"), item.value("topic") if several else ""), []).append(item)
    return tuple(
        Item(i.span, i.text, {**i.values, "group": (group, part)}, i.related)
        for group, items in groups.items()
        for part, i in _rounds(items)
    )


def _rounds(items: list[Item]) -> Iterator[tuple[object, Item]]:
    """The items of a group with what tells their rounds apart: the number of the round, a paragraph, or nothing."""
    days: dict[tuple[object, object], set[object]] = {}
    for item in items:
        days.setdefault((item.value("rank"), item.value("who")), set()).add(item.value("when"))
    counts = {len(dates) for dates in days.values()}
    if counts <= {1}:
        yield from ((None, i) for i in items)
    elif len(counts) == 1:
        order = {who: sorted(dates) for who, dates in days.items()}  # type: ignore[type-var] # days
        yield from ((order[i.value("rank"), i.value("who")].index(i.value("when")), i) for i in items)
    else:
        yield from ((i.span.block if i.span is not None else None, i) for i in items)
        yield from _last_round(items)


def _last_round(items: list[Item]) -> Iterator[tuple[object, Item]]:
    """The last reports of all: the year's from below is for the year's report up, where they lie close together."""
    last: dict[tuple[object, object], Item] = {}
    for item in items:
        known = last.get((item.value("rank"), item.value("who")))
        if known is None or item.value("when") > known.value("when"):
            last[item.value("rank"), item.value("who")] = item
    own = [i for i in last.values() if i.value("rank") == _OWN]
    for item in last.values():
        near = any(abs(item.value("when") - o.value("when")) <= _SAME_ROUND for o in own)
        if near and item.span is not None:
            yield "last", item


def handovers(context: Context) -> Selected:
    """Reports to a unit against that unit's own report up, with the working days between."""
    chain = report_chain(context)
    received: dict[object, list[Item]] = {}
    for item in chain:
        if item.value("rank") == 1:
            received.setdefault(item.value("group"), []).append(item)
    for items in received.values():
        items.sort(key=lambda i: i.value("when"))
    found = []
    for own in chain:
        if own.value("rank") != 2 or own.value("report_to") is None:
            continue
        reports = received.get(own.value("group"), [])
        earlier = bisect_left(reports, own.value("when"), key=lambda i: i.value("when"))
        if not earlier:
            continue
        last = reports[earlier - 1]
        days = context.vocabulary.working_days_between(last.value("when"), own.value("when"))
        least = int(context.values["min-handover-days"])
        if days < least and own.span is not None and last.span is not None:
            found.append(
                Item(
                    own.span,
                    own.text,
                    {**own.values, "days": days, "least": least, "received": last.text},
                    (related(context, last.span),),
                )
            )
    return tuple(found)


SELECTORS: Mapping[str, Callable[[Context], Selected]] = {
    "deadlines.report-chain": report_chain,
    "deadlines.handovers": handovers,
}
