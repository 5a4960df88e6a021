"""Selectors of deadlines that belong together: the groups within which their order, or their being one, is compared."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

from plancheck.ruleset.context import Item, Selected
from plancheck.ruleset.patterns import alternatives
from plancheck.ruleset.select.common import actor_names, deadline_item, hands_over, related, report_topic
from plancheck.ruleset.select.deadlines import windows
from plancheck.text.fold import key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from plancheck.model.plan import Deadline
    from plancheck.ruleset.context import Context


def _ordered(context: Context, chain: str) -> Iterator[Item]:
    """Deadlines of bottom-up activities of a chain, grouped by activity, ranked by level."""
    for d in windows(context):
        if d.activity is None or not d.activity.direct or d.activity.direction != "up" or d.activity.chain != chain:
            continue
        if d.pilot or d.exempt or d.last_day is None or d.precision == "year" or d.annex:
            continue
        levels = {a.level for a in d.actors if a.level is not None}
        if len(levels) != 1 or any(
            a.unit is not None and a.unit.kind.endswith((".department", ".departments", ".office", ".offices")) for a in d.actors
        ):
            continue
        yield deadline_item(
            context,
            d,
            group=(d.activity.key, _to(d)),
            rank=levels.pop(),
            when=d.last_day,
            certain=d.start or d.last_day,
            shown=d.located.text,
        )


def _to(deadline: Deadline) -> str:
    """Systems are compared apart: the first word of the unit's kind."""
    unit = deadline.actors[0].unit if deadline.actors else None
    return unit.kind.split(".", maxsplit=1)[0] if unit else ""


def same_report_activity(context: Context) -> Selected:
    """Summings-up and reports by activity and level."""
    return tuple(_ordered(context, "report"))


def same_meeting_activity(context: Context) -> Selected:
    """Congresses and conferences by activity and level."""
    return tuple(_ordered(context, "meeting"))


def report_chain(context: Context) -> tuple[Item, ...]:
    """Reports to a unit (rank 1) and that unit's own report or conference on the same thing (rank 2)."""
    conferences = alternatives(context.vocabulary.phrases["conference-words"])
    found = []
    reports = [
        d for d in windows(context) if d.report_to is not None and d.report_to.unit is not None and d.last_day and not d.annex
    ]
    for d in reports:
        target = d.report_to.unit if d.report_to else None
        if target is None or target.level is None:
            continue
        if d.level is not None and d.level < target.level:
            found.append(_chain_item(context, d, target.kind, rank=1))
    for d in windows(context):
        for actor in d.actors[:1]:
            unit = actor.unit
            if unit is None or d.last_day is None or d.activity is None or d.activity.direction != "up" or d.annex or d.pilot:
                continue
            upward = (
                d.report_to is not None and d.report_to.unit is not None and (d.report_to.unit.level or 0) > (unit.level or 9)
            )
            conference = d.report_to is None and d.activity.chain == "report" and conferences.search(key(d.activity.text))
            if upward or conference:
                found.append(_chain_item(context, d, unit.kind, rank=2))
    return _told_apart(found)


def _told_apart(chain: list[Item]) -> tuple[Item, ...]:
    """Chains on different topics are apart; a report that names none belongs to the only topic there is.

    Where a unit reports more than once on one topic, the chains cannot be told apart but by their paragraphs.
    """
    topics: dict[object, set[object]] = {}
    for item in chain:
        *target, topic = item.value("group")
        topics.setdefault(tuple(target), set()).update({topic} - {""})
    chain = [
        Item(i.span, i.text, {**i.values, "group": i.value("group")[:2]}, i.related)
        if len(topics[i.value("group")[:2]]) < 2
        else i
        for i in chain
    ]
    days: dict[tuple[object, object, object], set[object]] = {}
    places = Counter((i.value("group"), i.value("who"), i.span.block) for i in chain if i.span is not None)
    listed = (
        i
        for i in chain
        if i.span is not None and (i.value("handed_in") or places[i.value("group"), i.value("who"), i.span.block] > 1)
    )
    for item in listed:
        days.setdefault((item.value("group"), item.value("rank"), item.value("who")), set()).add(item.value("when"))
    several = {who[0] for who, dates in days.items() if len(dates) > 1}
    return tuple(
        Item(i.span, i.text, {**i.values, "group": (i.value("group"), i.span.block)}, i.related)
        if i.value("group") in several and i.span is not None
        else i
        for i in chain
    )


def _chain_item(context: Context, deadline: Deadline, target: str, rank: int) -> Item:
    unit = deadline.actors[0].unit if deadline.actors else None
    topic = unit.kind.split(".", maxsplit=1)[0] if unit else ""
    about = report_topic(context, deadline)
    return deadline_item(
        context,
        deadline,
        who=unit,
        handed_in=hands_over(deadline),
        group=(target, topic, about),
        rank=rank,
        when=deadline.last_day,
        certain=deadline.start or deadline.last_day,
    )


def pilots(context: Context) -> Selected:
    """Pilot events (rank 1) and the general date of the same activity and level (rank 2)."""
    found = []
    for d in windows(context):
        if (
            d.activity is None
            or not (d.activity.direct or d.pilot)
            or d.activity.direction != "up"
            or d.last_day is None
            or d.annex
        ):
            continue
        level = next((a.level for a in d.actors if a.level is not None), None)
        found.append(
            deadline_item(
                context,
                d,
                group=(d.activity.key, level),
                rank=1 if d.pilot else 2,
                when=d.last_day,
                certain=d.start or d.last_day,
            )
        )
    piloted = {i.value("group") for i in found if i.value("rank") == 1}
    return tuple(i for i in found if i.value("group") in piloted)


def conditions(context: Context) -> Selected:
    """Deadlines under «sau khi …» (rank 2) and the deadline of what must be over first (rank 1)."""
    found: list[Item] = []
    for number, d in enumerate(windows(context)):
        after = d.after
        if after is None or d.last_day is None or after.activity is None or after.level is None:
            continue
        before = [
            o
            for o in windows(context)
            if o is not d
            and not o.pilot
            and o.last_day is not None
            and o.activity is not None
            and o.activity.key == after.activity
            and any(a.level == after.level for a in o.actors)
        ]
        if not before:
            continue
        last = max(before, key=lambda o: o.last_day or o.end)  # type: ignore[arg-type,return-value]
        group = (number, after.activity)
        found.append(deadline_item(context, last, group=group, rank=1, when=last.last_day, certain=last.last_day))
        found.append(
            deadline_item(context, d, group=group, rank=2, when=d.last_day, certain=d.last_day, condition=after.located.text)
        )
    return tuple(found)


def same_actor_act(context: Context) -> Selected:
    """Final deadlines by who and what: one unit finishing one activity at two times."""
    found = []
    for d in windows(context):
        if (
            d.activity is None
            or not d.activity.direct
            or d.activity.chain is None
            or len(d.actors) != 1
            or d.end is None
            or d.pilot
            or d.annex
            or d.table
        ):
            continue
        unit = d.actors[0].unit
        if unit is None or d.after is not None:
            continue
        target = d.report_to.unit.kind if d.report_to and d.report_to.unit else None
        if hands_over(d) and target is None:
            continue
        topic = report_topic(context, d) if hands_over(d) else ""
        group = (unit.kind, unit.name, d.activity.key, target, topic)
        found.append(deadline_item(context, d, group=group, when=d.end, who=actor_names(d.actors), part=d.path.partition(".")[0]))
    return _once_a_part(found)


def _once_a_part(found: list[Item]) -> tuple[Item, ...]:
    """Times of one act in one part are its stages («đợt 1 …, đợt 2 …»): only acts with one time in each of several parts are compared."""
    parts: dict[object, dict[object, int]] = {}
    for item in found:
        counts = parts.setdefault(item.value("group"), {})
        counts[item.value("part")] = counts.get(item.value("part"), 0) + 1
    return tuple(i for i in found if len(parts[i.value("group")]) > 1 and set(parts[i.value("group")].values()) == {1})


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
    "deadlines.same-report": same_report_activity,
    "deadlines.same-meeting": same_meeting_activity,
    "deadlines.report-chain": report_chain,
    "deadlines.pilots": pilots,
    "deadlines.conditions": conditions,
    "deadlines.same-actor-act": same_actor_act,
    "deadlines.handovers": handovers,
}
