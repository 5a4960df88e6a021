"""Deadlines: every time expression of the body judged (is it a deadline?), resolved, and joined with who, what and to whom."""

from __future__ import annotations

import itertools
from functools import cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from plancheck.expressions import expression
from plancheck.model.plan import Deadline, Moment
from plancheck.model.span import Located, Span
from plancheck.model.value import Value
from plancheck.parse import clauses, offsets, periods, phrases
from plancheck.parse.acts import Surroundings, activity_at
from plancheck.parse.other_times import other_times
from plancheck.vocabulary.wordings import wording

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from plancheck.model.document import Block
    from plancheck.model.plan import Activity, Actor, Citation, DeadlineType
    from plancheck.parse.periods import Hit, Interval
    from plancheck.parse.rows import Row

_DIGIT = expression(r"\d")
_NEAR = 45
_NEXT = 16
_NEXT_YEAR = 60  # days that a day without a year may lie back before the next year is meant
_HEAD = 14
_BARE_CELL = expression(r"/|(?<!\d)\d{4}(?!\d)")
_LONGEST_CELL = 40
_FINISH_REACH = 60
_RIGHT_BEFORE = 25
_QUOTED = expression(r"“[^”]*”|\"[^\"]*\"|«[^»]*»")


class Context(Value):
    """What the deadlines of a document are read against."""

    year: int | None
    issued: date | None
    actors: Mapping[int, tuple[Actor, ...]]
    owners: Mapping[int, tuple[Actor, ...]]
    heading_activity: Mapping[int, Activity | None]
    subject_activity: Activity | None
    cited: Mapping[int, tuple[Span, ...]]
    paths: tuple[str, ...]
    roles: Mapping[int, frozenset[str]]
    annexes: frozenset[int]
    rows: Mapping[int, Row]
    leaders: Mapping[int, tuple[Actor, ...]]
    pilots: frozenset[int]
    exempt: frozenset[int]


def context_spans(citations: Iterable[Citation], itself: Iterable[Span]) -> dict[int, tuple[Span, ...]]:
    """Spans of citation heads by block: a date inside one is no deadline."""
    found: dict[int, list[Span]] = {}
    for span in (*(c.head.span for c in citations), *itself):
        found.setdefault(span.block, []).append(span)
    return {block: tuple(spans) for block, spans in found.items()}


def read_deadlines(blocks: Iterable[Block], context: Context) -> tuple[tuple[Deadline, ...], tuple[Moment, ...]]:
    """All deadlines and all calendar days of the body, in reading order."""
    deadlines: list[Deadline] = []
    moments: list[Moment] = []
    for block in blocks:
        if not _may_hold_time(block.key):
            continue
        hits = (tuple(periods.find(block.key)) or _cell(block, context)) if _DIGIT.search(block.key) else ()
        others = tuple(other_times(block))
        if not hits and not others:
            continue
        parts = clauses.clauses(block, context.actors.get(block.index, ()))
        quoted = tuple(m.span() for m in _QUOTED.finditer(block.text))
        taken: list[tuple[int, int]] = []
        first_of_two = _has_last_day(block, context)
        for hit, after in itertools.zip_longest(hits, hits[1:]):
            if any(s.start < hit.end and hit.start < s.end for s in context.cited.get(block.index, ())):
                continue
            moments.extend(_moments(block, hit, context))
            if first_of_two or (after is not None and _reported_on(block, hit, after)):
                continue
            clause = next(c for c in parts if c.start <= hit.start < c.end)
            if not _inside(hit, quoted) and _is_deadline(block, hit, clause, context):
                found = list(_from_hit(block, hit, clause, context))
                deadlines.extend(found)
                if found:
                    taken.append((hit.start, hit.end))
        deadlines.extend(_other(block, others, parts, taken, context))
    deadlines.sort(key=lambda d: d.located.span)
    return tuple(deadlines), tuple(moments)


def _cell(block: Block, context: Context) -> tuple[Hit, ...]:
    """A cell of a time column that is a bare «10/2023 - 6/2024» or «2025»: in running text such figures need a word before them."""
    return _bare(block) if _in_time_column(block, context) else ()


def _bare(block: Block) -> tuple[Hit, ...]:
    opened = block.key.lstrip(" .;")
    text = opened.rstrip(" .;")
    if not _BARE_CELL.search(text) or len(text) > _LONGEST_CELL:
        return ()
    period = periods.read(text)
    start = len(block.key) - len(opened)
    return (periods.Hit(start, start + len(text), period),) if period is not None else ()


def _may_hold_time(key: str) -> bool:
    return _DIGIT.search(key) is not None or any(anchor in key for anchor in phrases.keys("time-anchors"))


def _moments(block: Block, hit: Hit, context: Context) -> Iterator[Moment]:
    text = block.text[hit.start : hit.end]
    for point in hit.period.points:
        if point.precision != "day" or point.month is None:
            continue
        value = periods.day_of(point, context.year)
        if value is None and not periods.impossible(point, context.year):
            continue
        yield Moment(Located(value, text, Span(block.index, hit.start, hit.end)), point.weekday, point.year is not None)


def _reported_on(block: Block, hit: Hit, after: Hit) -> bool:
    """Whether a time is what a report is on, its own time following («quý I trước ngày 05/3/2024»)."""
    long = not hit.period.bounds and all(p.precision != "day" for p in hit.period.points)
    return (
        long
        and after.period.open_start
        and after.period.points[-1].precision == "day"
        and block.key[hit.end : after.start] == " "
    )


def _inside(hit: Hit, spans: tuple[tuple[int, int], ...]) -> bool:
    return any(start < hit.start and hit.end <= end for start, end in spans)


def _is_deadline(block: Block, hit: Hit, clause: clauses.Clause, context: Context) -> bool:
    """Whether a time expression says when something is to be done."""
    key = block.key
    near = _NEXT if hit.period.open_start else _NEAR  # «Đề án nhân sự khóa XXIII trước ngày …»: what is to be ready by then
    lead = key[max(clause.start, hit.start - near) : hit.start]
    bound = hit.period.bounds[0] if hit.period.bounds else ""  # «tính đến ngày …»
    if phrases.pattern("not-deadline-before").search(lead + bound) and not phrases.pattern("finishing").search(
        lead[-_RIGHT_BEFORE:]
    ):
        return False
    if phrases.prefix("not-deadline-behind").match(key[hit.end : hit.end + _NEAR].lstrip(" ,)")):
        return False
    bounds = hit.period.bounds
    precisions = {p.precision for p in hit.period.points}
    timed = _in_time_place(block, clause, context, expected="year" not in precisions)
    resolved = periods.resolve(hit.period, _year(block, hit, context), context.issued)
    ends = [i.end for i in resolved if i.end is not None]
    starts = [i.start for i in resolved if i.start is not None]
    past = _is_past(hit, [*ends, *starts], context) if ends else False
    if precisions <= {"half", "year"} or (precisions & {"year"} and not bounds):
        return _long_time_is_deadline(block, hit, clause, context, timed=timed) and (not past or _promised(clause, hit))
    if bounds == ("sau",) and not timed:
        return False
    if not ends and context.issued is not None and starts and max(starts) < context.issued and key.startswith(" đến ", hit.end):
        return False  # «từ ngày 01/7/2025 đến thời điểm giám sát»: what is looked into
    return not past or _promised(clause, hit)


def _is_past(hit: Hit, days: list[date], context: Context) -> bool:
    """Whether a time was over when the plan was issued; one without a year may be that of the next."""
    if context.issued is None or max(days) >= context.issued:
        return False
    explicit = all(p.year is not None for p in hit.period.points)
    return explicit or (context.issued - max(days)).days < _NEXT_YEAR


def _long_time_is_deadline(block: Block, hit: Hit, clause: clauses.Clause, context: Context, *, timed: bool) -> bool:
    """Whether a year or a half of one is when something is to be done; `timed`: its place in the text says so."""
    period = hit.period
    bound = not set(phrases.keys("year-bounds")).isdisjoint(period.bounds)
    if any(p.precision == "half" for p in period.points):
        return bound or timed
    if not _in_time_column(block, context) and _is_target(block, clause):
        return False
    phase = period.points[0].last_year is not None
    own = period.form == "range" or phase or bool(period.bounds) or _whole(block, hit)
    return bound or _when_done(block, hit, clause) or (timed and own)


def _when_done(block: Block, hit: Hit, clause: clauses.Clause) -> bool:
    """Whether a year is that of something to be done («tổng kết Kế hoạch (năm 2030)», «sơ kết vào năm 2028»)."""
    bracketed = block.key[hit.start - 1 : hit.start] == "(" and block.key[hit.end : hit.end + 1] == ")"
    return (bracketed or "vào" in hit.period.bounds) and clauses.activity_near(clause, hit.start) is not None


def _is_target(block: Block, clause: clauses.Clause) -> bool:
    """Whether a clause says what a figure is to be by a year («đến hết năm 2030 đạt 50%»), not what is to be done."""
    said = block.key[clause.start : clause.end]
    share = "%" in said and phrases.pattern("target-verbs").search(said) is not None
    return share or phrases.pattern("target-words").search(said) is not None


def _in_time_place(block: Block, clause: clauses.Clause, context: Context, *, expected: bool) -> bool:
    """Whether the block stands in a time column or a part about time, or its clause opens with a time word («Thời gian: …»).

    `expected`: «Dự kiến …» counts as such a word; before a bare year it rather opens a forecast of figures.
    """
    if _in_time_column(block, context):
        return True
    if "schedule" in context.roles.get(block.index, frozenset()):
        return True
    opened = _time_opens().match(block.key, clause.start, clause.end)
    return opened is not None and (expected or opened.lastgroup != "expected")


@cache
def _time_opens() -> re.Pattern[str]:
    said, expected = phrases.alternatives("time-openings"), phrases.alternatives("expected-openings")
    return expression(rf"\s*(?:[-+*•]\s|\d+[.)]\s)?(?:(?:{said})|(?P<expected>{expected}))(?!\w)")


def _in_time_column(block: Block, context: Context) -> bool:
    row = context.rows.get(block.index)
    return row is not None and any(slot.block is block for slot in row.time)


def _whole(block: Block, hit: Hit) -> bool:
    return hit.end - hit.start >= len(block.key.strip(" .;")) - 12


def _promised(clause: clauses.Clause, hit: Hit) -> bool:
    """A day before the issue is a deadline only where the words just before it ask for something to be finished."""
    if not hit.period.bounds and {p.precision for p in hit.period.points} & {"year", "half", "quarter"}:
        return False  # «số phải nộp năm 2023, quý I/2024»
    asked = phrases.pattern("handing-in")
    lead = clause.block.key[max(clause.start, hit.start - _FINISH_REACH) : hit.start]
    return bool(asked.search(lead)) and ("trước" in hit.period.bounds or bool(asked.search(lead[-_RIGHT_BEFORE:])))


def _from_hit(block: Block, hit: Hit, clause: clauses.Clause, context: Context) -> Iterator[Deadline]:
    explicit = all(p.year is not None for p in hit.period.points)
    before = block.key[clause.start : hit.start]
    yearly = not explicit and (wording("time-every-before").search(before) or wording("time-every-year").search(before))
    kind: DeadlineType = "recurring" if hit.period.recurrence or yearly else "window"
    intervals: tuple[Interval, ...] = ()
    if kind == "window":
        intervals = periods.resolve(hit.period, _year(block, hit, context), context.issued)
        if not intervals and any(periods.impossible(p, context.year) for p in hit.period.points):
            return
        if not intervals and not hit.period.bounds:
            return  # «Ngày 1: …» counts the days of an event
        begun = _first_day(block, context)
        intervals = tuple(_begun(_rolled(i, explicit, context), begun) for i in intervals)
    open_window = periods.Interval(None, None, True, hit.period.points[-1].precision)
    for interval in intervals or (open_window,):
        yield _deadline(block, hit.start, hit.end, kind, interval, clause, context, explicit=explicit)


def _year(block: Block, hit: Hit, context: Context) -> int | None:
    """The year of a day that names none: the plan's, or the one behind it («ngày 10/01 năm liền kề»)."""
    next_year = wording("time-next-year").match(block.key, hit.end) is not None
    return context.year + 1 if next_year and context.year is not None else context.year


def _has_last_day(block: Block, context: Context) -> bool:
    """Whether a cell has the first day of a row whose last day stands in the next column: it is read with that."""
    row = context.rows.get(block.index)
    if row is None or not any(slot.block is block for slot in row.start):
        return False
    return any(tuple(periods.find(slot.block.key)) or _bare(slot.block) for slot in row.time)


def _first_day(block: Block, context: Context) -> date | None:
    """The first day that a row of a timetable has in a column of its own."""
    row = context.rows.get(block.index)
    if row is None or not row.start or not _in_time_column(block, context):
        return None
    cell = row.start[0].block
    hits = tuple(periods.find(cell.key)) or _bare(cell)
    resolved = periods.resolve(hits[0].period, context.year, context.issued) if hits else ()
    return resolved[0].start if resolved else None


def _begun(interval: Interval, day: date | None) -> Interval:
    """An interval with the day on which it begins; what stood there alone is then the last day, before the first or not."""
    return replace(interval, start=day) if day is not None and interval.end is not None else interval


def _rolled(interval: Interval, explicit: bool, context: Context) -> Interval:
    """A day without a year that lies before the issue is meant in the next year («trước 15/01» in a plan of November)."""
    issued, end = context.issued, interval.end
    if explicit or issued is None or end is None or end >= issued or (issued - end).days < _NEXT_YEAR:
        return interval
    try:
        start = interval.start.replace(year=interval.start.year + 1) if interval.start else None
        return periods.Interval(start, end.replace(year=end.year + 1), interval.end_inclusive, interval.precision)
    except ValueError:
        return interval


def _deadline(
    block: Block,
    start: int,
    end: int,
    kind: DeadlineType,
    interval: Interval,
    clause: clauses.Clause,
    context: Context,
    *,
    explicit: bool,
) -> Deadline:
    actors = clauses.subjects(clause, start, end)
    report = clauses.report_to(clause, start)
    if report is not None:
        sent = clauses.receivers(clause, report)
        actors = tuple(a for a in actors if a.span not in sent)
    row = context.rows.get(block.index)
    if row is not None and row.lead:
        actors = context.leaders[block.index]
    elif row is not None and row.table and row.task and not actors:
        actors = _opening(row.task[0], context.actors.get(row.task[0].index, ()))  # the table has no column for who
    if not actors:
        actors = _inherited(block, clause, context) or clauses.nearest(clause, start, end)
    scheduled = "schedule" in context.roles.get(block.index, frozenset())
    around = Surroundings(context.heading_activity.get(block.index), context.subject_activity, scheduled)
    activity = activity_at(clause, start, around)
    if row is not None and row.task:
        task = row.task[0]
        own = clauses.activity_of_title(task.key, task.text)
        if report is None and row.table and own is not None and own.chain == "handover":
            report = clauses.receiver_in(task, context.actors.get(task.index, ()))
        if own is not None and own.level is None and activity is not None and own.key == activity.key:
            own = replace(own, level=activity.level, tier=activity.tier)
        activity = own or (replace(activity, direct=False) if activity is not None else None)  # the row says what, in other words
    return Deadline(
        located=Located(block.text[start:end], block.text[start:end], Span(block.index, start, end)),
        type=kind,
        start=interval.start,
        end=interval.end,
        end_inclusive=interval.end_inclusive,
        precision=interval.precision,
        actors=actors,
        activity=activity,
        report_to=report,
        pilot=clause.pilot or block.index in context.pilots,
        exempt=clause.exempt or block.index in context.exempt,
        path=context.paths[block.index],
        after=clause.after,
        explicit_year=explicit,
        sentence=clause.span,
        annex=block.index in context.annexes,
        table=row is not None and row.table,
        offset=offsets.offset_at(block, start, end, clause.actors) if kind == "relative" else None,
    )


def _inherited(block: Block, clause: clauses.Clause, context: Context) -> tuple[Actor, ...]:
    """Without a subject of its own a sentence takes the one that opens its paragraph, then the owner of its section."""
    opening = tuple(a for a in context.actors.get(block.index, ()) if a.span.end <= clause.start)
    lead = _opening(block, opening)
    if lead:
        return lead
    if phrases.prefix("closings").match(block.key):
        return opening[:1]  # it speaks to everybody, not to the unit of the last heading
    return context.owners.get(block.index) or opening[:1]


def _opening(block: Block, actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """The units at the head of a paragraph, given its units in reading order."""
    run: list[Actor] = []
    for actor in actors:
        if not run:
            if actor.span.start < _HEAD or wording("charged-unit-lead").match(block.key, 0, actor.span.start):
                run.append(actor)
            continue
        if wording("units-listed").fullmatch(block.key, run[-1].span.end, actor.span.start):
            run.append(actor)
    return tuple(run)


def _other(
    block: Block,
    times: tuple[tuple[DeadlineType, int, int], ...],
    parts: tuple[clauses.Clause, ...],
    taken: list[tuple[int, int]],
    context: Context,
) -> Iterator[Deadline]:
    """The deadlines of times that are no calendar windows, the first of those that overlap."""
    none = periods.Interval(None, None, True, "none")
    for kind, start, end in times:
        if any(a < end and start < b for a, b in taken):
            continue
        taken.append((start, end))
        clause = next((c for c in parts if c.start <= start < c.end), parts[0])
        yield _deadline(block, start, end, kind, none, clause, context, explicit=False)
