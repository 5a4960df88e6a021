"""Selectors of citations held against the documents that they name: what differs, what is out of force, numbers used twice."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from plancheck.ruleset.context import NO_ARCHIVE, NO_DATE, Item, Selected, Unknown
from plancheck.ruleset.linking import both_say_something, likeness, same_unit
from plancheck.ruleset.select.agreement import terms_of
from plancheck.ruleset.select.common import complete, shown_day
from plancheck.text.fold import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from plancheck.model.archive import Link, LinkFault, Record
    from plancheck.model.plan import Citation
    from plancheck.ruleset.context import Context

_OTHER_PAPER = 0.6
_PARTY_DAYS = 31


def linked(context: Context) -> Iterator[tuple[Citation, Link]]:
    """Every cited document once, with what the archive says of it."""
    links = context.neighbours.links
    return ((citation, links[number]) for number, citation in context.plan.cited().items() if number in links)


def parents(context: Context) -> Iterator[tuple[Citation, Record]]:
    """The documents at hand on which the plan rests."""
    for citation, found in linked(context):
        if citation.role == "basis" and found.record is not None and found.record.path:
            yield citation, found.record


def _differing(context: Context, fault: LinkFault) -> Selected:
    found = []
    for citation, told in linked(context):
        record = told.record
        if record is None or not record.certain or fault not in told.faults or citation.role == "repeal":
            continue
        place = {"date": citation.date, "kind": citation.kind_word, "issuer": citation.issuer, "subject": citation.subject}[fault]
        if place is None:
            continue
        found.append(
            Item(
                place.span,
                place.text,
                {"number": citation.number.value.normal, "true": _truth(record, fault, context), "source": _source(record)},
            )
        )
    return tuple(found)


def _truth(record: Record, fault: LinkFault, context: Context) -> str:
    """What the document itself says."""
    if fault == "date":
        return shown_day(record.day)
    if fault == "kind":
        return next((k.names[0] for k in context.vocabulary.kinds if k.code == record.kind), record.kind or "")
    return (record.issuer.text if record.issuer else "") if fault == "issuer" else record.subject or ""


def _source(record: Record) -> str:
    return record.path or "known-documents.yaml"


def _day(context: Context) -> date | None:
    """The day on which a plan is judged: its own, today for a draft that leaves it blank; None when the text has lost it."""
    return context.plan.issued or (context.today if complete(context) else None)


def _ended(context: Context) -> Iterator[tuple[Citation, Record]]:
    """Bases whose document is known to have an end of its force; not those that the plan is itself about."""
    about = context.plan.header.subject_text or ""
    for citation, told in linked(context):
        record = told.record
        if record is None or record.end is None or not record.certain or citation.role != "basis":
            continue
        if citation.number.value.normal not in about:
            yield citation, record


def expired(context: Context) -> Selected:
    """Bases that were out of force on the plan's day."""
    day = _day(context)
    if day is None:
        return Unknown(NO_DATE)
    return tuple(_ending(c, r) for c, r in _ended(context) if r.end is not None and r.end < day)


def expiring(context: Context) -> Selected:
    """Bases that go out of force after the plan's day and before its last deadline."""
    day = _day(context)
    if day is None:
        return Unknown(NO_DATE)
    last = max(
        (d.last_day for d in context.plan.deadlines if d.type == "window" and d.last_day and d.precision != "year"), default=day
    )
    return tuple(_ending(c, r) for c, r in _ended(context) if r.end is not None and day <= r.end < last)


def _ending(citation: Citation, record: Record) -> Item:
    values = {"number": citation.number.value.normal, "end": record.end, "by": record.replaced_by or "?"}
    return Item(citation.head.span, citation.head.text, values)


def reused(context: Context) -> Selected:
    """The plan's own number, where another paper of the same issuer and year has it."""
    header, plan = context.plan.header, context.plan
    if not context.neighbours.consulted:
        return Unknown(NO_ARCHIVE, optional=True)
    if header.number is None or plan.issued is None or plan.issuer_unit is None:
        return ()
    for other in context.neighbours.same_number:
        told_apart = (
            both_say_something(other.subject, header.subject_text) and likeness(other.subject, header.subject_text) < _OTHER_PAPER
        )
        if told_apart and _one_series(context, other):
            values = {"number": header.number.value.normal, "other": other.subject or "", "source": other.path, "day": other.day}
            return (Item(header.number.span, header.number.text, values),)
    return ()


def _one_series(context: Context, other: Record) -> bool:
    """Whether another paper is surely numbered in the same series as the plan: one issuer, one superior, one place, one year.

    Numbers begin anew where a tier ends, and a Party committee counts by its term: there only papers of the same weeks are held together.
    """
    plan, own = context.plan, context.neighbours.issuer
    unit = other.issuer.unit if other.issuer is not None else None
    if unit is None or own is None or same_unit(unit, own) is not True or other.day is None or plan.issued is None:
        return False
    above = plan.header.parent_body.text if plan.header.parent_body is not None else ""
    place = plan.header.place.value if plan.header.place is not None else ""
    if words(above) != words(other.superior.text if other.superior else "") or words(place) != words(other.place or ""):
        return False
    first, last = sorted((plan.issued, other.day))
    if plan.family == "party":
        return (last - first).days <= _PARTY_DAYS
    ends = (tier.last_day for tier in context.vocabulary.tiers if tier.last_day is not None)
    return first.year == last.year and not any(first <= end < last for end in ends)


def terms(context: Context) -> Selected:
    """Congresses whose term or ordinal is not the one that a parent gives."""
    if not context.neighbours.consulted:
        return Unknown(NO_ARCHIVE, optional=True)
    known = {(t.congress, t.ordinal): (t.term, record) for _, record in parents(context) for t in record.terms}
    found = []
    for said in terms_of(context.document):
        term, record = known.get((said.congress, said.ordinal), (said.term, None))
        if record is not None and term != said.term:
            values = {"said": said.term, "true": term, "number": record.number, "source": record.path}
            found.append(Item(said.span, context.document.text(said.span), values))
    return tuple(found)


SELECTORS: Mapping[str, Callable[[Context], Selected]] = {
    "links.date": partial(_differing, fault="date"),
    "links.kind": partial(_differing, fault="kind"),
    "links.issuer": partial(_differing, fault="issuer"),
    "links.subject": partial(_differing, fault="subject"),
    "links.expired": expired,
    "links.expiring": expiring,
    "links.reused-number": reused,
    "links.terms": terms,
}
