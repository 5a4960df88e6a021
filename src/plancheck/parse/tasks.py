"""Tasks: who is to do what. From the parts of the implementation section, from «chủ trì / phối hợp», from the rows of timetables."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING

from plancheck.expressions import expression
from plancheck.model.plan import Actor, Task
from plancheck.model.span import Located, Span
from plancheck.parse import clauses, grammars, phrases
from plancheck.parse.slots import Slot, is_name, named_units, units_in
from plancheck.vocabulary.wordings import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from plancheck.model.document import Block
    from plancheck.model.plan import Deadline
    from plancheck.parse.owners import Owners
    from plancheck.parse.rows import Row

_SUPPORT_REACH = 160
_LONGEST_OPENING = 400
_NEXT_TO = 4


def read_tasks(
    blocks: Iterable[Block],
    actors: Mapping[int, tuple[Actor, ...]],
    owners: Owners,
    deadlines: tuple[Deadline, ...],
    rows: tuple[Row, ...],
    paths: tuple[str, ...],
) -> tuple[Task, ...]:
    """All tasks in reading order; a paragraph is one task."""
    by_block: dict[int, list[int]] = {}
    for number, deadline in enumerate(deadlines):
        by_block.setdefault(deadline.located.span.block, []).append(number)
    laid_out = {index for row in rows for index in row.blocks()}
    found: list[Task] = []
    for block in blocks:
        if block.place.table is not None or block.index in laid_out or phrases.prefix("closings").match(block.key):
            continue
        task = _paragraph(block, actors.get(block.index, ()), owners, by_block, paths)
        if task is not None:
            found.append(task)
    found.extend(_rows(rows, actors, by_block, paths))
    found.sort(key=lambda t: t.located.span)
    return tuple(found)


def _paragraph(
    block: Block,
    here: tuple[Actor, ...],
    charged: Owners,
    by_block: Mapping[int, list[int]],
    paths: tuple[str, ...],
) -> Task | None:
    if block.index in charged.headings:
        return None
    above = charged.by_block.get(block.index, ())
    in_assignment = block.index in charged.assigned
    here = tuple(a for a in here if not _explains(block, a))
    # Under somebody's heading «Chỉ đạo Phòng …» is still that somebody's task.
    lead = () if above and wording("task-directing").match(block.key) else _opening(block, here)
    support = _supporters(block, here)
    role = _lead_role(block, here)
    owners = lead or role
    if not owners and in_assignment:
        owners = above
    owners = tuple(a for a in owners if a not in support)
    if not owners and not support:
        return None
    if owners and owners == above and not in_assignment and not lead:
        return None
    text = block.text
    if owners and owners[-1].span.block == block.index and owners[-1].span.end >= len(text.rstrip(" .:;")) and not support:
        return None
    numbers = by_block.get(block.index, ())
    span = Span(block.index, 0, len(text))
    return Task(
        located=Located(text, text, span),
        owners=owners,
        support=support,
        deadline=numbers[0] if numbers else None,
        timed=bool(numbers),
        activity=clauses.activity_of_title(block.key, text),
        path=paths[block.index],
    )


def _explains(block: Block, actor: Actor) -> bool:
    """Whether a unit only explains the one before its bracket («UBND các xã, phường (Phòng Kinh tế)»)."""
    left, right = max(0, actor.span.start - _LONGEST_OPENING), actor.span.start
    return block.text.rfind("(", left, right) > block.text.rfind(")", left, right)


def _opening(block: Block, here: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Units that open a paragraph, as far as the first verb («Đề nghị Thuế tỉnh, Kho bạc … tăng cường …») or colon."""
    label = grammars.shape("numbering", "LABEL_SHAPE").match(block.text)
    lead = wording("task-lead").match(block.key, label.end() if label else 0)
    start = lead.end() if lead else 0
    known = next((a for a in here if a.span.start >= start), None)
    opens = known is not None and wording("many-lead-or-none").fullmatch(block.key, start, known.span.start) is not None
    named = (
        block.text[start : start + 1].isupper() and phrases.prefix("unit-heads").match(block.key, start) and is_name(block, start)
    )
    if not opens and not named:
        return ()
    stop = _names_end(block, here, start)
    if stop is None:
        return _run(block, here, start) if opens else ()
    return named_units(Slot(block, start, stop), here)


def _names_end(block: Block, here: tuple[Actor, ...], start: int) -> int | None:
    """Where the names that open a paragraph end: at a verb, outside known names, or a colon; None when neither follows soon."""
    for verb in _names_stop().finditer(block.key, start, start + _LONGEST_OPENING):
        at = verb.start()
        # «Quỹ Hỗ trợ nông dân»: a verb with a capital belongs to a name, unless it opens the sentence.
        if (block.text[at].isupper() and at > start) or any(a.span.start <= at < a.span.end for a in here):
            continue
        return None if verb.group()[0] in ".!?" else at
    return None


@cache
def _names_stop() -> re.Pattern[str]:
    return expression(rf"(?<!\w)(?:{phrases.alternatives('task-verbs')})(?!\w)|:|[.!?](?=\s|$)")


def _run(block: Block, here: tuple[Actor, ...], start: int) -> tuple[Actor, ...]:
    """Known units from `start` on, as far as commas join them."""
    found: list[Actor] = []
    cursor = start
    for actor in here:
        if actor.span.start < start:
            continue
        if not wording("owners-joined").fullmatch(block.key, cursor, actor.span.start):
            break
        found.append(actor)
        cursor = actor.span.end
    return tuple(found)


def _lead_role(block: Block, here: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """The unit before «chủ trì», or behind «giao»."""
    for match in grammars.shape("assignment", "ROLE_SHAPE").finditer(block.key):
        tree = grammars.read("assignment", "role", match.group().strip(" ,"))
        if tree is None:
            continue
        at = bisect_left(here, match.start(), key=clauses.start_of)
        if tree.name == "lead_before" and at:
            before = here[at - 1]
            if before.span.end <= match.start() and len(block.key[before.span.end : match.start()].strip(" ,")) < _NEXT_TO:
                return (before,)
        elif tree.name == "lead_follows" and at < len(here):
            behind = here[bisect_left(here, match.end(), key=clauses.start_of) :][:1]
            if behind and behind[0].span.start - match.end() <= _NEXT_TO + 1:
                return behind
    return ()


def _supporters(block: Block, here: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Units behind «phối hợp với», as far as commas join them."""
    found: list[Actor] = []
    for match in grammars.shape("assignment", "ROLE_SHAPE").finditer(block.key):
        tree = grammars.read("assignment", "role", match.group().strip(" ,"))
        if tree is None or not tree.tokens("SUPPORT"):
            continue
        cursor = match.end()
        for actor in here[bisect_left(here, match.end(), key=clauses.start_of) :]:
            if actor.span.start - match.end() > _SUPPORT_REACH:
                break
            if not re.fullmatch(
                r"[\s,;]*(?:với|và|các|cùng|\s|,)*(?:[^,;.]{0,25}[,;]\s?)?", block.key[cursor : actor.span.start]
            ):
                break
            if actor not in found:
                found.append(actor)
            cursor = actor.span.end
    return tuple(found)


def _rows(
    rows: tuple[Row, ...], actors: Mapping[int, tuple[Actor, ...]], by_block: Mapping[int, list[int]], paths: tuple[str, ...]
) -> Iterator[Task]:
    for row in rows:
        if not row.task:
            continue
        block = row.task[0]
        owners = units_in(row.lead, actors)
        support = units_in(row.support, actors)
        numbers = [n for slot in row.time for n in by_block.get(slot.block.index, ())]
        unassigned = row.table and "lead" in row.asks and not row.lead and bool(support or (numbers and row.numbered))
        if not owners and not support and not unassigned:
            continue
        yield Task(
            located=Located(block.text, block.text, Span(block.index, 0, len(block.text))),
            owners=owners,
            support=support,
            deadline=numbers[0] if numbers else None,
            timed=bool(row.time),
            activity=clauses.activity_of_title(block.key, block.text),
            path=paths[block.index],
            row=row.table,
            unassigned=unassigned,
            chaired=row.chaired
            and not any(wording("task-role-words").search(slot.block.key, slot.start, slot.end) for slot in row.lead),
            product=row.product,
        )
