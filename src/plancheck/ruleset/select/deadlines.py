"""Selectors of deadlines: single ones, and the groups within which their order is compared."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

from plancheck.ruleset.context import NO_DATE, NO_ISSUER, Item, Selected, Unknown
from plancheck.ruleset.patterns import alternatives
from plancheck.ruleset.select.common import actor_names, deadline_item, hands_over, related, report_topic, shown_day
from plancheck.text.fold import key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from plancheck.model.plan import Deadline, Unit
    from plancheck.ruleset.context import Context

_FAR_YEARS = 6
_DIGIT = re.compile(r"\d")
_NEAR = 60
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def windows(context: Context) -> Iterator[Deadline]:
    """Calendar deadlines of the body and the annexes."""
    return (d for d in context.plan.deadlines if d.type == "window" and (d.start or d.end))


def _issued(context: Context) -> date | None:
    return context.plan.issued


def calendar(context: Context) -> Selected:
    """Deadlines that name a day or period, recurring ones too."""
    return tuple(deadline_item(context, d) for d in context.plan.deadlines if d.type in {"window", "recurring"})


def vague(context: Context) -> Selected:
    """Vague times whose sentence names no day."""
    dated = {d.sentence for d in windows(context)}
    return tuple(deadline_item(context, d) for d in context.plan.deadlines if d.type == "vague" and d.sentence not in dated)


def recurring_reports(context: Context) -> Selected:
    """Reports that are due again and again («hằng năm báo cáo …»), in a paragraph that names no day for them."""
    dated = {d.located.span.block for d in context.plan.deadlines if _DIGIT.search(d.located.text)}
    asked = alternatives(context.vocabulary.phrases["recurring-report-verbs"])
    excuses = alternatives(context.vocabulary.phrases["report-excuses"])
    found = []
    for d in context.plan.deadlines:
        if d.type != "recurring" or d.located.span.block in dated or d.table:
            continue
        block = context.document.blocks[d.located.span.block]
        end = d.located.span.end
        verb = asked.search(block.key, end, end + _NEAR)
        excused = excuses.search(block.key, end)
        if verb is not None and excused is None and not block.key[end : verb.start()].strip(" ,:"):
            found.append(deadline_item(context, d))
    return tuple(found)


def to_schedule(context: Context) -> Selected:
    """Vague times that refer to a schedule («đúng thời gian quy định», «theo tiến độ»)."""
    schedule = alternatives(context.vocabulary.phrases["schedule-words"])
    return tuple(
        deadline_item(context, d) for d in context.plan.deadlines if d.type == "vague" and schedule.search(key(d.located.text))
    )


def spans_reversed(context: Context) -> Selected:
    """Periods with both ends given."""
    return tuple(
        deadline_item(context, d, start_shown=shown_day(d.start), end_shown=shown_day(d.end))
        for d in windows(context)
        if d.start is not None and d.end is not None
    )


def moments_impossible(context: Context) -> Selected:
    """Days that no calendar has."""
    return tuple(Item(m.located.span, m.located.text) for m in context.plan.moments if m.located.value is None)


def moments_weekday(context: Context) -> Selected:
    """Days for which the text names the weekday."""
    return tuple(
        Item(
            m.located.span,
            m.located.text,
            {"said": _WEEKDAYS[m.weekday], "true": _WEEKDAYS[m.located.value.weekday()], "day": shown_day(m.located.value)},
        )
        for m in context.plan.moments
        if m.weekday is not None and m.located.value is not None
    )


def after_issue(context: Context) -> Selected:
    """Deadlines against the day of issue."""
    issued = _issued(context)
    if issued is None:
        return _against_month(context)
    return tuple(
        deadline_item(context, d, issued=issued, issued_shown=shown_day(issued))
        for d in windows(context)
        if d.end and not d.annex
    )


def _against_month(context: Context) -> Selected:
    """With the day blank but month and year given, deadlines are held to the first day of that month."""
    found = context.plan.header.date
    match = re.search(r"tháng\s*(\d{1,2})\s*năm\s*(\d{4})", found.text) if found else None
    if match is None or not 1 <= int(match.group(1)) <= 12:
        return Unknown(NO_DATE)
    from datetime import date

    first = date(int(match.group(2)), int(match.group(1)), 1)
    shown = f"tháng {first.month}/{first.year}"
    return tuple(deadline_item(context, d, issued=first, issued_shown=shown) for d in windows(context) if d.end and not d.annex)


def first_for_subordinates(context: Context) -> Selected:
    """The earliest deadline that units below the issuer have to keep, with the working days left from the issue."""
    issued, unit = _issued(context), context.plan.issuer_unit
    if issued is None:
        return Unknown(NO_DATE)
    if unit is None or unit.level is None:
        return Unknown(NO_ISSUER)
    below = [
        d
        for d in windows(context)
        if d.last_day and d.end and d.end > issued and not d.annex and d.precision == "day" and _below(d, unit)
    ]
    if not below:
        return ()
    first = min(below, key=lambda d: (d.last_day, d.located.span))
    days = context.vocabulary.working_days_between(issued, first.end) if first.end else 0
    least = int(context.values["min-lead-days"])
    return (deadline_item(context, first, days=days, least=least, short=days < least, issued_shown=shown_day(issued)),)


def short_lead(context: Context) -> Selected:
    """The same, only when it leaves fewer working days than the office wants."""
    found = first_for_subordinates(context)
    return found if isinstance(found, Unknown) else tuple(i for i in found if i.value("short"))


def _below(deadline: Deadline, issuer: Unit) -> bool:
    return any(
        a.unit is not None
        and a.unit.level is not None
        and issuer.level is not None
        and a.unit.level < issuer.level
        and not a.unit.own
        for a in deadline.actors
    )


def days_off(context: Context) -> Selected:
    """Deadlines for handing in that fall on a day on which offices are closed."""
    found = []
    for d in windows(context):
        if d.precision != "day" or d.end is None or d.start is not None:
            continue
        if context.vocabulary.is_working_day(d.end):
            continue
        weekend = _WEEKDAYS[d.end.weekday()] if d.end.weekday() >= 5 else "ngày nghỉ lễ"
        found.append(deadline_item(context, d, day=shown_day(d.end), off=weekend))
    return tuple(found)


def far_years(context: Context) -> Selected:
    """Days whose typed year lies far from the plan's own period."""
    issued = _issued(context)
    base = issued.year if issued else context.plan.year
    if base is None:
        return Unknown(NO_DATE)
    found = []
    for d in windows(context):
        day = d.end or d.start
        if day is None or not d.explicit_year or d.precision == "year":
            continue
        if not -1 <= day.year - base <= _FAR_YEARS:
            found.append(deadline_item(context, d, year=day.year, base=base))
    return tuple(found)


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


def report_chain(context: Context) -> Selected:
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
    if isinstance(chain, Unknown):
        return chain
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
    "deadlines": calendar,
    "deadlines.vague": vague,
    "deadlines.to-schedule": to_schedule,
    "deadlines.recurring-reports": recurring_reports,
    "deadlines.spans": spans_reversed,
    "deadlines.after-issue": after_issue,
    "deadlines.short-lead": short_lead,
    "deadlines.days-off": days_off,
    "deadlines.far-years": far_years,
    "deadlines.same-report": same_report_activity,
    "deadlines.same-meeting": same_meeting_activity,
    "deadlines.report-chain": report_chain,
    "deadlines.pilots": pilots,
    "deadlines.conditions": conditions,
    "deadlines.same-actor-act": same_actor_act,
    "deadlines.handovers": handovers,
    "moments.impossible": moments_impossible,
    "moments.weekdays": moments_weekday,
}
