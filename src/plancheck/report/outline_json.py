"""The plan as JSON, schema `plancheck/outline/1`. The names are a contract with other programs (design 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plancheck.model.passage import passage
from plancheck.report.place import location

if TYPE_CHECKING:
    from datetime import date

    from plancheck.model.document import Document
    from plancheck.model.plan import Actor, Citation, Deadline, Header, Plan, Section, Signature, Task
    from plancheck.model.span import Located, Span

SCHEMA = "plancheck/outline/1"


def outline(document: Document, plan: Plan, lang: str = "vi") -> dict[str, Any]:
    """The outline of one document as plain data."""
    at = _At(document, plan, lang)
    source = document.source
    return {
        "schema": SCHEMA,
        "source": {
            "path": source.path,
            "format": source.format,
            "sha256": source.sha256,
            "layout_known": source.layout_known,
        },
        "family": {"value": plan.family, "evidence": list(plan.family_evidence)},
        "regimes": [{"id": r.id, "title": r.title, "from": _iso(r.start), "to": _iso(r.end)} for r in plan.regimes],
        "header": _header(plan.header, at),
        "citations": [_citation(c, at) for c in plan.citations],
        "sections": [_section(s, at) for s in plan.sections],
        "deadlines": [_deadline(d, at) for d in plan.deadlines],
        "tasks": [_task(t, at) for t in plan.tasks],
        "recipients": [
            {
                "text": r.located.value,
                "units": [_actor(u) for u in r.units],
                "purpose": r.purpose,
                "location": at(r.located.span),
            }
            for r in plan.recipients
        ],
        "signature": _signature(plan.signature, at),
        "unread": [at(s) for s in plan.unread],
    }


class _At:
    """Locations of one document."""

    def __init__(self, document: Document, plan: Plan, lang: str) -> None:
        self._document, self._plan, self._lang = document, plan, lang

    def __call__(self, span: Span) -> dict[str, Any]:
        return location(passage(self._document, self._plan, span.block), span, self._lang)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _words(item: Located[Any] | None, at: _At) -> dict[str, Any] | None:
    return {"text": item.text, "location": at(item.span)} if item else None


def _header(header: Header, at: _At) -> dict[str, Any]:
    number, day, issuer = header.number, header.date, header.issuer
    return {
        "national_title": _words(header.national_title, at),
        "motto": _words(header.motto, at),
        "parent_body": _words(header.parent_body, at),
        "issuer": issuer
        and {
            "text": header.issuer_name,
            "unit": issuer.value.id if issuer.value else None,
            "level": issuer.value.level if issuer.value else None,
            "location": at(issuer.span),
        },
        "number": number
        and {
            "text": number.text,
            "normal": number.value.normal,
            "sequence": number.value.sequence,
            "kind": number.value.kind,
            "body": number.value.body,
            "blank": number.value.sequence is None,
            "location": at(number.span),
        },
        "place": _words(header.place, at),
        "date": day and {"text": day.text, "value": _iso(day.value), "blank": day.value is None, "location": at(day.span)},
        "kind": {"code": header.kind.value, "name": header.kind_name, "location": at(header.kind.span)} if header.kind else None,
        "subject": {"text": header.subject_text, "location": at(header.subject[0])} if header.subject else None,
    }


def _citation(citation: Citation, at: _At) -> dict[str, Any]:
    return {
        "text": citation.head.text,
        "number": citation.number.value.normal,
        "kind": citation.kind,
        "date": _iso(citation.date.value) if citation.date else None,
        "issuer": citation.issuer.text if citation.issuer else None,
        "subject": citation.subject.text if citation.subject else None,
        "role": citation.role,
        "form": citation.number.value.form,
        "alias": citation.alias.text if citation.alias else None,
        "location": at(citation.head.span),
    }


def _section(section: Section, at: _At) -> dict[str, Any]:
    label = section.label.text if section.annex else section.path.rsplit(".", maxsplit=1)[-1]
    return {
        "label": label,
        "title": section.title.text,
        "level": section.level,
        "role": section.role,
        "location": at(section.label_span),
        "children": [_section(c, at) for c in section.children],
    }


def _actor(actor: Actor) -> dict[str, Any]:
    return {"text": actor.text, "unit": actor.unit.id if actor.unit else None, "level": actor.level}


def _deadline(deadline: Deadline, at: _At) -> dict[str, Any]:
    activity = deadline.activity
    return {
        "text": deadline.located.text,
        "type": deadline.type,
        "start": _iso(deadline.start),
        "end": _iso(deadline.end),
        "end_inclusive": deadline.end_inclusive,
        "precision": deadline.precision,
        "actors": [_actor(a) for a in deadline.actors],
        "activity": {"text": activity.text, "key": activity.key} if activity else None,
        "report_to": _actor(deadline.report_to) if deadline.report_to else None,
        "path": deadline.path,
        "location": at(deadline.located.span),
    }


def _task(task: Task, at: _At) -> dict[str, Any]:
    return {
        "text": task.located.text,
        "owners": [_actor(a) for a in task.owners],
        "support": [_actor(a) for a in task.support],
        "deadline": task.deadline,
        "location": at(task.located.span),
    }


def _signature(signature: Signature | None, at: _At) -> dict[str, Any] | None:
    if signature is None:
        return None
    return {
        "authority": signature.authority.value if signature.authority else None,
        "title": signature.title.text if signature.title else None,
        "name": signature.name.text if signature.name else None,
        "location": at(signature.span),
    }
