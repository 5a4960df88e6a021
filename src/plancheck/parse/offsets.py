"""Times counted from an event: which event, how many days, before or after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plancheck.model.plan import After, Offset
from plancheck.model.span import Located, Span
from plancheck.parse import clauses, grammars, phrases

if TYPE_CHECKING:
    import re

    from plancheck.model.document import Block
    from plancheck.model.plan import Actor

_DAYS = {"ngày": 1, "tuần": 7, "tháng": 30}


def shape() -> re.Pattern[str]:
    """The pattern that finds such a time in a key."""
    return grammars.shape("offset", "OFFSET_SHAPE")


def offset_at(block: Block, start: int, end: int, actors: tuple[Actor, ...]) -> Offset | None:
    """The time counted from an event that stands at `[start, end)` of a block, None when it is not of that form."""
    match = shape().search(block.key, start, end)
    if match is None:
        return None
    form = "1" if match.group("n1") else "2"
    number, unit, side = int(match.group(f"n{form}")), match.group(f"u{form}"), match.group(f"s{form}")
    days = number * _DAYS[unit]
    left, right = match.span(f"a{form}")
    words = block.text[left:right].rstrip()
    known = clauses.activity_at(match.group(f"a{form}"))
    inside = [a for a in actors if left <= a.span.start < right and a.level]
    anchor = After(
        Located(words, words, Span(block.index, left, left + len(words))),
        known.key if known else None,
        inside[0].level if inside else None,
    )
    return Offset(
        days=-days if side == "trước" else days,
        working=match.group(f"w{form}") is not None,
        anchor=anchor,
        from_issue=match.group(f"a{form}").strip() in phrases.keys("issue-anchors"),
    )
