"""Which document a citation means. Three answers: it is this one, it is this one and something differs, or that cannot be known.

A number alone does not tell a document: every province has a «62/KH-LĐLĐ» each year. A series belongs to an issuer and a year
(NĐ 30/2020/NĐ-CP Phụ lục I.II.3: numbers run from 01 through the year), so number, issuer and year together do.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from plancheck.expressions import expression
from plancheck.model.archive import Due, Link, Named, Reference
from plancheck.text.fold import words
from plancheck.vocabulary import load

if TYPE_CHECKING:
    from plancheck.model.archive import LinkFault, Neighbours, Record
    from plancheck.model.plan import Citation, Deadline, Plan, Unit
    from plancheck.vocabulary import Vocabulary

_ALIKE = 0.6
_TELLING = 0.8
_APART = 0.35
_NATIONAL = 5
_LEAST_WORDS = 4
_YEAR = expression(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SHORTENED = expression(r"\b[A-ZĐ]{2,}\b|\d+[/-][A-ZĐ]")
_COARSE = frozenset({"year"})


def link(reference: Reference, neighbours: Neighbours, vocabulary: Vocabulary) -> Link:
    """What a citation means among the documents at hand."""
    candidates = [r for r in neighbours.by_number.get(reference.number, ()) if _same(reference, r, vocabulary)]
    if len({(r.day, r.issuer.unit if r.issuer else None, words(r.subject or "")) for r in candidates}) != 1:
        return Link(reference, "unknown")
    record = candidates[0]
    faults = tuple(_faults(reference, record, vocabulary))
    return Link(reference, "mismatch" if faults else "match", record, faults)


def reference_of(citation: Citation, plan: Plan) -> Reference:
    """What a citation says of the document; «LĐLĐ tỉnh» is told by the full name that the plan's own heading gives."""
    return Reference(
        citation.number.value.normal,
        citation.kind,
        citation.date.value if citation.date is not None else None,
        _issuer_of(citation, plan),
        citation.subject.text if citation.subject is not None else None,
        citation.role,
    )


def _issuer_of(citation: Citation, plan: Plan) -> Named | None:
    """The issuer that a citation names: the plan's own, or the one above it in the heading, when it gives no proper name."""
    named = citation.issuer
    if named is None:
        return None
    unit, above = named.value, plan.header.parent_body.value if plan.header.parent_body is not None else None
    return Named(named.text, as_named(as_named(unit, plan.issuer_unit), above))


def as_named(unit: Unit | None, full: Unit | None) -> Unit | None:
    """A unit without a proper name as the one of its kind that has one: «Công đoàn xã» in a plan of Công đoàn xã Hoa Lư."""
    if unit is None or full is None or unit.name or unit.collective or unit.kind != full.kind:
        return unit
    return replace(unit, name=full.name)


def due_of(deadline: Deadline, topic: str, issuer: Unit | None) -> Due:
    """A window as other documents see it; `topic` is what a report of it is about, `issuer` the unit whose document it is."""
    activity = deadline.activity
    return Due(
        deadline.located.text,
        deadline.start,
        deadline.last_day or date.max,
        tuple(Named(a.text, as_named(a.unit, issuer)) for a in deadline.actors),
        activity.key if activity else None,
        activity.text if activity else None,
        activity.direction if activity else None,
        activity.chain if activity else None,
        activity.direct if activity else False,
        Named(deadline.report_to.text, deadline.report_to.unit) if deadline.report_to is not None else None,
        deadline.path,
        topic,
        deadline.precision in _COARSE,
    )


def _same(reference: Reference, record: Record, vocabulary: Vocabulary) -> bool:
    """Whether a citation surely means a document of its number."""
    alike = likeness(reference.subject, record.subject)
    agree = _issuers(reference.issuer, record.issuer)
    if not _years_agree(reference.subject, record.subject):
        return False
    sole = national(reference.number, vocabulary)
    if reference.day is not None and reference.day == record.day:
        if agree is None and not sole:  # every province has such a number, some on the same day
            return alike >= _APART or not reference.subject or not record.subject
        return agree is not False or (sole and alike >= _ALIKE)
    if agree is False:
        return False
    certain = agree is True or sole
    if reference.day is None:
        return certain and (alike >= _ALIKE or not record.path or bool(reference.subject is None and agree))
    if record.day is None:  # known by number alone: laws and decrees carry their year in it
        return sole and not record.path and _YEAR.search(reference.number) is not None
    if reference.day.year == record.day.year:
        return certain or alike >= _TELLING
    return False  # a series begins anew each year: that is another paper


def _faults(reference: Reference, record: Record, vocabulary: Vocabulary) -> list[LinkFault]:
    found: list[LinkFault] = []
    if reference.day is not None and record.day is not None and reference.day != record.day:
        found.append("date")
    if reference.kind and record.kind and not _one_kind(reference.kind, record.kind, vocabulary):
        found.append("kind")
    if _issuers(reference.issuer, record.issuer) is False:
        found.append("issuer")
    if both_say_something(reference.subject, record.subject) and likeness(reference.subject, record.subject) < _APART:
        found.append("subject")
    return found


def _one_kind(one: str, other: str, vocabulary: Vocabulary) -> bool:
    """Whether two kinds may be one: kinds that share an abbreviation are not told apart."""
    codes = {k.code: set(k.codes) for k in vocabulary.kinds}
    return one == other or bool(codes.get(one, {one}) & codes.get(other, {other}))


def national(number: str, vocabulary: Vocabulary) -> bool:
    """Whether only a national body issues papers under the code of a number, so that number and year name one paper."""
    code = number.replace("/", "-").split("-")[-1].rstrip("0123456789")  # QH15: the fifteenth National Assembly
    levels = {k.level for k in vocabulary.units if code in k.codes}
    tiers = any(k.tiers or k.issuer_level for k in vocabulary.units if code in k.codes)
    return levels == {_NATIONAL} and not tiers


def _issuers(one: Named | None, other: Named | None) -> bool | None:
    """Whether two names are of one unit; None when that cannot be said."""
    if one is None or other is None or one.unit is None or other.unit is None:
        return None
    return same_unit(one.unit, other.unit)


def same_unit(one: Unit, other: Unit) -> bool | None:
    """True for the same kind and proper name, False for different ones, None when one does not say its name."""
    if one.kind != other.kind:
        return False if one.level != other.level or one.kind.split(".")[0] != other.kind.split(".")[0] else None
    if one.name == other.name and (one.name or one.level == _NATIONAL):
        return True
    return None if not one.name or not other.name else False


def both_say_something(one: str | None, other: str | None) -> bool:
    """Whether both subjects are sentences: one of abbreviations, or one that is about a number, may be told in other words."""
    return all(
        text is not None and len(_content(text)) >= _LEAST_WORDS and _SHORTENED.search(text) is None for text in (one, other)
    )


def _years_agree(one: str | None, other: str | None) -> bool:
    """Whether two subjects do not name different years («Tết năm 2025», «Tết năm 2026»)."""
    left, right = (set(_YEAR.findall(text or "")) for text in (one, other))
    return not left or not right or bool(left & right)


@lru_cache(maxsize=2048)
def likeness(one: str | None, other: str | None) -> float:
    """How much of the shorter of two subjects is in the other, by words in their order: 0 to 1; 0 when one is not given."""
    left, right = _content(one or ""), _content(other or "")
    if not left or not right:
        return 0.0
    from difflib import SequenceMatcher  # only for papers of one number

    shared = sum(m.size for m in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks())
    return shared / min(len(left), len(right))


@lru_cache(maxsize=2048)
def _content(text: str) -> tuple[str, ...]:
    empty = load().phrases["subject-fillers"]
    return tuple(w for w in words(text).split() if w not in empty)
