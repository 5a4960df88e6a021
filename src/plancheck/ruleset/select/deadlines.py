"""Selectors of single deadlines; what belongs together is in `chains`."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from plancheck.expressions import expression
from plancheck.language import translated as _
from plancheck.ruleset.context import NO_DATE, NO_ISSUER, Item, Selected, Unknown
from plancheck.ruleset.patterns import alternatives
from plancheck.ruleset.select.common import deadline_item, is_report, shown_day
from plancheck.text.fold import key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from plancheck.model.plan import Deadline, Unit
    from plancheck.ruleset.context import Context

_FAR_YEARS = 6
_DIGIT = expression(r"\d")
_NEAR = 60


def _weekday(number: int) -> str:
    return (_("thứ Hai"), _("thứ Ba"), _("thứ Tư"), _("thứ Năm"), _("thứ Sáu"), _("thứ Bảy"), _("Chủ nhật"))[number]


def windows(context: Context) -> Iterator[Deadline]:
    """Calendar deadlines of the body and the annexes."""
    return (d for d in context.plan.deadlines if d.type == "window" and (d.start or d.end))


def calendar(context: Context) -> Selected:
    """Deadlines that name a day or period, recurring ones too."""
    return tuple(deadline_item(context, d) for d in context.plan.deadlines if d.type in {"window", "recurring"})


def vague(context: Context) -> Selected:
    """Vague times whose sentence names no day; what a plan is for needs none."""
    dated = {d.sentence for d in windows(context)}
    aims = {i for top in context.plan.sections if top.role == "purpose" for s in top.walk() for i in s.blocks}
    return tuple(
        deadline_item(context, d)
        for d in context.plan.deadlines
        if d.type == "vague" and d.sentence not in dated and d.located.span.block not in aims
    )


def recurring_reports(context: Context) -> Selected:
    """Reports that are due again and again («hằng năm báo cáo …»), in a paragraph that names no day for them."""
    dated = {d.located.span.block for d in context.plan.deadlines if _DIGIT.search(d.located.text)}
    if any(d.type == "recurring" and is_report(d) and _DIGIT.search(d.located.text) for d in context.plan.deadlines):
        return ()  # the day of the yearly report stands elsewhere
    asked = alternatives(context.vocabulary.phrases["recurring-report-verbs"])
    excuses = alternatives(context.vocabulary.phrases["report-excuses"])
    found = []
    for d in context.plan.deadlines:
        if d.type != "recurring" or d.located.span.block in dated or d.table or _inside(d):
            continue
        block = context.document.blocks[d.located.span.block]
        end = d.located.span.end
        verb = asked.search(block.key, end, end + _NEAR)
        excused = excuses.search(block.key, end)
        if verb is not None and excused is None and not block.key[end : verb.start()].strip(" ,:"):
            found.append(deadline_item(context, d))
    return tuple(found)


def _inside(deadline: Deadline) -> bool:
    """Whether a part of the issuer reports to the issuer itself."""
    receiver = deadline.report_to.unit if deadline.report_to is not None else None
    return receiver is not None and receiver.own and all(a.unit is not None and a.unit.own for a in deadline.actors)


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
            {"said": _weekday(m.weekday), "true": _weekday(m.located.value.weekday()), "day": shown_day(m.located.value)},
        )
        for m in context.plan.moments
        if m.weekday is not None and m.located.value is not None
    )


def after_issue(context: Context) -> Selected:
    """Deadlines against the day of issue."""
    issued = context.plan.issued
    if issued is None:
        return _against_month(context)
    return tuple(
        deadline_item(context, d, issued=issued, issued_shown=shown_day(issued))
        for d in windows(context)
        if d.end and not d.annex and _asked_for(context, d)
    )


def _asked_for(context: Context, deadline: Deadline) -> bool:
    """Whether a time is surely one to be kept: a day, a cell for times, or a longer time right behind a word of finishing or sending.

    Any other month may be the one that something is looked into for («văn bản phát hành trong tháng 7»).
    """
    if deadline.precision == "day" or deadline.table:
        return True
    span = deadline.located.span
    before = context.document.blocks[span.block].key[max(deadline.sentence.start, span.start - _NEAR) : span.start]
    return alternatives(context.vocabulary.phrases["finishing"]).search(before) is not None


def _against_month(context: Context) -> Selected:
    """With the day blank but month and year given, deadlines are held to the first day of that month."""
    found = context.plan.header.date
    match = re.search(r"tháng\s*(\d{1,2})\s*năm\s*(\d{4})", found.text) if found else None
    if match is None or not 1 <= int(match.group(1)) <= 12 or not int(match.group(2)):
        return Unknown(NO_DATE)
    from datetime import date

    first = date(int(match.group(2)), int(match.group(1)), 1)
    shown = f"tháng {first.month}/{first.year}"
    return tuple(
        deadline_item(context, d, issued=first, issued_shown=shown)
        for d in windows(context)
        if d.end and not d.annex and _asked_for(context, d)
    )


def first_for_subordinates(context: Context) -> Selected:
    """The earliest deadline that units below the issuer have to keep, with the working days left from the issue."""
    issued, unit = context.plan.issued, context.plan.issuer_unit
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
    days = context.vocabulary.working_days_between(issued, first.last_day) if first.last_day else 0
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
    """Deadlines for handing in whose last day is one on which offices are closed; the end of a month is a custom of its own.

    A day whose weekday the plan itself tells is meant («Ngày bầu cử: Chủ nhật, ngày 23 tháng 5 …»).
    """
    works = context.vocabulary.is_working_day
    meant = {m.located.value for m in context.plan.moments if m.weekday is not None}
    found = []
    for d in windows(context):
        if d.precision != "day" or d.end is None or d.start is not None or (d.end + timedelta(days=1)).day == 1:
            continue
        handed_in = d.report_to is not None or (d.activity is not None and d.activity.chain == "handover")
        last = d.end if d.end_inclusive else d.end - timedelta(days=1)
        if not handed_in or works(d.end) or works(last) or not meant.isdisjoint((d.end, last)):
            continue
        weekend = _weekday(d.end.weekday()) if d.end.weekday() >= 5 else _("ngày nghỉ lễ")
        found.append(deadline_item(context, d, day=shown_day(d.end), off=weekend))
    return tuple(found)


def far_years(context: Context) -> Selected:
    """Days whose typed year lies far from the plan's own period."""
    issued = context.plan.issued
    base = issued.year if issued else context.plan.year
    if base is None:
        return Unknown(NO_DATE)
    found = []
    for d in windows(context):
        day = d.end or d.start
        if day is None or not d.explicit_year or d.precision == "year":
            continue
        if d.end is None and day.year < base:
            continue  # «từ ngày 01/01/2023 đến thời điểm kiểm tra» is a period of data
        if not -1 <= day.year - base <= _FAR_YEARS:
            found.append(deadline_item(context, d, year=day.year, base=base))
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
    "moments.impossible": moments_impossible,
    "moments.weekdays": moments_weekday,
}
