"""Walks an archive: the documents above and below a plan, and the answers of its addressees."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from plancheck.archive.neighbours import neighbours
from plancheck.model.tree import Answer, Coverage, TreeNode
from plancheck.ruleset.linking import same_unit
from plancheck.text.fold import words
from plancheck.vocabulary import load

if TYPE_CHECKING:
    from pathlib import Path

    from plancheck.archive.store import Archive
    from plancheck.model.archive import Link, Named, Record
    from plancheck.model.plan import Unit

_DEEPEST = 6
_ISSUE = "ban-hanh"


def tree(record: Record, archive: Archive | None, own: tuple[Path, ...] = ()) -> TreeNode:
    """A document with everything that it rests on and everything that rests on it.

    No document stands twice on one way, and what is below or above it is told where it stands first.
    """
    up = _above(record, archive, own, (record.path,), set())
    return TreeNode(record, None, up, _below(record, archive, own, (record.path,), set()) if archive is not None else ())


def _above(
    record: Record, archive: Archive | None, own: tuple[Path, ...], way: tuple[str, ...], told_of: set[str]
) -> tuple[TreeNode, ...]:
    found = []
    near = neighbours(record, archive, own)
    for reference in record.references:
        if reference.role != "basis":
            continue
        told = near.links[reference.number]
        parent = told.record
        further = parent is not None and parent.path and parent.path not in {*way, *told_of} and len(way) < _DEEPEST
        inner: tuple[TreeNode, ...] = ()
        if further and parent is not None:
            told_of.add(parent.path)
            inner = _above(parent, archive, own, (*way, parent.path), told_of)
        found.append(TreeNode(parent, told, inner))
    return tuple(found)


def _below(
    record: Record, archive: Archive, own: tuple[Path, ...], way: tuple[str, ...], told_of: set[str]
) -> tuple[TreeNode, ...]:
    found = []
    for child, told in children(record, archive, own):
        if child.path in way:
            continue
        inner: tuple[TreeNode, ...] = ()
        if child.path not in told_of and len(way) < _DEEPEST:
            told_of.add(child.path)
            inner = _below(child, archive, own, (*way, child.path), told_of)
        found.append(TreeNode(child, told, (), inner))
    return tuple(found)


def children(record: Record, archive: Archive, own: tuple[Path, ...] = ()) -> tuple[tuple[Record, Link], ...]:
    """The documents that rest on this one, and not on another of its number."""
    if record.number is None:
        return ()
    found = []
    for other in archive.citing(record.number):
        if other.path == record.path or other.sha256 == record.sha256:
            continue
        near = neighbours(other, archive, own)
        for reference in other.references:
            if reference.number == record.number and reference.role == "basis":
                told = near.links[reference.number]
                if told.record is not None and _one_paper(told.record, record):
                    found.append((other, told))
                    break
    return tuple(found)


def _one_paper(one: Record, other: Record) -> bool:
    """Whether two records are of one paper: the same file, or a copy of it that lies elsewhere."""
    return one.path == other.path or _identity(one) == _identity(other)


def _identity(record: Record) -> tuple[object, ...]:
    issuer = words(record.issuer.text) if record.issuer is not None else ""
    return record.number, record.day, issuer, record.place, words(record.subject or "")


def coverage(record: Record, archive: Archive, own: tuple[Path, ...] = ()) -> Coverage:
    """Who among the addressees of a plan has a plan of its own for it, as far as the archive knows the units.

    «LĐLĐ các huyện» names no unit by itself: the units of the kind are those that have issued something in the archive.
    """
    known = _units(archive)
    answered = children(record, archive, own)
    answers: list[Answer] = []
    unknown: list[Named] = []
    told: set[tuple[str, str]] = set()
    for addressee in (*record.recipients, *(n for c in record.charges for n in c.owners)):
        unit = addressee.unit
        if unit is None or unit.own or not _is_below(unit, record):
            continue
        fitting = [n for n, above in known if n.unit is not None and _fits(unit, n.unit, record) and _may_be_under(above, record)]
        if not fitting and (unit.kind, unit.name) not in told:
            told.add((unit.kind, unit.name))
            unknown.append(addressee)
        for named in fitting:
            if named.unit is None or (named.unit.kind, named.unit.name) in told:
                continue
            told.add((named.unit.kind, named.unit.name))
            answers.append(_answer(named, record, answered))
    return Coverage(record, tuple(answers), tuple(unknown))


def _units(archive: Archive) -> list[tuple[Named, Named | None]]:
    """Every unit that has issued a document in the archive, once, by its name, with the body that stands above it in the heading."""
    found: dict[tuple[str, str], tuple[Named, Named | None]] = {}
    for record in archive.all():
        if record.issuer is not None and record.issuer.unit is not None:
            name = record.issuer.unit.name or words(record.issuer.text)
            found.setdefault((record.issuer.unit.kind, name), (record.issuer, record.superior))
    return [found[key] for key in sorted(found)]


def _may_be_under(superior: Named | None, record: Record) -> bool:
    """Whether a unit below `superior` may be one of the issuer of a plan: not when it is below another of the same level, or of a higher one."""
    issuer = record.issuer
    if superior is None or superior.unit is None or issuer is None or issuer.unit is None:
        return True
    levels = superior.unit.level, issuer.unit.level
    if levels[0] is None or levels[1] is None or levels[0] < levels[1]:
        return True
    tiers = {word for tier in load().tiers for word in tier.words}
    above, own = (words(n.text).split()[-1:] for n in (superior, issuer))
    placed = above and own and not tiers & {*above, *own}
    return levels[0] == levels[1] and (not placed or above == own)


def _is_below(unit: Unit, record: Record) -> bool:
    issuer = record.issuer.unit if record.issuer else None
    return issuer is not None and (unit.level or 9) < (issuer.level or 0) and unit.kind.split(".")[0] == issuer.kind.split(".")[0]


def _fits(addressee: Unit, unit: Unit, record: Record) -> bool:
    if addressee.name and unit.name and addressee.name != unit.name:
        return False
    within = load().within(unit.kind, addressee.kind) and unit.level in {addressee.level, None}
    return within and _is_below(unit, record)


def _answer(named: Named, record: Record, answered: tuple[tuple[Record, Link], ...]) -> Answer:
    due = _due(named, record)
    own = [child for child, _told in answered if _is_of(child, named)]
    if not own:
        return Answer(named, "missing", None, due)
    first = min(own, key=lambda child: child.day or date.max)
    late = due is not None and first.day is not None and first.day > due
    return Answer(named, "late" if late else "answered", first, due)


def _is_of(child: Record, named: Named) -> bool:
    unit = child.issuer.unit if child.issuer else None
    return unit is not None and named.unit is not None and same_unit(unit, named.unit) is True


def _due(named: Named, record: Record) -> date | None:
    """By when a plan wants the unit to issue its own."""
    days = [
        d.last
        for d in record.dues
        if d.activity == _ISSUE
        and any(n.unit is not None and named.unit is not None and load().within(named.unit.kind, n.unit.kind) for n in d.actors)
    ]
    return max(days, default=None)
