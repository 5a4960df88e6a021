"""Builds the timeline of a plan from its deadlines: one row a unit, grouped by level from the grassroots upwards."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from plancheck.matrix import identity
from plancheck.model.timeline import Arrow, Bar, Timeline, TimelineRow
from plancheck.vocabulary import load

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from plancheck.model.archive import Limit
    from plancheck.model.finding import Finding
    from plancheck.model.plan import Actor, Deadline, Plan
    from plancheck.model.span import Span

_MOST_DAYS = 366 * 6
_UNKNOWN_LEVEL = 9


def timeline(plan: Plan, findings: Iterable[Finding] = (), limits: Iterable[Limit] = ()) -> Timeline | None:
    """The picture's content; None when the plan names no day. Windows far from the rest (a typed century) are left out."""
    wrong = [s for f in findings if f.severity != "info" for s in (f.span, *(r.span for r in f.related)) if s is not None]
    dated = [d for d in plan.deadlines if d.type == "window" and d.last_day is not None and d.precision != "year"]
    dated = _together(dated)
    if not dated:
        return None
    groups: dict[Hashable, tuple[Actor | None, list[Deadline]]] = {}
    for deadline in dated:
        for actor in deadline.actors or (None,):
            groups.setdefault(identity(actor) if actor else "", (actor, []))[1].append(deadline)
    ordered = sorted(groups.values(), key=lambda g: (_level(g[0]), min(d.located.span for d in g[1])))
    rows = tuple(TimelineRow(a.text if a else "", a.level if a else None, tuple(_bar(d, wrong) for d in ds)) for a, ds in ordered)
    place = {identity(a): n for n, (a, _) in enumerate(ordered) if a is not None}
    arrows = tuple(
        Arrow(n, k, place[identity(bar.deadline.report_to)])
        for n, row in enumerate(rows)
        for k, bar in enumerate(row.bars)
        if bar.deadline.report_to is not None and place.get(identity(bar.deadline.report_to), n) != n
    )
    near = tuple(limit for limit in limits if _beside(limit.day, rows))
    start, end = _extent(rows, plan.issued, near)
    days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    known = load()
    return Timeline(
        rows=rows,
        arrows=arrows,
        start=start,
        end=end,
        issued=plan.issued if plan.issued is not None and start <= plan.issued <= end else None,
        closed=frozenset(d for d in days if not known.is_working_day(d)),
        holidays=frozenset(d for d in days if known.is_holiday(d)),
        limits=near,
    )


def _together(deadlines: list[Deadline]) -> list[Deadline]:
    """The deadlines around the middle one: a year typed wrong, at either end, must not stretch the picture over centuries."""
    days = sorted(d.last_day for d in deadlines if d.last_day is not None)
    middle = days[len(days) // 2] if days else date.max

    def near(day: date | None) -> bool:
        return day is None or abs((day - middle).days) <= _MOST_DAYS // 2

    return [d for d in deadlines if near(d.last_day) and near(d.start)]


def _level(actor: Actor | None) -> int:
    return actor.level if actor is not None and actor.level is not None else _UNKNOWN_LEVEL


def _bar(deadline: Deadline, wrong: list[Span]) -> Bar:
    last = deadline.last_day or date.max
    return Bar(deadline, deadline.start, last, any(s.touches(deadline.located.span) for s in wrong))


def _beside(day: date, rows: tuple[TimelineRow, ...]) -> bool:
    """Whether a superior's day lies near enough to the plan's own to be in one picture with them."""
    return any(abs((bar.last - day).days) <= _MOST_DAYS // 2 for row in rows for bar in row.bars)


def _extent(rows: tuple[TimelineRow, ...], issued: date | None, limits: tuple[Limit, ...]) -> tuple[date, date]:
    """The first and last day of the picture, the issue included when it is near, with a little air."""
    bars = [b for row in rows for b in row.bars]
    first = min(min(b.first, b.last) if b.first is not None else b.last for b in bars)
    last = max(b.last for b in bars)
    if issued is not None and abs((first - issued).days) < _MOST_DAYS // 2:
        first = min(first, issued)
    if limits:
        first, last = min(first, limits[0].day), max(last, limits[-1].day)
    air = max(3, (last - first).days // 40)
    return first - timedelta(days=air), last + timedelta(days=air)
