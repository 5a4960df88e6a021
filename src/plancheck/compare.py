"""Holds two drafts of one plan against each other: findings by fingerprint, deadlines, recipients and citations by what they say."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from plancheck.model.comparison import Comparison, Difference
from plancheck.text.fold import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plancheck.model.document import Document
    from plancheck.model.finding import Finding
    from plancheck.model.plan import Deadline, Plan


def compare(
    path: str,
    old: tuple[Document, Plan, tuple[Finding, ...]],
    new: tuple[Document, Plan, tuple[Finding, ...]],
    excused: tuple[Finding, ...] = (),
) -> tuple[tuple[Finding, ...], Comparison]:
    """The findings of the new draft that the old one did not have, and everything else that can be said of the two.

    What the new draft only excuses is not mended.
    """
    before = {f.fingerprint for f in old[2]}
    after = {f.fingerprint for f in (*new[2], *excused)}
    fresh = tuple(f for f in new[2] if f.fingerprint not in before)
    remaining = tuple(f for f in new[2] if f.fingerprint in before)
    mended = tuple(f for f in old[2] if f.fingerprint not in after)
    return fresh, Comparison(path, remaining, mended, tuple(_differences(old[0], old[1], new[0], new[1])))


def _differences(old_text: Document, old: Plan, new_text: Document, new: Plan) -> Iterator[Difference]:
    yield from _deadlines(old_text, old, new_text, new)
    yield from _recipients(old, new)
    yield from _citations(old, new)


def _deadlines(old_text: Document, old: Plan, new_text: Document, new: Plan) -> Iterator[Difference]:
    """Times that moved (the same unit in the same words, with another time), that came, and that went."""
    gone, came = _rest(old.deadlines, new.deadlines)
    by_duty: dict[str, list[Deadline]] = {}
    for deadline in gone:
        by_duty.setdefault(_duty(old_text, deadline), []).append(deadline)
    for deadline in came:
        twins = by_duty.get(_duty(new_text, deadline))
        twin = twins.pop(0) if twins else None
        yield Difference("deadline", _said(twin) if twin else None, _said(deadline), deadline.path)
    yield from (Difference("deadline", _said(d), None, d.path) for left in by_duty.values() for d in left)


def _rest(old: Iterable[Deadline], new: Iterable[Deadline]) -> tuple[list[Deadline], list[Deadline]]:
    """The deadlines of either that the other does not have."""
    before, after = Counter(map(_said, old)), Counter(map(_said, new))
    gone, came = before - after, after - before
    return [d for d in old if _taken(gone, _said(d))], [d for d in new if _taken(came, _said(d))]


def _taken(left: Counter[str], said: str) -> bool:
    if left[said] <= 0:
        return False
    left[said] -= 1
    return True


def _said(deadline: Deadline) -> str:
    who = ", ".join(a.text for a in deadline.actors)
    return f"{who}: {deadline.located.text}" if who else deadline.located.text


def _duty(document: Document, deadline: Deadline) -> str:
    """The sentence of a deadline without its time."""
    text, sentence, time = document.blocks[deadline.sentence.block].text, deadline.sentence, deadline.located.span
    return words(f"{text[sentence.start : time.start]} {text[time.end : sentence.end]}")


def _recipients(old: Plan, new: Plan) -> Iterator[Difference]:
    before, after = ({words(r.located.value): r.located.value for r in plan.recipients} for plan in (old, new))
    yield from (Difference("recipient", None, name) for key, name in after.items() if key not in before)
    yield from (Difference("recipient", name, None) for key, name in before.items() if key not in after)


def _citations(old: Plan, new: Plan) -> Iterator[Difference]:
    before, after = (plan.cited() for plan in (old, new))
    for number, citation in after.items():
        known = before.get(number)
        if known is None:
            yield Difference("citation", None, citation.head.text)
        elif known.date and citation.date and known.date.value != citation.date.value:
            yield Difference("citation", known.head.text, citation.head.text)
    yield from (Difference("citation", c.head.text, None) for number, c in before.items() if number not in after)
