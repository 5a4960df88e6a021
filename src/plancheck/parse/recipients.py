"""The recipients list: one entry a line, wrapped lines joined, purpose marks read, a brace's mark shared."""

from __future__ import annotations

import itertools
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from plancheck.expressions import expression
from plancheck.model.plan import Actor, Recipient
from plancheck.model.span import Located, Span
from plancheck.parse import grammars
from plancheck.parse.lines import RULE_LINE, Line, left_column, lines_of, side_by_side
from plancheck.text.fold import key
from plancheck.vocabulary.wordings import wording

if TYPE_CHECKING:
    from plancheck.model.document import Block
    from plancheck.model.plan import Purpose
    from plancheck.parse.regions import Regions
    from plancheck.parse.units import Seat, UnitFinder

_BULLET = expression(r"[-–—+*•▪]")
_END = expression(r"[;,.:]+\s?$")
_NEXT_ENTRY = expression(r"(?<=[;:,.])\s(?=[-–+•]\s)")
_ONE_ENTRY = 3
_PURPOSES: dict[str, Purpose] = {"REPORT": "report", "IMPLEMENT": "implement", "COORDINATE": "coordinate", "INFORM": "inform"}


def read_recipients(
    blocks: tuple[Block, ...], cut: Regions, finder: UnitFinder, seat: Seat
) -> tuple[Located[str] | None, tuple[Recipient, ...]]:
    """The label («Nơi nhận:») and the entries of the list; no label, no list."""
    at = cut.recipients_at
    if at is None:
        return None, ()
    entries = _entries(blocks, cut, at)
    if not entries:
        return None, ()
    head = entries[0][0]
    match = wording("recipients-label").match(head.key)
    label_end = match.end() if match else 0
    label = head.part(0, len(head.text[:label_end].rstrip()))
    rest = head.part(label_end, len(head.text))
    lines = entries[1:]
    if rest.text.strip():
        lines = [[Line(head.block, rest.span.start, rest.span.end, rest.text, head.key[label_end:])], *lines]
    read = [_recipient(group, finder, seat) for group in lines]
    kept = [r for r in read if r is not None]
    if kept:
        kept[-1] = replace(kept[-1], last=True)
    return label, tuple(_share_marks(kept))


def _entries(blocks: tuple[Block, ...], cut: Regions, at: int) -> list[list[Line]]:
    """Lines of the list, a wrapped line with the one above; in a two-column table only the label's own cell."""
    place = blocks[at].place
    chosen = [
        blocks[i]
        for i in range(at, cut.footer.stop)
        if place.table is None or blocks[i].place == place or (place.column is not None and _below(blocks[i], blocks[at]))
    ]
    groups: list[list[Line]] = []
    bulleted = False
    lines = left_column(chosen) if side_by_side(blocks[at]) else lines_of(chosen)
    for line in itertools.chain.from_iterable(map(_unrolled, lines)):
        if RULE_LINE.match(line.text):
            continue
        if (
            groups
            and line.text.isupper()
            and (
                wording("authority-in-list").match(line.text)
                or (len(line.text.split()) <= 3 and len(groups) > 2 and _closed(groups))
            )
        ):
            break
        starts = bool(_BULLET.match(line.text)) or line.key.startswith("lưu")
        closed = bool(groups) and (_END.search(groups[-1][-1].text) is not None or len(groups) == 1)
        if _closed(groups) and not starts:
            break
        if groups and not starts and (bulleted or not closed) and len(groups) != 1:
            groups[-1].append(line)
        else:
            bulleted = bulleted or (bool(groups) and _BULLET.match(line.text) is not None)
            groups.append([line])
    return groups


def _unrolled(line: Line) -> tuple[Line, ...]:
    """The entries of a list that a copy has run together into one line («Nơi nhận: - Như trên; - Lưu: VT»)."""
    if not wording("recipients-label").match(line.key):
        return (line,)
    cuts = [0, *(m.start() for m in _NEXT_ENTRY.finditer(line.text)), len(line.text)]
    return tuple(line.cut(start, end) for start, end in itertools.pairwise(cuts)) if len(cuts) > _ONE_ENTRY else (line,)


def _below(block: Block, label: Block) -> bool:
    """A later row of the same column (some tables give every recipient its own row)."""
    return (
        block.place.table == label.place.table
        and block.place.column == label.place.column
        and (block.place.row or 0) > (label.place.row or 0)
        and bool(_BULLET.match(block.text))
    )


def _closed(groups: list[list[Line]]) -> bool:
    """Whether the file line has been read: nothing follows it."""
    return bool(groups) and groups[-1][0].key.lstrip("-–—+*•▪ ").startswith("lưu") and groups[-1][-1].text.endswith((".", ")"))


def _recipient(group: list[Line], finder: UnitFinder, seat: Seat) -> Recipient | None:
    text = " ".join(line.text for line in group)
    first, last = group[0], group[-1]
    contiguous = first.block is last.block
    whole = Span(first.block.index, first.start, last.end if contiguous else first.end)
    lowered = key(text)
    bullet = _BULLET.match(text)
    spaced = bullet is not None and text[bullet.end() : bullet.end() + 1] in {" ", ""}
    end = _END.search(text)
    body_start = bullet.end() if bullet else 0
    body_end = end.start() if end else len(text)
    purpose: Purpose | None = None
    purpose_span = None
    if wording("recipients-file").match(lowered, body_start):
        purpose = "file"
        body_end = len(text) if text.endswith(".") else body_end
    elif mark := grammars.shape("recipient", "MARK_SHAPE").search(lowered, body_start):
        purpose = _purpose(mark.group().strip(" ;,.:(){}[]"))
        purpose_span = _place(group, mark.start(), min(mark.end(), body_end))
        body_end = mark.start()
    opened = text[body_start:body_end].lstrip(" ;,")
    body = opened.rstrip(" ;,")
    if not any(c.isalnum() for c in body):
        return None
    name_start = min(body_end, len(text)) - len(opened) if body_start < body_end else body_start
    located = Located(body, first.block.text[whole.start : whole.end], whole)
    return Recipient(
        located=located,
        units=_units(group, text, lowered, name_start, body_end, finder, seat) if purpose != "file" else (),
        purpose=purpose,
        purpose_span=purpose_span,
        bullet=bullet.group() if bullet else "",
        bullet_spaced=spaced,
        end_mark=text[body_end:].strip()[-1:] if end and purpose != "file" else (text[-1:] if not text[-1:].isalnum() else ""),
        last=False,
        wrapped=not contiguous,
    )


@lru_cache(maxsize=256)
def _purpose(mark: str) -> Purpose | None:
    """What a mark asks for: its first word, but «để biết, thực hiện» asks for work."""
    tree = grammars.read("recipient", "mark", mark)
    named = [_PURPOSES[t.kind] for t in tree.words() if t.kind in _PURPOSES] if tree is not None else []
    return next((p for p in named if p != "inform"), named[0] if named else None)


def _units(group: list[Line], text: str, lowered: str, start: int, end: int, finder: UnitFinder, seat: Seat) -> tuple[Actor, ...]:
    found = []
    for mention in finder.find(text, lowered):
        if mention.start >= start and mention.end <= end + 1:
            span = _place(group, mention.start, mention.end)
            block = next(line.block for line in group if line.block.index == span.block)
            found.append(Actor(block.text[span.start : span.end], span, finder.resolve(mention, seat)))
    return tuple(found)


def _place(group: list[Line], start: int, end: int) -> Span:
    """Where a stretch of an entry stands; offsets in its lines joined by blanks. Of what runs over a line's end, the part in the first line."""
    before = 0
    for line in group:
        after = before + len(line.text)
        if start < after or line is group[-1]:
            first = min(line.start + max(0, start - before), line.end)
            return Span(line.block.index, first, max(first, min(line.start + end - before, line.end)))
        before = after + 1
    return group[0].span


def _share_marks(entries: list[Recipient]) -> list[Recipient]:
    """A mark behind the separator («…;    b/c») stands at a brace: lines above without a mark of their own share it."""
    shared = list(entries)
    for n, entry in enumerate(entries):
        if entry.purpose in {None, "file"} or not wording("recipients-shared-mark").search(entry.located.text):
            continue
        for above in range(n - 1, -1, -1):
            if shared[above].purpose is not None:
                break
            shared[above] = replace(shared[above], purpose=entry.purpose)
    return shared
