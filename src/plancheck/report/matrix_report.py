"""The matrix of units, tasks, deadlines and recipients: as text, and as JSON with the schema `plancheck/matrix/1`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plancheck.model.passage import passage
from plancheck.report.place import human, location
from plancheck.report.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plancheck.model.document import Document
    from plancheck.model.matrix import MatrixRow
    from plancheck.model.plan import Deadline, Plan
    from plancheck.model.span import Span

SCHEMA = "plancheck/matrix/1"
_LONGEST = 100


def matrix_data(document: Document, plan: Plan, rows: tuple[MatrixRow, ...], lang: str = "vi") -> dict[str, Any]:
    """The matrix as plain data."""

    def at(span: Span) -> dict[str, Any]:
        return location(passage(document, plan, span.block), span, lang)

    def time(deadline: Deadline) -> dict[str, Any]:
        return {
            "text": deadline.located.text,
            "type": deadline.type,
            "start": deadline.start.isoformat() if deadline.start else None,
            "end": deadline.end.isoformat() if deadline.end else None,
            "report_to": deadline.report_to.text if deadline.report_to else None,
            "location": at(deadline.located.span),
        }

    return {
        "schema": SCHEMA,
        "path": document.source.path,
        "rows": [
            {
                "unit": {
                    "text": r.unit.text,
                    "unit": r.unit.unit.id if r.unit.unit else None,
                    "level": r.unit.level,
                    "own": r.own,
                },
                "tasks": [
                    {
                        "text": d.task.located.text,
                        "part": d.part,
                        "deadline": time(d.deadline) if d.deadline else None,
                        "location": at(d.task.located.span),
                    }
                    for d in r.duties
                ],
                "deadlines": [time(d) for d in r.deadlines],
                "reports_to": [a.text for a in r.reports_to],
                "recipient": {"text": r.recipient.located.value, "location": at(r.recipient.located.span)}
                if r.recipient
                else None,
            }
            for r in rows
        ],
    }


def matrix_text(document: Document, plan: Plan, rows: tuple[MatrixRow, ...], lang: str = "vi") -> str:
    """The matrix for people: a paragraph a unit."""
    return "\n".join(_lines(document, plan, rows, lang)) + "\n"


def _lines(document: Document, plan: Plan, rows: tuple[MatrixRow, ...], lang: str) -> Iterator[str]:
    _ = words(lang)

    def where(span: Span) -> str:
        return human(passage(document, plan, span.block), span, lang)

    yield document.source.path
    for row in rows:
        level = _(" (cấp {n})").format(n=row.unit.level) if row.unit.level else ""
        yield ""
        yield f"{row.unit.text}{level}"
        for duty in row.duties:
            part = _("chủ trì") if duty.part == "lead" else _("phối hợp")
            until = f" — {duty.deadline.located.text}" if duty.deadline else ""
            yield f"   {part}: {_short(duty.task.located.text)}{until}  ({where(duty.task.located.span)})"
        for deadline in row.deadlines:
            activity = f"{deadline.activity.text}: " if deadline.activity else ""
            yield f"   {_('thời hạn')}: {activity}{deadline.located.text}  ({where(deadline.located.span)})"
        if row.reports_to:
            yield f"   {_('báo cáo về')}: {', '.join(a.text for a in row.reports_to)}"
        if row.recipient is not None:
            yield f"   {_('nhận qua')}: {row.recipient.located.value}"
        elif not row.own:
            yield f"   {_('nhận qua')}: —"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 1]}…"
