"""All times of a plan as one temporal network: what it cannot fulfil, with every deadline that takes part."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from plancheck.ruleset.context import Item, Selected
from plancheck.ruleset.network import Edge, negative_cycle
from plancheck.ruleset.select.common import deadline_item, related, report_topic
from plancheck.text.fold import key

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

    from plancheck.model.plan import After, Deadline, Unit
    from plancheck.ruleset.context import Context

_ORIGIN = "origin"
_MOST = 5
_ROUNDS = 25
_WORK_WEEK = 5
_DAYS_OFF = 2


def contradictions(context: Context) -> Selected:
    """Chains of deadlines that cannot all be kept because a time counted from an event does not fit between two days.

    Two dated deadlines in the wrong order are left to the rules of that order; here every chain has a counted time in it.
    """
    nodes = [d for d in context.plan.deadlines if _takes_part(d)]
    counted = {n for n, d in enumerate(nodes) if d.offset is not None}
    if not counted:
        return ()
    by_activity = _by_activity(nodes)
    topic_of = _topics(nodes, context)
    edges = [
        *_fixed(nodes, context),
        *_reports(nodes, topic_of),
        *_conditions(nodes, by_activity),
        *_offsets(nodes, context, by_activity, topic_of),
    ]
    found: list[Item] = []
    for _ in range(_ROUNDS):
        cycle = negative_cycle(edges)
        if not cycle or len(found) == _MOST:
            break
        chain = [nodes[n] for n in _deadlines_on(cycle)]
        relative = next((e for e in cycle if e.source in counted or e.target in counted), None)
        if relative is not None:
            found.append(_item(context, chain))
        edges = [e for e in edges if e not in (cycle if relative is None else (relative,))]
    return tuple(found)


def _takes_part(deadline: Deadline) -> bool:
    if deadline.pilot or deadline.exempt or deadline.annex:
        return False
    return deadline.offset is not None or (deadline.type == "window" and deadline.last_day is not None)


def _fixed(nodes: list[Deadline], context: Context) -> Iterator[Edge]:
    """Windows: the last day of a deadline lies within them."""
    for n, deadline in enumerate(nodes):
        last = deadline.last_day
        if last is not None:
            yield Edge(_ORIGIN, n, last.toordinal())
            yield Edge(n, _ORIGIN, -(deadline.start or last).toordinal())
        offset, issued = deadline.offset, context.plan.issued
        if offset is not None and offset.from_issue and issued is not None and offset.days > 0:
            yield Edge(n, _ORIGIN, -(issued.toordinal() + _least(offset.days, working=offset.working)))


def _reports(nodes: list[Deadline], topic_of: Sequence[str]) -> Iterator[Edge]:
    """A report to a unit is due no later than that unit's own report upwards: both meet at a point between them."""
    for n, deadline in enumerate(nodes):
        unit = deadline.actors[0].unit if deadline.actors else None
        target = deadline.report_to.unit if deadline.report_to else None
        if unit is None or target is None or (target.level or 0) <= (unit.level or 9):
            continue
        yield Edge(_received_by(target, topic_of[n]), n, 0)
        yield Edge(n, _received_by(unit, topic_of[n]), 0)


def _topics(nodes: list[Deadline], context: Context) -> Sequence[str]:
    """What the report of each deadline is about; "" for all where the reports of the plan are on one topic."""
    topics = [report_topic(context, d) for d in nodes]
    reported = {topic for d, topic in zip(nodes, topics, strict=True) if d.report_to is not None} - {""}
    return topics if len(reported) > 1 else [""] * len(nodes)


def _received_by(unit: Unit, topic: str) -> Hashable:
    """The point at which all reports on a topic to a kind of unit are in."""
    return ("received", unit.kind, topic)


def _conditions(nodes: list[Deadline], by_activity: Mapping[str, list[int]]) -> Iterator[Edge]:
    """«sau khi …»: not before what must be over first."""
    for n, deadline in enumerate(nodes):
        if deadline.after is not None and deadline.after.level is not None and deadline.offset is None:
            yield from (Edge(n, m, 0) for m in _meant(deadline.after, by_activity, nodes) if m != n)


def _offsets(
    nodes: list[Deadline], context: Context, by_activity: Mapping[str, list[int]], topic_of: Sequence[str]
) -> Iterator[Edge]:
    """Times counted from an event: so many days after, or before, the deadline of that event."""
    received = context.vocabulary.keys["received-words"]
    for n, deadline in enumerate(nodes):
        offset = deadline.offset
        if offset is None or offset.from_issue:
            continue
        anchor = key(offset.anchor.located.text)
        events: list[Hashable]
        if anchor.startswith(received):
            unit = deadline.actors[0].unit if deadline.actors else None
            events = [_received_by(unit, topic_of[n])] if unit is not None else []
        else:
            events = [
                m for m in _meant(offset.anchor, by_activity, nodes) if m != n and _may_mean(offset.anchor, nodes[m], deadline)
            ]
        days = _least(abs(offset.days), working=offset.working)
        if offset.days > 0:
            yield from (Edge(n, m, -days) for m in events)
        elif len(events) == 1:
            yield Edge(events[0], n, -days)


def _by_activity(nodes: list[Deadline]) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for n, deadline in enumerate(nodes):
        if deadline.activity is not None and deadline.activity.direct:
            found[deadline.activity.key].append(n)
    return found


def _meant(event: After, by_activity: Mapping[str, list[int]], nodes: list[Deadline]) -> list[int]:
    """The dated deadlines of the activity that an event names, of its level when it says one.

    A bare «Hội nghị» is the one activity that has this word in its name.
    """
    same = by_activity.get(event.activity, []) if event.activity else _called(event, nodes)
    return [
        n
        for n in same
        if nodes[n].offset is None and (event.level is None or any(a.level == event.level for a in nodes[n].actors))
    ]


def _may_mean(event: After, other: Deadline, deadline: Deadline) -> bool:
    """An event without a level is that of the unit that counts from it («10 ngày kể từ ngày bế mạc đại hội»), or a unique one."""
    if event.level is not None or event.activity is None:
        return True
    own = {a.unit.kind for a in deadline.actors if a.unit is not None}
    return any(a.unit is not None and a.unit.kind in own for a in other.actors)


def _called(event: After, nodes: list[Deadline]) -> list[int]:
    name = key(event.located.text)
    found = [n for n, d in enumerate(nodes) if d.offset is None and d.activity is not None and name in key(d.activity.text)]
    return found if len(found) == 1 else []


def _least(days: int, *, working: bool) -> int:
    """The fewest calendar days that so many working days take: a weekend in every five of them."""
    return days + _DAYS_OFF * (days // _WORK_WEEK) if working else days


def _deadlines_on(cycle: tuple[Edge, ...]) -> list[int]:
    """The deadlines of a cycle from what comes first in time: backwards from the origin."""
    nodes: list[Hashable] = [e.target for e in cycle]
    start = nodes.index(_ORIGIN) if _ORIGIN in nodes else 0
    return [n for n in reversed((*nodes[start + 1 :], *nodes[: start + 1])) if isinstance(n, int)]


def _item(context: Context, chain: list[Deadline]) -> Item:
    dated = next((d for d in reversed(chain) if d.last_day is not None), chain[-1])
    told = " → ".join(f"«{d.located.text}»" for d in chain)
    others = tuple(related(context, d.located.span) for d in chain if d is not dated)
    item = deadline_item(context, dated, chain=told)
    return Item(item.span, item.text, item.values, others)


SELECTORS: Mapping[str, Callable[[Context], Selected]] = {"deadlines.contradictions": contradictions}
