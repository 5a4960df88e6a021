"""What is done by a time: the words of its clause, else the level that the clause opens with, else the headings above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from plancheck.model.value import Value
from plancheck.parse import clauses, phrases

if TYPE_CHECKING:
    from plancheck.model.plan import Activity
    from plancheck.parse.clauses import Clause

_FEW_WORDS = 2


class Surroundings(Value):
    """What stands around a clause: the activity of the headings above it, the plan's own, and whether its part is a schedule."""

    heading: Activity | None
    subject: Activity | None
    schedule: bool


def activity_at(clause: Clause, start: int, around: Surroundings) -> Activity | None:
    """What is done by the time at `start` of a clause, with the level of the event; None when nothing says it."""
    own = clauses.activity_near(clause, start)
    if own is None and clause.before is not None and clauses.opens_with_tier(clause):
        own = clauses.activity_near(clause.before, clause.before.end)  # «Tổng kết ở cấp cơ sở: …; cấp huyện: …»
    found = own or _inherited(clause, start, around)
    if found is None:
        return None
    tiered = clauses.at_opening_tier(clause, found)
    if tiered is not None:
        return replace(tiered, direct=found.direct or found.chain is not None)
    if found.level is None and around.heading is not None and around.heading.key == found.key:
        return replace(
            found, level=around.heading.level, tier=around.heading.tier
        )  # «2. Đại hội cấp huyện», and below it «Đại hội điểm: …»
    return found


def _inherited(clause: Clause, start: int, around: Surroundings) -> Activity | None:
    """What a heading or the plan's subject says is done; direct only in a part that is a schedule («2. Thời gian»), and where the
    sentence has no words of its own for what is done («CĐCS: xong trước …»).
    """
    found = around.heading or around.subject
    return replace(found, direct=around.schedule and not _says_what(clause, start)) if found is not None else None


def _says_what(clause: Clause, start: int) -> bool:
    """Whether words other than units, labels and «xong», «hoàn thành» stand before a time in its sentence."""
    key = clause.block.key
    cursor, rest = clause.start, ""
    for actor in clause.actors:
        if actor.span.end > start:
            break
        rest += key[cursor : max(cursor, actor.span.start)] + " "
        cursor = max(cursor, actor.span.end)
    rest += key[cursor:start]
    rest = phrases.pattern("finishing").sub(" ", rest)
    return sum(w.isalpha() for w in rest.split()) > _FEW_WORDS
