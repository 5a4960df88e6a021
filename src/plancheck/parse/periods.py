"""Dates and periods: found by shape, read by grammar, resolved to calendar intervals. «31/4» is kept as an impossible date."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from plancheck.model.value import Value
from plancheck.parse import grammars
from plancheck.parse.lalr import Node

if TYPE_CHECKING:
    from collections.abc import Iterator

_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_WEEKDAYS = ("hai", "ba", "tư", "năm", "sáu", "bảy")
_SHIFTED = {"2": 0, "3": 1, "4": 2, "5": 3, "6": 4, "7": 5}
_SUNDAY = 6
_MOST_POINTS = 100  # a longer list of days is a table that a copy ran into one line, and no time for anything
_TWO_WEEKS = ("hai tuần", "02 tuần", "2 tuần")
_FORMS = frozenset({"single", "range", "several"})
_WEEKS = (("nhất", "1"), ("hai", "2"), ("ba", "3"), ("tư", "4"))
_EARLY = {"đầu", "tuần đầu", "thượng tuần", "nửa đầu"}


class Point(Value):
    """A point as written: any of its parts may be open. `part` is «đầu», «giữa», «cuối»…; `weekday` 0 is Monday."""

    precision: str
    day: int | None = None
    month: int | None = None
    quarter: int | None = None
    year: int | None = None
    last_year: int | None = None
    part: str | None = None
    weekday: int | None = None


class Period(Value):
    """A time expression as written. `bounds` are the bounding words, `points` one or more, `form` single, range or several."""

    bounds: tuple[str, ...]
    form: str
    points: tuple[Point, ...]
    open_start: bool
    open_end: bool
    from_now: bool
    exclusive_end: bool
    recurrence: str | None


class Hit(Value):
    """A time expression at `[start, end)` of a block's key."""

    start: int
    end: int
    period: Period


_AND_YEAR = " và năm"


class Interval(Value):
    """A resolved interval; `impossible` points name dates that no calendar has."""

    start: date | None
    end: date | None
    end_inclusive: bool
    precision: str


def find(key: str) -> Iterator[Hit]:
    """All time expressions in the key of a block, left to right."""
    for match in grammars.shape("period", "PERIOD_SHAPE").finditer(key):
        text = match.group()
        start = match.start() + len(text) - len(text.lstrip())
        text = text.strip()
        period = read(text)
        if period is not None and period.form == "several" and _mixed(period):
            text = text[: text.rindex(_AND_YEAR)] if _AND_YEAR in text else text  # «ngày 20 tháng 6 và năm 2026 …» are two things
            period = read(text)
        if period is not None and len(period.points) <= _MOST_POINTS:
            yield Hit(start, start + len(text), period)


def _mixed(period: Period) -> bool:
    return {p.precision for p in period.points} > {"year"}


@lru_cache(maxsize=8192)
def read(text: str) -> Period | None:
    """Read one expression in the form of a key («trước ngày 30/5/2011»); None when the grammar does not know it."""
    tree = grammars.read("period", "period", text)
    if tree is None:
        return None
    span = tree.first(*_FORMS) or tree
    bound = tree.first("bound")
    bounding = list(bound.words()) if bound else []
    bounds, kinds = tuple(t.text for t in bounding), [t.kind for t in bounding]
    link = span.first("link")
    points = tuple(_point(c) for c in span.parts if isinstance(c, Node) and c is not link)
    recurrence = tree.first("recurrence")
    form = span.name
    link_kinds = [t.kind for t in link.words()] if link else []
    return Period(
        bounds=bounds,
        form=form,
        points=_shared(_months(points)),
        open_start=form != "range" and not span.tokens("FROM") and any(k in {"BEFORE", "LATEST", "UNTIL"} for k in kinds),
        open_end=form == "single" and (bool(span.tokens("FROM")) or "AFTER" in kinds),
        from_now=bool(span.tokens("NOW")),
        exclusive_end="BEFORE" in (link_kinds if form == "range" else kinds),
        recurrence=" ".join(t.text for t in recurrence.words()) if recurrence else None,
    )


def _point(tree: Node) -> Point:
    kind = tree.name
    weekday = next((_weekday(t) for t in tree.tokens("WEEKDAY")), None)
    part = next(iter(tree.tokens("PART")), None)
    numbers = [int(t) for t in tree.tokens("NUM")]
    years = [int(t) for t in tree.tokens("YEAR")]
    year = years[0] if years else None
    if kind == "dmy":
        day, month, y = _numbers(tree.tokens("DMY")[0])
        return Point("day", day=day, month=month, year=y, weekday=weekday)
    if kind == "dm":
        day, month = _numbers(tree.tokens("DM")[0])
        return Point("day", day=day, month=month, weekday=weekday)
    if kind == "day_month":
        return Point("day", day=numbers[0], month=numbers[1], year=year, weekday=weekday)
    if kind == "day_month_year":
        month, y = _numbers(tree.tokens("MY")[0])
        return Point("day", day=numbers[0], month=month, year=y, weekday=weekday)
    if kind == "day":
        return Point("day", day=numbers[0])
    if kind == "my":
        month, y = _numbers(tree.tokens("MY")[0])
        return Point("month", month=month, year=y, part=part)
    if kind == "month":
        return Point("month", month=numbers[0], year=year, part=part)
    if kind == "quarter":
        return _quarter(tree, year, part)
    if kind == "half":
        return _half(tree.tokens("HALF")[0], year)
    if kind == "phase":
        return Point("year", year=years[0], last_year=years[1])
    return Point("year", year=year, part=part)


def _quarter(tree: Node, year: int | None, part: str | None) -> Point:
    joined = tree.tokens("QY", "ROMANQY")
    if joined:
        roman, _, digits = joined[0].replace("-", "/").replace(" ", "").partition("/")
        return Point("quarter", quarter=_QUARTERS[roman], year=int(digits), part=part)
    return Point("quarter", quarter=_QUARTERS[tree.tokens("QNUM", "ROMANQ")[0]], year=year, part=part)


def _half(text: str, year: int | None) -> Point:
    months = 9 if "9" in text else 6
    first, last = (1, months) if "đầu" in text else (13 - months, 12)
    return Point("half", month=first, quarter=last, year=year)


def _numbers(text: str) -> tuple[int, ...]:
    cleaned = text.replace("-", "/").replace(".", "/").replace(" ", "")
    return tuple(int(part) for part in cleaned.split("/"))


def _weekday(text: str) -> int:
    word = text.rsplit(" ", maxsplit=1)[-1]
    if "chủ" in text:
        return _SUNDAY
    return _SHIFTED[word] if word in _SHIFTED else _WEEKDAYS.index(word)


def _months(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Bare numbers behind a month are months («tháng 3, 4/2025»)."""
    if points[0].precision != "month":
        return points
    return tuple(Point("month", month=p.day) if p.precision == "day" and p.month is None else p for p in points)


def _shared(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Let points take a missing month or year from the next one («từ ngày 02 đến ngày 03/6/2025», «tháng 3 đến tháng 5/2011»)."""
    found: list[Point] = []
    later: Point | None = None
    for point in reversed(points):
        current = point
        if later is not None:
            if current.year is None and current.precision != "year":
                year = later.year
                if year is not None and _crosses_new_year(current, later):
                    year -= 1
                current = replace(current, year=year)
            if current.precision == "day" and current.month is None:
                current = replace(current, month=later.month)
        found.append(current)
        later = current
    return _from_first(tuple(reversed(found)))


def _crosses_new_year(first: Point, last: Point) -> bool:
    """Whether a span begins in the year before («từ tháng 11 đến tháng 3/2026»); within one month it rather runs backwards by mistake."""
    same_month = first.month is not None and first.month == last.month
    return _order(first) > _order(last) and not same_month


def _from_first(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Let later points without a year take it from the first («từ 15/11/2025 đến 15/12»)."""
    year = points[0].year
    return tuple(
        replace(p, year=year if _order(p) >= _order(points[0]) else year + 1) if year and p.year is None and n else p
        for n, p in enumerate(points)
    )


def _order(point: Point) -> int:
    """Place within a year, for telling whether a span crosses New Year."""
    if point.precision == "quarter" and point.quarter:
        return point.quarter * 3 * 100
    return (point.month or 0) * 100 + (point.day or 0)


def impossible(point: Point, year: int | None) -> bool:
    """Whether a full date exists in no calendar («31/4/2026», tháng 13)."""
    if point.month is not None and point.precision != "half" and not 1 <= point.month <= 12:
        return True
    if point.precision != "day" or point.day is None or point.month is None:
        return False
    last = calendar.monthrange(point.year or year or 2024, point.month)[1]
    return not 1 <= point.day <= last


def day_of(point: Point, year: int | None) -> date | None:
    """The calendar day of a day point, None when it is open or impossible."""
    if point.precision != "day" or point.day is None or point.month is None or impossible(point, year):
        return None
    full = point.year or year
    return date(full, point.month, point.day) if full else None


def bounds_of(point: Point, year: int | None) -> tuple[date, date] | None:
    """First and last day of a point; None when its year is unknown or the date impossible."""
    full = point.year or year
    if full is None or impossible(point, year):
        return None
    if point.precision == "day":
        day = day_of(point, year)
        return (day, day) if day else None
    if point.precision == "half":
        first, last = date(full, point.month or 1, 1), _month_end(full, point.quarter or 12)
    elif point.precision == "month":
        first, last = date(full, point.month or 1, 1), _month_end(full, point.month or 1)
    elif point.precision == "quarter":
        last_month = (point.quarter or 1) * 3
        first, last = date(full, last_month - 2, 1), _month_end(full, last_month)
    else:
        first, last = date(full, 1, 1), date(point.last_year or full, 12, 31)
    return _part_of(first, last, point) if point.part else (first, last)


def _part_of(first: date, last: date, point: Point) -> tuple[date, date]:
    """«đầu / giữa / cuối» of a month are days 1-10, 11-20, 21-end; of a longer time its thirds, or halves."""
    part = point.part or ""
    if part in {"nửa đầu", "nửa cuối"}:
        middle = first + timedelta(days=((last - first).days + 1) // 2 - 1)
        return (first, middle) if part == "nửa đầu" else (middle + timedelta(days=1), last)
    if part.startswith(_TWO_WEEKS):
        return (first, first + timedelta(days=13)) if part.endswith("đầu") else (last - timedelta(days=13), last)
    week = next((n for n, words in enumerate(_WEEKS) if part.removesuffix(" của").endswith(words)), None)
    if week is not None:
        return first + timedelta(days=7 * week), first + timedelta(days=7 * week + 6)
    if point.precision == "month":
        if part in _EARLY:
            return first, first.replace(day=7 if part == "tuần đầu" else 10)
        if part in {"giữa", "trung tuần"}:
            return first.replace(day=11), first.replace(day=20)
        return (last - timedelta(days=6) if part == "tuần cuối" else first.replace(day=21)), last
    months = 1 if point.precision == "quarter" else 4
    if part in _EARLY:
        return first, _month_end(first.year, first.month + months - 1)
    if part in {"giữa", "trung tuần"}:
        return date(first.year, first.month + months, 1), _month_end(first.year, first.month + 2 * months - 1)
    return date(last.year, last.month - months + 1, 1), last


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def resolve(period: Period, year: int | None, issued: date | None) -> tuple[Interval, ...]:
    """Intervals of an expression: one, or one a point for a list of months and for days that each bound something («trước ngày 05/6 và
    05/12»). Empty when no year is known or a date is impossible.
    """
    pairs = [bounds_of(p, year) for p in period.points]
    if any(pair is None for pair in pairs):
        return ()
    known = [pair for pair in pairs if pair is not None]
    precision = period.points[-1].precision
    if period.form == "several":
        if period.open_start:
            return tuple(
                Interval(None, b, not period.exclusive_end, p.precision) for (_, b), p in zip(known, period.points, strict=True)
            )
        if all(p.precision == "day" for p in period.points):
            return (Interval(known[0][0], known[-1][1], True, "day"),)
        return tuple(Interval(a, b, True, p.precision) for (a, b), p in zip(known, period.points, strict=True))
    if period.form == "range":
        start = issued if period.from_now else known[0][0]
        return (Interval(start, known[-1][1], not period.exclusive_end, precision),)
    first, last = known[0]
    if period.open_start:
        end = first if period.exclusive_end and precision != "day" and period.points[0].part is None else last
        return (Interval(None, end, not period.exclusive_end, precision),)
    if period.open_end:
        return (Interval(first, None, True, precision),)
    return (Interval(first, last, True, precision),)
