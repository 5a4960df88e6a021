"""The deadlines of a plan for other programs: a calendar (iCalendar, RFC 5545) and a spreadsheet (CSV)."""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import timedelta
from typing import TYPE_CHECKING

from plancheck.report.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from plancheck.model.document import Document
    from plancheck.model.plan import Deadline, Plan

_FOLD = 74
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(document: Document, plan: Plan, lang: str = "vi") -> str:
    """One row a deadline, days as ISO dates; with the mark that makes a spreadsheet program read UTF-8."""
    _ = words(lang)
    stream = io.StringIO(newline="")
    table = csv.writer(stream, lineterminator="\r\n")
    table.writerow(
        [
            _("Mục"),
            _("Đơn vị"),
            _("Cấp"),
            _("Việc"),
            _("Thời hạn ghi trong văn bản"),
            _("Từ ngày"),
            _("Đến hết ngày"),
            _("Báo cáo về"),
            _("Đoạn"),
        ]
    )
    for deadline in plan.deadlines:
        table.writerow(
            [
                deadline.path,
                safe_cell(_names(deadline)),
                deadline.level or "",
                safe_cell(_what(document, deadline)),
                safe_cell(deadline.located.text),
                deadline.start.isoformat() if deadline.start else "",
                deadline.last_day.isoformat() if deadline.last_day else "",
                safe_cell(deadline.report_to.text) if deadline.report_to else "",
                deadline.located.span.block + 1,
            ]
        )
    return "\ufeff" + stream.getvalue()


def safe_cell(cell: str) -> str:
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
