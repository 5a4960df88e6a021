"""Places that hold names of units and nothing else: a cell, the words behind «Đơn vị chủ trì:», a heading. There every name is one,
whether the vocabulary knows it or not.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from typing import TYPE_CHECKING

from msgspec.structs import replace

from plancheck.expressions import expression
from plancheck.model.plan import Actor
from plancheck.model.span import Span
from plancheck.model.value import Value
from plancheck.parse import phrases
from plancheck.parse.clauses import between, start_of
from plancheck.vocabulary.wordings import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from plancheck.model.document import Block

_HARD = ";\n"
_WORD_START = expression(r"\S")
_LONGEST_NAME = 120
_LONGEST_REST = 45
_LONGEST_TAIL = 5


class Slot(Value):
    """Words `[start, end)` of a block that hold names."""

    block: Block
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words."""
        return self.block.text[self.start : self.end]


def whole(block: Block) -> Slot:
    """A block that is a slot as a whole (a cell)."""
    return Slot(block, 0, len(block.text))


def named_units(slot: Slot, actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """The units of a slot in reading order. `actors` are the known ones of its block; other names become actors without a unit.

    «;» parts names; a comma or «và» does when a known name or the first word of one follows («Sở Văn hóa, Thể thao và Du lịch» is one).
    """
    known = tuple(a for a in actors if slot.start <= a.span.start and a.span.end <= slot.end)
    found: list[Actor] = []
    for start, end in _pieces(slot, known):
        inside = between(known, start, end)
        text = slot.block.text[start:end]
        if inside and _is_one_name(slot.block, start, end, inside):
            found.append(replace(inside[0], text=text, span=Span(slot.block.index, start, end)))
            continue
        if inside:
            found.extend(inside)
            continue
        if len(text) <= _LONGEST_NAME and is_name(slot.block, start):
            found.append(Actor(text, Span(slot.block.index, start, end), None))
    return tuple(found)


def units_in(slots: Iterable[Slot], actors: Mapping[int, tuple[Actor, ...]]) -> tuple[Actor, ...]:
    """The units of some slots; `actors` are the known ones by block."""
    return tuple(a for slot in slots for a in named_units(slot, actors.get(slot.block.index, ())))


def is_name(block: Block, at: int) -> bool:
    """Whether the words that begin there may be a name: a capital or the first word of a unit, and no known other thing."""
    if phrases.prefix("not-units").match(block.key, at):
        return False
    return block.text[at : at + 1].isupper() or _opens(block.key, at)


def _is_one_name(block: Block, start: int, end: int, known: tuple[Actor, ...]) -> bool:
    """Whether all words of a piece are one name around the known ones («Chi cục Hải quan» + «khu vực XI», «Ban Chính sách» + «pháp
    luật» + «LĐLĐ tỉnh», «Phòng Công chức» + «, viên chức»): it begins with a known one, and the words between and behind are few
    and no verbs.
    """
    first = known[0]
    if wording("many-lead").fullmatch(block.key, start, first.span.start) is None and start != first.span.start:
        return False
    edges = [*((a.span.end, b.span.start) for a, b in itertools.pairwise(known)), (known[-1].span.end, end)]
    rests = [block.key[left:right] for left, right in edges if left < right]
    if len(known) == 1 and not rests:
        return False
    return all(
        len(rest) <= _LONGEST_REST
        and (rest[0] == " " or (rest.startswith(", ") and len(rest.split()) <= _LONGEST_TAIL))
        and not set(rest[1:]) & set("(,;:")
        and not phrases.pattern("task-verbs").search(rest)
        for rest in rests
    )


def _pieces(slot: Slot, known: tuple[Actor, ...]) -> Iterator[tuple[int, int]]:
    text, key = slot.block.text, slot.block.key
    begins = {a.span.start for a in known}
    start = slot.start
    for mark in wording("names-cut").finditer(text, slot.start, slot.end):
        at = mark.start()
        before = bisect_left(known, at, key=start_of) - 1
        if (before >= 0 and at < known[before].span.end) or _in_brackets(text, start, at):
            continue
        behind = _WORD_START.search(text, mark.end(), slot.end)
        if behind is None:
            break
        these = wording("many-lead").match(key, behind.start())
        if mark.group() in _HARD or behind.start() in begins or _opens(key, behind.start()) or (these and these.end() in begins):
            yield from _trimmed(text, start, at)
            start = mark.end()
    yield from _trimmed(text, start, slot.end)


def _in_brackets(text: str, start: int, at: int) -> bool:
    return text.count("(", start, at) > text.count(")", start, at)


def _opens(key: str, at: int) -> bool:
    """Whether the first word of a unit's name stands there."""
    these = wording("many-lead").match(key, at)
    return phrases.prefix("unit-heads").match(key, these.end() if these else at) is not None


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and (text[start].isspace() or text[start] in "-–+*•,;:."):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:./"):
        end -= 1
    if start < end:
        yield start, end
