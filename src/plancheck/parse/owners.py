"""Who a part of the plan is for: the units that its heading, or the nearest heading above, charges."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from plancheck.expressions import expression
from plancheck.model.plan import Actor
from plancheck.model.value import Value
from plancheck.parse import phrases
from plancheck.parse.slots import Slot, named_units, units_in, whole
from plancheck.vocabulary.wordings import wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plancheck.model.document import Block
    from plancheck.model.plan import Section

_NAMED_OWNER = expression(r"[^.:;]{3,110}")
_BEHIND_NAME = expression(r"[\s:.;,]*(?:\([^)]*\))?[\s:.;]*")
_LONGEST_HEADING = 220
_LONGEST_FIELD = 40


class Owners(Value):
    """By block: the units charged there; the blocks of parts that assign work; and those that are headings of nothing but names."""

    by_block: Mapping[int, tuple[Actor, ...]]
    assigned: frozenset[int]
    headings: frozenset[int]


def read_owners(blocks: tuple[Block, ...], sections: tuple[Section, ...], actors: Mapping[int, tuple[Actor, ...]]) -> Owners:
    """Owners by the headings. A part assigns work when it belongs to the implementation, or its heading is nothing but names."""
    by_block: dict[int, tuple[Actor, ...]] = {}
    assigned: set[int] = set()
    headings: set[int] = set()

    def walk(section: Section, above: tuple[Actor, ...], *, implementing: bool, charged: bool) -> None:
        lead, only_names = _charged(section, blocks, actors)
        if not lead and implementing and not section.role:
            lead = _unknown_owner(section)
        current = _named_below(section, blocks, actors) or lead or above
        charged = charged or only_names
        title = section.title.span
        if only_names and title.end >= len(blocks[title.block].text.rstrip(" .:;")):
            headings.add(title.block)
        implementing = implementing or section.role == "implementation"
        for index in section.blocks:
            if current:
                by_block[index] = current
            if charged or implementing:
                assigned.add(index)
        for child in section.children:
            walk(child, current, implementing=implementing, charged=charged)

    for section in sections:
        walk(section, (), implementing=False, charged=False)
    return Owners(by_block, frozenset(assigned), frozenset(headings))


def _named_below(section: Section, blocks: tuple[Block, ...], actors: Mapping[int, tuple[Actor, ...]]) -> tuple[Actor, ...]:
    """The units that a part of this part lists as those in charge («2. Cơ quan chủ trì», with names below it)."""
    for child in section.children:
        if _is_field(child, "field-lead"):
            listing = next((c for c in child.children if _is_field(c, "field-lead")), child)
            aside = {i for c in listing.children if _is_field(c, "field-support") for inner in c.walk() for i in inner.blocks}
            below = (i for inner in listing.walk() for i in inner.blocks if i != listing.title.span.block and i not in aside)
            title = listing.title.span
            behind = Slot(blocks[title.block], title.end, len(blocks[title.block].text))
            return units_in((behind, *(whole(blocks[i]) for i in sorted(set(below)))), actors)
    return ()


def _is_field(section: Section, name: str) -> bool:
    title = section.title.text
    return len(title) <= _LONGEST_FIELD and ":" not in title and phrases.prefix(name).match(title.lower()) is not None


def _charged(
    section: Section, blocks: tuple[Block, ...], actors: Mapping[int, tuple[Actor, ...]]
) -> tuple[tuple[Actor, ...], bool]:
    """The units at the head of a heading («1. Sở Nội vụ», «Đối với các …», «Trách nhiệm của …»); whether it names nothing else."""
    title = section.title.span
    here = tuple(a for a in actors.get(title.block, ()) if title.start <= a.span.start < title.end)
    if not here:
        return (), False
    block = blocks[title.block]
    lead = block.key[title.start : here[0].span.start].strip()
    if lead and lead not in phrases.keys("owner-leads"):
        return (), False
    if title.end - title.start > _LONGEST_HEADING:
        return here, False
    units = named_units(Slot(block, here[0].span.start, title.end), here)
    return units or here, bool(units) and _nothing_else(block, units, title.end)


def _nothing_else(block: Block, units: tuple[Actor, ...], end: int) -> bool:
    """Whether only link words stand between some units, and only marks or a bracket behind the last."""
    gaps = ((a.span.end, b.span.start) for a, b in itertools.pairwise(units))
    return all(wording("owners-between").fullmatch(block.key, left, right) for left, right in gaps) and (
        _BEHIND_NAME.fullmatch(block.text, units[-1].span.end, end) is not None
    )


def _unknown_owner(section: Section) -> tuple[Actor, ...]:
    """Somebody whom the vocabulary does not know, as the heading of a part («4. Các cơ sở nuôi trồng: …»)."""
    text = section.title.text
    verb = phrases.prefix("task-openings").match(text.lower())
    if _NAMED_OWNER.fullmatch(text) and text[:1].isupper() and not verb:
        return (Actor(text, section.title.span, None),)
    return ()
