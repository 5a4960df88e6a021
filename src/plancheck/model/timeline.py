"""A plan's dated work as a picture needs it: rows of units from the grassroots upwards, bars of days, and who reports to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plancheck.model.value import Value

if TYPE_CHECKING:
    from datetime import date

    from plancheck.model.archive import Limit
    from plancheck.model.plan import Deadline


class Bar(Value):
    """A time window of one row. `first` None: it is open to the left («trước ngày …»). `wrong`: an error or warning speaks of it."""

    deadline: Deadline
    first: date | None
    last: date
    wrong: bool


class TimelineRow(Value):
    """A unit (the words that name it, "" for deadlines without one) at a level from 1 to 5, None when unknown."""

    unit: str
    level: int | None
    bars: tuple[Bar, ...]


class Arrow(Value):
    """A report: from bar `bar` of row `source` to row `target`."""

    source: int
    bar: int
    target: int


class Timeline(Value):
    """Rows in the order of the picture, the days that it spans, the day of issue, the days on which offices are closed, and those that superiors set."""

    rows: tuple[TimelineRow, ...]
    arrows: tuple[Arrow, ...]
    start: date
    end: date
    issued: date | None
    closed: frozenset[date]
    holidays: frozenset[date]
    limits: tuple[Limit, ...] = ()
