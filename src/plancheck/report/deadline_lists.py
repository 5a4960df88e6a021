"""The deadlines of a plan for other programs: a calendar (iCalendar, RFC 5545) and a spreadsheet (CSV)."""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import timedelta
from typing import TYPE_CHECKING

from plancheck.report.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from plancheck.model.document import Document
    from plancheck.model.plan import Deadline, Plan

_FOLD = 74
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(document: Document, plan: Plan, lang: str = "vi") -> str:
    """One row a deadline, days as ISO dates."""
    _ = words(lang)
    heads = (
        _("Mục"),
        _("Đơn vị"),
        _("Cấp"),
        _("Việc"),
        _("Thời hạn ghi trong văn bản"),
        _("Từ ngày"),
        _("Đến hết ngày"),
        _("Báo cáo về"),
    )
    rows = (
        (
            d.path,
            _names(d),
            str(d.level or ""),
            _what(document, d),
            d.located.text,
            d.start.isoformat() if d.start else "",
            d.last_day.isoformat() if d.last_day else "",
            d.report_to.text if d.report_to else "",
            str(d.located.span.block + 1),
        )
        for d in plan.deadlines
    )
    return spreadsheet([(*heads, _("Đoạn")), *rows])


def spreadsheet(rows: Iterable[Iterable[str]]) -> str:
    """Rows as CSV, with the mark that makes a spreadsheet program read UTF-8, and no cell that it would run as a formula."""
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\r\n").writerows([_safe(cell) for cell in row] for row in rows)
    return "\ufeff" + stream.getvalue()


def _safe(cell: str) -> str:
    """A cell that begins like a formula is made text: spreadsheet programs would run it."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def ics_text(document: Document, plan: Plan, now: datetime) -> str:
    """One all-day event a dated deadline, on its last day, or over the whole window when it has a beginning."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//plancheck//plancheck//VI", "CALSCALE:GREGORIAN"]
    for deadline in plan.deadlines:
        if deadline.type == "window" and deadline.last_day is not None:
            lines.extend(_event(document, deadline, deadline.last_day, now))
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line))


def _event(document: Document, deadline: Deadline, last: date, now: datetime) -> Iterator[str]:
    first = deadline.start if deadline.start is not None and deadline.start <= last else last
    named = f"{document.source.sha256}{deadline.located.span}{deadline.located.text}"
    who = _names(deadline)
    yield "BEGIN:VEVENT"
    yield f"UID:{hashlib.sha256(named.encode()).hexdigest()[:24]}@plancheck"
    yield f"DTSTAMP:{now:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped((f'{who}: ' if who else '') + _what(document, deadline)[:120])}"
    yield f"DESCRIPTION:{_escaped(document.blocks[deadline.located.span.block].text)}"
    yield "END:VEVENT"


def _what(document: Document, deadline: Deadline) -> str:
    sentence = document.text(deadline.sentence).strip()
    return sentence if len(sentence) > len(deadline.located.text) else document.blocks[deadline.located.span.block].text


def _names(deadline: Deadline) -> str:
    return ", ".join(a.text for a in deadline.actors)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, those after the first behind a blank."""
    piece = ""
    for character in line:
        if len((piece + character).encode()) > _FOLD:
            yield piece
            piece = " "
        piece += character
    yield piece
