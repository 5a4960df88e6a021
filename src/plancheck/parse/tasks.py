"""Tasks: who is to do what. From the parts of the implementation section, from «chủ trì / phối hợp», from the rows of timetables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plancheck.model.plan import Actor, Task
from plancheck.model.span import Located, Span
from plancheck.parse import clauses, grammars, phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from plancheck.model.document import Block
    from plancheck.model.plan import Deadline, Section
    from plancheck.parse.tables import Row

_SUPPORT_REACH = 160
_LEAD = re.compile(
    r"(?:[-+*•]\s?)?(?:đối với|giao cho|giao|đề nghị|yêu cầu|phân công|trách nhiệm của|trách nhiệm)?\s?(?:các\s)?$"
)
_VERB_START = re.compile(
    r"(?:tổ chức|xây dựng|thực hiện|triển khai|tiếp tục|tăng cường|đẩy mạnh|công tác|về|nội dung|kinh phí|thời gian|hình thức)(?!\w)"
)
_NAMED_OWNER = re.compile(r"[^.:;]{3,110}")


def read_tasks(
    blocks: Iterable[Block],
    sections: tuple[Section, ...],
    actors: Mapping[int, tuple[Actor, ...]],
    owners: Mapping[int, tuple[Actor, ...]],
    deadlines: tuple[Deadline, ...],
    rows: tuple[Row, ...],
    paths: tuple[str, ...],
) -> tuple[Task, ...]:
    """All tasks in reading order; a paragraph is one task."""
    assigned = _assigned_blocks(sections)
    by_block: dict[int, list[int]] = {}
    for number, deadline in enumerate(deadlines):
        by_block.setdefault(deadline.located.span.block, []).append(number)
    named = _named_owners(sections)
    found: list[Task] = []
    for block in blocks:
        if block.place.table is not None or phrases.prefix("closings").match(block.key):
            continue
        task = _paragraph(
            block, block.index in assigned, actors.get(block.index, ()), owners.get(block.index, ()), named, by_block, paths
        )
        if task is not None:
            found.append(task)
    found.extend(_rows(rows, actors, by_block, paths))
    found.sort(key=lambda t: t.located.span)
    return tuple(found)


def _assigned_blocks(sections: tuple[Section, ...]) -> frozenset[int]:
    """Blocks of parts that assign work: the implementation section and what stands under it."""
    found: set[int] = set()

    def walk(section: Section, inside: bool) -> None:
        inside = inside or section.role == "implementation"
        if inside:
            found.update(section.blocks)
        for child in section.children:
            walk(child, inside)

    for section in sections:
        walk(section, inside=False)
    return frozenset(found)


def _named_owners(sections: tuple[Section, ...]) -> dict[int, Actor]:
    """Headings below an implementation section that name somebody the vocabulary does not know («4. Các cơ sở nuôi trồng: …»)."""
    found: dict[int, Actor] = {}

    def walk(section: Section) -> None:
        for child in section.children:
            text = child.title.text
            if _NAMED_OWNER.fullmatch(text) and not _VERB_START.match(text.lower()) and text[:1].isupper():
                actor = Actor(text, child.title.span, None)
                for inner in child.walk():
                    for index in inner.blocks:
                        found.setdefault(index, actor)
            walk(child)

    for section in sections:
        if section.role == "implementation":
            walk(section)
    return found


def _paragraph(
    block: Block,
    in_assignment: bool,
    here: tuple[Actor, ...],
    above: tuple[Actor, ...],
    named: dict[int, Actor],
    by_block: Mapping[int, list[int]],
    paths: tuple[str, ...],
) -> Task | None:
    lead = tuple(a for a in _opening(block, here))
    support = _supporters(block, here)
    role = _lead_role(block, here)
    owners = lead or role
    if not owners and in_assignment:
        owners = above or ((named[block.index],) if block.index in named else ())
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


def _opening(block: Block, here: tuple[Actor, ...]) -> Iterator[Actor]:
    """Units that open a paragraph, joined by commas («LĐLĐ các huyện, Công đoàn ngành: …»)."""
    label = grammars.shape("numbering", "LABEL_SHAPE").match(block.text)
    start = label.end() if label else 0
    cursor: int | None = None
    for actor in here:
        gap = block.key[(start if cursor is None else cursor) : actor.span.start]
        if cursor is None:
            if not _LEAD.fullmatch(gap.strip() + (" " if gap.strip() else "")) and gap.strip():
                return
        elif not re.fullmatch(r"\s?(?:,|;|và|,\s?và|/)?\s?(?:các\s)?", gap):
            return
        yield actor
        cursor = actor.span.end


def _lead_role(block: Block, here: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """The unit before «chủ trì», or behind «giao»."""
    for match in grammars.shape("assignment", "ROLE_SHAPE").finditer(block.key):
        tree = grammars.read("assignment", "role", match.group().strip(" ,"))
        if tree is None:
            continue
        if tree.data == "lead_before":
            before = [
                a for a in here if a.span.end <= match.start() and len(block.key[a.span.end : match.start()].strip(" ,")) < 4
            ]
            if before:
                return (before[-1],)
        elif tree.data == "lead_follows":
            behind = [a for a in here if a.span.start >= match.end() and a.span.start - match.end() <= 5]
            if behind:
                return (behind[0],)
    return ()


def _supporters(block: Block, here: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Units behind «phối hợp với», as far as commas join them."""
    found: list[Actor] = []
    for match in grammars.shape("assignment", "ROLE_SHAPE").finditer(block.key):
        if "phối hợp" not in match.group() and "cùng với" not in match.group():
            continue
        cursor = match.end()
        for actor in here:
            if actor.span.start < match.end() or actor.span.start - match.end() > _SUPPORT_REACH:
                continue
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
        owners = tuple(a for b in row.lead for a in actors.get(b.index, ()))
        support = tuple(a for b in row.support for a in actors.get(b.index, ()))
        if not owners:
            owners = tuple(Actor(b.text, Span(b.index, 0, len(b.text)), None) for b in row.lead[:1] if len(b.text) < 120)
        if not owners and not support:
            continue
        numbers = [n for b in row.time for n in by_block.get(b.index, ())]
        yield Task(
            located=Located(block.text, block.text, Span(block.index, 0, len(block.text))),
            owners=owners,
            support=support,
            deadline=numbers[0] if numbers else None,
            timed=bool(row.time),
            activity=clauses.activity_of_title(block.key, block.text),
            path=paths[block.index],
        )
