"""What an archive keeps of a document that was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from plancheck.model.archive import Charge, Named, Record, Term
from plancheck.ruleset.linking import as_named, due_of, reference_of
from plancheck.ruleset.select.agreement import terms_of
from plancheck.ruleset.select.common import beside_pilots, binds, topic_of
from plancheck.text.fold import words
from plancheck.vocabulary import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plancheck.model.archive import Due
    from plancheck.model.document import Document
    from plancheck.model.plan import Actor, Plan, Unit

_LONGEST = 200
_LOCAL = 3


def record_of(document: Document, plan: Plan, path: str) -> Record:
    """The record of a plan or of any other paper; of one that is no plan at all it holds little more than the header."""
    header = plan.header
    number = header.number.value if header.number is not None else None
    issuer = _named_issuer(plan)
    return Record(
        path=path,
        sha256=document.source.sha256,
        number=number.normal if number is not None and number.sequence is not None else None,
        kind=(header.kind.value if header.kind is not None else None) or (number.kind if number is not None else None),
        day=plan.issued,
        issuer=Named(header.issuer_name or "", issuer) if header.issuer_name or plan.issuer_unit else None,
        subject=header.subject_text,
        references=tuple(reference_of(c, plan) for c in plan.cited().values()),
        dues=tuple(_dues(document, plan, issuer)),
        charges=tuple(
            Charge(t.located.text[:_LONGEST], _named(t.owners, issuer), t.activity.key if t.activity else None, t.path)
            for t in plan.tasks
            if t.owners
        ),
        recipients=tuple(Named(u.text, u.unit) for r in plan.recipients if r.purpose != "file" for u in r.units),
        headings=tuple(words(c.title.text) for s in plan.sections if s.role == "content" for c in s.children if c.title.text),
        superior=Named(header.parent_body.text, header.parent_body.value) if header.parent_body is not None else None,
        place=header.place.value if header.place is not None else None,
        terms=tuple(Term(t.congress, t.ordinal, t.term) for t in terms_of(document)),
    )


def _named_issuer(plan: Plan) -> Unit | None:
    """The issuer with its proper name: what stands behind the name of its kind («hoa lư» of «CÔNG ĐOÀN XÃ HOA LƯ»)."""
    unit, name = plan.issuer_unit, words(plan.header.issuer_name or "")
    if unit is None or unit.name or unit.level is None or unit.level > _LOCAL or not name:
        return unit
    kind = next((k for k in load().units if k.id == unit.kind), None)
    starts = [words(n) for n in kind.names if name.startswith(words(n))] if kind is not None else []
    return replace(unit, name=name.removeprefix(max(starts, key=len)).strip()) if starts else unit


def _dues(document: Document, plan: Plan, issuer: Unit | None) -> Iterator[Due]:
    vocabulary = load()
    return (
        due_of(deadline, topic_of(document, deadline, vocabulary), issuer)
        for deadline in plan.deadlines
        if binds(deadline) and not beside_pilots(document, deadline, vocabulary)
    )


def _named(actors: tuple[Actor, ...], issuer: Unit | None) -> tuple[Named, ...]:
    return tuple(Named(a.text, as_named(a.unit, issuer)) for a in actors)
